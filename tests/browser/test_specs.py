"""The interactive views of Compare and Explore match the site's other pages. Marked `browser`."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
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
from tests.support.comparisons import edition_of, release_of
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


def places_of(kind: str) -> list[Any]:
    """The places of a release in the order of Explore, of which it shows the first twenty."""
    pages = edition_of(release_of(kind)).views.pages  # type: ignore[arg-type]
    return sorted(pages, key=lambda view: -view.n)


def four_digits(values: Iterable[float | None]) -> list[float | None]:
    return [None if value is None else float(f"{value:.4g}") for value in values]


def shown(page: Any, view: str) -> list[Any]:
    page.locator(f"input[value={view}]").check()
    return list(spec_of(page, "view")["data"])


@pytest.mark.parametrize("kind", ["full", "joined"])
def test_distributions_have_the_counts_of_the_release(kind: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools[kind], "explore/index.html?view=share"))
    counts = Counter(group.n for view in places_of(kind)[:20] for group in view.groups)
    for how in ("stacked", "grouped"):
        drawn = Counter(n for trace in shown(page, how) if trace["type"] == "bar" for n in trace["x"])
        assert counts
        assert not counts - drawn, how
    sums: Counter[float] = Counter()
    for trace in shown(page, "share"):
        sums.update(dict(zip(trace["y"], trace["x"], strict=True)) if trace["type"] == "bar" else {})
    assert all(total == pytest.approx(100, abs=0.1) for total in sums.values())
    context.close()


def test_heat_maps_totals_and_averages_have_the_values_of_the_release(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], "explore/index.html"))
    views, fmt = places_of("full")[:20], edition_of(release_of("full")).fmt
    [volume] = shown(page, "volume")
    [spend] = shown(page, "spend")
    for view, counts, spends in zip(views, volume["z"], spend["text"], strict=True):
        alone = {group.segments[0]: group for group in view.groups if len(group.segments) == 1}
        for id_, n, text in zip("abcd", counts, spends, strict=True):
            if id_ in alone:
                typical = alone[id_].means["typical_spend"]
                assert n == alone[id_].n
                assert text == ("too few" if typical.value is None else fmt.mean("typical_spend", typical, short=True))
    assert shown(page, "totals")[0]["x"] == [view.n for view in views]
    dots = [trace["x"] for trace in shown(page, "averages") if trace["mode"] == "markers"]
    for values, name in zip(dots, ("typical_spend", "transactions", "recency", "age", "spend"), strict=True):
        assert four_digits(values) == four_digits(view.measures[name].value for view in views), name
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
    assert (
        sum(n for id_, (_, n) in boxes.items() if "/" not in id_)
        == sum(drawn.values())
        == sum(int(row[-1].replace(",", "")) for row in rows)
    )
    context.close()


def test_compare_has_the_values_of_the_release(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["full"], ALL))
    mix, radar, strips, plane = (spec_of(page, figure)["data"] for figure in ("mix", "radar", "profile", "plane"))
    views = {view.place.slug: view for view in places_of("full")}
    percentiles = ("spend_pct", "frequency_pct", "recency_pct", "age_pct")
    for i, slug in enumerate(THREE.split(",")):
        view = views[slug]
        bars, whiskers = mix[2 * i], mix[2 * i + 1]["error_x"]
        assert four_digits(bars["x"]) == four_digits(group.share for group in view.groups)
        assert whiskers["array"] == pytest.approx([group.high - group.share for group in view.groups], abs=1e-3)
        assert whiskers["arrayminus"] == pytest.approx([group.share - group.low for group in view.groups], abs=1e-3)
        own = four_digits(view.measures[name].value for name in percentiles)
        assert four_digits(strips[i]["x"]) == own
        assert set(radar[i + 1]["r"]) == set(own)
        # Of each place, the outlines of all customers come first.
        assert len(plane[2 * i]["x"]) == len(plane[2 * i + 1]["x"]) == len(view.groups)
        assert plane[2 * i + 1]["y"] == four_digits(group.means["typical_spend"].value for group in view.groups)
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
