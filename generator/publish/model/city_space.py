"""Cities as points whose distance is that of their published figures, and as clouds of points redrawn within errors.

Each average is standardised over the cities compared; the mix counts as one measure: the mean over the finest common
groups of two cities.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from statistics import pstdev

from generator.publish.model import distinguishing, mix, resampling, stats
from generator.publish.model.distinguishing import publishes, share_of
from generator.publish.model.mix import Ids
from generator.publish.model.pairs import Comparer
from generator.publish.model.types import PlaceView

#: Expected squared difference of two independent standardised values: the difference of mixes without common groups.
UNKNOWN = 2.0

#: The mix among the measures compared.
MIX = "mix"

Vector = tuple[float, ...]
Groups = tuple[Ids, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A city with its values.

    Attributes:
        view: The city.
        values: Standardised averages.
        errors: Their standard errors, on the same scale.
        groups: Its segments or merged segments; empty where no mixes are compared.
        counts: Customers by group.
    """

    view: PlaceView
    values: Vector
    errors: Vector
    groups: Groups
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Cities with their distances; positions are those in `cities`.

    Attributes:
        cities: The cities, in the order of the release.
        compared: Measures that the distance covers: names of averages, and "mix".
        comparer: What comparisons of the release share.
    """

    cities: tuple[City, ...]
    compared: tuple[str, ...]
    comparer: Comparer
    _kinds: dict[Groups, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _commons: dict[tuple[Groups, Groups], Groups] = field(default_factory=dict, init=False, repr=False, compare=False)
    _spreads: dict[Ids, float] = field(default_factory=dict, init=False, repr=False, compare=False)
    _published: dict[tuple[int, Groups], Vector] = field(default_factory=dict, init=False, repr=False, compare=False)
    _members: dict[tuple[Groups, Groups], list[Vector]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _errors: dict[tuple[int, Groups], Vector] = field(default_factory=dict, init=False, repr=False, compare=False)
    _clouds: dict[tuple[int, Groups], list[Vector]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, views: Sequence[PlaceView], compared: tuple[str, ...], comparer: Comparer) -> "Space":
        """Return the space of some cities, which publish all averages compared."""
        columns = [distinguishing.standardised(views, name, comparer) for name in compared if name != MIX]
        mixed = MIX in compared
        found = cls(
            tuple(
                City(
                    view,
                    tuple(values[i] for values, _ in columns),
                    tuple(errors[i] for _, errors in columns),
                    tuple(group.segments for group in view.groups) if mixed else (),
                    tuple(group.n for group in view.groups) if mixed else (),
                )
                for i, view in enumerate(views)
            ),
            compared,
            comparer,
        )
        for i, city in enumerate(found.cities):
            found._kinds.setdefault(city.groups, []).append(i)
        return found

    def distances(self, here: int) -> list[tuple[float, int]]:
        """Return the distance of each other city, as published, with its position."""
        found: list[tuple[float, int]] = []
        own = self.cities[here].groups
        for groups, members in self._kinds.items():
            common = self.common(own, groups)
            gaps = map(math.dist, repeat(self._point(here, common)), self._points(groups, common))
            found += zip(self._with_unknown(gaps, common), members, strict=True)
        return [(gap, i) for gap, i in found if i != here]

    def _with_unknown(self, gaps: Iterable[float], common: Groups) -> Iterable[float]:
        """Add the difference of two mixes that have no groups in common."""
        return map(math.hypot, gaps, repeat(math.sqrt(UNKNOWN))) if MIX in self.compared and not common else gaps

    def drawn_distances(self, here: int, other: int) -> list[float]:
        """Return the distance of two cities in each draw."""
        common = self.common(self.cities[here].groups, self.cities[other].groups)
        gaps = map(math.dist, self._draws(here, common), self._draws(other, common))
        return list(self._with_unknown(gaps, common))

    def reach(self, here: int, other: int) -> float:
        """Return the most by which a draw can bring two cities nearer to each other."""
        common = self.common(self.cities[here].groups, self.cities[other].groups)
        reach = 0.0
        for i in (here, other):
            reach += max(map(math.dist, repeat(self._point(i, common)), self._draws(i, common)))
        return reach

    def p(self, one: int, other: int) -> float:
        """Return the p-value for "two cities are equal in all that is compared"."""
        common = self.common(self.cities[one].groups, self.cities[other].groups)
        averages = len(self.cities[one].values)
        points = (self._point(i, common) for i in (one, other))
        variances = (self._variances(i, common) for i in (one, other))
        z2 = [(a - b) ** 2 / (v + w) if v + w else 0.0 for a, b, v, w in zip(*points, *variances, strict=True)]
        if not common:
            return stats.chi_square_survival(sum(z2), averages) if averages else 1.0
        # Shares add up to 1: one of them is determined by the others.
        free = len(common) - 1
        return stats.chi_square_survival(sum(z2[:averages]) + sum(z2[averages:]) * free / len(common), averages + free)

    def _variances(self, i: int, common: Groups) -> Vector:
        """Return the variance of each coordinate of a city's vector."""
        if (i, common) not in self._errors:
            city, errors = self.cities[i], list(self.cities[i].errors)
            for part in common:
                error = distinguishing.share_error(share_of(city.view, part), city.view.n, self.comparer)
                errors.append(error / (self._spread(part) * math.sqrt(len(common))))
            self._errors[i, common] = tuple(error * error for error in errors)
        return self._errors[i, common]

    def _draws(self, i: int, common: Groups) -> list[Vector]:
        """Return a city's vectors in all draws, on some common groups."""
        if (i, common) not in self._clouds:
            city, rounding = self.cities[i], self.comparer.rounding
            made = resampling.redrawn(city.view.place.id, city.values, city.errors, city.counts, rounding)
            self._clouds[i, common] = self._vectors(city.groups, common, *made) or [()] * resampling.DRAWS
        return self._clouds[i, common]

    def _points(self, groups: Groups, common: Groups) -> list[Vector]:
        """Return the vectors, as published, of the cities with these groups."""
        if (groups, common) not in self._members:
            self._members[groups, common] = [self._point(i, common) for i in self._kinds[groups]]
        return self._members[groups, common]

    def _point(self, i: int, common: Groups) -> Vector:
        """Return a city's vector as published, on some common groups."""
        if (i, common) not in self._published:
            city = self.cities[i]
            shares = [[count / city.view.n] for count in city.counts]
            made = self._vectors(city.groups, common, [[value] for value in city.values], shares)
            self._published[i, common] = made[0] if made else ()
        return self._published[i, common]

    def _vectors(
        self, groups: Groups, common: Groups, values: list[list[float]], shares: list[list[float]]
    ) -> list[Vector]:
        """Return points whose distance from others is that of the cities; none if there is nothing to compare.

        Args:
            groups: The groups of the shares.
            common: Common groups, of which each consists of some of them.
            values: Columns of averages.
            shares: Columns of shares.
        """
        scale = math.sqrt(len(common))
        columns = list(values)
        for part in common:
            inside = [column for group, column in zip(groups, shares, strict=True) if set(group) <= set(part)]
            whole = self._spread(part) * scale
            columns.append([sum(row) / whole for row in zip(*inside, strict=True)])
        return list(zip(*columns, strict=True))

    def common(self, one: Groups, two: Groups) -> Groups:
        """Return the finest common groups of two places; empty where one has no mix, or there is only one group."""
        if (one, two) not in self._commons:
            found = mix.coarsen([*one, *two], self.comparer.order) if one and two else ()
            self._commons[one, two] = found if len(found) > 1 else ()
        return self._commons[one, two]

    def _spread(self, group: Ids) -> float:
        if group not in self._spreads:
            # All cities equal: any difference would be noise, so none counts.
            found = [share_of(city.view, group) for city in self.cities if publishes(city.view, group)]
            self._spreads[group] = pstdev(found) or math.inf
        return self._spreads[group]
