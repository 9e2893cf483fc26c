"""Similar cities: the nearest on the published measures, where that choice survives resampling.

Compared are cities with enough customers for claims, on what distinguishes them by more than chance: the logarithm of
typical spend, the percentiles of recency and frequency, and the segment mix, with equal weights. All their figures are
then drawn again within their errors; a city is named only where it is among the nearest in most draws, and only beside
one that is unlike most others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from statistics import fmean

from generator import limits
from generator.publish.model import distinguishing, resampling
from generator.publish.model.city_space import MIX, Space
from generator.publish.model.pairs import Comparer, Pair
from generator.publish.model.types import PlaceView, Views

#: One city is named for so many cities compared, and at most three: among few, being one of the nearest says nothing.
CITIES_FOR_EACH, MOST = 8, 3

#: Nearest cities that compete first; the others do only where one of the nearest survives that.
_FIRST = 24

#: Relative difference up to which two distances are equal.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Neighbour(Pair):
    """A city and one of those nearest to it.

    Attributes:
        kept: Share of draws in which it is among the nearest. Where it is low, only the nearest cities competed: it is
            at most this.
        unlike: Share of the other cities that differ from the first by more than chance; None where the choice does not
            last in most draws.
        compared: Measures that the distance covers: names of averages, and "mix".
    """

    kept: float
    unlike: float | None
    compared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """The choice of similar cities in a release.

    Attributes:
        space: The cities compared; none where nothing distinguishes them.
    """

    space: Space
    _at: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, views: Views) -> "Alike":
        """Find the cities of a release and what distinguishes them."""
        comparer, names = Comparer.of(views), distinguishing.measures(views)
        claims = [view for view in views.cities if view.strength == "claims"]
        chosen = distinguishing.complete(claims, names, comparer)
        compared = distinguishing.found(chosen, names, comparer) if len(chosen) >= CITIES_FOR_EACH else ()
        found = cls(Space.of(chosen if compared else (), compared, comparer))
        for i, city in enumerate(found.space.cities):
            found._at[city.view.place.id] = i
        return found

    @property
    def most(self) -> int:
        """Return how many cities may be named."""
        return min(MOST, len(self.space.cities) // CITIES_FOR_EACH)

    def nearest(self, view: PlaceView) -> tuple[Neighbour, ...]:
        """Return the nearest cities, the nearest first, each with how often resampling keeps it.

        Where several are equally far, all of them are returned if they fit, else none: no other order decides.
        """
        here = self._at.get(view.place.id)
        if here is None or not self.most:
            return ()
        row = self.space.distances(here)
        ordered = nsmallest(max(_FIRST, self.most + 1), row)
        found = ordered[: self.most]
        if len(ordered) > self.most and _equal(ordered[self.most][0], found[-1][0]):
            found = [one for one in found if not _equal(one[0], found[-1][0])]
        if not found:
            return ()
        others = [i for _, i in ordered]
        kept = self._kept(here, others, len(found))
        unlike = None
        if max(kept) >= limits.KEPT_DRAWS:
            kept = self._kept(here, self._within_reach(here, row, others, len(found)), len(found))
            unlike = self._unlike(here)
        # Either all of those that are equally far last, or none.
        equals = [min(k for k, (d, _) in zip(kept, found, strict=True) if _equal(d, gap)) for gap, _ in found]
        return tuple(self._neighbour(here, i, share, unlike) for (_, i), share in zip(found, equals, strict=True))

    def _neighbour(self, here: int, other: int, kept: float, unlike: float | None) -> Neighbour:
        space = self.space
        one, two = space.cities[here], space.cities[other]
        pair = space.comparer.pair(one.view, two.view)
        mixed = bool(space.common(one.groups, two.groups))
        compared = tuple(name for name in space.compared if name != MIX or mixed)
        known = (pair.first, pair.second, pair.claims, pair.parts, pair.gaps, pair.level)
        return Neighbour(*known, kept, unlike, compared)

    def _kept(self, here: int, others: Sequence[int], most: int) -> list[float]:
        """Return the share of draws in which each of the first `most` others is among the nearest of them all."""
        rows = [self.space.drawn_distances(here, other) for other in others]
        kept = [0] * most
        for row in zip(*rows, strict=True):
            worst = sorted(row)[min(self.most, len(row)) - 1]
            for i in range(most):
                kept[i] += row[i] <= worst
        return [count / resampling.DRAWS for count in kept]

    def _unlike(self, here: int) -> float:
        """Return the share of other cities that differ from one by more than chance.

        Where all differ by chance only, those with most customers are near each other merely because they scatter less.
        """
        level = limits.UNLIKE_TEST / (len(self.space.cities) - 1)
        return fmean(self.space.p(here, other) < level for other in range(len(self.space.cities)) if other != here)

    def _within_reach(self, here: int, row: list[tuple[float, int]], others: list[int], most: int) -> list[int]:
        """Return the others, and all further cities that may come nearer in some draw than the first `most`."""
        worst = max(max(self.space.drawn_distances(here, other)) for other in others[:most])
        near = set(others)
        return others + [i for gap, i in row if i not in near and gap - self.space.reach(here, i) <= worst]


def _equal(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_EQUAL, abs_tol=_EQUAL)
