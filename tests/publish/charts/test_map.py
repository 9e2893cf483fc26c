"""The map and the locator: coastline files, separation of marks, the same bubbles in drawing, spec and table."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ConfigError
from generator.publish import render
from generator.publish.charts.base import coastline, declutter
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms import map_field
from generator.publish.pages import bank_figures
from generator.publish.pages.builder import PageBuilder
from generator.release import Release
from generator.settings.settings import Settings
from tests.support.releases import KINDS, sample_release

INDIA = coastline.find(Settings())


def maker_of(release: Release, **settings: Any) -> PageBuilder:
    return render.make(release, Settings(**settings))


@pytest.fixture(scope="module", params=KINDS)
def builder(request: pytest.FixtureRequest) -> PageBuilder:
    return maker_of(sample_release(request.param))


def moved(release: Release, lat: float | None, lon: float | None, only: str = "") -> Release:
    """The same release with its places elsewhere."""
    places = tuple(replace(p, lat=lat, lon=lon) if not only or p.id == only else p for p in release.places)
    return replace(release, places=places)


def discs_of(figure: Figure) -> dict[str, Any]:
    """The trace of the discs."""
    assert figure.spec is not None
    return next(trace for trace in figure.spec["data"] if "hovertext" in trace)


def circles(drawing: str) -> list[dict[str, str]]:
    """The bubbles of a drawing, in order."""
    group = ET.fromstring(drawing).find("g[@class='dots']")
    assert group is not None
    return [node.attrib for node in group.iter("circle") if node.attrib.get("class") != "target"]


def test_the_coastline_of_the_country_is_found_and_no_country_is_hard_coded(tmp_path: Path) -> None:
    assert INDIA is not None
    assert INDIA.box == coastline.Box(66.5, 5.5, 98.0, 37.0)
    assert coastline.find(Settings(country="XX")) is None
    own = tmp_path / "own.json"
    own.write_text('{"box":[0,0,2,1],"coast":[[[0,0],[1,1]]],"land":[[[0,0],[1,1],[2,0],[0,0]]]}', encoding="utf-8")
    found = coastline.find(Settings(coastline="own.json", base_dir=tmp_path, country="XX"))
    assert found is not None
    assert found.box == coastline.Box(0, 0, 2, 1)
    assert found.land == (((0, 0), (1, 1), (2, 0), (0, 0)),)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"box":[0,0,2]}', '{"box":[2,0,0,1],"coast":[],"land":[]}', '{"box":[0,0,2,1],"coast":[[1]]}']
)
def test_a_broken_coastline_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"coastline: .*own\.json"):
        coastline.find(Settings(coastline="own.json", base_dir=tmp_path))
    with pytest.raises(ConfigError, match="cannot be read"):
        coastline.find(Settings(coastline="none.json", base_dir=tmp_path))


def test_a_degree_of_longitude_is_drawn_shorter_by_the_cosine_of_the_latitude() -> None:
    box = coastline.Box(10, 50, 20, 70)
    (x1, y1), (x2, y2) = box.place(12, 60, 300), box.place(13, 61, 300)
    assert (x2 - x1) / (y1 - y2) == pytest.approx(math.cos(math.radians(60)))
    assert box.place(10, 70, 300) == (0, 0)
    assert box.place(20, 50, 300) == pytest.approx((300, 300 * box.aspect))
    assert box.degrees(*box.place(13.5, 64.25, 300), 300) == pytest.approx((13.5, 64.25))


def test_outlines_are_relative_and_end_at_their_points() -> None:
    lines = (((0.0, 1.0), (0.5, 0.5), (1.0, 1.0), (0.0, 1.0)), ((1.0, 0.2), (1.0, 0.2)))
    box = coastline.Box(0, 0, 1, 1)
    d = coastline.outline(lines, box, closed=True, width=100)
    assert d == "M0 0l50 50 50-50z"
    assert INDIA is not None
    whole = coastline.outline(INDIA.coast, INDIA.box, closed=False)
    at: tuple[int, ...] = (0, 0)
    ends = []
    for start, steps in re.findall(r"M(\d+ \d+)l([-\d ]+)", whole):
        at = tuple(map(int, start.split()))
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        ends.append((at[0] + sum(numbers[::2]), at[1] + sum(numbers[1::2])))
    expected = [INDIA.box.place(*line[-1], coastline.UNITS) for line in INDIA.coast]
    assert len(ends) == len(expected)
    assert all(math.dist(a, b) <= 1 for a, b in zip(ends, expected, strict=True))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(2, 25)).map(lambda row: declutter.Disc(*row)),
        max_size=12,
    )
)
def test_overlapping_marks_separate_inside_the_field(discs: list[declutter.Disc]) -> None:
    at = declutter.spread(discs, 300, 300)
    assert at == declutter.spread(discs, 300, 300)
    for disc, (x, y) in zip(discs, at, strict=True):
        assert disc.radius - 1e-9 <= x <= 300 - disc.radius + 1e-9
        assert disc.radius - 1e-9 <= y <= 300 - disc.radius + 1e-9


def test_crowded_marks_stay_mostly_visible_and_a_single_one_does_not_move() -> None:
    crowd = [declutter.Disc(150 + i % 3, 150 + i // 3, 22 - 2 * i) for i in range(9)]
    at = declutter.spread([*crowd, declutter.Disc(40, 40, 10)], 300, 300)
    assert list(at[-1]) == [40, 40]
    for (one, a), (other, b) in combinations(zip(crowd, at, strict=False), 2):
        # The centre of the smaller one is never covered by the larger one.
        assert math.dist(a, b) >= max(one.radius, other.radius)
    moves = [math.dist((disc.x, disc.y), xy) for disc, xy in zip(crowd, at, strict=False)]
    assert max(moves) < 80


def test_bubbles_hold_the_same_in_drawing_spec_and_table(builder: PageBuilder) -> None:
    figure = bank_figures.map_figure(builder)
    assert figure is not None
    assert figure.spec is not None
    views = sorted(builder.views.pages, key=lambda view: (-view.n, view.place.name, view.place.id))
    bubbles = discs_of(figure)
    assert [row[3] for row in figure.table.records] == [view.n for view in views]
    assert [row[1] for row in figure.table.rows] == [builder.fmt.count(view.n) for view in views]
    assert len(bubbles["x"]) == len(bubbles["y"]) == len(views)
    wide, narrow = circles(figure.wide), circles(figure.narrow)
    for i, view in enumerate(views):
        assert f"{builder.fmt.count(view.n)}" in bubbles["hovertext"][i]
        # Area is proportional to customers, down to the minimum radius.
        ratio = math.sqrt(view.n / views[0].n)
        for radius, largest in (
            (float(wide[i]["r"]), map_field.LARGEST),
            (float(narrow[i]["r"]), map_field.LARGEST_NARROW),
            (bubbles["marker"]["size"][i] / 2, map_field.LARGEST),
        ):
            assert radius == pytest.approx(max(map_field.SMALLEST, largest * ratio), abs=0.06)
        lon, lat = bubbles["x"][i], bubbles["y"][i]
        assert INDIA is not None
        x, y = INDIA.box.place(lon, lat, map_field.MAP_WIDE)
        assert math.dist((x, y), (float(wide[i]["cx"]), float(wide[i]["cy"]))) < 0.4


def test_every_choice_colours_drawing_and_spec_equally(builder: PageBuilder) -> None:
    figure = bank_figures.map_figure(builder)
    assert figure is not None
    assert figure.spec is not None
    assert [choice.id for choice in figure.choices][:2] == ["mix", "typical_spend"]
    assert len(figure.table.head) == 2 + len(figure.choices)
    at = figure.spec["data"].index(discs_of(figure))
    strength = {"1": -1, "2": -0.4, "4": 0.4, "5": 1}
    wide = circles(figure.wide)
    for i, choice in enumerate(figure.choices[1:], 1):
        marker = figure.spec["layout"]["meta"][choice.id]["data"][str(at)]["marker"]
        for mark, colour, opacity, record in zip(
            wide, marker["color"], marker["opacity"], figure.table.records, strict=True
        ):
            shade = next((t[-1] for t in mark.get("class", "").split() if t[:-1] == f"m{i}"), "3")
            assert strength.get(shade, 0) == colour
            # Suppressed values are faint in both, and empty in the CSV.
            assert (shade == "0") == (opacity < 1) == (record[figure.table.columns.index(choice.id)] is None)
        changed = {**discs_of(figure), "marker": {**discs_of(figure)["marker"], **marker}}
        go.Figure({"data": [changed], "layout": {}})


def test_a_place_is_coloured_only_where_its_interval_excludes_all_customers() -> None:
    builder = maker_of(sample_release("full"))
    figure = bank_figures.map_figure(builder)
    assert figure is not None
    views = sorted(builder.views.pages, key=lambda view: (-view.n, view.place.name, view.place.id))
    reference = builder.views.measures["typical_spend"].value or 0
    coloured = []
    for view, mark in zip(views, circles(figure.wide), strict=True):
        one, shade = view.measures["typical_spend"], re.search(r"m1([1245])", mark.get("class", ""))
        if shade:
            assert one.low is not None
            assert one.high is not None
            assert not one.low <= reference <= one.high
            coloured.append(int(shade[1]) > 3)
            assert coloured[-1] == ((one.value or 0) > reference)
    assert set(coloured) == {True, False}


def test_bubbles_link_to_pages_and_few_are_tab_stops(builder: PageBuilder) -> None:
    figure = bank_figures.map_figure(builder)
    assert figure is not None
    slugs = {view.place.slug for view in builder.views.pages}
    for drawing in (figure.wide, figure.narrow):
        links = list(ET.fromstring(drawing).iter("a"))
        stops = [link for link in links if "tabindex" not in link.attrib]
        assert 0 < len(stops) <= map_field.STOPS
        assert all(link.attrib["href"].split("/")[1] in slugs for link in links)
        assert all(link.attrib["aria-label"] for link in stops)
        assert all(link.attrib["aria-hidden"] for link in links if link not in stops)
        discs = [link.findall("circle")[-1].attrib for link in stops]
        middles = [(float(disc["cx"]), float(disc["cy"])) for disc in discs]
        assert all(math.dist(a, b) >= 24 for a, b in combinations(middles, 2))
    assert [href.split("/")[1] for href in figure.table.links] == [
        view.place.slug for view in sorted(builder.views.pages, key=lambda v: (-v.n, v.place.name, v.place.id))
    ]


def test_places_without_coordinates_are_omitted_and_counted() -> None:
    release = sample_release("full")
    whole = bank_figures.map_figure(maker_of(release))
    first = bank_figures.map_figure(maker_of(moved(release, None, None, release.places[0].id)))
    assert whole is not None
    assert first is not None
    assert len(first.table.rows) == len(whole.table.rows) - 1
    assert "1 place with a page is not on the map" in first.caption
    assert "not on the map" not in whole.caption
    abroad = bank_figures.map_figure(maker_of(moved(release, 52.5, 13.4, release.places[0].id)))
    assert abroad is not None
    assert "1 place with a page is not on the map" in abroad.caption
    assert bank_figures.map_figure(maker_of(moved(release, None, None))) is None


@pytest.mark.parametrize("case", ["no file", "another country"])
def test_bubbles_are_drawn_without_a_coastline(case: str) -> None:
    release = sample_release("full")
    if case == "another country":
        places = tuple(replace(p, lon=p.lon and p.lon - 70, lat=p.lat and p.lat + 30) for p in release.places)
        builder = maker_of(replace(release, places=places))
    else:
        builder = maker_of(release, country="XX")
    figure = bank_figures.map_figure(builder)
    assert figure is not None
    assert figure.spec is not None
    assert "fill" not in str(figure.spec["data"][0])
    assert "<use" not in figure.wide + figure.narrow
    assert len(figure.table.rows) == len(builder.views.pages)
    low, high = figure.spec["layout"]["xaxis"]["range"]
    assert all(low < lon < high for lon in figure.spec["data"][0]["x"])


def test_the_land_is_drawn_once_on_the_page() -> None:
    builder = maker_of(sample_release("full"))
    figure = bank_figures.map_figure(builder)
    assert figure is not None
    assert (figure.wide + figure.narrow).count("<symbol") == 1
    assert figure.wide.count('href="#map-land"') == figure.narrow.count('href="#map-land"') == 1


def test_recency_is_offered_only_where_days_have_rows() -> None:
    full, sparse = (bank_figures.map_figure(maker_of(sample_release(kind))) for kind in ("full", "sparse"))
    assert full is not None
    assert sparse is not None
    assert "recency" in [choice.id for choice in full.choices]
    assert "recency" not in [choice.id for choice in sparse.choices]


@pytest.mark.slow
def test_a_thousand_places_keep_the_map_small() -> None:
    release = sample_release("full")
    city, atoms = release.places[0], [a for a in release.atoms if a.place == release.places[0].id]
    places = [
        replace(city, id=f"p{i}", slug=f"p{i}-x", name=f"P{i}", lat=8 + i % 25, lon=70 + i / 50) for i in range(1000)
    ]
    release = replace(
        release,
        places=(*release.places, *places),
        atoms=(*release.atoms, *(replace(atom, place=place.id) for place in places for atom in atoms)),
    )
    figure = bank_figures.map_figure(maker_of(release))
    assert figure is not None
    assert len(figure.table.rows) == map_field.MOST
    assert f"The {len(release.places) - 3 - map_field.MOST} smallest places" in figure.caption
    assert len(json.dumps(figure.spec)) + len(figure.wide) + len(figure.narrow) < 160_000
