"""Similar cities: distance between places on the published measures.

The distance covers typical spend (its logarithm), the percentiles of recency and frequency, and the segment mix, each
standardised over the cities compared, with equal weights. A measure not published for one of the two counts as the
expected difference of two random cities, so that a place with few published measures is never the nearest.
"""

import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from generator.publish.model import conditions, mix
from generator.publish.model.mix import Ids
from generator.publish.model.types import PlaceView, Views

#: Minimum number of cities for a comparison.
FEWEST = 4

#: Expected squared difference of two independent standardised values: used for an unknown difference.
UNKNOWN = 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """A city as a point in the space of the measures.

    Attributes:
        view: The city.
        at: Standardised values by measure (None where suppressed), first that of typical spend.
        whole: Whether all values are known.
        groups: Its segments or merged segments.
        mixes: Standardised shares by the groups compared; filled on demand.
    """

    view: PlaceView
    at: tuple[float | None, ...]
    whole: bool
    groups: tuple[Ids, ...]
    mixes: dict[tuple[Ids, ...], tuple[float, ...]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Alike:
    """The cities of a release that are compared: those with 30 customers or more.

    Attributes:
        known: Points with a typical spend, in its order.
        others: Points without.
        order: Segment ids in canonical order.
        spreads: Standard deviation of the share of each group, over the cities that publish it; filled on demand.
        commons: Finest common groups of two places, by their groups; filled on demand.
    """

    known: tuple[Point, ...]
    others: tuple[Point, ...]
    order: Ids
    spreads: dict[Ids, float] = field(default_factory=dict, repr=False, compare=False)
    commons: dict[tuple[tuple[Ids, ...], tuple[Ids, ...]], tuple[Ids, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def of(cls, views: Views) -> "Alike":
        """Build the points of the cities of a release."""
        chosen = [view for view in views.cities if view.strength != "counts"]
        columns = [_standardised(view_values) for view_values in zip(*(_values(v, views) for v in chosen), strict=True)]
        points = [
            Point(view, at, None not in at, tuple(group.segments for group in view.groups))
            for view, at in zip(chosen, zip(*columns, strict=True), strict=True)
        ]
        known = sorted((point for point in points if point.at[0] is not None), key=lambda point: point.at[0] or 0.0)
        return cls(tuple(known), tuple(p for p in points if p.at[0] is None), tuple(views.segments))

    def nearest(self, view: PlaceView, most: int) -> tuple[PlaceView, ...]:
        """Return up to `most` cities, the nearest first; ties by customers, then name.

        None when the place is not among the cities compared, or they are too few.
        """
        points = (*self.known, *self.others)
        here = next((point for point in points if point.view.place.id == view.place.id), None)
        if here is None or len(points) < FEWEST:
            return ()
        found: list[tuple[float, int, str, str, PlaceView]] = []
        worst = math.inf
        for gap, other in self._outward(here):
            if gap > worst:
                break
            distance = self.distance(here, other, worst)
            if distance is not None and distance <= worst:
                place = other.view.place
                insort(found, (distance, -other.view.n, place.name, place.id, other.view), key=lambda row: row[:4])
                del found[most:]
                worst = found[-1][0] if len(found) == most else math.inf
        return tuple(row[-1] for row in found)

    def _outward(self, here: Point) -> Iterator[tuple[float, Point]]:
        """Yield the other points, nearest in typical spend first, with its contribution to the distance."""
        spend = here.at[0]
        if spend is None:
            yield from ((0.0, other) for other in (*self.known, *self.others) if other is not here)
            return
        spends = [point.at[0] or 0.0 for point in self.known]
        right = bisect_left(spends, spend)
        left, far = right - 1, list(self.others)
        while left >= 0 or right < len(spends):
            below = spend - spends[left] if left >= 0 else math.inf
            above = spends[right] - spend if right < len(spends) else math.inf
            gap, at = min((below, left), (above, right))
            left, right = (left - 1, right) if at == left else (left, right + 1)
            if gap * gap > UNKNOWN:
                yield from ((UNKNOWN, other) for other in far)
                far = []
            if self.known[at] is not here:
                yield gap * gap, self.known[at]
        yield from ((UNKNOWN, other) for other in far)

    def distance(self, here: Point, other: Point, worst: float = math.inf) -> float | None:
        """Return the squared distance of two points; None without a common measure, or when it is above `worst`.

        The mix counts as one measure: the mean over the common groups.
        """
        if here.whole and other.whole:
            total, comparable = math.dist(here.at, other.at) ** 2, True  # type: ignore[arg-type]
        else:
            pairs = zip(here.at, other.at, strict=True)
            gaps = [UNKNOWN if one is None or two is None else (one - two) ** 2 for one, two in pairs]
            comparable = any(one is not None and two is not None for one, two in zip(here.at, other.at, strict=True))
            total = sum(gaps)
        if total > worst:
            return None
        groups = self.common(here.groups, other.groups)
        if len(groups) < 2:
            return total + UNKNOWN if comparable else None
        return total + math.dist(self._shares(here, groups), self._shares(other, groups)) ** 2 / len(groups)

    def _shares(self, point: Point, groups: tuple[Ids, ...]) -> tuple[float, ...]:
        if groups not in point.mixes:
            point.mixes[groups] = tuple(share_of(point.view, group) / self._spread(group) for group in groups)
        return point.mixes[groups]

    def common(self, one: tuple[Ids, ...], two: tuple[Ids, ...]) -> tuple[Ids, ...]:
        """Return the finest common groups of two places; empty where one has no mix."""
        if not one or not two:
            return ()
        if (one, two) not in self.commons:
            self.commons[one, two] = mix.coarsen([*one, *two], self.order)
        return self.commons[one, two]

    def _spread(self, group: Ids) -> float:
        if group not in self.spreads:
            points = [point for point in (*self.known, *self.others) if _publishes(point.groups, group)]
            # All cities equal: any difference would be noise, so none counts.
            self.spreads[group] = pstdev([share_of(point.view, group) for point in points]) or math.inf
        return self.spreads[group]


def share_of(view: PlaceView, group: Ids) -> float:
    """Return the share of some segments together, for a place that publishes it."""
    return sum(part.n for part in view.groups if set(part.segments) <= set(group)) / view.n


def _publishes(groups: Sequence[Ids], wanted: Ids) -> bool:
    inside = [group for group in groups if set(group) <= set(wanted)]
    return bool(inside) and sum(map(len, inside)) == len(wanted)


def measures(views: Views) -> tuple[str, ...]:
    """Return the measures compared: frequency only where ids repeat, recency only where it is behaviour."""
    names = ["typical_spend"]
    if conditions.recency_rests(views):
        names.append("recency_pct")
    if not conditions.frequency_dropped(views):
        names.append("frequency_pct")
    return tuple(names)


def _values(view: PlaceView, views: Views) -> tuple[float | None, ...]:
    """Return the values to standardise, typical spend as its logarithm."""
    values = [view.measures[name].value for name in measures(views)]
    spend = values[0]
    return (math.log(spend) if spend else None, *values[1:])


def _standardised(values: Iterable[float | None]) -> tuple[float | None, ...]:
    row = tuple(values)
    known = [value for value in row if value is not None]
    middle, sd = (fmean(known), pstdev(known)) if known else (0.0, 0.0)
    return tuple(None if value is None else (value - middle) / sd if sd else 0.0 for value in row)
