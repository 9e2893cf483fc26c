"""The overview's choices, map and figures in a real browser. Marked `browser`."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from generator.check.weights import OVERVIEW_BUDGET
from tests.support.browsing import DESKTOP, PHONE, SAMPLE
from tests.support.shared_sites import sample_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Path:
    return sample_site("full", SAMPLE)


def fill_of(page: Any, name: str) -> str:
    """Colour of a place's bubble on the wide map."""
    mark = page.locator(f"#map .wide a[href*='{name}'] circle").last
    return str(mark.evaluate("node => getComputedStyle(node).fill"))


def test_the_map_is_coloured_without_scripts(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator("#map .tools details").first.evaluate("node => { node.open = true; }")
    before = {name: fill_of(page, name) for name in ("mumbai", "bengaluru", "kolkata", "gurugram", "jaipur")}
    # At rest only places whose mix differs are coloured.
    assert before["mumbai"] == before["gurugram"]
    assert page.locator("#map thead th:visible").all_inner_texts() == ["City", "Customers", "Differs clearly"]
    page.get_by_role("radio", name="Typical spend").check()
    after = {name: fill_of(page, name) for name in before}
    assert len(set(after.values())) > 1
    assert page.locator("#map thead th:visible").all_inner_texts() == ["City", "Customers", "Typical spend"]
    assert page.locator("#map .shades").is_visible()
    context.close()


def test_the_distribution_changes_without_scripts(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    shown = page.locator("#distribution .narrow svg:visible")
    seen = [shown.evaluate("node => node.outerHTML")]
    for name in ("Grouped", "Shares"):
        page.get_by_role("radio", name=name).check()
        assert shown.count() == 1
        seen.append(shown.evaluate("node => node.outerHTML"))
    assert len(set(seen)) == 3
    context.close()


def test_choices_are_made_with_the_arrow_keys(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator("#distribution .o0").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#distribution .o1").is_checked()
    assert page.locator("#distribution .d1 .wide svg").is_visible()
    context.close()


def test_a_choice_changes_the_interactive_figure_too(site: Path, browser: Any) -> None:
    problems: list[str] = []
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.goto((site / "index.html").as_uri())
    for figure, choice in (("map", "share_a"), ("distribution", "share")):
        page.locator(f"#{figure} .explore").click()
        page.locator(f"#{figure} .panel .main-svg").first.wait_for()
        page.locator(f"#{figure} input[value={choice}]").check()
    marker = page.evaluate("document.querySelector('#map .stage').data.find(one => one.marker?.cmin).marker")
    assert set(marker["color"]) > {0}
    assert page.evaluate("document.querySelector('#distribution .stage').layout.barnorm") == "percent"
    page.locator("#distribution input[value=group]").check()
    assert page.evaluate("document.querySelector('#distribution .stage').layout.barmode") == "group"
    assert problems == []
    context.close()


def test_a_bubble_links_to_its_city(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator("#map .wide a[href*='mumbai']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/mumbai-maharashtra/index.html")
    assert page.locator("h1").inner_text().startswith("Mumbai")
    context.close()


def test_names_on_the_map_do_not_overlap(site: Path, browser: Any) -> None:
    for viewport, part, least in ((DESKTOP, "wide", 6), (PHONE, "narrow", 2)):
        context = browser.new_context(viewport=viewport)
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        boxes = [node.bounding_box() for node in page.locator(f"#map .{part} text.lh").all()]
        assert len(boxes) >= least
        for i, one in enumerate(boxes):
            for other in boxes[:i]:
                across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
                down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
                assert across <= 0 or down <= 3
        context.close()


def test_the_overview_is_small_enough(site: Path) -> None:
    script = next(site.glob("assets/atlas.*.js"))
    page = site / "index.html"
    assert len(gzip.compress(page.read_bytes(), 6)) + len(gzip.compress(script.read_bytes(), 6)) <= OVERVIEW_BUDGET
