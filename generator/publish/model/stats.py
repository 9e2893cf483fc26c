"""Statistical functions of the public half, on plain numbers.

Intervals, tests and corrections; nothing about cities, words or formats.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from statistics import NormalDist

#: Two-sided 95 % quantile of the standard normal distribution.
Z95 = 1.959963984540054

#: Level of intervals.
LEVEL = 0.95

_TINY = 1e-300


def rounding_variance(step: float) -> float:
    """Return the variance that rounding to a step adds: step² ÷ 12; none where nothing is rounded."""
    return step * step / 12


def count_variance(base: int) -> float:
    """Return the variance of a count rounded to a base; none for exact counts, which have base 1."""
    return rounding_variance(base) if base > 1 else 0.0


def wilson(k: float, n: float, rounding: float = 0.0, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a share, widened by the rounding of both counts.

    Args:
        k: Successes, 0 ≤ k ≤ n.
        n: Trials, above 0.
        rounding: Variance that rounding adds to each count.
        z: Normal quantile.

    Returns:
        Lower and upper limit, both within 0..1 and around k / n.

    Raises:
        ValueError: n is not positive or k is outside 0..n.

    Source: Wilson (1927), JASA 22, 209-212.
    """
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"no share: {k} of {n}")
    share = k / n
    spread = z * z / n
    middle = share + spread / 2
    # The limits are the shares p with (k/n - p)² = z² · (p · (1 - p) / n + the variance of rounding).
    rounded = (1 + spread) * rounding * (1 + share * share) / (n * n)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n) + rounded)
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # The ends equal the share exactly at 0 and 1; rounding must not move them past it.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def share_error(n: float, all_k: float, all_n: float, rounding: float = 0.0) -> float | None:
    """Return the standard error of the difference of a place's share from that of all customers, if there is none.

    All customers contain the place, so the variance is p · (1 - p) · (1/n - 1/N): a difference from the rest, and its
    error, are both N ÷ (N - n) times as large. The rounding of the place's two counts is added.

    Args:
        n: Customers of the place.
        all_k: Customers of the segment anywhere, the place included.
        all_n: All customers.
        rounding: Variance that rounding adds to each count.

    Returns:
        The standard error; None when a margin is empty.
    """
    if not (0 < n < all_n and 0 < all_k < all_n):
        return None
    share = all_k / all_n
    sampling = share * (1 - share) * (1 / n - 1 / all_n)
    return math.sqrt(sampling + rounding * (1 + share * share) / (n * n))


def adjusted_residual(k: float, n: float, all_k: float, all_n: float, rounding: float = 0.0) -> float | None:
    """Return Haberman's adjusted residual of one cell: a place against the rest, a segment against the others.

    Args:
        k: Customers of the place in the segment.
        n: Customers of the place.
        all_k: Customers of the segment anywhere, the place included.
        all_n: All customers.
        rounding: Variance that rounding adds to each count of the place.

    Returns:
        A standard normal deviate under independence; None when a margin is empty.

    Source: Haberman (1973), Biometrics 29, 205-220.
    """
    error = share_error(n, all_k, all_n, rounding)
    return None if error is None else (k / n - all_k / all_n) / error


def gap_error(k: float, n: float, m: float, o: float, rounding: float = 0.0) -> float | None:
    """Return the standard error of the difference of two places' shares, if there is none.

    Args:
        k: Customers of the first place in the segment.
        n: Customers of the first place.
        m: Customers of the second place in the segment.
        o: Customers of the second place.
        rounding: Variance that rounding adds to each of these counts.

    Returns:
        The standard error, from the share of both together; None when a margin is empty.
    """
    if n <= 0 or o <= 0 or not 0 < k + m < n + o:
        return None
    share = (k + m) / (n + o)
    return math.sqrt(share * (1 - share) * (1 / n + 1 / o) + rounding * (1 + share * share) * (1 / n**2 + 1 / o**2))


def two_sided_p(z: float) -> float:
    """Return the two-sided p-value of a standard normal deviate."""
    return math.erfc(abs(z) / math.sqrt(2))


def two_sided_z(p: float) -> float:
    """Return the standard normal deviate with a two-sided p-value, 0 < p < 1."""
    return NormalDist().inv_cdf(1 - p / 2)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return adjusted p-values (q) in the order given; q < .05 keeps the false discovery rate at 5 % or less.

    Source: Benjamini and Hochberg (1995), JRSS B 57, 289-300.
    """
    count = len(p_values)
    adjusted = [1.0] * count
    smallest = 1.0
    for rank, place in reversed(list(enumerate(sorted(range(count), key=lambda i: p_values[i]), start=1))):
        smallest = min(smallest, p_values[place] * count / rank)
        adjusted[place] = smallest
    return tuple(adjusted)


def chi_square_survival(x: float, df: int) -> float:
    """Return P(X > x) for a chi-square variable with `df` degrees of freedom, to about 1e-12.

    Series for small x, Lentz's continued fraction beyond: Abramowitz and Stegun 6.5.29 and 6.5.31.

    Raises:
        ValueError: df is below 1 or x is not a number.
    """
    if df < 1 or math.isnan(x):
        raise ValueError(f"no chi-square probability for x = {x}, df = {df}")
    if x / 2 <= 0:
        return 1.0
    if math.isinf(x):
        return 0.0
    a, half = df / 2, x / 2
    scale = math.exp(a * math.log(half) - half - math.lgamma(a))
    return 1 - scale * _gamma_series(a, half) if half < a + 1 else scale * _gamma_fraction(a, half)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    while term > total * 1e-16:
        a += 1
        term *= x / a
        total += term
    return total


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for i in range(1, 1000):
        step = -i * (i - a)
        b += 2
        d = 1 / _away(step * d + b)
        c = _away(b + step / c)
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away(x: float) -> float:
    """Keep Lentz's denominators away from zero."""
    return x if abs(x) > _TINY else _TINY


def homogeneous_p(values: Sequence[float], errors: Sequence[float]) -> float:
    """Return the p-value for "all these values are estimates of the same": Cochran's Q.

    Args:
        values: The values.
        errors: Their standard errors, all positive.

    Source: Cochran (1954), Biometrics 10, 101-129.
    """
    if len(values) < 2:
        return 1.0
    weights = [1 / (error * error) for error in errors]
    middle = sum(map(mul, weights, values)) / sum(weights)
    q = sum(weight * (value - middle) ** 2 for weight, value in zip(weights, values, strict=True))
    return chi_square_survival(q, len(values) - 1)


def standard_error(sd: float, n: float, step: float = 0.0) -> float:
    """Return the standard error of a published average.

    Args:
        sd: Standard deviation over customers.
        n: Customers.
        step: Rounding step of the published value; its variance, step² / 12, counts as uncertainty too.
    """
    return math.sqrt(sd * sd / n + rounding_variance(step))


def rounded_error(sd: float, n: float, step: float) -> float:
    """Return the error from which the 95 % interval of a rounded average covers its mean, wherever that lies.

    The variance of rounding would take the place of a mean between two steps for random. It is not: all places are
    compared with one mean, and where the step is coarse, the value next to it can be outside far too often. So the
    interval holds every mean for which a value as far away as the published one has a chance of more than 5 %.

    Args:
        sd: Standard deviation over customers.
        n: Customers.
        step: Rounding step of the published value.
    """
    error = sd / math.sqrt(n)
    if not step:
        return error
    return error * _reach(math.ceil(1000 * step / error) / 1000) / Z95 if error else step / 2 / Z95


@lru_cache(maxsize=4096)
def _reach(step: float) -> float:
    """Return half the width of the interval of a rounded value, in standard errors; the step likewise."""
    normal, half = NormalDist(), step / 2
    reach = half + Z95
    while reach > Z95:
        # Beyond the published value on its own side, and beyond the first step as far away on the other.
        beyond = normal.cdf(half - reach) + normal.cdf(reach + half - step * math.ceil(2 * reach / step - 1e-9))
        if beyond > 1 - LEVEL:
            return reach + 0.02
        reach -= 0.02
    return Z95


def normal_interval(value: float, error: float, z: float = Z95) -> tuple[float, float]:
    """Return the interval of an average; normal quantile, because the standard deviation is that of the whole bank."""
    return value - z * error, value + z * error


def log_interval(value: float, error: float, z: float = Z95) -> tuple[float, float]:
    """Return the interval of a geometric mean, whose standard error is on the natural-log scale."""
    return value * math.exp(-z * error), value * math.exp(z * error)


def shrunken_share(k: float, n: float, prior: float, weight: float = 100.0) -> float:
    """Return a share shrunk towards that of all customers, for sorting small places: (k + K·p) ÷ (n + K)."""
    return (k + weight * prior) / (n + weight)
