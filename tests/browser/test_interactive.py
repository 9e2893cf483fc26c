"""Tooltips on drawings, and interactive views in their panels below. Marked `browser`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.browsing import DESKTOP, PHONE, SAMPLE, VALUES, open_page, recorded_problems
from tests.support.shared_sites import sample_site
from tests.support.waiting import pass_timers, until

pytestmark = pytest.mark.browser

CITY = "cities/pune-maharashtra/index.html"
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
#: The figures of a page without what a choice or a theme may change.
DRAWINGS = "[...document.querySelectorAll('figure')].map(one => one.outerHTML)"


@pytest.fixture(scope="module")
def site() -> Path:
    return sample_site("full", SAMPLE)


def swipe(page: Any, x: float, y: float, up: float) -> None:
    """Swipe with one finger, as a real screen reports it."""
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        points = [{"x": x, "y": y - up * step / 10}]
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def rest_on(page: Any, mark: Any) -> None:
    """Move the mouse onto a mark once the page no longer scrolls."""
    mark.scroll_into_view_if_needed()
    pass_timers(page, 100)
    mark.hover()


@pytest.mark.parametrize("path", [CITY, "index.html", "explore/index.html"])
def test_hovering_never_changes_a_drawing(path: str, site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, problems = open_page(context, (site / path).as_uri())
    page.locator("figure svg[role]:visible, figure table:visible").first.wait_for()
    before = page.evaluate(DRAWINGS)
    plots = page.locator("figure .plot").all()
    for plot in plots:
        plot.hover()
        pass_timers(page, 400)
    assert plots
    assert page.evaluate(DRAWINGS) == before
    # The bundle may be fetched, but nothing of it runs.
    assert page.evaluate("typeof Plotly") == "undefined"
    assert problems == []
    context.close()


def test_a_tooltip_shows_the_lines_of_its_mark_inside_the_window(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, problems = open_page(context, (site / CITY).as_uri())
    tip = page.get_by_role("tooltip")
    assert tip.count() == 0
    for width in (DESKTOP["width"], 320):
        page.set_viewport_size({"width": width, "height": 600})
        marks = page.locator("#segments [data-t]:visible").all()
        for mark in (marks[0], marks[-1]):
            rest_on(page, mark)
            assert tip.locator("> *").all_inner_texts() == (mark.get_attribute("data-t") or "").split("\n")
            box = tip.bounding_box()
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 600
            page.locator("h1").hover()
            assert tip.count() == 0
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.wheel(0, 40)):
        page.locator("h1").hover()
        rest_on(page, marks[0])
        assert tip.count() == 1
        leave()
        until(page, "document.getElementById('tip').hidden")
    assert problems == []
    context.close()


def test_a_tap_shows_a_tooltip_and_loads_nothing(site: Path, browser: Any) -> None:
    asked: list[str] = []
    context = browser.new_context(**TOUCH)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / CITY).as_uri())
    mark = page.locator("#segments [data-t]:visible").first
    mark.tap()
    assert page.get_by_role("tooltip").inner_text() == mark.get_attribute("data-t")
    page.locator("#segments .explore").focus()
    pass_timers(page, 400)
    page.locator("h1").tap()
    assert page.get_by_role("tooltip").count() == 0
    assert not [url for url in asked if "plotly" in url]
    context.close()


def test_a_view_opens_below_its_drawing_and_gives_the_focus_back(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    for path in (CITY, "index.html", "segments/a/index.html", "methods/index.html"):
        page, problems = open_page(context, (site / path).as_uri())
        for button in page.locator(".explore").all():
            figure = button.locator("xpath=ancestor::figure")
            drawing = figure.locator(".plot").evaluate("node => node.outerHTML")
            button.click()
            panel = figure.locator(".panel")
            panel.locator(".main-svg").first.wait_for()
            panel.locator("[id$='-close']").wait_for()
            assert figure.locator(".plot").evaluate("node => node.outerHTML") == drawing
            plot, shown, tools = (figure.locator(css).bounding_box() for css in (".plot", ".panel", ".tools"))
            assert plot["y"] + plot["height"] <= shown["y"]
            assert shown["y"] + shown["height"] <= tools["y"]
            assert button.get_attribute("aria-expanded") == "true"
            assert button.inner_text() == "Close interactive chart"
            assert page.evaluate("document.activeElement.closest('.panel') !== null")
            told, drawn = figure.evaluate(VALUES)
            assert drawn == told, path
        page.locator(".theme").click()
        for button in page.locator(".explore").all():
            figure = button.locator("xpath=ancestor::figure")
            figure.locator("[id$='-close']").focus()
            page.keyboard.press("Escape" if path == CITY else "Enter")
            assert figure.locator(".panel").count() == 0
            assert button.evaluate("node => node === document.activeElement")
            assert button.get_attribute("aria-expanded") == "false"
        assert page.evaluate("Plotly.version") == "4.1.1"
        assert problems == []
        page.close()
    context.close()


@pytest.mark.parametrize("part", ["plotly-", "stage."])
def test_a_failed_load_keeps_the_drawing_and_reports_it(part: str, site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.route(f"**/{part}*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto((site / CITY).as_uri())
    page.locator("#segments .explore").click()
    until(page, "document.querySelector('#segments .msg').textContent.includes('drawing stays')")
    assert page.locator("#segments .msg").is_visible()
    assert page.locator("#segments .plot svg:visible").count()
    assert page.locator("#segments .panel").count() == 0
    context.unroute_all()
    page.locator("#segments .explore").click()
    page.locator("#segments .panel .main-svg").first.wait_for()
    until(page, "document.querySelector('#segments .msg').textContent === ''")
    context.close()


def test_on_a_phone_the_view_fills_the_screen(site: Path, browser: Any) -> None:
    context = browser.new_context(**TOUCH)
    page = context.new_page()
    problems = recorded_problems(page)
    page.goto((site / CITY).as_uri())
    button = page.locator("#positioning .explore")
    button.scroll_into_view_if_needed()
    button.tap()
    page.locator("#positioning-close").wait_for()
    assert page.locator("#positioning .panel").bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert page.locator("#positioning .bar b").inner_text() == page.locator("#positioning-t").inner_text()
    assert page.locator("#positioning .main-svg").first.bounding_box()["height"] > PHONE["height"] - 120
    # The page behind neither scrolls nor takes the focus.
    at = page.evaluate("scrollY")
    swipe(page, 200, 600, 300)
    pass_timers(page, 200)
    assert page.evaluate("scrollY") == at
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.panel')")
    # A turned phone or a resized window keeps it open.
    page.set_viewport_size({"width": 900, "height": 500})
    until(page, "!document.querySelector('.view:modal') && !!document.querySelector('.view[open]')")
    page.set_viewport_size(PHONE)
    until(page, "!!document.querySelector('.view:modal')")
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.panel')")
    assert button.evaluate("node => node === document.activeElement")
    assert problems == []
    context.close()


def test_a_vertical_swipe_over_an_open_view_scrolls_the_page(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((site / CITY).as_uri())
    page.locator("#positioning .explore").tap()
    page.locator("#positioning-close").wait_for()
    assert page.locator("#positioning-zoom").count() == 0
    before = page.evaluate("scrollY")
    box = page.locator("#positioning .stage").bounding_box()
    swipe(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 200)
    until(page, f"scrollY !== {before}")
    assert page.locator("#positioning .stage").evaluate("node => node._fullLayout.dragmode") is False
    context.close()
