"""What lies around a place: the other places of its state, the nearest larger city, and the mix of its state."""

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator import limits
from generator.publish.model import mix, stats
from generator.publish.model.pairs import Two
from generator.publish.model.types import PlaceView, Views

#: Mean radius of the earth.
_EARTH_KM = 6371.0088
_KM_PER_DEGREE = _EARTH_KM * math.pi / 180

#: A point on the unit sphere.
_Point = tuple[float, float, float]

#: A place with its latitude in degrees, and as a point.
_Located = tuple[float, PlaceView, _Point]


@dataclass(frozen=True, slots=True)
class Larger(Two):
    """A place and the nearest city with more customers, and how far it is in a straight line."""

    km: float


@dataclass(frozen=True, slots=True)
class Near:
    """A place with a page near another one, and how far it is in a straight line."""

    view: PlaceView
    km: float


@dataclass(frozen=True, slots=True)
class Shared:
    """Customers of some segments in several places together."""

    segments: mix.Ids
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StateMix:
    """The mix of a state, as far as its places show one.

    Attributes:
        state: The state.
        places: Its places whose mixes are added, most customers first. Pools show none.
        n: Their customers.
        parts: Their customers by segment, or by merged segments.
    """

    state: str
    places: tuple[PlaceView, ...]
    n: int
    parts: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The places of a release by where they are.

    Attributes:
        large: Cities with enough customers for claims and known coordinates, most customers first, each as a point.
        states: Places with a page by state, most customers first.
        mixes: Mixes of states that show one.
        known: Places with a page and known coordinates, from south to north, each with its latitude and as a point.
        mixed: Those of them with a mix.
    """

    large: tuple[tuple[PlaceView, _Point], ...]
    states: dict[str, tuple[PlaceView, ...]]
    mixes: dict[str, StateMix] = field(repr=False)
    known: tuple[_Located, ...] = field(repr=False)
    mixed: tuple[_Located, ...] = field(repr=False)

    @classmethod
    def of(cls, views: Views) -> "Surroundings":
        """Sort the places of a release."""
        states: dict[str, list[PlaceView]] = {}
        for view in views.pages:
            if view.place.state:
                states.setdefault(view.place.state, []).append(view)
        ordered = {state: tuple(sorted(some, key=lambda view: -view.n)) for state, some in states.items()}
        large = ((view, _point(view)) for view in views.cities if view.strength == "claims")
        mixes = {state: _mix_of(state, some, views) for state, some in ordered.items()}
        return cls(
            tuple((view, point) for view, point in large if point is not None),
            ordered,
            {state: found for state, found in mixes.items() if found is not None},
            _located(views.pages),
            _located([view for view in views.pages if view.groups]),
        )

    def others(self, view: PlaceView) -> tuple[PlaceView, ...]:
        """Return the other places of its state that have a page, most customers first."""
        found = self.states.get(view.place.state, ()) if view.place.state else ()
        return tuple(other for other in found if other.place.id != view.place.id)

    def nearest(self, view: PlaceView, most: int) -> tuple[Near, ...]:
        """Return the nearest other places with a page, nearest first; none where it is not known where it lies."""
        return _nearest(self.known, view, most)

    def nearest_mix(self, view: PlaceView) -> Near | None:
        """Return the nearest other place with a mix of its own; None likewise, or where no place has one."""
        return next(iter(_nearest(self.mixed, view, 1)), None)

    def larger(self, view: PlaceView) -> Larger | None:
        """Return the nearest city with more customers and enough for claims; None without one, or where it lies."""
        here = _point(view)
        if here is None:
            return None
        candidates = [(math.dist(here, point), other) for other, point in self.large if other.n > view.n]
        if not candidates:
            return None
        chord, nearest = min(candidates, key=lambda found: found[0])
        return Larger(view, nearest, _km_of(chord))


def _nearest(places: tuple[_Located, ...], view: PlaceView, most: int) -> tuple[Near, ...]:
    """Return the nearest of some places, which are ordered by latitude."""
    here = _point(view)
    if here is None or view.place.lat is None:
        return ()
    lat, degrees = view.place.lat, 2.0
    while True:
        first = bisect.bisect_left(places, lat - degrees, key=lambda one: one[0])
        last = bisect.bisect_right(places, lat + degrees, key=lambda one: one[0])
        band = (one for one in places[first:last] if one[1].place.id != view.place.id)
        found = sorted((Near(other, _km(here, point)) for _, other, point in band), key=_nearness)
        # No place outside the band of latitudes is nearer than its edge.
        inside = [near for near in found if near.km <= degrees * _KM_PER_DEGREE]
        if len(inside) >= most or last - first == len(places):
            return tuple(found[:most])
        degrees *= 2


def _nearness(near: Near) -> tuple[float, str]:
    return near.km, near.view.place.id


def _km_of(chord: float) -> float:
    """Return the great-circle distance of two points of the unit sphere from the length of their chord."""
    return 2 * _EARTH_KM * math.asin(min(1.0, chord / 2))


def _km(first: _Point, second: _Point) -> float:
    return _km_of(math.dist(first, second))


def _located(views: Sequence[PlaceView]) -> tuple[_Located, ...]:
    points = ((view.place.lat, view, _point(view)) for view in views)
    known = [(lat, view, point) for lat, view, point in points if lat is not None and point is not None]
    return tuple(sorted(known, key=lambda one: (one[0], one[1].place.id)))


def _point(view: PlaceView) -> _Point | None:
    if view.place.lat is None or view.place.lon is None:
        return None
    lat, lon = math.radians(view.place.lat), math.radians(view.place.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _mix_of(state: str, places: Sequence[PlaceView], views: Views) -> StateMix | None:
    """Return the mix of the places that show one; None where none does.

    A small place with merged segments would merge those of all others: places that show less than others are left out,
    where the others have enough customers for claims without them.
    """
    order, shown = tuple(views.segments), [view for view in places if view.groups]
    kinds = {tuple(group.segments for group in view.groups) for view in shown}
    found = []
    for kind in sorted(kinds):
        inside = tuple(
            view for view in shown if mix.coarsen([*kind, *(g.segments for g in view.groups)], order) == kind
        )
        n = sum(view.n for view in inside)
        found.append((n >= limits.CLAIM_CUSTOMERS, len(kind), n, kind, inside))
    if not found:
        return None
    _, _, n, kind, inside = max(found, key=lambda one: one[:4])
    return StateMix(state, inside, n, tuple(_shared(ids, inside, n, views) for ids in kind))


def _shared(ids: mix.Ids, places: Sequence[PlaceView], n: int, views: Views) -> Shared:
    inside = [group for view in places for group in view.groups if set(group.segments) <= set(ids)]
    k = sum(group.n for group in inside)
    # An imported table has no intervals.
    rounding = len(inside) * stats.count_variance(views.release.policy.base)
    low, high = (k / n, k / n) if views.imported else stats.wilson(k, n, rounding)
    return Shared(ids, k, k / n, low, high)
