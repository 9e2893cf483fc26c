"""Changes of shares, counts and averages between two releases, with 95 % intervals and p-values.

The two releases count as independent samples. Customers who are in both make them alike, so that intervals are rather
too wide than too narrow. A place is compared with all other customers: its change beyond theirs is a difference of
differences (of logarithms for counts and averages). The rounding of printed figures enters with step² / 12.

Plain numbers; knows no releases.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

_Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Difference:
    """A change with its 95 % interval.

    Attributes:
        value: The change.
        low: Lower end of the interval.
        high: Upper end.
        z: Size of the change in standard errors; its order remains where p-values are too small for a float.
    """

    value: float
    low: float
    high: float
    z: float

    @property
    def p(self) -> float:
        """Return the two-sided p-value."""
        return math.erfc(self.z / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Part:
    """Printed counts: `k` of `n` customers, and the variance that rounding adds to each count."""

    k: int
    n: int
    rounding: float

    @property
    def share(self) -> float:
        """Return k / n."""
        return self.k / self.n

    @property
    def variance(self) -> float:
        """Return the variance of the share."""
        share = self.share
        return share * (1 - share) / self.n + self.rounding * (1 + share * share) / self.n**2

    @property
    def inner(self) -> bool:
        """Return whether the share is neither 0 nor 1."""
        return 0 < self.k < self.n

    @property
    def log_odds(self) -> float:
        """Return ln(k / (n - k))."""
        return math.log(self.k / (self.n - self.k))

    @property
    def log_odds_variance(self) -> float:
        """Return the variance of `log_odds`, by the delta method."""
        return self.variance / (self.share * (1 - self.share)) ** 2


@dataclass(frozen=True, slots=True)
class Moment:
    """A figure as a logarithm, and the variance of that."""

    log: float
    variance: float


def rounding(base: int) -> float:
    """Return the variance of a count that is rounded to a base; none for exact counts, which have base 1."""
    return base * base / 12 if base > 1 else 0.0


def count(n: int, base: int) -> Moment:
    """Return a number of customers, who come independently of each other (Poisson)."""
    return Moment(math.log(n), 1 / n + rounding(base) / n**2)


def share_change(before: Part, now: Part) -> Difference:
    """Return the change of a share of all customers."""
    return _normal(now.share - before.share, before.variance + now.variance)


def share_beyond(before: Part, now: Part, rest_before: Part, rest_now: Part) -> Difference | None:
    """Return how much more a share of a place changed than that of all other customers; None where a part is empty.

    Value and interval are a difference of differences. If all customers change by the same factor, places that
    differ beforehand change by different numbers of points; if all change by the same points, the factors differ.
    Neither is a change of the place's own, so `z` is the smaller one of two tests: of the shares and of their log odds.
    """
    parts = (before, now, rest_before, rest_now)
    if not all(part.inner for part in parts):
        return None
    points = (now.share - before.share) - (rest_now.share - rest_before.share)
    odds = (now.log_odds - before.log_odds) - (rest_now.log_odds - rest_before.log_odds)
    found = _normal(points, sum(part.variance for part in parts))
    other = _normal(odds, sum(part.log_odds_variance for part in parts))
    agree = points * odds > 0
    return Difference(found.value, found.low, found.high, min(found.z, other.z) if agree else 0.0)


def ratio_change(before: Moment, now: Moment) -> Difference:
    """Return the change of a figure as a ratio."""
    return _ratio(now.log - before.log, before.variance + now.variance)


def ratio_beyond(before: Moment, now: Moment, rest_before: Moment, rest_now: Moment) -> Difference:
    """Return the ratio of a place's change to that of all other customers."""
    gap = (now.log - before.log) - (rest_now.log - rest_before.log)
    return _ratio(gap, sum(one.variance for one in (before, now, rest_before, rest_now)))


def _ratio(log: float, variance: float) -> Difference:
    found = _normal(log, variance)
    return Difference(math.exp(found.value), math.exp(found.low), math.exp(found.high), found.z)


def _normal(value: float, variance: float) -> Difference:
    error = math.sqrt(variance)
    z = abs(value) / error if error else math.inf if value else 0.0
    return Difference(value, value - _Z95 * error, value + _Z95 * error, z)
