"""The interactive views of Compare and Explore match the site's other pages. Marked `browser`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from generator.publish.model.build import build_views
from generator.publish.words.formats import Formatter
from generator.release import Release, codec
from tests.support.browsing import DESKTOP, PHONE, SAMPLE, VALUES, at, open_page
from tests.support.figures import OTHER_TABLE, formatted, hovers, missing_words, narrow, numbers, tips
from tests.support.golden_sites import CASES, golden_release
from tests.support.paths import ROOT
from tests.support.shared_sites import shared_site
from tests.support.waiting import until

pytestmark = pytest.mark.browser

THREE = "pune-maharashtra,mumbai-maharashtra,kochi-kerala"
ALL = "compare/index.html?cities=" + THREE
FORMAT = Formatter("en_IN", "INR")
SITES = ("full", "sparse", "joined", "total", "hostile", "imported")


def spec_of(page: Any, figure: str) -> Any:
    return json.loads(page.locator(f"#{figure} script[type='application/json']").text_content())


def pages(context: Any, folder: Path) -> Iterator[tuple[Any, str, list[str]]]:
    """Every view of Explore, then Compare with the largest places; with the console errors."""
    page, problems = open_page(context, at(folder, "explore/index.html"))
    for view in page.locator("input[name=view]").evaluate_all("all => all.map(one => one.value)"):
        page.locator(f"input[value={view}]").check()
        yield page, view, problems
    page.close()
    page, problems = open_page(context, at(folder, "compare/index.html"))
    yield page, "compare", problems
    page.close()


#: Pages with one figure of each kind.
KINDS_OF_PAGES = ("index.html", "segments/index.html", "segments/a/index.html", "methods/index.html")

#: What is seen of a figure: its visible drawings and their spec, its table and its CSV.
SEEN = """figure => {
  const drawings = [...figure.querySelectorAll('.plot svg[role], .plot .heat, .plot .strip svg')].filter(
    node => node.getBoundingClientRect().width && !node.parentElement.closest('.plot svg[role]'));
  const table = figure.querySelector('.tools table, .plot .heat') || figure.querySelector('table');
  return {
    drawings: drawings.map(node => node.outerHTML).join(''),
    spec: JSON.parse(figure.querySelector("script[type='application/json']").textContent),
    table: [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)),
    csv: decodeURIComponent(figure.querySelector('a[download]').getAttribute('href').split(',').slice(1).join(',')),
  };
}"""

#: What is wrong with an interactive view as drawn: turned or cut labels, and a plot that is squeezed.
DRAWN = """figure => {
  const stage = figure.querySelector('.stage'), box = stage.getBoundingClientRect(), faults = [];
  for (const text of stage.querySelectorAll('.xtick text, .ytick text, .annotation-text, .legendtext')) {
    const at = text.getBoundingClientRect(), turned = /rotate\\((?!0[,)])/.test(text.getAttribute('transform') || '');
    if (turned) faults.push('turned: ' + text.textContent);
    if (at.left < box.left - 1 || at.right > box.right + 1) faults.push('cut: ' + text.textContent);
  }
  for (const [name, axis] of Object.entries(stage._fullLayout)) {
    if (/^[xy]axis[0-9]*$/.test(name) && axis.visible && axis._length < (name[0] === 'x' ? 150 : 60))
      faults.push('squeezed: ' + name + ' ' + axis._length);
  }
  return faults;
}"""


def demonstration() -> Release:
    return codec.read(ROOT / "data" / "release.json")


RELEASES: dict[str, Callable[[], Release]] = {
    "demonstration": demonstration,
    **{case: partial(golden_release, case) for case in CASES},
}


@pytest.mark.parametrize("name", RELEASES)
def test_drawing_tooltips_interactive_view_table_and_csv_say_the_same(name: str, browser: Any) -> None:
    release = RELEASES[name]()
    folder = shared_site(release, SAMPLE)
    city = next(view for view in build_views(release).cities if view.groups)
    faults: list[object] = []
    for size in (DESKTOP, PHONE):
        context = browser.new_context(viewport=size)
        for path in (*KINDS_OF_PAGES, f"cities/{city.place.slug}/index.html"):
            page, problems = open_page(context, at(folder, path))
            for figure in page.locator("main figure:has(.explore)").all():
                id_, seen = figure.get_attribute("id"), figure.evaluate(SEEN)
                spec = narrow(seen["spec"]) if size is PHONE else seen["spec"]
                told, hovered = tips(seen["drawings"]), hovers(spec)
                if not told or told != hovered:
                    faults.append((path, id_, "tooltips", list(told ^ hovered)[:3]))
                if missing := missing_words(id_, seen["drawings"], spec):
                    faults.append((path, id_, "labels", missing))
                if id_ not in OTHER_TABLE:
                    raw = [[_number(cell) for cell in row] for row in csv.reader(seen["csv"].splitlines()[1:])]
                    known = set().union(*(formatted(FORMAT, cell) for row in raw for cell in row))
                    cells = set().union(*(numbers(cell) for row in seen["table"][1:] for cell in row))
                    if not cells <= known:
                        faults.append((path, id_, "csv", cells - known))
                figure.locator(".explore").click()
                figure.locator(".panel .main-svg").first.wait_for()
                found = figure.evaluate(DRAWN)
                if id_ == "treemap" and size is DESKTOP:
                    trace, text = spec["data"][0], figure.locator(".stage").inner_text()
                    cities = [
                        name for name, parent in zip(trace["labels"], trace["parents"], strict=True) if not parent
                    ]
                    found += [f"no name: {name}" for name in cities if unescape(name.split("<br>")[0]) not in text]
                if found:
                    faults.append((size["width"], path, id_, found[:4]))
                page.keyboard.press("Escape")
            assert problems == [], path
            page.close()
        context.close()
    assert faults == []


def _number(cell: str) -> object:
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize("kind", SITES)
def test_plotly_draws_every_view(kind: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    seen = 0
    for page, view, problems in pages(context, tools[kind]):
        for button in page.locator("#out .explore").all():
            figure = button.locator("xpath=ancestor::figure")
            raw = figure.locator("script[type='application/json']").text_content()
            assert "NaN" not in raw, view
            assert "undefined" not in raw, view
            go.Figure(json.loads(raw))
            button.click()
            figure.locator(".panel .main-svg").first.wait_for()
            told, drawn = figure.evaluate(VALUES)
            assert drawn == told, (kind, view)
            seen += 1
        assert problems == [], (kind, view)
    assert seen >= (14 if kind == "full" else 1)
    context.close()


def test_every_drawing_of_the_two_pages_can_be_explored(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    for page, view, _ in pages(context, tools["full"]):
        figures = page.locator("#out figure:has(svg[role=img]), #out figure:has(.heat)")
        assert figures.count() or view in {"totals", "averages"}, view
        assert figures.count() == figures.locator("> .tools .explore").count(), view
    context.close()


def bars_of(spec: Any, names: set[str]) -> dict[tuple[str, str], float]:
    return {
        (name, json.dumps(trace["marker"]["color"])): value
        for trace in spec["data"]
        if trace["type"] == "bar"
        for name, value in zip(trace["y"], trace["x"], strict=True)
        if name in names
    }


@pytest.mark.parametrize("kind", ["full", "joined"])
def test_bars_match_the_overview(kind: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools[kind], "index.html"))
    overview = spec_of(page, "distribution")
    names = set(overview["layout"]["yaxis"]["categoryarray"])
    told = bars_of(overview, names)
    page, _ = open_page(context, at(tools[kind], "explore/index.html?view=stacked"))
    assert bars_of(spec_of(page, "view"), names) == told
    page.locator("input[value=grouped]").check()
    assert bars_of(spec_of(page, "view"), names) == told
    assert spec_of(page, "view")["layout"]["barmode"] == "group"
    page.locator("input[value=share]").check()
    sums: dict[str, float] = {}
    for (name, _), value in bars_of(spec_of(page, "view"), names).items():
        sums[name] = sums.get(name, 0) + value
    assert sums
    assert all(total == pytest.approx(100, abs=0.1) for total in sums.values())
    context.close()


def _side(z: float | None) -> int | None:
    """On which side of the middle of its scale a cell is; None for a gap."""
    return None if z is None else (z > 0) - (z < 0)


def test_heat_maps_totals_and_averages_match_the_overview(
    tools: dict[str, Path],
    browser: Any,
) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], "index.html"))
    told = {figure: spec_of(page, figure)["data"] for figure in ("volume", "spend", "totals", "averages")}
    page, _ = open_page(context, at(tools["full"], "explore/index.html"))
    found = {}
    for view in told:
        page.locator(f"input[value={view}]").check()
        found[view] = spec_of(page, "view")["data"]
    for view in ("volume", "spend"):
        rows = [
            {
                name: ([_side(z) for z in row], words)
                for name, row, words in zip(heat["y"], heat["z"], heat["text"], strict=True)
            }
            for heat in (told[view][0], found[view][0])
        ]
        rows[0].pop("all customers")
        assert len(rows[0]) > 3
        assert {name: rows[1][name] for name in rows[0]} == rows[0], view
    customers = [dict(zip(one[0]["y"], one[0]["x"], strict=True)) for one in (told["totals"], found["totals"])]
    shared = customers[0].keys() & customers[1].keys()
    assert len(shared) > 3
    assert {name: customers[0][name] for name in shared} == {name: customers[1][name] for name in shared}
    averages = [dict(zip(one["y"], one["x"], strict=True)) for one in found["averages"]]
    for one in (trace for trace in told["averages"] if trace["mode"] == "markers"):
        expected = dict(zip(one["y"], one["x"], strict=True))
        assert expected in [{name: values[name] for name in expected} for values in averages]
    context.close()


def test_the_treemap_matches_its_table(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], "explore/index.html?view=treemap"))
    trace = spec_of(page, "view")["data"][0]
    boxes = dict(zip(trace["ids"], zip(trace["labels"], trace["values"], strict=True), strict=True))
    letters = page.locator("#view .keys .tag").all_inner_texts()
    rows = page.locator("#view details table tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    parents = dict(zip(trace["ids"], trace["parents"], strict=True))
    drawn = {(boxes[parents[id_]][0], label): n for id_, (label, n) in boxes.items() if "/" in id_}
    told = {
        (row[0], letter): int(cell.replace(",", ""))
        for row in rows
        for letter, cell in zip(letters, row[1:-1], strict=True)
        if cell.replace(",", "").isdigit()
    }
    assert len(told) > 8
    assert {key: n for key, n in drawn.items() if len(key[1]) == 1} == told
    assert boxes["all"][1] == sum(drawn.values()) == sum(int(row[-1].replace(",", "")) for row in rows)
    context.close()


def test_compare_matches_the_city_pages(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], ALL))
    mix, radar, strips = (spec_of(page, figure) for figure in ("mix", "radar", "profile"))
    slugs = THREE.split(",")
    bars = [trace for trace in mix["data"] if trace["type"] == "bar"]
    for i, slug in enumerate(slugs):
        city, _ = open_page(context, at(tools["full"], f"cities/{slug}/index.html"))
        own = [trace for trace in spec_of(city, "segments")["data"] if trace["type"] == "bar"]
        assert [(t["x"], t["marker"]) for t in bars[i :: len(slugs)]] == [(t["x"], t["marker"]) for t in own]
        for side in ("array", "arrayminus"):
            ours, theirs = ([t["error_x"][side][0] for t in traces] for traces in (bars[i :: len(slugs)], own))
            assert ours == pytest.approx(theirs, abs=0.01)
        assert radar["data"][i + 1]["r"] == spec_of(city, "radar")["data"][1]["r"]
        lines = [trace["x"][0] for trace in strips["data"][i :: len(slugs)]]
        assert lines == spec_of(city, "profile")["data"][-1]["x"]
        bubbles = {
            (t["text"][0], t["x"][0], t["y"][0]) for t in spec_of(city, "positioning")["data"] if "text" in t["mode"]
        }
        marks = {
            (t["text"][0], t["x"][0], t["y"][0])
            for t in spec_of(page, "plane")["data"]
            if t["marker"].get("line", {}).get("color") == f"var(--p{i})"
        }
        assert bubbles
        assert marks == bubbles
        city.close()
    context.close()


def test_plotly_is_loaded_on_demand_and_closed_when_the_selection_changes(
    tools: dict[str, Path],
    browser: Any,
    serve: Any,
) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(serve(tools["full"]) + "explore/index.html?view=positioning")
    page.locator("#view svg[role=img]").wait_for()
    assert not [url for url in asked if "plotly" in url]
    page.locator("#view .explore").click()
    page.locator("#view .panel .main-svg").first.wait_for()
    page.locator("#choose-top").select_option("10")
    assert page.locator(".panel").count() == 0
    page.evaluate(
        "() => { const react = Plotly.react; window.drawn = 0; "
        "Plotly.react = (...args) => { window.drawn += 1; return react(...args); }; }"
    )
    page.locator(".theme").click()
    assert page.evaluate("window.drawn") == 0, "a figure that is gone is drawn no more"
    assert page.locator("#view .explore").get_attribute("aria-expanded") == "false"
    page.set_viewport_size({"width": 800, "height": 900})
    page.locator("#view .explore").click()
    page.locator("#view .panel .main-svg").first.wait_for()
    page.set_viewport_size({"width": 1000, "height": 900})
    until(page, "document.querySelector('#view svg[role=img]').viewBox.baseVal.width > 800")
    assert page.locator("#view .panel .main-svg").count() > 0
    assert problems == []
    context.close()


@pytest.mark.parametrize("address", ["explore/index.html?view=treemap", "explore/index.html?view=spend", "index.html"])
def test_only_the_drawing_is_printed(address: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], address))
    figure = page.locator("figure:has(.explore)").first
    figure.locator(".explore").click()
    figure.locator(".panel .main-svg").first.wait_for()
    page.emulate_media(media="print")
    assert figure.locator(".plot > div").first.is_visible()
    assert not figure.locator(".panel").is_visible()
    context.close()
