"""Accessibility: axe-core with and without the site's scripts, forced colours, accessibility snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_pages import page_kinds, sites
from tests.support import accessibility_snapshots, axe
from tests.support.browsing import DESKTOP, PHONE, open_page
from tests.support.differences import difference
from tests.support.releases import Kind

pytestmark = pytest.mark.browser

__all__ = ["sites"]

#: Pages whose marks do not depend on the release.
ALWAYS_THE_SAME = frozenset({"404.html", "patterns.html"}) | {
    f"{name}/index.html" for name in ("privacy", "glossary", "my-town", "data", "old-dashboard")
}
#: Each size and each scheme is tested with all rules once on the fullest site; in other combinations only colours could
#: differ. The other sites add only marks, which depend on neither size nor scheme.
LOOKS: list[tuple[Kind, Any, axe.Scheme, tuple[axe.Scheme, ...]]] = [
    ("full", PHONE, "light", ("dark",)),
    ("full", DESKTOP, "dark", ("light",)),
    ("sparse", PHONE, "light", ()),
    ("joined", DESKTOP, "dark", ()),
]


def violations(context: Any, base: str, paths: list[str], *others: axe.Scheme) -> dict[str, list[axe.Violation]]:
    """The violations on each page, with all disclosures open, in the context's colour scheme and in others."""
    found = {}
    for path in paths:
        page, problems = open_page(context, base + path)
        # Ignore errors of scripts that the test itself blocked.
        assert [one for one in problems if "ERR_FAILED" not in one] == [], path
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if odd := axe.violations(page, *others):
            found[path] = odd
        page.close()
    return found


@pytest.mark.parametrize(
    ("kind", "viewport", "scheme", "others"),
    LOOKS,
    ids=[f"{kind}-{'phone' if viewport is PHONE else 'desktop'}-{scheme}" for kind, viewport, scheme, _ in LOOKS],
)
def test_no_page_has_accessibility_violations(
    kind: str,
    viewport: Any,
    scheme: axe.Scheme,
    others: tuple[axe.Scheme, ...],
    sites: dict[str, Path],
    browser: Any,
    serve: Any,
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    paths = page_kinds(sites[kind], () if kind == "full" else ALWAYS_THE_SAME)
    found = violations(context, serve(sites[kind]), paths, *others)
    context.close()
    assert found == {}


def test_no_page_has_violations_without_its_scripts(sites: dict[str, Path], browser: Any, serve: Any) -> None:
    """The requests are blocked: axe is a script itself, and hangs where scripts are switched off.

    Of pages with the same template and scripts, one.
    """
    context = browser.new_context(viewport=PHONE)
    blocked: list[str] = []

    def block(route: Any) -> None:
        blocked.append(route.request.url)
        route.abort()

    context.route("**/assets/*.js", block)
    *fixed, _, _, largest_city = page_kinds(sites["full"], {*ALWAYS_THE_SAME, "data-quality/index.html"})
    found = violations(context, serve(sites["full"]), [*fixed, largest_city, "404.html"])
    context.close()
    assert blocked
    assert found == {}


def test_each_kind_of_violation_is_found(sites: dict[str, Path], browser: Any) -> None:
    """Also on marks of a row that others resemble, and in another colour scheme."""
    context = browser.new_context(viewport=PHONE, color_scheme="light")
    page, _ = open_page(context, (sites["full"] / "cities/pune-maharashtra/index.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert axe.decided_in_drawings(page) == 0
    assert axe.violations(page, "dark") == []
    page.add_style_tag(content="@media (prefers-color-scheme: dark) { #segments tr:last-child td { color: #333 } }")
    page.evaluate("document.querySelector('#segments tbody tr:nth-child(2) td').style.color = '#eee'")
    page.evaluate("document.querySelector('#segments .plot svg').removeAttribute('aria-labelledby')")
    page.evaluate("document.querySelectorAll('#segments svg title').forEach(one => one.remove())")
    found = {rule for rule, _ in axe.violations(page, "dark")}
    assert found == {"svg-img-alt", "color-contrast", "color-contrast in dark"}
    context.close()


def test_with_forced_colours_marks_keep_their_own(sites: dict[str, Path], browser: Any) -> None:
    """Segments are distinguished by code and colour also where the system replaces all other colours."""
    context = browser.new_context(viewport=DESKTOP, forced_colors="active", color_scheme="dark")
    page, _ = open_page(context, (sites["full"] / "cities/pune-maharashtra/index.html").as_uri())
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    fills = page.locator("#segments .plot rect[class*='s-']").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fill)"
    )
    letters = page.locator("#segments .plot .let").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    assert len(set(fills)) >= 3
    assert set(letters).isdisjoint(fills)
    context.close()


@pytest.mark.parametrize("case", accessibility_snapshots.PAGES)
def test_accessibility_snapshot(case: str, browser: Any) -> None:
    site = accessibility_snapshots.site(case)
    found = dict(accessibility_snapshots.snapshots(case, site, browser))
    kept = {path.name: path.read_text("utf-8") for path in accessibility_snapshots.FOLDER.glob(f"{case}-*.txt")}
    told = [difference(case, name, kept.get(name), found.get(name)) for name in sorted({*kept, *found})]
    if any(told):
        pytest.fail("\n\n".join(filter(None, told)) + "\n\nIf this is what you meant: make golden", pytrace=False)
