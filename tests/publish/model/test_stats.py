"""Intervals, tests and corrections against scipy and hand-computed values."""

import itertools
import math
from statistics import NormalDist

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.model import stats


@pytest.mark.parametrize(("k", "n"), [(0, 20), (20, 20), (7, 20), (331, 800), (1, 1), (56, 800)])
def test_wilson_matches_scipy(k: int, n: int) -> None:
    expected = scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    assert stats.wilson(k, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


@settings(deadline=None)
@given(st.integers(1, 10**7), st.data())
def test_wilson_contains_its_share(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = stats.wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert low < high


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_wilson_refuses_invalid_counts(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        stats.wilson(k, n)


def test_adjusted_residual_by_hand() -> None:
    # 60 of 100 here, 300 of 1000 in all: (60 - 30) / sqrt(30 * .7 * .9).
    assert stats.adjusted_residual(60, 100, 300, 1000) == pytest.approx(30 / math.sqrt(18.9))


def test_adjusted_residual_squared_is_the_chi_square_of_its_fourfold_table() -> None:
    k, n, all_k, all_n = 70, 220, 8580, 20080
    table = [[k, n - k], [all_k - k, all_n - n - all_k + k]]
    expected = scipy.stats.chi2_contingency(table, correction=False).statistic
    residual = stats.adjusted_residual(k, n, all_k, all_n)
    assert residual is not None
    assert residual**2 == pytest.approx(expected)
    assert residual < 0


@pytest.mark.parametrize("cell", [(10, 50, 10, 50), (0, 50, 0, 500), (50, 50, 500, 500), (0, 0, 3, 9)])
def test_no_residual_with_an_empty_margin(cell: tuple[int, int, int, int]) -> None:
    assert stats.adjusted_residual(*cell) is None


@settings(deadline=None)
@given(st.floats(-40, 40))
def test_two_sided_p_matches_scipy(z: float) -> None:
    assert stats.two_sided_p(z) == pytest.approx(2 * scipy.stats.norm.sf(abs(z)), rel=1e-9)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=60))
def test_benjamini_hochberg_matches_scipy_and_is_monotone(p_values: list[float]) -> None:
    q = stats.benjamini_hochberg(p_values)
    if p_values:
        assert q == pytest.approx(scipy.stats.false_discovery_control(p_values), abs=1e-12)
    assert all(a <= b + 1e-12 for a, b in zip(p_values, q, strict=True))
    order = sorted(range(len(q)), key=lambda i: p_values[i])
    assert all(q[a] <= q[b] for a, b in itertools.pairwise(order))


@settings(deadline=None)
@given(st.floats(0, 2000), st.integers(1, 60))
def test_chi_square_survival_matches_scipy(x: float, df: int) -> None:
    assert stats.chi_square_survival(x, df) == pytest.approx(scipy.stats.chi2.sf(x, df), rel=1e-8, abs=1e-12)


def test_chi_square_survival_at_the_ends() -> None:
    assert stats.chi_square_survival(0, 3) == 1
    assert stats.chi_square_survival(math.inf, 3) == 0
    for x, df in ((1.0, 0), (math.nan, 2)):
        with pytest.raises(ValueError, match="chi-square"):
            stats.chi_square_survival(x, df)


def test_intervals_of_means() -> None:
    error = stats.standard_error(12.0, 144, 0.0)
    assert error == 1.0
    assert stats.normal_interval(50, error) == pytest.approx(scipy.stats.norm.interval(0.95, 50, 1))
    low, high = stats.log_interval(500, 0.04)
    assert math.log(high / 500) == pytest.approx(math.log(500 / low)) == pytest.approx(1.959964 * 0.04, rel=1e-6)


def test_rounding_counts_as_uncertainty() -> None:
    # A value rounded to a step s is off by a uniform error of variance s² / 12.
    assert stats.standard_error(0, 10, 6) == pytest.approx(math.sqrt(3))


def test_shrunken_share() -> None:
    assert stats.shrunken_share(20, 20, 0.4) == pytest.approx((20 + 40) / 120)
    assert stats.shrunken_share(0, 0, 0.4) == 0.4


@pytest.mark.parametrize("step", [0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0])
def test_the_interval_of_a_rounded_average_covers_its_mean_wherever_that_lies_between_two_steps(step: float) -> None:
    """With a standard error of 1: the chance that the value rounds to one whose interval leaves out the mean."""
    normal, half = NormalDist(), stats.Z95 * stats.rounded_error(10.0, 100, step)
    for i in range(50):
        mean = (step or 1.0) * i / 50
        if not step:
            missed = 2 * normal.cdf(-half)
        else:
            values = [step * k for k in range(-60, 61)]
            missed = sum(
                normal.cdf(value + step / 2 - mean) - normal.cdf(value - step / 2 - mean)
                for value in values
                if abs(value - mean) > half
            )
        assert missed <= 0.0505, (step, mean)
