"""The tools of a figure in a real browser: exports, embeds, full screen, zoom. Marked `browser`."""

from __future__ import annotations

import base64
import re
import struct
from itertools import pairwise
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


def texts_of(data: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(data).iter(f"{SVG}text")]


def shown(page: Any, selector: str) -> list[str]:
    """Texts of a drawing that are shown at the width of the window."""
    texts: list[str] = page.locator(selector).evaluate_all(
        "nodes => nodes.filter(node => getComputedStyle(node).display !== 'none').map(node => node.textContent)"
    )
    return texts


def fills_of(data: bytes) -> list[str]:
    return [node.get("fill", "") for node in ET.fromstring(data).iter() if node.get("fill")]


def test_an_exported_svg_is_standalone_with_title_values_and_source(site: Path, browser: Any) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri())
    disclose(page, "segments")
    name, data = take(page, "segments", "svg")
    assert name == "mumbai-maharashtra-segments.svg"
    root = ET.fromstring(data)
    texts = texts_of(data)
    assert page.locator("#segments-t").inner_text() in " ".join(texts)
    assert "Mumbai, Maharashtra · Who banks here" in texts
    assert "Segment Atlas · Sample bank · Data 1 Aug to 21 Oct 2016" in texts
    assert any("made-up customers" in text for text in texts)
    drawn = shown(page, "#segments .plot svg text")
    assert len(drawn) >= 8
    assert any("%" in text for text in drawn)
    assert set(drawn) <= set(texts)
    assert not set(page.locator("#segments .plot svg text.slim").all_text_contents()) & set(texts)
    # The list of segments, with what is said of each.
    for part in (".legend li > :nth-child(2)", ".legend .verdict"):
        listed = page.locator(f"#segments {part}").all_text_contents()
        assert listed
        assert all(" ".join(one.split()) in " ".join(" ".join(texts).split()) for one in listed), part
    # Parts keep their colours, tinted or full, and the reference its own.
    used = {"var(--a)", "var(--b)", "var(--a-t)", "var(--b-t)", "var(--all-fill)"}
    colours = {name: colour_of(page, name) for name in used}
    fills = fills_of(data)
    assert all(colours[f"var(--{one})"] in fills or colours[f"var(--{one}-t)"] in fills for one in "ab")
    assert colours["var(--all-fill)"] in fills
    assert root.attrib["width"] == "1040"
    assert problems == []
    page.context.close()


def colour_of(page: Any, value: str) -> str:
    """A colour of the style sheet as a computed one."""
    colour: str = page.evaluate(
        """value => {
          const node = document.body.appendChild(document.createElement("i"));
          node.style.color = value;
          const { color } = getComputedStyle(node);
          node.remove();
          return color;
        }""",
        value,
    )
    return colour


@pytest.mark.parametrize(
    ("path", "figures"),
    [
        (CITY, ("segments", "profile", "positioning")),
        ("index.html", ("map", "all-segments", "distribution", "treemap", "totals", "averages", "positioning")),
    ],
)
def test_every_kind_of_figure_is_exported_without_its_page(
    path: str, figures: tuple[str, ...], site: Path, browser: Any
) -> None:
    page, problems = open_page(browser, (site / path).as_uri())
    for figure in figures:
        disclose(page, figure)
        _, data = take(page, figure, "svg")
        texts = texts_of(data)
        assert page.locator(f"#{figure}-t").inner_text() in " ".join(texts), figure
        assert "Segment Atlas · Sample bank · Data 1 Aug to 21 Oct 2016" in texts, figure
        # No style sheet, script, tooltip, link or outer reference, and no length that depends on the viewer.
        assert not re.search(rb"var\(|class=|style=|data-|<a[ >]|aria-| on\w+=|https?://(?!www\.w3\.org)", data), figure
        assert not re.search(rb'="-?[\d.]+%"|NaN|undefined|color\(', data), figure
        ids = re.findall(rb' id="([^"]+)"', data)
        assert len(ids) == len(set(ids)), figure
        assert set(re.findall(rb'href="#([^"]+)"|url\(#([^)]+)\)', data)) <= {(one, b"") for one in ids} | {
            (b"", one) for one in ids
        }, figure
        assert b'fill="rgb(' in data, figure
        assert all("sans-serif" in one or "serif" in one for one in re.findall(r'font-family="([^"]+)"', data.decode()))
        drawn = shown(page, f"#{figure} .plot > :not(.d1, .d2) svg text:not(.narrow *)")
        assert drawn
        assert set(drawn) <= set(texts), figure
    assert problems == []
    page.context.close()


def test_exported_strips_have_their_labels_and_ranks(site: Path, browser: Any) -> None:
    page, _ = open_page(browser, (site / CITY).as_uri())
    disclose(page, "profile")
    _, data = take(page, "profile", "svg")
    words = " ".join(texts_of(data))
    labels = page.locator("#profile .strip p").all_text_contents()
    assert len(labels) >= 4
    assert all(label in words for label in labels)
    root = ET.fromstring(data)
    assert len(list(root.iter(f"{SVG}circle"))) == page.locator("#profile .strip circle").count()
    # One below another.
    groups = [node.get("transform", "") for node in root.iter(f"{SVG}g") if "translate" in node.get("transform", "")]
    tops = [float(one.split()[1].rstrip(")")) for one in groups]
    assert len(tops) == page.locator("#profile .strip").count()
    assert all(low + 80 < high for low, high in pairwise(tops))
    page.context.close()


def test_an_export_names_the_choice_and_its_scale(site: Path, browser: Any) -> None:
    page, _ = open_page(browser, (site / "index.html").as_uri())
    disclose(page, "map")
    _, before = take(page, "map", "svg")
    page.get_by_role("radio", name="Typical spend").check()
    _, after = take(page, "map", "svg")
    scale = page.locator("#map .shades span").all_text_contents()
    assert len(scale) >= 3
    assert not set(scale) & set(texts_of(before))
    assert set(scale) <= set(texts_of(after))
    assert any(text.endswith("Colour by: Typical spend") for text in texts_of(after))
    page.context.close()


def test_an_open_interactive_chart_does_not_change_the_export(site: Path, browser: Any) -> None:
    page, _ = open_page(browser, (site / CITY).as_uri())
    disclose(page, "segments")
    before = take(page, "segments", "svg")
    explore(page, "segments").locator(".main-svg").first.wait_for()
    assert take(page, "segments", "svg") == before
    page.context.close()


@pytest.mark.parametrize("figure", ["segments", "profile", "positioning"])
def test_exports_are_independent_of_theme_and_width(figure: str, site: Path, browser: Any) -> None:
    found = []
    for options in ({}, {"viewport": PHONE, "color_scheme": "dark"}):
        page, _ = open_page(browser, (site / CITY).as_uri(), **options)
        disclose(page, figure)
        state = "[document.documentElement.dataset.theme, document.body.scrollHeight]"
        before = page.evaluate(state)
        found.append(take(page, figure, "svg"))
        assert page.evaluate(state) == before
        page.context.close()
    assert found[0] == found[1]


def test_a_png_is_twice_the_size_and_not_blank(site: Path, browser: Any) -> None:
    page, problems = open_page(browser, (site / CITY).as_uri())
    for figure in ("segments", "profile", "positioning"):
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
        # Alpha, blue, green, red: paper; segment A, or this place.
        assert colours[str(0xFFFFFFFF)] > size[0] * size[1] / 2
        expected = colour_of(page, "var(--ink)" if figure == "profile" else "var(--a)")
        red, green, blue = map(int, re.findall(r"\d+", expected))
        assert colours[str(0xFF << 24 | blue << 16 | green << 8 | red)] > 500
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


@pytest.mark.parametrize(
    ("figure", "drawing", "least"),
    [("segments", "svg.mx", 720), ("profile", ".strips", 720), ("positioning", "> div:visible > svg", 480)],
)
def test_an_embed_works_in_another_page_over_file(
    figure: str, drawing: str, least: int, site: Path, browser: Any, tmp_path: Path
) -> None:
    """The code is pasted into a page with the URL of the site filled in, as it instructs."""
    page, problems = open_page(browser, (site / CITY).as_uri())
    disclose(page, figure)
    page.locator(f"#{figure}-embed").click()
    code = page.locator(f"#{figure}-code").input_value()
    assert "address" in page.locator(f"#{figure} .code p").inner_text()
    assert f'src="embed/mumbai-maharashtra/{figure}/index.html"' in code
    host = tmp_path / "host.html"
    host.write_text("<!doctype html><title>x</title>" + code.replace('src="', f'src="{site.as_uri()}/'))
    for width in (360, 900):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(host.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("h1").wait_for()
        assert frame.locator(f".plot {drawing}").is_visible()
        assert frame.locator(f".plot {drawing}").bounding_box()["width"] > (288 if width == 360 else least)
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
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 22, 27)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # The reader's choice on the site itself applies to its pages only.
    page.evaluate("localStorage.setItem('atlas-theme', 'dark')")
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper
    page.context.close()
