"""Comparison of two places: differences of mix and averages, tested and gated; `core/pairs.js` does the same.

Arithmetic only: counts on the finest common groups, adjusted residuals of the two-row table, averages on
their own scale (typical spend on the log scale), one Benjamini-Hochberg family over all comparisons on the page, and
the effect gates of the site. Knows no words.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.publish.model import averages, mix, stats
from generator.publish.model.significance import significant, speakable
from generator.publish.model.types import PlaceView, Views

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
        residual: Adjusted residual of the first place; None when a margin is empty.
        q: Adjusted p-value over all comparisons on the page; None where either place has too few customers.
        passes: True when q < .05, difference ≥ 5 points, and the larger share is ≥ 1.2 times the smaller.
    """

    segments: Ids
    n: tuple[int, int]
    share: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    residual: float | None
    q: float | None = None
    passes: bool = False

    @property
    def gap(self) -> float:
        """First share minus second share."""
        return self.share[0] - self.share[1]

    @property
    def index(self) -> float:
        """100 × larger share ÷ smaller share; infinite when the smaller is 0."""
        small, large = sorted(self.share)
        return 100 * large / small if small else math.inf


@dataclass(frozen=True, slots=True)
class Gap:
    """One average in both places.

    Attributes:
        measure: Its name, one of `significance.COMPARED`.
        value: The averages of the first and the second place.
        difference: Their ratio for typical spend and transactions, else first minus second.
        low: Lower end of the difference's 95 % interval.
        high: Upper end.
        z: Difference in standard errors.
        q: As for `Part`.
        passes: True when q < .05 and `averages.far_enough`.
    """

    measure: str
    value: tuple[float, float]
    difference: float
    low: float
    high: float
    z: float
    q: float | None = None
    passes: bool = False


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
        omnibus_p: p-value of the chi-square test of the two mixes; None without parts.
        gaps: Averages published for both places and supported by the release.
    """

    claims: bool
    parts: tuple[Part, ...]
    omnibus_p: float | None
    gaps: tuple[Gap, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing passes."""
        return not any(part.passes for part in self.parts) and not any(gap.passes for gap in self.gaps)


def compare(places: Sequence[PlaceView], views: Views) -> tuple[Pair, ...]:
    """Compare the first place with each of the others.

    Args:
        places: Two or more places of the release.
        views: The release as published.

    Returns:
        One pair for each other place. q-values are over all shares and averages of all pairs together.
    """
    names, spreads = speakable(views), averages.Spreads.of(views.release)
    pairs = [_pair(places[0], other, views, names, spreads) for other in places[1:]]
    deviates = [z for pair in pairs if pair.claims for z in _deviates(pair)]
    adjusted = iter(stats.benjamini_hochberg([stats.two_sided_p(z) for z in deviates]))

    def judge(pair: Pair) -> Pair:
        if not pair.claims:
            return pair
        parts = tuple(part if part.residual is None else _judged(part, next(adjusted)) for part in pair.parts)
        gaps = tuple(
            replace(gap, q=q, passes=significant(q) and averages.far_enough(gap.measure, *gap.value))
            for gap, q in zip(pair.gaps, adjusted, strict=False)
        )
        return replace(pair, parts=parts, gaps=gaps)

    return tuple(judge(pair) for pair in pairs)


def _deviates(pair: Pair) -> Iterable[float]:
    yield from (part.residual for part in pair.parts if part.residual is not None)
    yield from (gap.z for gap in pair.gaps)


def _judged(part: Part, q: float) -> Part:
    return replace(part, q=q, passes=significant(q) and mix.high(part.index) and mix.wide(part.gap))


def _pair(first: PlaceView, second: PlaceView, views: Views, names: Sequence[str], spreads: averages.Spreads) -> Pair:
    parts = _parts(first, second, views)
    gaps = [_gap(name, (first, second), spreads) for name in names]
    return Pair(
        first=first,
        second=second,
        claims=first.strength == second.strength == "claims",
        parts=parts,
        omnibus_p=_omnibus(parts),
        gaps=tuple(gap for gap in gaps if gap is not None),
    )


def _parts(first: PlaceView, second: PlaceView, views: Views) -> tuple[Part, ...]:
    if not first.groups or not second.groups:
        return ()
    common = mix.coarsen([group.segments for view in (first, second) for group in view.groups], tuple(views.segments))
    return tuple(_part(ids, first, second, views) for ids in common) if len(common) > 1 else ()


def _part(ids: Ids, first: PlaceView, second: PlaceView, views: Views) -> Part:
    rounding = stats.count_variance(views.release.policy.base)
    k, m = (sum(group.n for group in view.groups if set(group.segments) <= set(ids)) for view in (first, second))
    # An imported table has no intervals: both ends equal the share.
    limits = [
        (j / n, j / n) if views.imported else stats.wilson(j, n, rounding) for j, n in ((k, first.n), (m, second.n))
    ]
    return Part(
        segments=ids,
        n=(k, m),
        share=(k / first.n, m / second.n),
        low=(limits[0][0], limits[1][0]),
        high=(limits[0][1], limits[1][1]),
        residual=stats.adjusted_residual(k, first.n, k + m, first.n + second.n),
    )


def _omnibus(parts: Sequence[Part]) -> float | None:
    return stats.homogeneity_p([part.n[0] for part in parts], [sum(part.n) for part in parts]) if parts else None


def _gap(name: str, views: tuple[PlaceView, PlaceView], spreads: averages.Spreads) -> Gap | None:
    """Return the difference of an average; None where it is suppressed for either place or no spread is known."""
    values, errors = [], []
    for view in views:
        mean = view.place.means.get(name, averages.ABSENT)
        error = averages.error_of(mean, spreads.place(name), view.n)
        if mean.value is None or not error:
            return None
        values.append(mean.value)
        errors.append(error)
    one, two = values
    error = math.hypot(*errors)
    if name in averages.LOGARITHMIC:
        if one <= 0 or two <= 0:
            return None
        low, high = stats.log_interval(one / two, error)
        return Gap(name, (one, two), one / two, low, high, math.log(one / two) / error)
    low, high = stats.normal_interval(one - two, error)
    return Gap(name, (one, two), one - two, low, high, (one - two) / error)
