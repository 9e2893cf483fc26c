"""The treemap: rectangles that fill their box in proportion, and the same numbers in drawing, spec and table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish import render
from generator.publish.charts.base.squarify import Box, squarified
from generator.publish.charts.kinds import treemap
from generator.publish.model.types import PlaceView
from generator.publish.pages import bank_figures
from generator.publish.pages.builder import PageBuilder
from generator.settings.settings import Settings
from tests.support.releases import KINDS, sample_release


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=30), st.floats(10, 900), st.floats(10, 900))
def test_rectangles_fill_their_box_in_proportion(values: list[int], width: float, height: float) -> None:
    values.sort(reverse=True)
    boxes = squarified(values, Box(3, 4, width, height))
    whole = width * height
    for value, box in zip(values, boxes, strict=True):
        assert box.width * box.height == pytest.approx(whole * value / sum(values), rel=1e-6)
        assert box.x >= 3 - 1e-6
        assert box.y >= 4 - 1e-6
        assert box.x + box.width <= 3 + width + 1e-6
        assert box.y + box.height <= 4 + height + 1e-6


def test_rectangles_match_the_paper() -> None:
    # Bruls, Huizing and van Wijk, 2000: 6, 6, 4, 3, 2, 2, 1 in a box of 6 by 4.
    boxes = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))
    assert [(round(b.x, 2), round(b.y, 2), round(b.width, 2), round(b.height, 2)) for b in boxes[:4]] == [
        (0, 0, 3, 2),
        (0, 2, 3, 2),
        (3, 0, 1.71, 2.33),
        (4.71, 0, 1.29, 2.33),
    ]


def test_whole_boxes_still_meet() -> None:
    left, right = Box(0, 0, 10.4, 5), Box(10.4, 0, 9.7, 5)
    assert left.whole().x + left.whole().width == right.whole().x


def to(view: PlaceView) -> str:
    return f"cities/{view.place.slug}/index.html"


@pytest.fixture(scope="module", params=KINDS)
def builder(request: pytest.FixtureRequest) -> PageBuilder:
    return render.make(sample_release(request.param), Settings())


def test_the_whole_is_all_customers_in_spec_and_table(builder: PageBuilder) -> None:
    figure = bank_figures.mix_figure(builder)
    if figure is None:
        assert not any(view.groups for view in builder.views.cities)
        return
    assert figure.spec is not None
    go.Figure(figure.spec)
    (trace,) = figure.spec["data"]
    sums: dict[str, int] = defaultdict(int)
    for id_, parent, value in zip(trace["ids"], trace["parents"], trace["values"], strict=True):
        sums[parent] += value
        assert id_ not in sums
    by_id = dict(zip(trace["ids"], trace["values"], strict=True))
    assert sums[""] == builder.views.n
    assert all(sums[parent] == by_id[parent] for parent in sums if parent)
    assert sum(record[3] for record in figure.table.records) == builder.views.n
    leaves = [n for id_, n in by_id.items() if id_ not in sums]
    assert sorted(leaves) == sorted(record[3] for record in figure.table.records)
    assert [row[2] for row in figure.table.rows] == [builder.fmt.count(record[3]) for record in figure.table.records]


def test_areas_of_the_drawing_are_customers() -> None:
    builder = render.make(sample_release("full"), Settings())
    figure = bank_figures.mix_figure(builder)
    assert figure is not None
    mumbai = builder.views.cities[0]
    marks = re.findall(
        r'<rect class="s-([a-d])" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', figure.wide
    )
    areas = {id_: (float(w) + 1) * (float(h) + 1) for id_, _, _, w, h in marks[:4]}
    for group in mumbai.groups:
        assert areas[group.segments[0]] / sum(areas.values()) == pytest.approx(group.share, abs=0.01)


def test_merged_segments_are_bands_and_a_place_without_a_mix_is_grey() -> None:
    builder = render.make(sample_release("joined"), Settings())
    views = (*builder.views.cities[:4], replace(builder.views.cities[4], groups=()))
    joined = next(group for view in views for group in view.groups if len(group.segments) > 1)
    figure = treemap.treemap(builder.chart, views, builder.texts("treemap", top_cities="5 cities", share="1 %"), to)
    assert figure is not None
    assert all(f'class="s-{id_}"' in figure.wide for id_ in joined.segments)
    # One for the place, one for everyone else.
    assert figure.wide.count('class="rest"') == figure.narrow.count('class="rest"') == 2
    assert [row[1] for row in figure.table.rows].count(builder.chart.say("distribution.unsplit")) == 2
