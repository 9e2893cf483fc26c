"""Averages of a release with their 95 % intervals.

Standard deviations come from the model (`Model.spread`), never from a place: a release holds none for places.
"""

import math
from dataclasses import dataclass

from generator import limits
from generator.publish.model import stats
from generator.release import Mean, Release

ABSENT = Mean(value=None, step=None, withheld="absent")


#: Averages on the natural-log scale: their step and spread are logarithms.
LOGARITHMIC = frozenset({"typical_spend"})


@dataclass(frozen=True, slots=True)
class Spreads:
    """Standard deviations by segment and measure.

    Attributes:
        sds: By (segment id or None for all customers, measure).
    """

    sds: dict[tuple[str | None, str], float]

    @classmethod
    def of(cls, release: Release) -> "Spreads":
        """Read the spreads of a release."""
        return cls({(spread.segment, spread.measure): spread.sd for spread in release.model.spread})

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
    error = error_of(mean, sd, n)
    if mean.value is None or error is None:
        return None
    if measure in LOGARITHMIC:
        return stats.log_interval(mean.value, error)
    low, high = stats.normal_interval(mean.value, error)
    top = 100.0 if measure.endswith("_pct") else math.inf
    return max(0.0, low), min(top, high)


def deviate(measure: str, mean: Mean, reference: Mean, sd: float | None, n: int) -> float | None:
    """Return the difference of an average from that of all customers in standard errors; None where unknown."""
    error = error_of(mean, sd, n)
    if mean.value is None or reference.value is None or not error:
        return None
    if measure in LOGARITHMIC:
        if mean.value <= 0 or reference.value <= 0:
            return None
        return math.log(mean.value / reference.value) / error
    return (mean.value - reference.value) / error


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
