"""Figures of Compare and Explore are functions of one record: drawing, hover texts, table and CSV. Marked `browser`."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.support.browsing import DESKTOP, PHONE, at, open_page
from tests.support.waiting import until

pytestmark = pytest.mark.browser

FOUR = "compare/index.html?cities=pune-maharashtra,mumbai-maharashtra,kochi-kerala,nagpur-maharashtra"
CHOSEN = "explore/index.html?view=positioning&cities=pune-maharashtra,mumbai-maharashtra,kochi-kerala"
KINDS = ("full", "joined", "total", "hostile", "imported")
#: All ways in which a raw value is written, of which a table has one.
WRITTEN = """values => {
  const { fmt } = atlasStats(atlasData.places);
  const kinds = ["count", "share", "money", "ratio", "days", "years", "percentile"];
  const steps = value => [1, 5, 10, 100, 1000].map(step => fmt.money(value, step));
  const others = value => [...steps(value), fmt.percent(value, 1), fmt.number(value, 1), fmt.number(value, 2)];
  return values.map(value => [...kinds.map(kind => fmt.kind(kind, value)), ...others(value)]);
}"""


def figures(context: Any, folder: Path) -> Iterator[tuple[Any, Any, str]]:
    """Every figure of Compare and of all views of Explore, with its page and a name."""
    page, problems = open_page(context, at(folder, "explore/index.html"))
    for view in page.locator("input[name=view]").evaluate_all("all => all.map(one => one.value)"):
        page.locator(f"input[value={view}]").check()
        yield page, page.locator("#view"), view
    for address in (CHOSEN, FOUR, "compare/index.html"):
        page.goto(at(folder, address))
        page.locator("#out section").first.wait_for()
        for figure in page.locator("#out figure").all():
            yield page, figure, f"{address} {figure.get_attribute('id')}"
    assert problems == []
    page.close()


def tips_of(figure: Any) -> set[str]:
    return set(figure.locator(".plot [data-t]").evaluate_all("all => all.map(one => one.dataset.t)"))


def hovers_of(node: Any) -> Iterator[str]:
    """All hover texts of a spec, which may be lists of lists."""
    if isinstance(node, list):
        for one in node:
            yield from hovers_of(one)
    elif node:
        yield html.unescape(node.replace("<br>", "\n"))


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("kind", KINDS)
def test_tooltips_are_the_hover_texts_and_their_values_are_in_the_table(
    kind: str, viewport: Any, tools: dict[str, Path], browser: Any
) -> None:
    context = browser.new_context(viewport=viewport)
    seen = 0
    for _, figure, name in figures(context, tools[kind]):
        if not figure.count() or not figure.locator(".explore").count():
            continue
        spec = json.loads(figure.locator("script[type='application/json']").text_content())
        tips = tips_of(figure)
        assert tips, name
        assert {text for trace in spec["data"] for text in hovers_of(trace.get("hovertext"))} == tips, name
        cells = figure.locator("table :is(td, th)").evaluate_all("all => all.map(one => one.textContent)")
        for tip in tips:
            lines = tip.split("\n")
            assert len(lines) > 1, tip
            assert any(cell and cell in lines[1] for cell in cells), (name, tip)
        seen += 1
    assert seen >= (12 if kind in {"full", "joined"} else 2)
    context.close()


@pytest.mark.parametrize("kind", ["full", "joined", "hostile"])
def test_the_csv_has_the_raw_values_of_the_table(kind: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    seen = 0
    for page, figure, name in figures(context, tools[kind]):
        if not figure.locator("table").count():
            continue
        href = figure.locator("a[download]").get_attribute("href")
        text = unquote(href.partition(",")[2]).removeprefix("\ufeff")
        head, *lines = list(csv.reader(text.splitlines()))
        assert len(set(head)) == len(head), name
        assert {len(line) for line in lines} == {len(head)}, name
        rows = figure.locator("table tbody tr").evaluate_all(
            "all => all.map(row => [...row.cells].map(cell => cell.textContent))"
        )
        assert len(rows) == len(lines), name
        for row, line in zip(rows, lines, strict=True):
            values = [
                float(value)
                for title, value in zip(head[1:], line[1:], strict=True)
                # Positions and limits are written in words; joined segments are in one column of their own.
                if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", value) and not re.search("_(low|high|percentile)$", title)
            ]
            for value, texts in zip(values, page.evaluate(WRITTEN, values), strict=True):
                assert any(text in cell for text in texts for cell in row[1:]), (name, value, row)
                seen += 1
    assert seen > 100
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_views_are_legible(viewport: Any, tools: dict[str, Path], browser: Any) -> None:
    """Texts of the interactive views are level, of at least 11 px, and inside their panel."""
    context = browser.new_context(viewport=viewport)
    for page, figure, name in figures(context, tools["joined"]):
        button = figure.locator(".explore")
        if not button.count():
            continue
        button.click()
        figure.locator("[id$='-close']").wait_for()
        id_ = figure.get_attribute("id")
        until(page, f"document.querySelectorAll('#{id_} .main-svg text').length > 3")
        texts = figure.locator(".main-svg text:visible").evaluate_all(
            """all => all.filter(one => one.textContent.trim() && one.closest(".stage")).map(one => {
              const box = one.getBoundingClientRect(), stage = one.closest(".stage").getBoundingClientRect();
              const matrix = one.getScreenCTM();
              return [one.textContent, matrix.b === 0, parseFloat(getComputedStyle(one).fontSize) * matrix.a,
                box.left >= stage.left - 1 && box.right <= stage.right + 1];
            })"""
        )
        bad = [row for row in texts if not (row[1] and row[2] >= 11 and row[3])]
        assert not bad or "treemap" in name, (name, bad)
        figure.locator("[id$='-close']").click()
    context.close()


def test_full_colour_is_for_clear_differences(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], "compare/index.html?cities=mumbai-maharashtra,chennai-tamil-nadu"))
    clear = page.evaluate(
        """() => { const s = atlasStats(atlasData.places);
        return s.compare(["mumbai-maharashtra", "chennai-tamil-nadu"].map(one => s.place(one)))[0].parts
          .filter(one => one.answer === "clear").map(one => s.letters(one.ids)); }"""
    )
    full = page.locator("#mix .m:has(.full)").evaluate_all("all => all.map(one => one.dataset.t.split('\\n')[0])")
    assert clear
    assert sorted(full) == sorted(
        name
        for name in page.locator("#mix .m:has(rect)").evaluate_all(
            "all => all.map(one => one.dataset.t.split('\\n')[0])"
        )
        if any(f": {letter} " in name for letter in clear)
    )
    assert page.locator("#mix .m:has(.tint)").count() > 0
    page.goto(at(tools["full"], "explore/index.html"))
    page.locator("#view .m .tint").first.wait_for()
    assert page.locator("#view .full").count() == 0
    context.close()


def test_without_a_selection_the_plane_has_all_customers(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], "explore/index.html?view=positioning"))
    found = page.locator("#view tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(one => one.textContent))"
    )
    census = page.evaluate(
        """() => { const s = atlasStats(atlasData.places); return s.order.map(id => [
          s.letters([id]) + " " + s.nameOf([id]),
        s.fmt.money(s.segments[id].means.typical_spend.value), s.fmt.percent(s.allShare([id]))]); }"""
    )
    assert [[row[0], row[1], row[3]] for row in found] == census
    assert "All customers" in page.locator("#view figcaption").inner_text()
    page.goto(at(tools["full"], CHOSEN))
    assert "3 places" in page.locator("#view figcaption").inner_text()
    assert page.locator("#view .ghost").count() == len(census)
    context.close()


def test_planes_of_several_places_have_the_same_scales(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], FOUR))
    spec = json.loads(page.locator("#plane script").text_content())
    ranges = {
        json.dumps([axis["range"], axis["tickvals"]]) for key, axis in spec["layout"].items() if key.startswith("xaxis")
    }
    assert len(ranges) == 1
    assert len([key for key in spec["layout"] if key.startswith("xaxis")]) == 4
    for letter in ("A", "B", "C", "D"):
        boxes = [one.bounding_box() for one in page.locator("#plane svg .tg").get_by_text(letter, exact=True).all()]
        assert len(boxes) == 4
    context.close()
