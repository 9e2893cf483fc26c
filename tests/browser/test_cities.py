"""The cities table in a real browser: sorting, filters, initials, its URL. Marked `browser`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_search import desktop, page, release
from tests.support import axe
from tests.support.browsing import DESKTOP, PHONE, SAMPLE
from tests.support.shared_sites import shared_site

pytestmark = pytest.mark.browser

__all__ = ["desktop", "page"]


@pytest.fixture(scope="module")
def site() -> Path:
    return shared_site(release(), SAMPLE)


def table(page: Any, site: Path, asked: str = "") -> None:
    page.goto((site / "cities" / "index.html").as_uri() + asked)
    page.locator("thead button").first.wait_for(state="attached")


def shown(page: Any) -> list[str]:
    """Names of the visible cities, in order."""
    return page.eval_on_selector_all(
        "table.cities tbody:not([hidden]):is([data-state], .flat) tr:not([hidden]) > th[scope=row]",
        "cells => cells.map(cell => cell.firstChild.textContent)",
    )


def column(page: Any, n: int) -> list[float]:
    texts = page.locator(f"table.cities .flat tr:not([hidden]) > :nth-child({n})").all_inner_texts()
    return [float("".join(c for c in text if c.isdigit() or c == ".")) for text in texts if any(map(str.isdigit, text))]


def test_columns_sort_by_keyboard_and_states_return(page: Any, site: Path) -> None:
    table(page, site)
    before = shown(page)
    assert len(before) == 20
    assert page.locator("tbody[data-state]:visible").count() == 15
    page.locator("thead button", has_text="Customers").focus()
    page.keyboard.press("Enter")
    head = page.locator("thead th", has_text="Customers")
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator("tbody[data-state]:visible").count() == 0
    assert column(page, 2) == sorted(column(page, 2), reverse=True)
    assert page.locator(".flat tr").first.inner_text().split()[:2] == ["Mumbai", "Maharashtra"]
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, 2) == sorted(column(page, 2))
    assert "order=ascending" in page.url
    # Districts and pools keep their own sections.
    assert page.locator("#districts tr").count() == 3
    page.locator("select").nth(1).select_option("")
    assert shown(page) == before
    assert page.url.endswith("index.html")
    assert page.locator("[aria-sort]").count() == 0


def test_every_column_sorts(desktop: Any, site: Path) -> None:
    table(desktop, site, "?sort=typical_spend")
    assert column(desktop, 4) == sorted(column(desktop, 4), reverse=True)
    desktop.locator("thead button", has_text="City").click()
    assert shown(desktop) == sorted(shown(desktop))
    desktop.locator("thead button", has_text="stands out").click()
    quiet = [row.locator("td").last.get_attribute("class").split() for row in desktop.locator(".flat tr").all()]
    told = ["ev" not in names for names in quiet]
    assert told == sorted(told, reverse=True)
    assert 0 < sum(told) < len(told)
    desktop.locator("thead button", has_text="Mix").click()
    assert "sort=a" in desktop.url
    assert "adjusted towards that of all customers" in desktop.locator(".filters p").inner_text()
    shares = desktop.eval_on_selector_all(".flat tr", "rows => rows.map(row => row.dataset.v.split(' ')[3])")
    known = [int(share) for share in shares if share != "-"]
    assert known == sorted(known, reverse=True)
    assert shares[len(known) :] == ["-"] * (len(shares) - len(known))


def test_state_and_text_filters_combine_and_report_the_count(page: Any, site: Path) -> None:
    table(page, site)
    said = page.locator(".filters p")
    assert said.inner_text() == "25 of 25 rows shown."
    page.locator("select").first.select_option("in-maharashtra")
    assert shown(page) == ["Mumbai", "Pune", "Nagpur", "Aurangabad"]
    assert said.inner_text() == "4 of 25 rows shown."
    assert page.locator(".letters button:enabled").all_inner_texts() == ["A", "M", "N", "P"]
    page.locator(".filters input").fill("nág")
    assert shown(page) == ["Nagpur"]
    assert page.url.endswith("?state=maharashtra&find=n%C3%A1g")
    page.reload()
    page.locator("thead button").first.wait_for(state="attached")
    assert shown(page) == ["Nagpur"]
    page.locator("select").first.select_option("")
    page.locator(".filters input").fill("bangal")
    assert shown(page) == ["Bengaluru"]
    page.locator(".filters input").fill("zzz")
    assert said.inner_text() == "Nothing on this site has that name."
    assert shown(page) == []


def test_unknown_parameters_are_ignored(desktop: Any, site: Path) -> None:
    table(desktop, site, "?sort=nonsense&state=nowhere&x=<script>&order=sideways#in-kerala")
    assert len(shown(desktop)) == 20
    assert desktop.locator("[aria-sort]").count() == 0
    table(desktop, site, "?sort=customers&state=kerala")
    assert shown(desktop) == ["Kochi"]


def test_an_initial_jumps_to_its_first_city(page: Any, site: Path) -> None:
    table(page, site)
    page.locator(".letters button", has_text="U").click()
    assert page.evaluate("document.activeElement.textContent") == "Udaipur"
    top = page.locator(".flat a", has_text="Udaipur").bounding_box()["y"]
    assert page.locator("thead th").first.bounding_box()["height"] <= top < page.viewport_size["height"]
    assert shown(page) == sorted(shown(page))


def test_without_scripts_the_table_is_sorted_by_state(browser: Any, site: Path) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "cities" / "index.html").as_uri())
    assert not page.locator(".filters").is_visible()
    assert page.locator(".states a").first.is_visible()
    assert page.locator("tbody[data-state]:visible").count() == 15
    context.close()


@pytest.mark.parametrize(
    ("viewport", "scheme", "other"),
    [(PHONE, "light", "dark"), (DESKTOP, "dark", "light")],
    ids=["phone", "desktop"],
)
def test_the_sorted_table_has_no_violations(viewport: Any, scheme: Any, other: Any, browser: Any, site: Path) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    table(page, site, "?sort=stands_out&state=maharashtra")
    assert axe.violations(page, other) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    context.close()
