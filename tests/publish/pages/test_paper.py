"""Printed city pages: the QR code and the source line; tests that need a browser are marked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import segno

from generator.publish.pages.qr import BORDER, qr_svg
from tests.support.browsing import SAMPLE
from tests.support.shared_sites import sample_files, sample_site

URL = "https://someone.github.io/segment-atlas/"
CITY = "cities/chandigarh-chandigarh/index.html"


def modules(svg: str) -> list[list[int]]:
    """Read the dark modules from the lines of a QR code."""
    tree = ET.fromstring(svg)
    size = int(tree.attrib["viewBox"].split()[2])
    found = [[0] * size for _ in range(size)]
    path = next(node.attrib["d"] for node in tree.iter() if node.tag.endswith("path"))
    x, y = 0, -0.5
    for sign, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if sign == "h":
            for i in range(int(values[0])):
                found[int(y)][x + i] = 1
            x += int(values[0])
        else:
            x, y = (int(values[0]), values[1]) if sign == "M" else (x + int(values[0]), y + values[1])
    return found


@pytest.mark.parametrize("address", [URL, URL + CITY.removesuffix("index.html"), URL + "cities/" + "x" * 150 + "/"])
def test_the_drawing_matches_the_qr_code(address: str) -> None:
    code = segno.make(address, error="m", micro=False)
    inside = [row[BORDER:-BORDER] for row in modules(qr_svg(address, "Name"))[BORDER:-BORDER]]
    assert inside == [list(row) for row in code.matrix]


def page(kind: Any = "full", **settings: Any) -> str:
    return sample_files(kind, replace(SAMPLE, **settings))[CITY].decode()


@pytest.mark.slow
def test_a_city_page_encodes_its_url() -> None:
    text = page(site_url=URL, licence="CC0")
    svg = re.search(r'<div class="qr">(<svg.*?</svg>)</div>', text, re.DOTALL)
    assert svg
    code = segno.make(URL + "cities/chandigarh-chandigarh/", error="m", micro=False)
    assert [row[BORDER:-BORDER] for row in modules(svg[1])[BORDER:-BORDER]] == [list(row) for row in code.matrix]


@pytest.mark.slow
def test_no_qr_code_without_the_public_url() -> None:
    text = page()
    assert 'class="qr"' not in text
    assert "the address of this page is not known</p>" in text


@pytest.mark.slow
def test_the_source_line_names_data_window_publisher_licence_and_url() -> None:
    line = re.search(r'<p class="onprint">(Source: [^<]*)</p>', page(site_url=URL, publisher="Sample", licence="CC0"))
    assert line
    assert line[1] == (
        "Source: Sample bank, 1 Aug to 21 Oct 2016 · released by Sample · licence: CC0 · "
        f"{URL}cities/chandigarh-chandigarh/"
    )


@pytest.fixture(scope="module")
def folder() -> Path:
    return sample_site("full", replace(SAMPLE, licence="CC BY 4.0", site_url=URL))


@pytest.mark.browser
@pytest.mark.parametrize("margin", ["0mm", "10mm", "15mm"])
def test_a_city_with_its_qr_code_prints_on_one_sheet(margin: str, folder: Path, browser: Any) -> None:
    margins = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    fullest = sorted(folder.glob("cities/*/index.html"), key=lambda path: path.stat().st_size)[-3:]
    for path, most in [*((path, 1) for path in fullest), (folder / "summary" / "index.html", 2)]:
        page = context.new_page()
        page.goto(path.as_uri())
        pdf = page.pdf(format="A4", margin=margins, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most, path
        page.close()
    context.close()


@pytest.mark.browser
def test_the_code_is_on_paper_only_and_large_enough_to_scan(folder: Path, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, problems = context.new_page(), []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((folder / CITY).as_uri())
    assert not page.locator(".qr").is_visible()
    assert not page.locator(".foot .onprint").is_visible()
    page.emulate_media(media="print")
    box = page.locator(".qr svg").bounding_box()
    # Half a millimetre a module is what phones need; CSS has 96 pixels an inch.
    size = len(modules(page.locator(".qr").inner_html()))
    assert box["width"] / 96 * 25.4 / size > 0.5
    source = page.locator(".foot .onprint").bounding_box()
    assert source["height"] > 0
    assert page.locator("h1").bounding_box()["x"] + page.locator("h1").bounding_box()["width"] <= box["x"] + 1
    # A data block is not a script, so `script-src 'self'` does not block it.
    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert problems == []
    context.close()
