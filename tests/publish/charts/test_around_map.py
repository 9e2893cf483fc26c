"""The map around a place."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from generator.publish.charts.base.coastline import Box
from generator.publish.charts.forms.around_map import WIDTH, clipped
from generator.publish.pages import city as page_city
from tests.publish.charts.test_map import maker_of, moved
from tests.support.releases import sample_release


def test_the_place_is_drawn_among_links_to_its_neighbours() -> None:
    builder = maker_of(sample_release("full"))
    for view in builder.views.pages:
        context = page_city.city(builder, view)
        root = ET.fromstring(context.around)
        assert view.place.name in root.attrib["aria-label"]
        (own,) = (circle for circle in root.iter("circle") if circle.attrib["class"] == "here")
        assert 0 < float(own.attrib["cx"]) < WIDTH
        links = {link.attrib["href"].split("/")[-2] for link in root.iter("a")}
        near = builder.around.nearest(view, 6)
        assert {one.view.place.slug for one in near if one.km < 300} <= links
        assert view.place.slug not in links


def test_nearest_places_are_those_of_a_plain_search() -> None:
    builder = maker_of(sample_release("full"))

    def km(one: tuple[float, float], two: tuple[float, float]) -> float:
        (a, b), (c, d) = (tuple(math.radians(x) for x in point) for point in (one, two))
        chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
        return 2 * 6371.0088 * math.asin(math.sqrt(chord))

    where = {v.place.id: (v.place.lat or 0.0, v.place.lon or 0.0) for v in builder.views.pages}
    for view in builder.views.pages:
        plain = sorted((km(where[view.place.id], at), id_) for id_, at in where.items() if id_ != view.place.id)
        found = builder.around.nearest(view, 5)
        assert [near.view.place.id for near in found] == [id_ for _, id_ in plain[:5]]
        assert [near.km for near in found] == pytest.approx([far for far, _ in plain[:5]])


def test_a_page_without_coordinates_has_no_map() -> None:
    builder = maker_of(moved(sample_release("full"), None, None))
    context = page_city.city(builder, builder.views.pages[0])
    assert (context.around, context.nearest) == ("", ())


def test_a_country_without_a_coastline_has_its_places_only() -> None:
    builder = maker_of(sample_release("full"), country="XX")
    drawing = page_city.city(builder, builder.views.pages[0]).around
    assert 'class="pl"' in drawing
    assert 'class="coast"' not in drawing


def test_a_ring_is_cut_at_the_window() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    cut = clipped(square, Box(5, 5, 20, 20))
    assert set(cut) == {(5.0, 5.0), (10.0, 5.0), (10.0, 10.0), (5.0, 10.0)}
    assert clipped(square, Box(20, 20, 30, 30)) == ()


def test_names_of_places_are_text() -> None:
    release = sample_release("full")
    first = replace(release.places[0], name='<b>"&')
    builder = maker_of(replace(release, places=(first, *release.places[1:])))
    for view in builder.views.pages:
        ET.fromstring(page_city.city(builder, view).around)
