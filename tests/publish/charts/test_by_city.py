"""Figures by city: volume, totals, averages, and the three views of the distribution."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish import render
from generator.publish.charts.base.plotly import sig
from generator.publish.charts.forms import place_parts
from generator.publish.charts.forms.bubbles import x_measure
from generator.publish.charts.kinds import totals, volume_heat
from generator.publish.charts.kinds.averages_strips import averages, columns_of
from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.pages import bank, bank_figures, city
from generator.publish.pages.builder import PageBuilder
from generator.publish.words import display_names
from generator.release import Mean
from generator.settings.settings import Settings
from tests.support.releases import KINDS, sample_release, with_balances


def to(view: PlaceView) -> str:
    return f"cities/{view.place.slug}/index.html"


def maker_of(kind: Any) -> PageBuilder:
    return render.make(sample_release(kind), Settings())


@pytest.fixture(scope="module", params=KINDS)
def builder(request: pytest.FixtureRequest) -> PageBuilder:
    return maker_of(request.param)


def test_the_overview_has_every_view_under_its_known_name(builder: PageBuilder) -> None:
    context = bank.overview(builder)
    names = [figure.question for figure in context.figures] + [link.title for link in context.contents]
    mixed = any(view.groups for view in builder.views.cities)
    known = ["Customer distribution by city and segment", "Totals by city", "Average metrics by city"]
    known += ["Segment positioning", "Insight highlights", "Map"]
    if mixed:
        known += ["Heatmap of typical spend", "Heatmap of customer volume", "Treemap of the customer mix"]
    assert set(known) <= set(names)
    ids = {f"#{figure.id}" for figure in (*context.figures, context.where) if figure}
    assert {link.path for link in context.contents} == ids | {"#highlights"}
    assert len({figure.id for figure in context.figures}) == len(context.figures)
    assert context.page.path == links.OVERVIEW


def test_volume_cells_are_the_counts_of_the_release(builder: PageBuilder) -> None:
    figure = bank_figures.volume_figure(builder)
    shown = builder.views.cities[: place_parts.TOP]
    if figure is None:
        assert not any(view.groups for view in shown)
        return
    assert figure.spec is not None
    heat = figure.spec["data"][0]
    for view, z, row in zip(shown, heat["z"][1:], figure.wide.split("<tr>")[2:], strict=True):
        own = {group.segments[0]: group.n for group in view.groups if len(group.segments) == 1}
        assert z == [own.get(segment.id) for segment in builder.views.release.segments]
        for n in own.values():
            assert f">{builder.fmt.count(n)}</td>" in row
    records = {(record[0], record[1]): record[3] for record in figure.table.records}
    for view in shown:
        name = display_names.unique(view, builder.views, builder.content)
        for group in view.groups:
            assert records[name, "+".join(group.segments)] == group.n


def test_merged_and_unpublished_cells_are_neither_zero_nor_shaded() -> None:
    builder = maker_of("joined")
    views = (replace(builder.views.cities[0], groups=()), *builder.views.cities[1:])
    joined = next(group for view in views[: place_parts.TOP] for group in view.groups if len(group.segments) > 1)
    figure = volume_heat.volume_heat(builder.chart, views, builder.texts("volume", top_cities="15 cities"), to)
    assert figure is not None
    assert re.search(rf'<td colspan="{len(joined.segments)}"[^>]*>{builder.fmt.count(joined.n)} <i>', figure.wide)
    unsplit = builder.chart.say("distribution.unsplit")
    assert re.search(rf'<td class="none" colspan="4"[^>]*>{unsplit}</td>', figure.wide)
    assert figure.spec is not None
    heat, gaps = figure.spec["data"]
    assert heat["z"][1] == [None] * 4
    # Their texts are over the gaps.
    at = gaps["y"].index(display_names.unique(views[0], builder.views, builder.content))
    assert gaps["text"][at].strip() == unsplit
    assert ">0<" not in figure.wide


def test_shades_rise_with_the_count() -> None:
    depths = [volume_heat.depth(n, 900) for n in (1, 40, 150, 330, 600, 900)]
    assert depths == [1, 2, 3, 4, 5, 5]


def test_totals_are_customers_times_mean_spend_rounded_to_their_precision(builder: PageBuilder) -> None:
    figure = bank_figures.totals_figure(builder)
    assert figure is not None
    assert figure.spec is not None
    go.Figure(figure.spec)
    shown = builder.views.cities[: place_parts.TOP]
    customers, spend, *_ = figure.spec["data"]
    assert customers["x"] == [view.n for view in shown]
    for view, x, record, row in zip(shown, spend["x"], figure.table.records, figure.table.rows, strict=True):
        mean = view.place.means["spend"]
        assert x == sig(record[3])
        if x is None:
            assert row[3] == builder.chart.say("totals.none")
            continue
        assert mean.value is not None
        exact = view.n * mean.value
        off = builder.views.release.policy.base / 2 / view.n + (mean.step or 0) / 2 / mean.value
        # Rounding changes it by half a step at most, and a step is at most 2.5 times the error.
        assert abs(x - exact) <= exact * max(1.3 * off, 0.001)
        words = builder.fmt.money_words(x)
        assert words in row[3]
        assert f">{words}<" in figure.wide
        assert f">{words}<" in figure.narrow


def test_a_suppressed_total_has_a_text_and_no_bar() -> None:
    builder = maker_of("full")
    first, *rest = builder.views.cities
    few = replace(first, place=replace(first.place, means={**first.place.means, "spend": Mean(None, None, "few")}))
    figure = totals.totals(builder.chart, (few, *rest), builder.texts("totals"), to)
    assert figure is not None
    whole = bank_figures.totals_figure(builder)
    assert whole is not None
    for drawing, before in ((figure.wide, whole.wide), (figure.narrow, whole.narrow)):
        assert drawing.count('class="spent"') == before.count('class="spent"') - 1
        assert f">{builder.chart.say('totals.none')}<" in drawing
    assert totals.total(builder.chart, few, to).spend is None
    coarse = replace(few, n=20, place=replace(few.place, means={**few.place.means, "spend": Mean(100.0, 50.0, None)}))
    assert totals.total(builder.chart, coarse, to).spend is None


@given(st.floats(1, 1e9), st.floats(0, 0.25))
def test_an_estimate_keeps_significant_digits_only(value: float, off: float) -> None:
    found = totals.rounded(value, off)
    assert abs(found - value) <= value * max(2.5 * off, 0.0005) / 2 * 1.01 + 1e-9
    digits = len(Decimal(f"{found:.6g}").normalize().as_tuple().digits)
    assert digits <= 5 if off < 0.001 else digits <= 2 - math.floor(math.log10(off))


def test_averages_hold_the_same_in_drawing_spec_and_table(builder: PageBuilder) -> None:
    figure = bank_figures.averages_figure(builder)
    assert figure is not None
    assert figure.spec is not None
    go.Figure(figure.spec)
    columns, shown = columns_of(builder.chart), builder.views.cities[: place_parts.TOP]
    assert figure.table.columns == ("city", "measure", "value", "low", "high", "all_customers")
    for i, name in enumerate(columns):
        estimates = [view.measures[name] for view in shown]
        values = [sig(one.value) for one in estimates]
        # The line of all customers, dots with intervals, texts.
        assert figure.spec["data"][3 * i + 1]["x"] == values
        everyone, *records = [record for record in figure.table.records if record[1] == name]
        assert [sig(record[2]) for record in records] == values
        assert [sig(record[3]) for record in records] == [sig(one.low) for one in estimates]
        assert sig(everyone[2]) == figure.spec["data"][3 * i]["x"][0] == sig(builder.views.measures[name].value)
        assert all(sig(record[5]) == sig(everyone[2]) for record in records)
        for one in estimates:
            assert f">{builder.fmt.mean(name, one, short=True)}<" in figure.wide
            assert f">{builder.fmt.mean(name, one, short=True)}<" in figure.narrow
    told = sum(view.measures[name].value is not None for view in shown for name in columns)
    assert figure.wide.count('class="h"') == figure.narrow.count('class="h"') == told


def test_averages_omit_unavailable_measures() -> None:
    assert columns_of(maker_of("full").chart) == ("typical_spend", "transactions", "recency", "age")
    assert columns_of(maker_of("sparse").chart) == ("typical_spend", "recency", "age")
    assert columns_of(maker_of("total").chart) == ("typical_spend", "recency")


@pytest.mark.parametrize(
    ("by_place", "columns"),
    [(False, ("typical_spend", "age")), (True, ("typical_spend", "typical_balance", "age"))],
)
def test_balances_of_cities_are_drawn_only_where_the_release_has_them(by_place: bool, columns: tuple[str, ...]) -> None:
    builder = render.make(with_balances(sample_release("sparse"), by_place=by_place), Settings())
    assert columns_of(builder.chart) == columns
    assert x_measure(builder.chart) is None
    assert bank_figures.plane_figure(builder) is None
    drawn = averages(builder.chart, builder.views.pages, builder.texts("averages", top_cities=""), to)
    assert drawn is not None
    assert ("Balance" in drawn.narrow) is by_place


def test_the_distribution_has_three_views_of_one_table(builder: PageBuilder) -> None:
    figure = bank_figures.spread_figure(builder)
    assert figure is not None
    assert figure.spec is not None
    if not any(view.groups for view in builder.views.cities):
        assert figure.choices == ()
        return
    assert [choice.id for choice in figure.choices] == ["stack", "group", "share"]
    assert figure.choices[0].wide == figure.wide
    assert len({choice.wide for choice in figure.choices}) == 3
    for choice in figure.choices:
        changed = json.loads(json.dumps(figure.spec))
        patch = changed["layout"].pop("meta")[choice.id]["layout"]
        go.Figure({"data": changed["data"], "layout": {**changed["layout"], **patch}})


def test_bars_side_by_side_and_shares_are_in_proportion() -> None:
    builder = maker_of("full")
    figure = bank_figures.spread_figure(builder)
    assert figure is not None
    _, grouped, shares = figure.choices
    first = builder.views.cities[0]
    most = max(group.n for view in builder.views.cities for group in view.groups)
    thin = _widths(grouped.wide, "14")[: len(first.groups)]
    longest = max(_widths(grouped.wide, "14"))
    for group, width in zip(first.groups, thin, strict=True):
        assert width / longest == pytest.approx(group.n / most, abs=0.01)
        assert f">{builder.fmt.count(group.n)}<" in grouped.wide
    stretched = _widths(shares.wide, "24")
    for view in builder.views.cities[:3]:
        own, stretched = stretched[: len(view.groups)], stretched[len(view.groups) :]
        for group, width in zip(view.groups, own, strict=True):
            assert width / sum(own) == pytest.approx(group.share, abs=0.01)


def _widths(drawing: str, height: str) -> list[float]:
    found = re.findall(r'<rect class="s-[a-h]" x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="([\d.]+)"', drawing)
    return [float(width) for width, tall in found if tall == height]


def small_city(n: tuple[int, ...]) -> PageBuilder:
    """Return a builder of a site whose largest city has the given customers in its segments."""
    release = sample_release("full")
    first = render.make(release, Settings()).views.cities[0].place.id
    atoms = (a for a in release.atoms if a.place != first)
    own = [a for a in release.atoms if a.place == first][: len(n)]
    made = tuple(replace(a, n=k) for a, k in zip(own, n, strict=True))
    return render.make(replace(release, atoms=(*made, *atoms)), Settings())


@pytest.mark.parametrize(("n", "drawn"), [((10, 10), False), ((10, 20), True)])
def test_under_thirty_customers_a_number_has_no_dot(n: tuple[int, ...], drawn: bool) -> None:
    """A dot without its interval would look surer than those beside it; the number stays."""
    builder = small_city(n)
    (view,) = (view for view in builder.views.cities if view.place.name == "Mumbai")
    figures = city.city(builder, view)
    assert bool(figures.plane) == bool(figures.strips) == drawn
    assert figures.bars is not None
    shown = (builder.views.cities[0], view)
    figure = averages(builder.chart, shown, builder.texts("averages"), lambda _: "")
    assert figure is not None
    assert figure.spec is not None
    columns = columns_of(builder.chart)
    assert figure.wide.count("<circle") == len(columns) * (2 if drawn else 1)
    dots = [trace["x"][1] for trace in figure.spec["data"] if trace["mode"] == "markers"]
    assert [at is not None for at in dots] == [drawn] * len(columns)
    assert builder.fmt.mean("age", view.measures["age"]) in figure.wide
