import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.segments.features import Grid, bin_middle, midranks, nice, raw_features, rounded, scale
from tests.support.banks import PROPERTY

COLUMNS = ["recency", "frequency", "amount_bin", "n", "log_spend"]


def grid(*rows: tuple[int, int, int, int]) -> Grid:
    return Grid(pd.DataFrame([(*row, row[3] * 10**6) for row in rows], columns=COLUMNS))


def spread(n: int = 40) -> Grid:
    return grid(*((i % 7, 1 + i % 5, 1_000 * (1 + i * i), 10 + i % 3) for i in range(n)))


@PROPERTY
@given(st.floats(1e-9, 1e12))
def test_nice_is_the_next_1_2_5_number(value: float) -> None:
    found = nice(value)
    lead = float(f"{found:e}".split("e")[0])
    assert lead in (1, 2, 5)
    assert value * (1 - 1e-11) <= found <= 2.5 * value * (1 + 1e-9)
    assert nice(found) == found


@PROPERTY
@given(st.floats(-100, 100), st.floats(0.01, 100), st.integers(1, 10**6))
def test_rounding_a_constant_moves_it_by_less_than_one_customer_does(value: float, spread_: float, n: int) -> None:
    found = rounded(value, spread_, n)
    assert abs(found - value) <= nice(spread_ / n) / 2 * (1 + 1e-6) + 1e-9


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 900)), min_size=1, unique_by=lambda t: t[0]))
def test_mid_ranks_average_to_fifty(counts: list[tuple[int, int]]) -> None:
    table = pd.Series(dict(counts))
    ranks = midranks(table)
    assert float((ranks * table.sort_index()).sum() / table.sum()) == pytest.approx(50)
    assert ranks.is_monotonic_increasing
    assert ranks.between(0, 100).all()


def test_mid_ranks_by_hand() -> None:
    assert midranks(pd.Series({3: 50, 1: 30, 2: 20})).to_dict() == {1: 15.0, 2: 40.0, 3: 75.0}


@PROPERTY
@given(st.integers(0, 10**15))
def test_the_middle_of_a_bin_is_within_one_percent_of_each_amount_in_it(paise: int) -> None:
    unit = 10 ** max(len(str(paise)) - 3, 0)
    lead = paise // unit
    edge = (lead - lead % (1 if unit == 1 or lead < 200 else 2 if lead < 500 else 5)) * unit
    middle = bin_middle(np.array([edge]))[0] * 100
    assert middle == pytest.approx(paise, rel=0.0101)
    if paise < 1_000:
        assert middle == pytest.approx(paise)


def test_raw_features_are_days_and_logarithms() -> None:
    found = raw_features(grid((3, 4, 500, 1)))
    assert found["recency"][0] == 3
    assert found["frequency"][0] == math.log(4)
    assert found["monetary"][0] == pytest.approx(math.log(6))


def test_points_are_z_scores_with_the_printed_constants() -> None:
    made = scale(spread())
    weights = spread().weights
    assert [feature.name for feature in made.used] == ["recency", "frequency", "monetary"]
    assert made.dropped == ()
    for feature, column in zip(made.used, made.points.T, strict=True):
        assert np.allclose(column, (made.raw[feature.name] - feature.mean) / feature.sd)
        assert np.average(column, weights=weights) == pytest.approx(0, abs=0.02)
        assert np.average(column**2, weights=weights) == pytest.approx(1, abs=0.05)
        assert feature.weight == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({1: 100}, "constant"),
        ({1: 95, 2: 3, 3: 2}, "degenerate"),
        ({1: 50, 2: 50}, "degenerate"),
        ({1: 94, 2: 3, 3: 3}, None),
    ],
)
def test_a_feature_that_cannot_separate_is_dropped(values: dict[int, int], reason: str | None) -> None:
    rows = [(i % 9, value, 1_000 * (1 + i), 1) for value, n in values.items() for i in range(n)]
    made = scale(grid(*rows))
    assert [(item.name, item.reason) for item in made.dropped] == ([("frequency", reason)] if reason else [])
    assert made.points.shape == (100, 3 - bool(reason))
    if reason:
        # As coarse as twenty of the hundred customers: the share must not count a few.
        assert made.dropped[0].share == pytest.approx(max(values.values()) / 100, abs=0.1)
        assert round(made.dropped[0].share * 100) % 20 == 0


def test_all_constant_gives_no_points() -> None:
    made = scale(grid((0, 1, 1_000, 300)))
    assert made.used == ()
    assert made.points.shape == (1, 0)
    assert {item.reason for item in made.dropped} == {"constant"}


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 8, 9, 10, 12])
def test_so_few_customers_that_the_step_swallows_the_deviation_do_not_divide_by_zero(n: int) -> None:
    for factor in (1, 3, 7):
        made = scale(grid(*((i * factor, 1, 1_000 * (1 + i * factor), 1) for i in range(n))))
        assert np.isfinite(made.points).all()
        assert all(feature.sd > 0 for feature in made.used)
