"""Figures of a release as they are printed: counts and averages of all customers, of places, and of all others."""

import math
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
    """

    release: Release
    n: int
    everywhere: dict[Ids, int]
    pages: dict[str, Place]
    cells: dict[str, dict[Ids, int]]

    @classmethod
    def of(cls, release: Release) -> "Printed":
        """Read the figures of a release."""
        pages = {place.id: place for place in release.places if place.kind in ("city", "district")}
        cells: dict[str, dict[Ids, int]] = {id_: {} for id_ in pages}
        for atom in release.atoms:
            if atom.place in cells:
                cells[atom.place][atom.segments] = atom.n
        return cls(release, sum(atom.n for atom in release.atoms), all_customers(release), pages, cells)

    def size(self, place: str) -> int:
        """Return the customers of a place."""
        return sum(self.cells[place].values())

    def part(self, group: Ids, place: str | None, *, rest: bool = False) -> Part:
        """Return the customers in a group of segments: of a place, of all others (`rest`), or of all."""
        k, n = _within(self.everywhere, group), self.n
        if place is not None:
            inside, size = _within(self.cells[place], group), self.size(place)
            k, n = (k - inside, n - size) if rest else (inside, size)
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
        n = self.n if place is None else self.size(place)
        variance = spread**2 / n + _rounding(mean)
        # Spread and step of typical spend are logarithms; those of transactions become some by the delta method.
        return Moment(math.log(mean.value), variance if measure == "typical_spend" else variance / mean.value**2)

    def others(self, place: str) -> Moment | None:
        """Return the typical spend of all customers outside a place, as a logarithm.

        The mean of all customers contains that of the place, whose rounding enters the difference of the two with
        1 / (1 - w) in all, w being the share of its customers. What exceeds the place's own part is added here.
        """
        here, everyone = self.average("typical_spend", place), self.average("typical_spend")
        means = self._mean("typical_spend", place), self._mean("typical_spend", None)
        if here is None or everyone is None or means[0] is None or means[1] is None:
            return None
        share = self.size(place) / self.n
        log = (everyone.log - share * here.log) / (1 - share)
        sampling = (everyone.variance - _rounding(means[1])) / (1 - share)
        widened = _rounding(means[0]) * (1 - (1 - share) ** 2) + _rounding(means[1])
        return Moment(log, sampling + widened / (1 - share) ** 2)

    def _mean(self, measure: str, place: str | None) -> Mean | None:
        means = self.release.overall.means if place is None else self.pages[place].means
        return means.get(measure)


def _rounding(mean: Mean) -> float:
    return (mean.step or 0.0) ** 2 / 12


def _within(counts: dict[Ids, int], group: Ids) -> int:
    return sum(n for ids, n in counts.items() if set(ids) <= set(group))
