"""The built site in a real browser: layout, interaction, weight. Marked `browser`."""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsing import DESKTOP, PHONE, SAMPLE, open_page
from tests.support.releases import Kind
from tests.support.shared_sites import sample_site

pytestmark = pytest.mark.browser

KINDS: tuple[Kind, ...] = ("full", "sparse", "joined")


@pytest.fixture(scope="session")
def sites() -> dict[str, Path]:
    return {kind: sample_site(kind, SAMPLE) for kind in KINDS}


def page_kinds(site: Path, without: Collection[str] = ()) -> list[str]:
    """One page of every kind, and a city of every detail; without some."""
    fixed = [
        "index.html",
        "404.html",
        "patterns.html",
        *(f"{name}/index.html" for name in ("summary", "cities", "segments", "segments/a", "methods", "data-quality")),
        *(f"{name}/index.html" for name in ("privacy", "glossary", "my-town", "data", "old-dashboard")),
    ]
    cities = sorted(site.glob("cities/*/index.html"), key=lambda path: path.stat().st_size)
    chosen = dict.fromkeys([cities[0], cities[len(cities) // 2], cities[-1]])
    every = fixed + [path.relative_to(site).as_posix() for path in chosen]
    return [path for path in every if path not in without]


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_its_window(kind: str, sites: dict[str, Path], browser: Any) -> None:
    """320 px is also a window of 1,280 px at 400 %, 640 px one at 200 %."""
    context = browser.new_context(viewport=DESKTOP)
    for path in page_kinds(sites[kind]):
        page, _ = open_page(context, (sites[kind] / path).as_uri())
        for width in (1280, 720, 640, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()
    context.close()


def test_the_first_bar_of_a_city_is_on_the_first_screen_of_a_phone(sites: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=PHONE)
    page, _ = open_page(context, (sites["full"] / "cities/pune-maharashtra/index.html").as_uri())
    box = page.locator("#segments .plot rect.hit").first.bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
    context.close()


def test_a_city_page_is_small(sites: dict[str, Path], browser: Any, serve: Any) -> None:
    asked: list[str] = []
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve(sites["full"]) + "cities/mumbai-maharashtra/index.html")
    page.mouse.wheel(0, 3000)
    page.keyboard.press("Tab")
    context.close()
    site = sites["full"]
    fonts = [site / "assets" / url.rpartition("/")[2] for url in asked if url.endswith(".woff2")]
    assert len(fonts) <= 4
    assert sum(font.stat().st_size for font in fonts) <= 45_000
    asked = [url for url in asked if not url.endswith(("favicon.svg", ".woff2"))]
    assert len(asked) <= 2, asked
    script = next(site.glob("assets/atlas.*.js"))
    for city in site.glob("cities/*/index.html"):
        assert len(gzip.compress(city.read_bytes(), 9)) + len(gzip.compress(script.read_bytes(), 9)) <= 25_000
    style = re.search(rb"<style>(.*?)</style>", city.read_bytes(), re.DOTALL)
    assert style
    assert len(gzip.compress(style[1], 9)) <= 8192


def test_the_theme_is_remembered(sites: dict[str, Path], browser: Any, serve: Any) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    base = serve(sites["full"])
    page, _ = open_page(context, base + "index.html")
    page.locator(".theme").click()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()") == "#12161b"
    page.goto(base + "cities/index.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


def test_pages_are_complete_without_scripts(sites: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((sites["full"] / "cities/pune-maharashtra/index.html").as_uri())
    assert page.locator("#segments .plot svg").first.is_visible()
    assert not page.locator(".explore").first.is_visible()
    page.locator("#segments summary").first.click()
    assert page.locator("#segments table").is_visible()
    context.close()


@pytest.mark.parametrize("margin", ["0mm", "10mm", "15mm"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_printed_pages_fit(margin: str, scheme: Any, sites: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme)
    margins = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    for kind in KINDS:
        cities = [path for path in page_kinds(sites[kind]) if re.fullmatch(r"cities/.+/index.html", path)]
        for path, most in [*((path, 1) for path in cities), ("summary/index.html", 2)]:
            page = context.new_page()
            page.goto((sites[kind] / path).as_uri())
            pdf = page.pdf(format="A4", margin=margins, print_background=True)
            assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most, (kind, path)
            page.close()
    context.close()


def test_a_new_reader_finds_compares_shares_downloads_and_prints_a_city(
    sites: dict[str, Path], browser: Any, serve: Any
) -> None:
    """A session of a new reader, by the visible labels of buttons."""
    context = browser.new_context(viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page, problems = open_page(context, serve(sites["full"]))
    page.get_by_role("combobox", name="Find a city").click()
    page.keyboard.type("pune")
    page.get_by_role("option", name="Pune").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/pune-maharashtra/**")
    city = page.url

    page.get_by_role("main").get_by_role("link", name="Compare", exact=True).click()
    page.get_by_role("combobox", name="Add a city").click()
    page.keyboard.type("mumb")
    page.get_by_role("option", name="Mumbai").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**cities=pune-maharashtra,mumbai-maharashtra")
    assert page.get_by_role("heading", name="How they differ").count() == 1
    page.get_by_role("button", name="Copy link").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.go_back()
    page.wait_for_url(city)

    page.get_by_role("button", name="Share").click()
    shared = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert shared[0].startswith("Pune, Maharashtra")
    assert shared[1] == page.locator(".lede").inner_text()
    assert shared[2] == city
    with page.expect_download() as taken:
        page.get_by_role("link", name="(CSV)").click()
    assert taken.value.suggested_filename == "pune-maharashtra.csv"
    assert "Pune,Maharashtra" in Path(taken.value.path()).read_text(encoding="utf-8")
    page.evaluate("print = () => { window.printed = true }")
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed")
    assert problems == []
    context.close()
