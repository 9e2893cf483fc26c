"""Figures of a release as they are printed: counts and averages of all customers, of places, and of all others."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.analyse.disclosure import differences
from generator.analyse.disclosure.differences import Moment, Part
from generator.release import Compared, Mean, Place, Release
from generator.release.mixes import Ids, all_customers


@dataclass(frozen=True, slots=True)
class Printed:
    """Figures of a release as they are printed.

    Attributes:
        release: The release.
        n: All customers.
        everywhere: All customers by segment, or merged segments.
        pages: Places with a page, by id.
        cells: Customers of each of these by segment, or merged segments.
        sizes: Customers of each of these.
    """

    release: Release
    n: int
    everywhere: dict[Ids, int]
    pages: dict[str, Place]
    cells: dict[str, dict[Ids, int]]
    sizes: dict[str, int]

    @classmethod
    def of(cls, release: Release) -> "Printed":
        """Read the figures of a release."""
        pages = {place.id: place for place in release.places if place.kind in ("city", "district")}
        cells: dict[str, dict[Ids, int]] = {id_: {} for id_ in pages}
        for atom in release.atoms:
            if atom.place in cells:
                cells[atom.place][atom.segments] = atom.n
        n, sizes = sum(atom.n for atom in release.atoms), {id_: sum(cells[id_].values()) for id_ in pages}
        return cls(release, n, all_customers(release), pages, cells, sizes)

    def part(self, group: Ids, place: str | None) -> Part:
        """Return the customers of a place in a group of segments, or of all."""
        if place is None:
            return self.rest(group)
        return self._part(_within(self.cells[place], group), self.sizes[place])

    def together(self, places: Iterable[str]) -> dict[Ids, int]:
        """Return the customers of some places together, by segment or merged segments."""
        found: dict[Ids, int] = {}
        for place in places:
            for ids, n in self.cells[place].items():
                found[ids] = found.get(ids, 0) + n
        return found

    def rest(self, group: Ids, *without: Mapping[Ids, int]) -> Part:
        """Return the customers in a group of segments, without some customers by segment."""
        inside = sum(_within(cells, group) for cells in without)
        return self._part(
            _within(self.everywhere, group) - inside, self.n - sum(sum(cells.values()) for cells in without)
        )

    def outside(self, places: Iterable[str]) -> int:
        """Return the number of customers outside some places."""
        return self.n - sum(self.sizes[place] for place in places)

    def _part(self, k: int, n: int) -> Part:
        return Part(k, n, differences.rounding(self.release.policy.base))

    def average(self, measure: Compared, place: str | None = None) -> Moment | None:
        """Return a published average of all customers or of a place, as a logarithm; None where there is none.

        Its error comes from the spread among all customers, of a place too: that within segments would be too small.
        """
        mean = self._mean(measure, place)
        spread = next(
            (row.sd for row in self.release.model.spread if (row.segment, row.measure) == (None, measure)), None
        )
        if mean is None or not mean.value or spread is None:
            return None
        n = self.n if place is None else self.sizes[place]
        variance = spread**2 / n + _rounding(mean)
        # Spread and step of typical spend are logarithms; those of transactions become some by the delta method.
        return Moment(math.log(mean.value), variance if measure == "typical_spend" else variance / mean.value**2)

    def others(self, place: str, without: Iterable[str] = ()) -> Moment | None:
        """Return the typical spend of all customers outside a place and some more, as a logarithm.

        The mean of all customers contains that of the place, whose rounding enters the difference of the two with
        1 + w / r in all, w being the share of its customers and r that of the others. What exceeds the place's own part
        is added here.
        """
        everyone, mean = self.average("typical_spend"), self._mean("typical_spend", None)
        if everyone is None or mean is None:
            return None
        left = {place, *without}
        rest, log, widened = self.outside(left) / self.n, everyone.log, _rounding(mean)
        for id_ in sorted(left):
            own = self._mean("typical_spend", id_)
            if own is None or not own.value:
                return None
            weight = self.sizes[id_] / self.n
            log -= weight * math.log(own.value)
            widened += _rounding(own) * ((rest + weight) ** 2 - rest**2 if id_ == place else weight**2)
        return Moment(log / rest, (everyone.variance - _rounding(mean)) / rest + widened / rest**2)

    def _mean(self, measure: str, place: str | None) -> Mean | None:
        means = self.release.overall.means if place is None else self.pages[place].means
        return means.get(measure)


def _rounding(mean: Mean) -> float:
    return (mean.step or 0.0) ** 2 / 12


def _within(counts: Mapping[Ids, int], group: Ids) -> int:
    members = set(group)
    return sum(n for ids, n in counts.items() if members.issuperset(ids))
