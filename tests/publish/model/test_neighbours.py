"""Similar cities: distances, sentences, and the list on a page; by hand, and against brute force."""

import math
import random
from dataclasses import replace

import pytest

from generator.publish.claims import select
from generator.publish.model import neighbours
from generator.publish.model.build import build_views
from generator.publish.model.neighbours import UNKNOWN, Alike
from generator.publish.model.types import PlaceView, Views
from generator.publish.pages import city
from generator.publish.render import make
from generator.publish.words.edition import Edition
from generator.release import Atom, Mean, Release
from generator.settings.settings import Settings
from tests.publish.claims.test_select import content_of
from tests.support.releases import Kind, sample_release


def jittered(n: int, seed: int = 3) -> Release:
    """Many cities made from those of the full sample, with varied averages; some suppress typical spend."""
    base, dice = sample_release("full"), random.Random(seed)
    towns = [place for place in base.places if place.kind == "city"]
    places, atoms = [], []
    for i in range(n):
        town, id_ = towns[i % len(towns)], f"in:{5000 + i}"
        means = dict(town.means)
        for name, sd in (("recency_pct", 4.0), ("frequency_pct", 4.0)):
            if (value := means[name].value) is not None:
                means[name] = replace(means[name], value=value + dice.gauss(0, sd))
        spend = means["typical_spend"]
        value = spend.value * math.exp(dice.gauss(0, 0.2)) if spend.value else None
        means["typical_spend"] = Mean(None, None, "few") if i % 9 == 0 else replace(spend, value=value)
        places.append(replace(town, id=id_, slug=f"{town.slug}-{i}", name=f"{town.name} {i}", means=means))
        atoms += [replace(atom, place=id_) for atom in base.atoms if atom.place == town.id]
    return replace(base, places=tuple(places), atoms=tuple(atoms))


def point(alike: Alike, view: PlaceView) -> neighbours.Point:
    return next(p for p in (*alike.known, *alike.others) if p.view.place.id == view.place.id)


def test_search_agrees_with_brute_force() -> None:
    views = build_views(jittered(120))
    alike = Alike.of(views)
    points = (*alike.known, *alike.others)
    assert len(alike.others) > 5
    for here in points[::7]:
        rows = []
        for other in points:
            distance = alike.distance(here, other)
            if other is not here and distance is not None:
                rows.append((distance, -other.view.n, other.view.place.name, other.view.place.id))
        found = [view.place.id for view in alike.nearest(here.view, 4)]
        assert found == [row[-1] for row in sorted(rows)[:4]]


def test_nearest_cities_are_independent_of_the_order_of_the_release() -> None:
    release = jittered(40)
    turned = replace(release, places=release.places[::-1], atoms=release.atoms[::-1])
    one, two = (build_views(each) for each in (release, turned))
    for view in one.cities:
        here = [other.place.id for other in Alike.of(one).nearest(view, 3)]
        assert here == [other.place.id for other in Alike.of(two).nearest(view, 3)]


def test_distance_is_zero_for_equals_symmetric_and_larger_with_missing_measures() -> None:
    views = build_views(sample_release("full"))
    alike = Alike.of(views)
    points = alike.known
    assert alike.distance(points[0], points[0]) == pytest.approx(0)
    assert alike.distance(points[0], points[3]) == pytest.approx(alike.distance(points[3], points[0]))
    blind = replace(points[0], at=(None, *points[0].at[1:]), whole=False)
    assert alike.distance(blind, points[0]) == pytest.approx(UNKNOWN)
    nothing = replace(points[0], at=(None,) * len(points[0].at), whole=False, groups=())
    assert alike.distance(nothing, points[0]) is None


def test_neighbours_need_thirty_customers_and_four_cities() -> None:
    views = build_views(sample_release("full"))
    alike = Alike.of(views)
    assert {p.view.strength for p in (*alike.known, *alike.others)} == {"claims", "intervals"}
    small = next(view for view in views.cities if view.strength == "counts")
    assert alike.nearest(small, 3) == ()
    assert alike.nearest(views.districts[0], 3) == ()
    three = Alike.of(replace(views, cities=views.cities[:3]))
    four = Alike.of(replace(views, cities=views.cities[:4]))
    assert three.nearest(views.cities[0], 3) == ()
    assert len(four.nearest(views.cities[0], 3)) == 3


def test_unsupported_measures_are_omitted() -> None:
    assert neighbours.measures(build_views(sample_release("full"))) == ("typical_spend", "recency_pct", "frequency_pct")
    # Few days with rows, and ids that do not repeat.
    assert neighbours.measures(build_views(sample_release("sparse"))) == ("typical_spend",)


def pair(kind: Kind = "full", *, n: int = 1000, **changes: object) -> tuple[Views, PlaceView, PlaceView]:
    """Two equal large cities, then changes to the second."""
    views = build_views(sample_release(kind))
    one = replace(views.cities[0], n=n)
    return views, one, replace(one, place=replace(one.place, id="x", slug="x-y", name="Xtown"), **changes)  # type: ignore[arg-type]


def why(views: Views, one: PlaceView, two: PlaceView) -> str | None:
    words = content_of(views.release)[1]
    sentence = select.alike(one, two, Edition.of(views, words))
    return sentence.text if sentence else None


def with_mean(view: PlaceView, name: str, value: float | None, step: float = 0.001) -> PlaceView:
    mean = Mean(value, step, None) if value is not None else Mean(None, None, "few")
    estimate = replace(view.measures[name], value=value, low=value and 0.97 * value, high=value and 1.03 * value)
    place = replace(view.place, means={**view.place.means, name: mean})
    return replace(view, place=place, measures={**view.measures, name: estimate})


def test_equal_cities_are_close_in_every_measure_compared() -> None:
    views, one, two = pair()
    one = replace(one, n=views.cities[0].n)
    two = replace(two, n=one.n)
    assert why(views, one, two) == (
        "Close in typical spend (₹367; here ₹367), how recently seen, how often they bank and mix of segments."
    )


@pytest.mark.parametrize(
    ("ratio", "step", "is_close"), [(1.09, 0.001, True), (1.11, 0.001, False), (1.05, 0.05, False)]
)
def test_close_in_spend_needs_the_gate_and_allows_for_rounding(ratio: float, step: float, is_close: bool) -> None:
    views, one, two = pair()
    one = with_mean(one, "typical_spend", 400.0, step)
    text = why(views, one, with_mean(two, "typical_spend", 400.0 * ratio, step)) or ""
    assert ("typical spend (" in text) is is_close


def test_differences_need_large_cities_and_disjoint_intervals() -> None:
    views, one, two = pair()
    one, dear = with_mean(one, "typical_spend", 400.0), with_mean(two, "typical_spend", 600.0)
    assert (why(views, one, dear) or "").endswith("; customers there typically spend more.")
    assert (why(views, dear, replace(one, place=replace(one.place, slug="z"))) or "").endswith("typically spend less.")
    assert "spend more" not in (why(views, one, replace(dear, strength="intervals")) or "")
    wide = replace(dear.measures["typical_spend"], low=380.0, high=900.0)
    assert "spend more" not in (why(views, one, replace(dear, measures={**dear.measures, "typical_spend": wide})) or "")


def test_larger_and_smaller_segments_are_named_by_code() -> None:
    release = sample_release("full")
    atoms = {atom.segments: atom for atom in release.atoms if atom.place == "in:1001"}
    shifted: dict[tuple[str, ...], int] = {("a",): atoms["a",].n - 240, ("d",): atoms["d",].n + 240}
    changed = tuple(
        replace(atom, n=shifted.get(atom.segments, atom.n)) if atom.place == "in:1001" else atom
        for atom in release.atoms
    )
    views, other = build_views(release), build_views(replace(release, atoms=changed))
    here, there = (next(v for v in each.cities if v.place.id == "in:1001") for each in (views, other))
    text = why(views, here, replace(there, place=replace(there.place, slug="x")))
    assert text
    assert text.endswith("how often they bank; fewer of segment A and more of segment D.")
    assert "mix" not in text


def test_merged_segments_are_compared_on_common_groups_only() -> None:
    views, one, two = pair()
    merged = (Atom("x", ("a", "b"), 0, {}),)
    groups = (
        replace(two.groups[0], segments=merged[0].segments, n=two.groups[0].n + two.groups[1].n),
        *two.groups[2:],
    )
    one, two = (replace(view, n=views.cities[0].n) for view in (one, replace(two, groups=groups)))
    assert "mix of segments as far as both show it" in (why(views, one, two) or "")


def test_no_sentence_without_a_close_measure() -> None:
    views, one, two = pair()
    two = replace(two, groups=())
    for name in ("recency_pct", "frequency_pct", "typical_spend"):
        two = with_mean(two, name, None)
    assert why(views, one, two) is None


@pytest.mark.parametrize("kind", ["full", "sparse", "total", "joined", "hostile"])
def test_a_page_lists_at_most_three_similar_cities_each_with_a_reason(kind: Kind) -> None:
    builder = make(sample_release(kind), Settings())
    shown = 0
    for view in builder.views.pages:
        rows = city.city(builder, view).alike
        shown += len(rows)
        assert len(rows) <= 3
        assert len({row.path for row in rows} - {builder.links.city(view.place.slug)}) == len(rows)
        for row in rows:
            assert row.why.startswith("Close in ")
            assert row.compare == builder.links.compare((view.place.slug, row.path.split("/")[1]))
    assert shown > 5


def test_places_without_a_mix_are_compared_on_averages_only() -> None:
    builder = make(sample_release("total"), Settings())
    texts = [row.why for view in builder.views.cities for row in city.city(builder, view).alike]
    assert texts
    assert not [text for text in texts if "mix" in text or "segment" in text]


def test_a_compare_link_selects_both_cities() -> None:
    builder = make(sample_release("full"), Settings())
    context = city.city(builder, builder.views.cities[0])
    assert context.compare == "compare/index.html?cities=mumbai-maharashtra"
    other = context.alike[0].path.split("/")[1]
    assert context.alike[0].compare == f"compare/index.html?cities=mumbai-maharashtra,{other}"


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
