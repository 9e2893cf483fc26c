"""Figures: one model, two drawings, a spec and a table that hold the same values."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from generator.publish import render
from generator.publish.charts.base import labels, plotly, scales, svg, text_width
from generator.publish.charts.figure import Figure, Table
from generator.publish.pages import bank, bank_figures, city, lists
from generator.publish.pages import texts as page_texts
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.pages import CityContext
from generator.publish.words import display_names
from generator.release import Release
from generator.settings.settings import Settings
from tests.support.releases import KINDS, sample_release


def maker_of(release: Release) -> PageBuilder:
    return render.make(release, Settings())


@pytest.fixture(scope="module", params=KINDS)
def builder(request: pytest.FixtureRequest) -> PageBuilder:
    return maker_of(sample_release(request.param))


def figures_of(context: Any) -> Iterator[Figure]:
    for name in context.__dataclass_fields__:
        value = getattr(context, name)
        yield from (item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Figure))


def made_by(builder: PageBuilder) -> list[Figure]:
    contexts: list[Any] = [city.city(builder, view) for view in builder.views.pages]
    contexts += [lists.segment(builder, id_) for id_ in builder.views.segments]
    contexts += [lists.segments(builder), page_texts.text(builder, "methods")]
    found = [figure for context in contexts for figure in figures_of(context)]
    found += list(figures_of(bank.overview(builder)))
    return found


@pytest.fixture(scope="module")
def every_figure(builder: PageBuilder) -> list[Figure]:
    return made_by(builder)


@pytest.mark.slow
def test_every_spec_passes_plotly(every_figure: list[Figure]) -> None:
    for figure in every_figure:
        assert figure.spec is not None
        go.Figure(json.loads(json.dumps(figure.spec, allow_nan=False)))


def test_every_drawing_is_well_formed_and_inside_its_box(every_figure: list[Figure]) -> None:
    for figure in every_figure:
        for drawing in filter(None, (figure.wide, figure.narrow)):
            if drawing.startswith("<table"):
                continue
            root = ET.fromstring(drawing)
            assert root.attrib["aria-labelledby"] == f"{figure.id}-t"
            for graphic in (root,) if root.tag == "svg" else root.iter("svg"):
                _inside(graphic, figure.id)


def _inside(graphic: ET.Element, name: str) -> None:
    """Assert that all positions are inside a drawing, which are per cent where its width is."""
    share = graphic.attrib["width"] == "100%" and "viewBox" not in graphic.attrib
    width = 100.0 if share else float(graphic.attrib.get("viewBox", "0 0 0 0").split()[2])
    assert width <= svg.WIDE
    for node in graphic.iter():
        assert "nan" not in str(node.attrib).lower()
        for text in (node.attrib.get("x"), node.attrib.get("cx")):
            if text is not None and text.endswith("%") == share:
                assert -1 <= float(text.rstrip("%")) <= width + 1, name


def test_descriptions_and_hover_texts_have_no_missing_numbers(every_figure: list[Figure]) -> None:
    for figure in every_figure:
        hovers = [str(text) for trace in (figure.spec or {"data": []})["data"] for text in trace.get("hovertext") or ()]
        for text in (figure.description, *hovers):
            assert "  " not in text
            assert not re.search(r"\bseen (?!\d)\S* ?days ago|percentile \)|, ,", text), text


def test_a_band_suppressed_in_a_segment_is_not_zero_among_all_customers() -> None:
    release = sample_release("full")
    band = release.overall.cross[0].band
    for hidden in ({release.segments[1].id}, {segment.id for segment in release.segments}):
        cross = tuple(
            replace(cell, n=None) if cell.band == band and cell.segment in hidden else cell
            for cell in release.overall.cross
        )
        builder = maker_of(replace(release, overall=replace(release.overall, cross=cross)))
        bands = lists.segment(builder, release.segments[0].id).bands
        assert bands is not None
        assert bands.spec is not None
        assert bands.table.rows[0][-1] == "not shown"
        assert bands.table.records[0][-1] is None
        assert bands.table.rows[0][0] not in bands.spec["data"][1]["y"]
        assert bands.table.rows[1][-1].endswith("%")


def test_an_unknown_band_is_named_by_content() -> None:
    release = sample_release("full")
    cross = tuple(
        replace(cell, band="age:unknown") if cell.band == "age:under 25" else cell for cell in release.overall.cross
    )
    builder = maker_of(replace(release, overall=replace(release.overall, cross=cross)))
    bands = lists.segment(builder, release.segments[0].id).bands
    assert bands is not None
    assert bands.table.rows[0][0] == f"Age {builder.t('figures.draw.bands.unknown')}"


def test_a_bubble_states_days_since_last_seen() -> None:
    builder = maker_of(sample_release("sparse"))
    plane = bank_figures.plane_figure(builder)
    assert plane is not None
    assert re.search(r"seen \d+(\.\d+)? days ago on average", plane.description)


def test_drawing_spec_and_table_hold_the_same_shares(builder: PageBuilder) -> None:
    for view in builder.views.pages:
        figure = city.city(builder, view).bars
        if figure is None:
            assert view.groups == ()
            continue
        (bars,) = [trace for trace in spec(figure)["data"] if trace["type"] == "bar"]
        assert bars["x"] == [pytest.approx(100 * group.share, rel=1e-3) for group in view.groups]
        assert _column(figure, "customers_share") == [pytest.approx(group.share, rel=1e-3) for group in view.groups]
        assert [row[2] for row in figure.table.rows] == bars["text"]
        assert _percents(figure.wide, "hit") == [pytest.approx(100 * group.share, abs=0.01) for group in view.groups]


def _percents(drawing: str, css: str) -> list[float]:
    """Return the widths of the parts of a bar in per cent; bands of merged segments count once."""
    found = re.findall(rf'<rect class="{css}[^"]*" x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"', drawing)
    return [float(width) for width in dict(found).values()]


def _column(figure: Figure, name: str) -> list[Any]:
    at = figure.table.columns.index(name)
    return [record[at] for record in figure.table.records]


def _straight(values: Sequence[float], places: Sequence[float]) -> None:
    """Assert that positions in the drawing are linear in the values, to a pixel."""
    low, high = min(values), max(values)
    at = dict(zip(values, places, strict=True))
    step = (at[high] - at[low]) / (high - low) if high > low else 0.0
    assert low == high or abs(step) > 0
    for value, place in zip(values, places, strict=True):
        assert place == pytest.approx(at[low] + step * (value - low), abs=1.0)


def _circles(drawing: str, css: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(rf'<circle class="{css}" cx="([\d.]+)" cy="([\d.]+)"', drawing)]


def _lengths(drawing: str, css: str) -> list[float]:
    return [
        float(width) for width in re.findall(rf'<rect class="{css}" x="[\d.]+" y="[\d.]+" width="([\d.]+)"', drawing)
    ]


def spec(figure: Figure) -> dict[str, Any]:
    assert figure.spec is not None
    return figure.spec


def match(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found


def _profile(figure: Figure, drawing: str) -> None:
    own = [trace for trace in spec(figure)["data"] if "text" in trace["mode"]]
    assert [trace["x"][0] for trace in own] == plotly.sigs(_column(figure, "value"))
    for trace in spec(figure)["data"]:
        assert trace["y"] == [0] * len(trace["x"])
    for strip, row in zip(drawing.split('class="strip"')[1:], figure.table.rows, strict=True):
        assert f" {row[1]}</text>" in strip


def _positioning(figure: Figure, drawing: str) -> None:
    rows = zip(*(_column(figure, name) for name in ("segment_id", "transactions", "typical_spend")), strict=True)
    points = {id_: (x, y) for id_, x, y in rows if x is not None and y is not None}
    traces = [trace for trace in spec(figure)["data"] if trace["mode"] == "markers+text"]
    ids = [match(r"--on-(\w)", trace["textfont"]["color"])[1] for trace in traces]
    found = {id_: [*trace["x"], *trace["y"]] for id_, trace in zip(ids, traces, strict=True)}
    assert found == {id_: plotly.sigs(point) for id_, point in points.items()}
    places = [_circles(drawing, f"bub s-{id_}")[0] for id_ in points]
    _straight([x for x, _ in points.values()], [x for x, _ in places])
    _straight([math.log(y) for _, y in points.values()], [y for _, y in places])


def _strips(figure: Figure, drawing: str) -> None:
    found = dict.fromkeys(_column(figure, "segment_id"))
    at = figure.table.columns.index("percentile")
    for trace, id_ in zip(spec(figure)["data"], found, strict=True):
        percentiles = [record[at] for record in figure.table.records if record[0] == id_]
        assert trace["x"] == plotly.sigs(percentiles)
        css = rf"(?:bub|tint edge) s-{id_}"
        _straight(percentiles, [x for x, _ in _circles(drawing, css)])


def _bands(figure: Figure, drawing: str) -> None:
    bars, marks, _ = spec(figure)["data"]
    shares, everyone = (_column(figure, name) for name in ("customers_share", "all_customers_share"))
    assert bars["x"] == [x and pytest.approx(100 * x, rel=1e-3) for x in shares]
    assert marks["x"] == [pytest.approx(100 * x, rel=1e-3) for x in everyone if x is not None]
    _straight([0, *filter(None, shares)], [0, *_lengths(drawing, "tint s-[a-h]")])


def _shares(figure: Figure, drawing: str) -> None:
    spend, customers = (_column(figure, name) for name in ("spend_share", "customers_share"))
    for trace, shares in zip(spec(figure)["data"], (spend, customers), strict=True):
        assert trace["x"] == [pytest.approx(100 * share, rel=1e-3) for share in shares]
    assert _percents(drawing, "hit") == [pytest.approx(100 * share, abs=0.05) for share in spend]
    assert _percents(drawing, "ref") == [pytest.approx(100 * share, abs=0.05) for share in customers]


def _histogram(figure: Figure, drawing: str) -> None:
    shares = _column(figure, "customers_share")
    assert spec(figure)["data"][0]["x"] == [pytest.approx(100 * x, rel=1e-3) for x in shares]
    _straight([0, *shares], [0, *_lengths(drawing, "whole")])


def _evidence(figure: Figure, drawing: str) -> None:
    lines = [
        [tuple(map(float, point.split())) for point in line.split("L")]
        for line in re.findall(r'<path class="w" d="M([^"]*)"', drawing)
    ]
    kinds = dict.fromkeys(_column(figure, "score"))
    assert len(lines) == len(kinds) == 3
    for kind, line, trace in zip(kinds, lines, spec(figure)["data"][1::2], strict=True):
        points = [(k, y) for k, score, sample, y in figure.table.records if (score, sample) == (kind, "data")]
        assert list(zip(trace["x"], trace["y"], strict=True)) == [(k, plotly.sig(y)) for k, y in points]
        _straight(trace["x"], [x for x, _ in line])
        _straight(trace["y"], [y for _, y in line])


#: Every kind of chart that no other test compares, by the id of its figure.
CHARTS = {
    "profile": _profile, "positioning": _positioning, "segment-profile": _strips,
    "segment-bands": _bands, "all-segments": _shares, "all-spend": _histogram, "evidence": _evidence,
}  # fmt: skip


@pytest.mark.parametrize("id_", CHARTS)
def test_each_chart_holds_the_same_in_drawing_spec_and_table(id_: str) -> None:
    figures = [figure for figure in made_by(maker_of(sample_release("full"))) if figure.id == id_]
    assert figures
    for figure in figures:
        for drawing in (figure.wide, figure.narrow or figure.wide):
            CHARTS[id_](figure, drawing)


def test_numbers_in_specs_are_short(every_figure: list[Figure]) -> None:
    for figure in every_figure:
        for number in re.findall(r"-?\d+\.\d+", plotly.to_json(figure.spec or {})):
            assert len(number.replace("-", "").replace(".", "").lstrip("0")) <= 6, number


def test_tables_have_a_cell_for_each_head(every_figure: list[Figure]) -> None:
    for figure in every_figure:
        assert all(len(row) == len(figure.table.head) for row in figure.table.rows), figure.id
        assert all(len(record) == len(figure.table.columns) for record in figure.table.records), figure.id


def test_a_suppressed_average_is_marked_in_text() -> None:
    builder = maker_of(sample_release("sparse"))
    figures = [figure for view in builder.views.pages for figure in figures_of(city.city(builder, view))]
    texts = [cell for figure in figures for row in figure.table.rows for cell in row]
    assert "too few" in texts
    assert not any(cell in {"None", "nan", ""} for cell in texts)


def test_merged_segments_keep_their_codes_and_colours() -> None:
    builder = maker_of(sample_release("joined"))
    view = next(view for view in builder.views.pages if any(len(group.segments) > 1 for group in view.groups))
    group = next(group for group in view.groups if len(group.segments) > 1)
    context = city.city(builder, view)
    assert isinstance(context, CityContext)
    assert context.bars
    assert any(
        row[0].startswith(display_names.codes(group.segments, builder.chart.views)) for row in context.bars.table.rows
    )
    for id_ in group.segments:
        assert f'tint s-{id_}"' in context.bars.wide


def test_without_frequency_the_plane_shows_recency() -> None:
    builder = maker_of(sample_release("sparse"))
    plane = bank_figures.plane_figure(builder)
    assert plane is not None
    assert plane.table.columns[:5] == ("segment_id", "segment", "customers", "typical_spend", "recency_pct")
    assert "transactions" not in builder.cities.averages


def test_strips_have_as_many_dots_as_there_are_other_cities() -> None:
    builder = maker_of(sample_release("full"))
    for view in builder.views.pages:
        figure = city.city(builder, view).strips
        if figure is None:
            continue
        for strip, row in zip(figure.wide.split('class="strip"')[1:], figure.table.records, strict=True):
            others = {one.id for one in builder.cities.averages[row[0]]} - {view.place.id}
            assert strip.count('r="5"') == len(others)
            assert strip.count('class="here"') == 1


def test_labels_do_not_overlap() -> None:
    marks = [labels.Mark(100 + 8 * i, 100 + 5 * i, 20, 90, 32) for i in range(4)]
    placed = labels.place(marks, labels.Box(0, 0, 400, 300))
    for i, one in enumerate(placed):
        assert all(one.box.overlap(other.box) < 0.2 * 90 * 32 for other in placed[:i])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 0.5, (0, 0.1, 0.2, 0.3, 0.4, 0.5)), (1, 2.6, (1, 1.5, 2, 2.5)), (5, 5, (5,))],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert scales.ticks(low, high, 5) == pytest.approx(expected)


def test_log_ticks() -> None:
    assert scales.log_ticks(90, 2500) == (100, 200, 500, 1000, 2000)
    assert scales.log_ticks(1, 1_000_000) == (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)


def test_long_names_wrap_in_their_column() -> None:
    rows = text_width.wrap("Mid spenders, seen most recently, of a long name", 120)
    assert len(rows) == 2
    assert all(text_width.width(row) <= 120 for row in rows)
    assert rows[1].endswith("…")


def test_json_cannot_leave_its_script_element() -> None:
    text = plotly.to_json({"data": ["</script><!--&"], "layout": {}})
    assert not set("<>&") & set(text)
    assert json.loads(text)["data"] == ["</script><!--&"]


def test_csv_cells_are_neutral_and_quoted() -> None:
    table = Table("", (), (), ("name", "n"), (("=1+1", 5), ('a "b", c', None), ("plain", -0.5)))
    assert render.csv_text(table) == 'name,n\n\'=1+1,5\n"a ""b"", c",\nplain,-0.5\n'
