"""What lies around a place: the nearest larger city, the other places of its state, and the mix of its state."""

from dataclasses import replace

import pytest

from generator.publish.claims import select
from generator.publish.model import stats
from generator.publish.model.build import build_views
from generator.publish.model.nearby import Surroundings
from generator.publish.model.types import PlaceView, Views
from generator.publish.pages import city
from generator.publish.render import make
from generator.release import Place, Release
from generator.settings.settings import Settings
from tests.support.comparisons import edition_of
from tests.support.releases import sample_release


def named(views: Views, name: str, state: str = "") -> PlaceView:
    return next(v for v in views.pages if v.place.name == name and state in {"", v.place.state})


def moved(release: Release, name: str, **changes: object) -> Release:
    def move(place: Place) -> Place:
        return replace(place, **changes) if place.name == name else place  # type: ignore[arg-type]

    return replace(release, places=tuple(map(move, release.places)))


@pytest.mark.parametrize(
    ("name", "larger", "km"),
    [
        ("Pune", "Mumbai", 120),  # by road about 150
        ("Gurugram", "New Delhi", 25),
        ("Kochi", "Bengaluru", 366),
        ("Shimla", "Chandigarh", 54),  # Mohali is nearly as near, Kochi has 200 customers and is far
    ],
)
def test_the_nearest_larger_city_and_its_distance(name: str, larger: str, km: int) -> None:
    views = build_views(sample_release("full"))
    found = Surroundings.of(views).larger(named(views, name))
    assert found
    assert found.second.place.name == larger
    assert found.km == pytest.approx(km, abs=2)


def test_a_larger_city_has_more_customers_and_enough_for_claims() -> None:
    release = sample_release("sparse")
    views = build_views(release)
    around = Surroundings.of(views)
    assert around.larger(views.cities[0]) is None
    for view in views.pages:
        found = around.larger(view)
        assert found is None or (found.second.n > view.n and found.second.strength == "claims")
        nearer = [
            other
            for other in views.cities
            if found and other.n > view.n and other.strength == "claims" and other.place.lat is not None
        ]
        assert not found or found.second in nearer
    internal = build_views(replace(release, policy=replace(release.policy, threshold=1000)))
    assert all(Surroundings.of(internal).larger(view) is None for view in internal.pages)


@pytest.mark.parametrize("changes", [{"lat": None, "lon": None}, {"lat": None}])
def test_places_without_coordinates_have_no_nearest_city(changes: dict[str, None]) -> None:
    views = build_views(moved(sample_release("full"), "Pune", **changes))
    around = Surroundings.of(views)
    assert around.larger(named(views, "Pune")) is None
    assert all(found is None or found.second.place.name != "Pune" for found in map(around.larger, views.pages))


def test_distances_across_the_date_line_and_to_the_same_point() -> None:
    release = moved(sample_release("full"), "Mumbai", lat=0.0, lon=179.9)
    release = moved(release, "Pune", lat=0.0, lon=-179.9)
    views = build_views(release)
    found = Surroundings.of(views).larger(named(views, "Pune"))
    assert found
    assert (found.second.place.name, round(found.km)) == ("Mumbai", 22)
    same = build_views(moved(release, "Pune", lat=0.0, lon=179.9))
    here = Surroundings.of(same).larger(named(same, "Pune"))
    assert here
    assert here.km == 0
    said = select.larger_city(named(same, "Pune"), Surroundings.of(same), edition_of(same.release))
    assert said
    assert "about 1 km away in a straight line" in said.text


def test_the_mix_of_a_state_is_that_of_its_places_that_show_one() -> None:
    release = sample_release("full")
    views = build_views(release)
    found = Surroundings.of(views).mixes["Maharashtra"]
    shown = [view for view in views.pages if view.place.state == "Maharashtra"]
    assert found.places == tuple(shown)
    assert found.n == sum(view.n for view in shown) == sum(part.n for part in found.parts)
    assert sum(part.share for part in found.parts) == pytest.approx(1)
    first = found.parts[0]
    assert first.n == sum(g.n for v in shown for g in v.groups if set(g.segments) <= set(first.segments))
    assert (first.low, first.high) == stats.wilson(first.n, found.n, len(shown) * 100 / 12)


def test_a_small_place_does_not_merge_the_segments_of_its_state() -> None:
    """Thrissur, with 40 customers, shows A+B and C+D only; without Kochi it is all there is."""
    release = sample_release("full")
    mixes = Surroundings.of(build_views(release)).mixes
    assert [view.place.name for view in mixes["Kerala"].places] == ["Kochi"]
    assert [part.segments for part in mixes["Kerala"].parts] == [("a",), ("b",), ("c",), ("d",)]
    alone = Surroundings.of(build_views(moved(release, "Kochi", state="Goa"))).mixes["Kerala"]
    assert ([view.place.name for view in alone.places], len(alone.parts)) == (["Thrissur"], 2)
    larger = tuple(replace(atom, n=100) if atom.place == "in:d02" else atom for atom in release.atoms)
    few = tuple(replace(atom, n=20) if atom.place == "in:1016" else atom for atom in larger)
    joined = Surroundings.of(build_views(replace(release, atoms=few))).mixes["Kerala"]
    assert [view.place.name for view in joined.places] == ["Thrissur", "Kochi"]
    assert joined.n == 280


def test_states_without_a_mix() -> None:
    assert Surroundings.of(build_views(sample_release("total"))).mixes == {}


def test_a_page_without_a_mix_shows_that_of_its_state_and_the_nearest_larger_city() -> None:
    builder = make(moved(sample_release("full"), "Shimla", state="Punjab"), Settings())
    view = named(builder.views, "Shimla")
    assert not view.groups
    context = city.city(builder, view)
    assert context.state_mix
    assert context.state_said
    assert context.state_said.text.startswith("In Punjab, the mix of Mohali is A 20")
    assert context.larger
    assert (context.larger.linked, context.larger.href) == ("Chandigarh", "../chandigarh-chandigarh/index.html")
    assert context.larger.after == ": 800 customers, about 55 km away in a straight line."
    few = replace(builder.around, mixes={"Punjab": replace(builder.around.mixes["Punjab"], n=90)})
    assert select.state_mix(view, few, builder.edition) is None
    assert select.state_mix(named(builder.views, "Mohali"), builder.around, builder.edition) is None


def test_without_similar_cities_a_page_links_to_its_state() -> None:
    builder = make(sample_release("full"), Settings())
    context = city.city(builder, named(builder.views, "Nagpur"))
    assert context.alike == ()
    assert context.in_state == "In Maharashtra:"
    assert [link.title for link in context.state_places] == ["Mumbai", "Pune", "Aurangabad"]
    assert context.state_places[0].path == "cities/mumbai-maharashtra/index.html"
    assert context.state_all is None
    alone = city.city(builder, named(builder.views, "Chennai"))
    assert (alone.in_state, alone.state_places) == ("", ())


def test_a_large_state_links_to_its_list() -> None:
    release = sample_release("full")
    kerala = replace(release, places=tuple(replace(p, state="Kerala") if p.slug else p for p in release.places))
    builder = make(kerala, Settings())
    context = city.city(builder, builder.views.cities[3])
    assert len(context.state_places) == 8
    assert builder.views.cities[3].place.name not in {link.title for link in context.state_places}
    assert context.state_all
    assert (context.state_all.path, context.state_all.title) == ("cities/index.html#in-kerala", "all 22 places")


def test_places_as_they_are_written_have_no_surroundings() -> None:
    """Without a gazetteer there are no coordinates, and perhaps no states."""
    release = sample_release("full")
    bare = replace(
        release, places=tuple(replace(p, state="", lat=None, lon=None) for p in release.places if p.kind != "pool")
    )
    bare = replace(bare, atoms=tuple(atom for atom in bare.atoms if not atom.place.startswith("pool")))
    builder = make(bare, Settings())
    assert builder.around.mixes == {}
    for view in builder.views.pages:
        context = city.city(builder, view)
        assert (context.larger, context.in_state, context.state_places, context.state_mix) == (None, "", (), None)


def test_imported_tables_name_places_of_the_state_only() -> None:
    builder = make(replace(sample_release("full"), origin="kpis"), Settings())
    context = city.city(builder, named(builder.views, "Nagpur"))
    assert context.larger is None
    assert [link.title for link in context.state_places] == ["Mumbai", "Pune", "Aurangabad"]
