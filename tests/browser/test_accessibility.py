"""Accessibility: axe-core with and without the site's scripts, forced colours, accessibility snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_pages import page_kinds, sites
from tests.support import accessibility_snapshots
from tests.support.browsing import AXE, DESKTOP, PHONE, open_page
from tests.support.differences import difference
from tests.support.releases import Kind

pytestmark = pytest.mark.browser

__all__ = ["sites"]

#: Pages whose marks do not depend on the release.
ALWAYS_THE_SAME = frozenset({"404.html", "patterns.html"}) | {
    f"{name}/index.html" for name in ("privacy", "glossary", "my-town", "data", "old-dashboard")
}
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}, "resultTypes": ["violations"]}
#: Each size and each scheme is tested with all rules once on the fullest site; in other combinations only colours could
#: differ. The other sites add only marks, which depend on neither size nor scheme.
LOOKS: list[tuple[Kind, Any, Literal["light", "dark"], Any]] = [
    ("full", PHONE, "light", AXE),
    ("full", DESKTOP, "dark", AXE),
    ("full", PHONE, "dark", _CONTRAST),
    ("full", DESKTOP, "light", _CONTRAST),
    ("sparse", PHONE, "light", AXE),
    ("joined", DESKTOP, "dark", AXE),
]


def violations(context: Any, base: str, paths: list[str], rules: Any) -> dict[str, Any]:
    """The violations on each page, with all disclosures open."""
    found = {}
    for path in paths:
        page, problems = open_page(context, base + path)
        # Ignore errors of scripts that the test itself blocked.
        assert [one for one in problems if "ERR_FAILED" not in one] == [], path
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        result = Axe().run(page, options=rules)
        if result.violations_count:
            told = result.response["violations"]
            found[path] = [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in told]
        page.close()
    return found


@pytest.mark.parametrize(
    ("kind", "viewport", "scheme", "rules"),
    LOOKS,
    ids=[f"{kind}-{'phone' if viewport is PHONE else 'desktop'}-{scheme}" for kind, viewport, scheme, _ in LOOKS],
)
def test_no_page_has_accessibility_violations(
    kind: str, viewport: Any, scheme: Any, rules: Any, sites: dict[str, Path], browser: Any, serve: Any
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    paths = page_kinds(sites[kind], () if kind == "full" else ALWAYS_THE_SAME)
    found = violations(context, serve(sites[kind]), paths, rules)
    context.close()
    assert found == {}


def test_no_page_has_violations_without_its_scripts(sites: dict[str, Path], browser: Any, serve: Any) -> None:
    """The requests are blocked: axe is a script itself, and hangs where scripts are switched off."""
    context = browser.new_context(viewport=PHONE)
    blocked: list[str] = []

    def block(route: Any) -> None:
        blocked.append(route.request.url)
        route.abort()

    context.route("**/assets/*.js", block)
    found = violations(context, serve(sites["full"]), page_kinds(sites["full"]), AXE)
    context.close()
    assert blocked
    assert found == {}


def test_with_forced_colours_marks_keep_their_own(sites: dict[str, Path], browser: Any) -> None:
    """Segments are distinguished by code and colour also where the system replaces all other colours."""
    context = browser.new_context(viewport=DESKTOP, forced_colors="active", color_scheme="dark")
    page, _ = open_page(context, (sites["full"] / "cities/pune-maharashtra/index.html").as_uri())
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    fills = page.locator("#segments .wide rect[class*='s-']").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fill)"
    )
    letters = page.locator("#segments .wide .tg").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
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
