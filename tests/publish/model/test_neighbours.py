"""Similar cities: distances, resampling, sentences, and the list on a page; by hand, and on drawn releases."""

import math
import random
from dataclasses import replace
from statistics import fmean, pstdev

import pytest

from generator import limits
from generator.publish.claims import select
from generator.publish.model import city_space, distinguishing, resampling, stats
from generator.publish.model.build import build_views
from generator.publish.model.city_space import MIX
from generator.publish.model.neighbours import Alike
from generator.publish.model.pairs import Comparer
from generator.publish.model.types import PlaceView, Views
from generator.publish.pages import city
from generator.publish.render import make
from generator.release import Release
from generator.settings.settings import Settings
from tests.support.comparisons import edition_of
from tests.support.null_releases import Planted, drawn_release, sizes_between
from tests.support.releases import Kind, sample_release

ODD = Planted(share=0.15, spend=0.6, recency=15)
TWINS = {2: ODD, 4: ODD}


def varied(places: int, seed: int = 1) -> Release:
    """A release in which every city differs from every other."""
    dice = random.Random(seed)
    planted = {
        i: Planted(share=dice.uniform(-0.1, 0.1), spend=dice.gauss(0, 0.4), recency=dice.gauss(0, 6))
        for i in range(places)
    }
    return drawn_release(sizes_between(105, 3000, places), seed, planted)


def town(views: Views, i: int) -> PlaceView:
    return next(view for view in views.cities if view.place.name == f"Town {i:03}")


def named(views: Views, alike: Alike | None = None) -> dict[str, list[str]]:
    """Return the names of the cities that each page names."""
    edition, found = edition_of(views.release), alike or Alike.of(views)
    pages = {view.place.name: select.cities_alike(view, found, edition) for view in views.cities}
    return {name: [near.second.place.name for near, _ in rows] for name, rows in pages.items() if rows}


def test_distances_are_those_of_standardised_figures() -> None:
    views = build_views(varied(30))
    space = Alike.of(views).space
    assert space.compared == ("typical_spend", "recency_pct", MIX)
    found = {i: gap for gap, i in space.distances(0)}
    here = space.cities[0].view
    for i, other in list(enumerate(space.cities))[1:]:
        squares = []
        for name in space.compared[:-1]:
            values = [one.view.place.means[name].value or 0 for one in space.cities]
            if name == "typical_spend":
                values = [math.log(value) for value in values]
            squares.append(((values[0] - values[i]) / pstdev(values)) ** 2)
        common = space.common(space.cities[0].groups, other.groups)
        gaps = []
        for part in common:
            published = [one.view for one in space.cities if distinguishing.publishes(one.view, part)]
            spread = pstdev([distinguishing.share_of(view, part) for view in published])
            shares = [distinguishing.share_of(view, part) for view in (here, other.view)]
            gaps.append(((shares[0] - shares[1]) / spread) ** 2)
        squares.append(fmean(gaps) if gaps else city_space.UNKNOWN)
        assert found[i] == pytest.approx(math.sqrt(sum(squares))), other.view.place.name


def test_similar_cities_are_independent_of_the_order_of_the_release() -> None:
    release = drawn_release(sizes_between(105, 3000, 24), 5, TWINS)
    turned = replace(release, places=release.places[::-1], atoms=release.atoms[::-1])
    assert named(build_views(release)) == named(build_views(turned)) != {}


def test_only_cities_with_100_customers_are_compared_and_at_least_eight() -> None:
    views = build_views(sample_release("full"))
    alike = Alike.of(views)
    assert {one.view.strength for one in alike.space.cities} == {"claims"}
    assert alike.most == len(alike.space.cities) // 8 == 2
    small = next(view for view in views.cities if view.strength == "intervals")
    assert alike.nearest(small) == alike.nearest(views.districts[0]) == ()
    for n, most in ((7, 0), (8, 1), (15, 1), (16, 2)):
        assert Alike.of(replace(views, cities=views.cities[:n])).most == most
    thirty = Alike.of(build_views(varied(30)))
    assert thirty.most == 3


def test_unsupported_measures_are_omitted() -> None:
    names = ("typical_spend", "recency_pct", "frequency_pct")
    assert distinguishing.measures(build_views(sample_release("full"))) == names
    # Few days with rows, and ids that do not repeat.
    assert distinguishing.measures(build_views(sample_release("sparse"))) == ("typical_spend",)


@pytest.mark.parametrize(
    ("planted", "compared"),
    [
        (Planted(), set()),
        (Planted(spend=1.0), {"typical_spend"}),
        (Planted(recency=20), {"recency_pct"}),
        (Planted(share=0.2), {MIX, "typical_spend", "recency_pct"}),
    ],
)
def test_what_differs_by_chance_only_is_not_compared(planted: Planted, compared: set[str]) -> None:
    """A segment of high spend and long-unseen customers changes those averages too."""
    views = build_views(drawn_release((1500,) * 12, 3, {0: planted}))
    assert set(Alike.of(views).space.compared) == compared


def test_homogeneity_is_rejected_as_often_as_it_should_be() -> None:
    """Shares of drawn cities without differences, with the rounding of their counts: 5 % at the level of 5 %."""
    p_values = []
    for seed in range(60):
        views = build_views(drawn_release(sizes_between(105, 2000, 12), seed))
        comparer = Comparer.of(views)
        for group in ("a",), ("d",):
            known = [view for view in views.cities if distinguishing.publishes(view, group)]
            shares = [distinguishing.share_of(view, group) for view in known]
            pooled = sum(map(math.prod, zip(shares, (view.n for view in known), strict=True))) / sum(
                view.n for view in known
            )
            errors = [distinguishing.share_error(pooled, view.n, comparer) for view in known]
            p_values.append(stats.homogeneous_p(shares, errors))
    assert fmean(p < 0.05 for p in p_values) < 0.10
    assert 0.4 < fmean(p_values) < 0.6


def test_draws_have_the_errors_of_what_is_published() -> None:
    averages, shares = resampling.redrawn("x", (3.0, -1.0), (0.5, 0.1), (40, 60, 100), 100 / 12)
    assert {len(column) for column in (*averages, *shares)} == {resampling.DRAWS}
    assert fmean(averages[0]) == pytest.approx(3.0, abs=0.15)
    assert pstdev(averages[0]) == pytest.approx(0.5, rel=0.2)
    assert pstdev(averages[1]) == pytest.approx(0.1, rel=0.2)
    assert all(sum(row) == pytest.approx(1) for row in zip(*shares, strict=True))
    multinomial = math.sqrt(0.5 * 0.5 / 200)
    assert multinomial * 0.8 < pstdev(shares[2]) < multinomial * 1.3


def test_draws_are_the_same_on_every_machine() -> None:
    """Numbers of a seeded generator and a table with six digits: no library for normal deviates is involved."""
    averages, _ = resampling.redrawn("in:1001", (0.0,), (1.0,), (), 0.0)
    assert averages[0][:4] == [-0.387348, 0.956877, 0.212631, 0.303988]
    assert resampling.redrawn("in:1002", (0.0,), (1.0,), (), 0.0)[0] != averages


def test_all_competitors_are_drawn_where_a_choice_lasts() -> None:
    """The cities left out cannot come near enough: with all of them, the same share of draws."""
    views = build_views(drawn_release(sizes_between(105, 3000, 40), 5, TWINS))
    alike = Alike.of(views)
    lasting = 0
    for here, one in enumerate(alike.space.cities):
        found = alike.nearest(one.view)
        ordered = [i for _, i in sorted(alike.space.distances(here))]
        whole = alike._kept(here, ordered, len(found))
        for near, kept in zip(found, whole, strict=True):
            assert near.kept >= kept
            if near.kept >= limits.KEPT_DRAWS:
                assert near.kept == kept
                lasting += 1
    assert lasting


@pytest.mark.slow
@pytest.mark.parametrize("cities", [10, 24])
@pytest.mark.parametrize("planted", [{}, {3: ODD}], ids=["none", "one-odd"])
def test_cities_that_differ_by_chance_are_not_named(cities: int, planted: dict[int, Planted]) -> None:
    """Not even if one differs from all others, and the larger ones are near each other because they scatter less."""
    pages = 0
    for seed in range(12):
        pages += len(named(build_views(drawn_release(sizes_between(105, 6000, cities), 500 + seed, planted))))
    assert pages <= 0.02 * 12 * cities


def test_twins_are_named() -> None:
    for seed in range(4):
        found = named(build_views(drawn_release(sizes_between(105, 2000, 24), 500 + seed, TWINS)))
        assert (found["Town 002"], found["Town 004"]) == (["Town 004"], ["Town 002"])


def with_copies(release: Release, name: str, copies: int) -> Release:
    """Return a release with other cities of the same figures."""
    one = next(place for place in release.places if place.name == name)
    places, atoms = list(release.places), list(release.atoms)
    for i in range(copies):
        places.append(replace(one, id=f"{one.id}-{i}", slug=f"{one.slug}-{i}", name=f"Copy {i}"))
        atoms += [replace(atom, place=places[-1].id) for atom in release.atoms if atom.place == one.id]
    return replace(release, places=tuple(places), atoms=tuple(atoms))


@pytest.mark.parametrize(("copies", "expected"), [(1, 2), (2, 3), (3, 0)])
def test_of_equally_near_cities_all_are_candidates_or_none(copies: int, expected: int) -> None:
    """Three may be named here; four that are equally far do not fit, and no alphabet chooses among them."""
    release = with_copies(drawn_release(sizes_between(105, 2000, 24), 500, TWINS), "Town 004", copies)
    views = build_views(release)
    found = Alike.of(views).nearest(town(views, 2))
    equals = [near for near in found if near.second.place.name.startswith(("Copy", "Town 004"))]
    assert len(equals) == expected
    assert len({near.kept for near in equals}) <= 1


@pytest.mark.parametrize("kind", ["full", "sparse", "total", "joined", "hostile"])
def test_a_page_lists_at_most_three_similar_cities_each_with_a_reason(kind: Kind) -> None:
    builder = make(sample_release(kind), Settings())
    for view in builder.views.pages:
        context = city.city(builder, view)
        rows = context.alike
        assert len(rows) <= builder.alike.most <= 3
        assert len({row.path for row in rows} - {builder.links.city(view.place.slug)}) == len(rows)
        assert bool(context.alike_note) == bool(rows)
        for row in rows:
            assert row.why.text.startswith("One of the nearest on ")
            assert row.compare == builder.links.compare((view.place.slug, row.path.split("/")[1]))


def test_a_page_says_what_was_compared() -> None:
    builder = make(drawn_release(sizes_between(105, 2000, 24), 500, TWINS), Settings())
    context = city.city(builder, town(builder.views, 2))
    (row,) = context.alike
    assert row.why.text.startswith(
        "One of the nearest on typical spend, how recently customers were seen and mix of segments; close in "
    )
    assert context.alike_note.startswith("Compared are the 24 cities with 100 customers or more, on what differs")
    assert "one of the 3 nearest in at least 80\N{NO-BREAK SPACE}% of 100 draws" in context.alike_note
    assert context.larger is None
    assert row.compare == "compare/index.html?cities=town-2,town-4"


def test_a_compare_link_selects_the_city() -> None:
    builder = make(sample_release("full"), Settings())
    context = city.city(builder, builder.views.cities[0])
    assert context.compare == "compare/index.html?cities=mumbai-maharashtra"


def test_cities_of_a_metropolitan_area_are_linked() -> None:
    release = sample_release("full")
    area = {"New Delhi", "Gurugram", "Faridabad"}
    places = tuple(replace(p, metro="Delhi NCR") if p.name in area else p for p in release.places)
    builder = make(replace(release, places=places), Settings())
    near = {view.place.name: city.city(builder, view) for view in builder.views.cities}
    assert [link.title for link in near["Gurugram"].near] == ["New Delhi", "Faridabad"]
    assert near["Gurugram"].near[0].path == "cities/new-delhi-delhi/index.html"
    assert "Delhi NCR" in near["Gurugram"].metro
    assert near["Pune"].near == ()
