"""The tools of a figure in a real browser: exports, embeds, full screen, zoom. Marked `browser`."""

from __future__ import annotations

import base64
import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.support import axe
from tests.support.browsing import ADDRESSED, DESKTOP, PHONE, SAMPLE, recorded_problems
from tests.support.shared_sites import sample_site
from tests.support.waiting import pass_timers, until

pytestmark = pytest.mark.browser

CITY = "cities/mumbai-maharashtra/index.html"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def site() -> Path:
    return sample_site("full", SAMPLE)


def open_page(browser: Any, address: str, **options: Any) -> tuple[Any, list[str]]:
    page = browser.new_context(**{"viewport": DESKTOP, **options}).new_page()
    problems = recorded_problems(page)
    page.goto(address)
    return page, problems


def disclose(page: Any, figure: str) -> None:
    page.locator(f"#{figure} details.out summary").click()
    page.wait_for_selector(f"#{figure} details.out[data-ready]")


def take(page: Any, figure: str, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(f"#{figure}-{kind}").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def explore(page: Any, figure: str) -> Any:
    page.locator(f"#{figure} .explore").click()
    page.locator(f"#{figure} .bar").wait_for()
    return page.locator(f"#{figure} .stage")


def x_range(stage: Any) -> list[float]:
    return stage.evaluate("node => node._fullLayout.xaxis.range.slice()")


def test_an_exported_svg_is_standalone_with_title_values_and_source(site: Path, browser: Any) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri())
    disclose(page, "segments")
    name, data = take(page, "segments", "svg")
    assert name == "mumbai-maharashtra-segments.svg"
    root = ET.fromstring(data)
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert page.locator("#segments-t").inner_text() in " ".join(texts)
    assert "Mumbai, Maharashtra · Who banks here" in texts
    assert "Segment Atlas · Sample bank · Data 1 Aug to 21 Oct 2016" in texts
    assert any("made-up customers" in text for text in texts)
    shown = page.locator("#segments .wide svg text").all_text_contents()
    assert set(shown) <= set(texts)
    # The file has no external references and needs no style sheet.
    assert not re.search(rb"var\(|class=|https?://(?!www\.w3\.org)", data)
    bars = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == "rgb(0, 21, 64)"]
    assert len(bars) >= 2
    assert problems == []
    page.context.close()


def test_exports_are_independent_of_theme_and_width(site: Path, browser: Any) -> None:
    found = []
    for options in ({}, {"viewport": PHONE, "color_scheme": "dark"}):
        page, _ = open_page(browser, (site / CITY).as_uri(), **options)
        disclose(page, "positioning")
        theme = page.evaluate("document.documentElement.dataset.theme")
        found.append(take(page, "positioning", "svg"))
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        page.context.close()
    assert found[0] == found[1]


def test_a_png_is_twice_the_size_and_not_blank(site: Path, browser: Any) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri())
    for figure in ("segments", "positioning"):
        disclose(page, figure)
        _, drawn = take(page, figure, "svg")
        name, data = take(page, figure, "png")
        assert name == f"mumbai-maharashtra-{figure}.png"
        root = ET.fromstring(drawn)
        size = tuple(2 * int(root.attrib[side]) for side in ("width", "height"))
        assert struct.unpack(">II", data[16:24]) == size
        colours = page.evaluate(
            """async data => {
              const image = new Image(); image.src = "data:image/png;base64," + data; await image.decode();
              const canvas = document.createElement("canvas");
              canvas.width = image.width; canvas.height = image.height;
              const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
              const seen = {}, all = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
              for (const one of all) { seen[one] = (seen[one] || 0) + 1; }
              return seen;
            }""",
            base64.b64encode(data).decode(),
        )
        # Alpha, blue, green, red: paper, segment A, this place.
        assert colours[str(0xFFFFFFFF)] > size[0] * size[1] / 2
        assert colours[str(0xFF401500 if figure == "segments" else 0xFF123AB8)] > 500
    assert problems == []
    page.context.close()


def test_each_figure_offers_its_available_exports(site: Path, browser: Any) -> None:
    page, _ = open_page(browser, (site / "index.html").as_uri())
    for figure in ("spend", "distribution"):
        disclose(page, figure)
    words = {id_: page.locator(f"#{id_} .ways > *").all_inner_texts() for id_ in ("spend", "distribution")}
    assert words == {"spend": ["CSV", "Embed"], "distribution": ["CSV", "SVG", "PNG", "Embed"]}
    assert page.locator("#spend-c").get_attribute("download") == "overview-spend.csv"
    page.goto((site / "methods/index.html").as_uri())
    figure = page.locator("figure").first.get_attribute("id")
    disclose(page, figure)
    assert page.locator(f"#{figure} .ways > *").all_inner_texts() == ["CSV", "SVG", "PNG"]
    page.context.close()


def test_every_control_names_its_figure(site: Path, browser: Any) -> None:
    page, _ = open_page(browser, (site / CITY).as_uri())
    disclose(page, "segments")
    page.locator("#segments-embed").click()
    explore(page, "segments")
    title = page.locator("#segments-t").inner_text()
    names = page.locator("#segments .tools, #segments .bar").evaluate_all(
        """rows => rows.flatMap(row => [...row.querySelectorAll("summary, a, button, textarea")])
          .filter(node => !node.hidden)
          .map(node => (node.getAttribute("aria-labelledby") || "").split(" ")
            .map(id => document.getElementById(id))
            .map(one => one.getAttribute("aria-label") || one.textContent).join(" "))"""
    )
    assert len(names) >= 10
    assert all(title in name and len(name) > len(title) + 2 for name in names), names
    page.context.close()


def test_without_its_script_the_csv_is_still_there(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.route("**/take.*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto((site / CITY).as_uri())
    with page.expect_event("requestfailed"):
        page.locator("#segments details.out summary").click()
    pass_timers(page, 0)
    assert page.locator("#segments .ways > *").all_inner_texts() == ["CSV"]
    assert page.locator("#segments-c").is_visible()
    context.close()


def test_the_embed_code_uses_the_public_url(browser: Any) -> None:
    folder = sample_site("full", ADDRESSED)
    page, _ = open_page(browser, (folder / CITY).as_uri())
    disclose(page, "segments")
    page.locator("#segments-embed").click()
    code = page.locator("#segments-code").input_value()
    assert 'src="https://atlas.example/base/embed/mumbai-maharashtra/segments/"' in code
    assert page.locator("#segments .code p").count() == 0
    _, data = take(page, "segments", "svg")
    assert b"https://atlas.example/base/cities/mumbai-maharashtra/" in data
    page.context.close()


def test_an_embed_works_in_another_page_over_file(site: Path, browser: Any, tmp_path: Path) -> None:
    """The code is pasted into a page with the URL of the site filled in, as it instructs."""
    page, problems = open_page(browser, (site / CITY).as_uri())
    disclose(page, "segments")
    page.locator("#segments-embed").click()
    code = page.locator("#segments-code").input_value()
    assert "address" in page.locator("#segments .code p").inner_text()
    assert 'src="embed/mumbai-maharashtra/segments/index.html"' in code
    host = tmp_path / "host.html"
    host.write_text("<!doctype html><title>x</title>" + code.replace('src="', f'src="{site.as_uri()}/'))
    for width in (360, 900):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(host.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("h1").wait_for()
        assert frame.locator(".narrow svg" if width == 360 else ".wide svg").is_visible()
        inner = page.frames[1]
        assert inner.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame.locator(".explore").click()
    frame.locator(".stage .main-svg").first.wait_for()
    assert problems == []
    page.context.close()


def test_escape_closes_the_innermost_first(site: Path, browser: Any) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri())
    explore(page, "positioning")
    full = page.locator("#positioning-full")
    assert full.get_attribute("aria-label") == "Full screen"
    full.focus()
    page.keyboard.press("Enter")
    until(page, "document.fullscreenElement && document.fullscreenElement.matches('#positioning .panel')")
    # The browser reports the change asynchronously.
    until(page, "document.getElementById('positioning-full').ariaLabel === 'Leave full screen'")
    until(page, f"document.querySelector('#positioning .main-svg').clientHeight > {DESKTOP['height'] - 100}")
    box = page.locator("#positioning .panel").bounding_box()
    assert box == {"x": 0, "y": 0, **DESKTOP}
    drawn = page.locator("#positioning .main-svg").first.bounding_box()
    assert drawn["width"] >= DESKTOP["width"] - 48
    # A larger screen is not a zoom.
    assert not page.locator("#positioning-reset").is_visible()
    page.keyboard.press("Escape")
    until(page, "!document.fullscreenElement && !!document.querySelector('#positioning .panel')")
    until(page, "document.querySelector('#positioning .main-svg').clientHeight < 600")
    disclose(page, "positioning")
    page.locator("#positioning-svg").focus()
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('#positioning .out').open && !!document.querySelector('#positioning .panel')")
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('#positioning .panel')")
    pass_timers(page, 0)
    assert problems == []
    page.context.close()


def test_no_full_screen_button_without_permission(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script("Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false })")
    page = context.new_page()
    page.goto((site / CITY).as_uri())
    explore(page, "positioning")
    assert page.locator("#positioning-zoom").is_visible()
    assert page.locator("#positioning-full").count() == 0
    context.close()


def test_a_mouse_zooms_by_dragging_and_the_keyboard_by_a_button(site: Path, browser: Any) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri())
    stage = explore(page, "positioning")
    whole, reset = x_range(stage), page.locator("#positioning-reset")
    assert not reset.is_visible()
    box = stage.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 250, steps=4)
    page.mouse.up()
    reset.wait_for()
    low, high = x_range(stage)
    assert whole[0] < low < high < whole[1]
    reset.focus()
    page.keyboard.press("Enter")
    until(page, "document.getElementById('positioning-reset').hidden")
    assert x_range(stage) == whole
    assert page.evaluate("document.activeElement.id") == "positioning-zoom"
    page.keyboard.press("Enter")
    reset.wait_for()
    low, high = x_range(stage)
    assert high - low == pytest.approx((whole[1] - whole[0]) / 2)
    assert problems == []
    page.context.close()


def test_touch_scrolls_and_never_zooms(site: Path, browser: Any) -> None:
    page, _ = open_page(browser, (site / CITY).as_uri(), viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("#positioning .explore").tap()
    page.locator("#positioning .bar").wait_for()
    assert page.locator("#positioning-zoom").count() == 0
    assert page.locator("#positioning .stage").evaluate("node => node._fullLayout.dragmode") is False
    page.context.close()


@pytest.mark.parametrize(
    ("viewport", "scheme", "other"),
    [(PHONE, "light", "dark"), (DESKTOP, "dark", "light")],
    ids=["phone", "desktop"],
)
def test_open_tools_have_no_accessibility_violations(
    viewport: Any, scheme: axe.Scheme, other: axe.Scheme, site: Path, browser: Any
) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri(), viewport=viewport, color_scheme=scheme)
    disclose(page, "segments")
    page.locator("#segments-embed").click()
    explore(page, "segments")
    assert axe.violations(page, other, preload=False) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    for path in ("embed/mumbai-maharashtra/segments", "embed/overview/spend"):
        page.goto((site / path / "index.html").as_uri())
        page.emulate_media(color_scheme=scheme)
        assert axe.violations(page, other, preload=False) == [], path
    assert problems == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_embed_follows_the_colour_scheme(scheme: Any, site: Path, browser: Any) -> None:
    page, _ = open_page(
        browser,
        (site / "embed/mumbai-maharashtra/profile/index.html").as_uri(),
        color_scheme=scheme,
        viewport={"width": 320, "height": 700},
    )
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 24, 28)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # The reader's choice on the site itself applies to its pages only.
    page.evaluate("localStorage.setItem('atlas-theme', 'dark')")
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper
    page.context.close()
