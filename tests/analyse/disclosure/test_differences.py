"""Changes of figures: their arithmetic, and how often their tests are wrong where nothing changed."""

import math

import numpy as np
import pytest

from generator.analyse.disclosure import differences
from generator.analyse.disclosure.differences import Moment, Part


def part(share: float, n: int, base: int = 10) -> Part:
    return Part(base * round(share * n / base), n, differences.rounding(base))


def test_a_change_of_a_share_is_that_of_two_proportions() -> None:
    found = differences.share_change(Part(300, 1000, 0.0), Part(360, 1000, 0.0))
    error = math.sqrt(0.3 * 0.7 / 1000 + 0.36 * 0.64 / 1000)
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.06, 0.06 - 1.96 * error, 0.06 + 1.96 * error), rel=1e-3
    )
    assert found.p == pytest.approx(math.erfc(0.06 / error / math.sqrt(2)))


def test_rounded_counts_are_less_certain_than_exact_ones() -> None:
    exact = differences.share_change(Part(30, 110, differences.rounding(1)), Part(50, 110, differences.rounding(1)))
    rounded = differences.share_change(Part(30, 110, differences.rounding(10)), Part(50, 110, differences.rounding(10)))
    assert rounded.high - rounded.low > 1.05 * (exact.high - exact.low)
    assert rounded.p > exact.p


@pytest.mark.parametrize(
    ("here", "rest"),
    [
        ((0.40, 0.21053), (0.25, 0.11765)),  # both lost 60 % of the segment's customers: 19 points against 13
        ((0.10, 0.15), (0.25, 0.30)),  # both gained 5 points: half as many again against a fifth
    ],
)
def test_what_everyone_did_is_no_change_of_a_place(here: tuple[float, float], rest: tuple[float, float]) -> None:
    parts = [part(share, n, 1) for share, n in zip((*here, *rest), (4000, 4000, 40_000, 40_000), strict=True)]
    found = differences.share_beyond(*parts)
    assert found is not None
    assert found.p > 0.5


def test_a_place_of_its_own_way_is_found() -> None:
    found = differences.share_beyond(
        *(part(share, n) for share, n in ((0.3, 1000), (0.42, 1000), (0.3, 9000), (0.3, 9000)))
    )
    assert found is not None
    assert found.value == pytest.approx(0.12)
    assert found.low < 0.12 < found.high
    assert found.p < 1e-6


def test_a_place_without_the_segment_has_no_odds() -> None:
    assert differences.share_beyond(part(0.3, 100), part(0.0, 100), part(0.3, 900), part(0.3, 900)) is None


def test_a_ratio_beyond_all_others_is_a_ratio_of_ratios() -> None:
    logs = [Moment(math.log(value), 1e-4) for value in (100.0, 138.0, 200.0, 230.0)]
    found = differences.ratio_beyond(*logs)
    assert found.value == pytest.approx(1.38 / 1.15)
    assert math.log(found.high / found.low) == pytest.approx(2 * 1.96 * 2e-2, rel=1e-3)


@pytest.mark.parametrize("n", [110, 400, 2000])
def test_without_a_change_the_test_of_a_share_errs_as_often_as_it_says(n: int) -> None:
    """In at most 5 % of 2,000 banks, up to three standard errors; the intervals of the difference cover it as often."""
    rng, draws = np.random.default_rng(11), 2000
    sizes = (n, n, 20_000, 20_000)
    # The segment falls from 30 to 20 % everywhere.
    counts = [rng.binomial(size, share, draws) for size, share in zip(sizes, (0.3, 0.2, 0.3, 0.2), strict=True)]
    rounded = [10 * np.round(found / 10).astype(int) for found in counts]
    found = [
        differences.share_beyond(
            *(Part(int(k), size, differences.rounding(10)) for k, size in zip(row, sizes, strict=True))
        )
        for row in zip(*rounded, strict=True)
    ]
    most = 0.05 + 3 * math.sqrt(0.05 * 0.95 / draws)
    assert sum(one is not None and one.p < 0.05 for one in found) / draws < most
    assert sum(one is not None and not one.low <= 0 <= one.high for one in found) / draws < most
    assert sum(one is not None for one in found) > 0.99 * draws
