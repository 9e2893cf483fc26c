"""The fonts of pages in a browser: loaded from where a page is, further letters on demand, without moving the page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browsing import DESKTOP, PHONE, SAMPLE
from tests.support.shared_sites import sample_site

pytestmark = pytest.mark.browser

CITY = "cities/pune-maharashtra/index.html"
LOADED = "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family + ' ' + one.weight)"
OURS = {"Atlas Serif 400", "Atlas Serif 600", "Atlas Sans 400", "Atlas Sans 600"}
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("path", ["index.html", CITY, "404.html", "embed/overview/all-segments/index.html"])
def test_fonts_load_from_a_folder_on_the_disk(path: str, browser: Any) -> None:
    """The page for missing addresses has no known address here; it is shown as it is."""
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto((sample_site("full", SAMPLE) / path).as_uri())
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert set(page.evaluate(LOADED)) >= OURS - {"Atlas Serif 400"}
    assert page.evaluate("document.fonts.check('600 20px \"Atlas Serif\"', 'P')")
    context.close()


def test_further_letters_are_loaded_where_a_page_has_them(browser: Any, serve: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(serve(sample_site("full", SAMPLE)) + CITY)
    page.evaluate("document.fonts.ready.then(() => 0)")
    fonts = [name for name in asked if name.endswith(".woff2")]
    assert len(set(fonts)) <= 4
    assert not any("-more" in name for name in fonts)
    page.evaluate("document.querySelector('h1').append(' Łódź')")
    with page.expect_response(lambda response: "atlas-serif-semibold-more" in response.url):
        page.evaluate("document.fonts.load('600 20px \"Atlas Serif\"', 'Ł').then(() => 0)")
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["index.html", CITY, "cities/index.html", "segments/a/index.html"])
def test_a_page_does_not_move_when_its_fonts_come(path: str, viewport: Any, browser: Any, serve: Any) -> None:
    context = browser.new_context(viewport=viewport)
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    context.route("**/*.woff2", hold)
    page = context.new_page()
    page.add_init_script(SHIFT)
    with page.expect_request("**/*.woff2"):
        page.goto(serve(sample_site("full", SAMPLE)) + path, wait_until="domcontentloaded")
    page.evaluate(FRAMES)
    assert waiting
    for route in waiting:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate(FRAMES)
    # On a phone one name in four columns may break elsewhere, and what is below it moves by a line.
    assert page.evaluate("window.shift") <= (0.02 if viewport is PHONE else 0.01)
    context.close()


def test_a_missing_address_in_a_folder_loads_fonts_from_the_root(browser: Any, serve: Any) -> None:
    """Where the site's address is unknown: a script of the page corrects its links, before any font is asked for."""
    context = browser.new_context(viewport=DESKTOP)
    page, asked = context.new_page(), []
    page.on("response", lambda response: asked.append((response.url, response.status)))
    page.goto(serve(sample_site("full", SAMPLE)) + "cities/nowhere/index.html")
    page.evaluate("document.fonts.ready.then(() => 0)")
    fonts = {url: status for url, status in asked if url.endswith(".woff2")}
    assert fonts
    assert set(fonts.values()) == {200}
    context.close()
