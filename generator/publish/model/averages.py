"""Averages of a release with their 95 % intervals.

Standard deviations come from the model (`Model.spread`), never from a place: a release holds none for places.
"""

import math
from dataclasses import dataclass

from generator import limits
from generator.publish.model import conditions, stats
from generator.release import Mean, Release

Means = dict[str, Mean]

#: Averages on the natural-log scale: their step and spread are logarithms.
LOGARITHMIC = frozenset({"typical_spend"})

_OF_AGE = frozenset({"age", "age_pct"})


@dataclass(frozen=True, slots=True)
class Spreads:
    """Standard deviations by segment and measure.

    Attributes:
        sds: By (segment id or None for all customers, measure).
    """

    sds: dict[tuple[str | None, str], float]

    @classmethod
    def of(cls, release: Release) -> "Spreads":
        """Read the spreads of a release.

        An average of age counts only customers whose age is known, and their number by place is not published. The
        spread is that of an average over all customers with the same error, if the share is alike everywhere.
        """
        known = conditions.age_known(release) or 1.0
        return cls(
            {
                (spread.segment, spread.measure): spread.sd / (math.sqrt(known) if spread.measure in _OF_AGE else 1.0)
                for spread in release.model.spread
            }
        )

    def group(self, segments: tuple[str, ...], measure: str) -> float | None:
        """Return the sd within one segment; of all customers where segments are merged and their mix is unknown."""
        return self.sds.get((segments[0] if len(segments) == 1 else None, measure))

    def place(self, measure: str) -> float | None:
        """Return the sd among all customers, which is used for every place.

        The sd within its segments would be too small: segments are defined by the averaged measures, and a place's
        mix of segments is as random as the values within them.
        """
        return self.sds.get((None, measure))


def error_of(mean: Mean, sd: float | None, n: int) -> float | None:
    """Return the standard error of an average (of its logarithm for typical spend); None where no spread is known."""
    if mean.value is None or sd is None or n <= 0:
        return None
    return stats.standard_error(sd, n, mean.step or 0.0)


def interval(measure: str, mean: Mean, sd: float | None, n: int) -> tuple[float, float] | None:
    """Return the 95 % interval of an average; None where there is none. Percentiles stay in 0..100, the rest ≥ 0."""
    if mean.value is None or sd is None or n <= 0:
        return None
    error = stats.rounded_error(sd, n, mean.step or 0.0)
    if measure in LOGARITHMIC:
        return stats.log_interval(mean.value, error)
    low, high = stats.normal_interval(mean.value, error)
    top = 100.0 if measure.endswith("_pct") else math.inf
    return max(0.0, low), min(top, high)


def gap_error(mean: Mean, reference: Mean, sd: float | None, n: int, all_n: int) -> float | None:
    """Return the standard error of an average minus that of all customers, if there is no difference.

    The test is against the rest, whose average is (N · all - n · here) ÷ (N - n): the difference from it and its error,
    from the spread of both and from the rounding of both published averages, are N ÷ (N - n) times those from all
    customers. On the log scale for typical spend.

    Returns:
        The standard error; None where an average or the spread is not known, or there is no rest.
    """
    if mean.value is None or reference.value is None or sd is None or not 0 < n < all_n:
        return None
    rounding = stats.rounding_variance(mean.step or 0.0) + stats.rounding_variance(reference.step or 0.0)
    return math.sqrt(sd * sd * (1 / n - 1 / all_n) + rounding)


def gap(measure: str, value: float, reference: float) -> float | None:
    """Return the difference of two averages on the scale of their error; None for a logarithm of zero."""
    if measure not in LOGARITHMIC:
        return value - reference
    return math.log(value / reference) if value > 0 and reference > 0 else None


def as_difference(measure: str, gap: float) -> float:
    """Return a difference on the scale of its error as `Estimate.least` has it: a ratio for typical spend."""
    return math.exp(gap) if measure in LOGARITHMIC else gap


def far_enough(measure: str, value: float, reference: float) -> bool:
    """Return whether an average differs enough from that of all customers to be reported.

    The gates: a ratio of 1.10 for money and transactions, 5 points for percentiles, 2 years for age.
    """
    if measure.endswith("_pct"):
        return abs(value - reference) >= limits.PERCENTILE_POINTS
    if measure == "age":
        return abs(value - reference) >= limits.AGE_YEARS
    if value <= 0 or reference <= 0:
        return False
    return abs(math.log(value / reference)) >= math.log(limits.RATIO) - 1e-12
