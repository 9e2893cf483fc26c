"""Comparison of two places: differences of mix and averages, tested and gated; `core/pairs.js` does the same.

Arithmetic only. A reader chooses which places to compare, so each test of a pair is one of all tests of all pairs that
could be chosen: `pair_level` corrects for their number, whatever is on the page. Knows no words.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.publish.model import averages, mix, stats
from generator.publish.model.pair_level import Level
from generator.publish.model.significance import speakable
from generator.publish.model.types import Answer, PlaceView, Views, first
from generator.release import ABSENT

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One segment, or several merged ones, in both places.

    Attributes:
        segments: Segment ids in canonical order.
        n: Customers of the first and the second place.
        share: Their shares, 0..1.
        low: Lower Wilson 95 % limits.
        high: Upper limits.
        ends: 95 % interval of the first share minus the second.
        error: Standard error of that difference if there is none; None when a margin is empty.
        answer: What may be said of the difference; None where either place has too few customers.
    """

    segments: Ids
    n: tuple[int, int]
    share: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    ends: tuple[float, float]
    error: float | None
    answer: Answer | None = None

    @property
    def gap(self) -> float:
        """First share minus second share."""
        return self.share[0] - self.share[1]

    @property
    def z(self) -> float | None:
        """Difference in standard errors."""
        return None if self.error is None else self.gap / self.error

    @property
    def index(self) -> float:
        """100 × larger share ÷ smaller share; infinite when the smaller is 0."""
        small, large = sorted(self.share)
        return 100 * large / small if small else math.inf

    @property
    def far(self) -> bool:
        """Whether the difference passes the effect gate, with the smaller share as the reference."""
        small, large = sorted(self.share)
        return mix.passes_effect(large, small) if small else mix.wide(large)

    @property
    def inside(self) -> bool:
        """Whether the whole interval of the difference is inside the effect gate: under 5 points either way."""
        return not any(mix.wide(end) for end in self.ends)


@dataclass(frozen=True, slots=True)
class Gap:
    """One average in both places.

    Attributes:
        measure: Its name, one of `significance.COMPARED`.
        value: The averages of the first and the second place.
        difference: Their ratio for typical spend, else first minus second.
        low: Lower end of the difference's 95 % interval.
        high: Upper end.
        z: Difference in standard errors.
        error: Standard error of the difference, of the logarithm of a ratio.
        answer: As for `Part`.
    """

    measure: str
    value: tuple[float, float]
    difference: float
    low: float
    high: float
    z: float
    error: float
    answer: Answer | None = None

    @property
    def far(self) -> bool:
        """Whether the difference passes the effect gate."""
        return averages.far_enough(self.measure, *self.value)

    @property
    def apart(self) -> bool:
        """Whether the 95 % interval excludes equality."""
        return abs(self.z) > stats.Z95


@dataclass(frozen=True, slots=True)
class Two:
    """A pair of places.

    Attributes:
        first: The place that the others are compared with.
        second: The other place.
    """

    first: PlaceView
    second: PlaceView


@dataclass(frozen=True, slots=True)
class Pair(Two):
    """A pair of places with its comparisons.

    Attributes:
        claims: Whether both have enough customers for claims.
        parts: Their mixes on the finest common groups; empty when either mix is unpublished or no common groups remain.
        gaps: Averages published for both places and supported by the release.
        level: The level of each test.
    """

    claims: bool
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    level: Level

    @property
    def mix(self) -> Answer | None:
        """The answer of the two mixes: the first of those of their shares."""
        return first(part.answer for part in self.parts)

    @property
    def answer(self) -> Answer | None:
        """The first of the answers of all shares and averages."""
        return first((self.mix, *(gap.answer for gap in self.gaps)))


def compare(places: Sequence[PlaceView], views: Views) -> tuple[Pair, ...]:
    """Compare the first place with each of the others.

    Args:
        places: Two or more places of the release.
        views: The release as published.

    Returns:
        One pair for each other place.
    """
    comparer = Comparer.of(views)
    return tuple(comparer.pair(places[0], other) for other in places[1:])


@dataclass(frozen=True, slots=True)
class Comparer:
    """What all comparisons of a release share.

    Attributes:
        order: Segment ids in canonical order.
        names: Averages compared.
        level: The level of each test.
        spreads: Standard deviations of customers.
        rounding: Variance that rounding adds to each count.
        imported: Whether the figures come from a table of averages, which has no intervals.
    """

    order: Ids
    names: tuple[str, ...]
    level: Level
    spreads: averages.Spreads
    rounding: float
    imported: bool

    @classmethod
    def of(cls, views: Views) -> "Comparer":
        """Return the comparer of a release."""
        return cls(
            order=tuple(views.segments),
            names=speakable(views),
            level=Level.of(views),
            spreads=averages.Spreads.of(views.release),
            rounding=stats.count_variance(views.release.policy.base),
            imported=views.imported,
        )

    def pair(self, one: PlaceView, other: PlaceView) -> Pair:
        """Compare two places."""
        claims = one.strength == other.strength == "claims"
        parts, gaps = self._parts(one, other), self._gaps(one, other)
        if claims:
            equivalent = all(part.inside for part in parts)
            parts = tuple(replace(part, answer=self._of_share(part, equivalent=equivalent)) for part in parts)
            gaps = tuple(replace(gap, answer=self._of_average(gap)) for gap in gaps)
        return Pair(one, other, claims, parts, gaps, self.level)

    def _of_share(self, part: Part, *, equivalent: bool) -> Answer | None:
        if part.z is None:
            return None
        if part.ends[0] <= 0 <= part.ends[1]:
            return "in_line" if equivalent else "none"
        return self._apart(part.z, far=part.far)

    def _of_average(self, gap: Gap) -> Answer:
        return self._apart(gap.z, far=gap.far) if gap.apart else "none"

    def _apart(self, z: float, *, far: bool) -> Answer:
        """Return the answer where the 95 % interval excludes equality."""
        if abs(z) <= self.level.z:
            return "chance"
        return "clear" if far else "small"

    def _parts(self, one: PlaceView, other: PlaceView) -> tuple[Part, ...]:
        if not one.groups or not other.groups:
            return ()
        common = mix.coarsen([group.segments for view in (one, other) for group in view.groups], self.order)
        return tuple(self._part(ids, one, other) for ids in common) if len(common) > 1 else ()

    def _part(self, ids: Ids, one: PlaceView, other: PlaceView) -> Part:
        k, m = (sum(group.n for group in view.groups if set(group.segments) <= set(ids)) for view in (one, other))
        share = k / one.n, m / other.n
        # An imported table has no intervals: both ends equal the share.
        (low, high), (other_low, other_high) = (
            (j / n, j / n) if self.imported else stats.wilson(j, n, self.rounding)
            for j, n in ((k, one.n), (m, other.n))
        )
        gap = share[0] - share[1]
        return Part(
            segments=ids,
            n=(k, m),
            share=share,
            low=(low, other_low),
            high=(high, other_high),
            ends=(
                gap - math.hypot(share[0] - low, other_high - share[1]),
                gap + math.hypot(high - share[0], share[1] - other_low),
            ),
            error=stats.gap_error(k, one.n, m, other.n, self.rounding),
        )

    def _gaps(self, one: PlaceView, other: PlaceView) -> tuple[Gap, ...]:
        found = (self._gap(name, one, other) for name in self.names)
        return tuple(gap for gap in found if gap is not None)

    def _gap(self, name: str, one: PlaceView, other: PlaceView) -> Gap | None:
        """Return the difference of an average; None where it is suppressed for either place or no spread is known."""
        values, errors = [], []
        for view in (one, other):
            mean = view.place.means.get(name, ABSENT)
            error = averages.error_of(mean, self.spreads.place(name), view.n)
            if mean.value is None or not error:
                return None
            values.append(mean.value)
            errors.append(error)
        first, second = values
        error = math.hypot(*errors)
        if name in averages.LOGARITHMIC:
            if first <= 0 or second <= 0:
                return None
            low, high = stats.log_interval(first / second, error)
            return Gap(name, (first, second), first / second, low, high, math.log(first / second) / error, error)
        gap = first - second
        return Gap(name, (first, second), gap, *stats.normal_interval(gap, error), gap / error, error)
