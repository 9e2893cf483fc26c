import math

import pandas as pd
import pytest
from banks import PROPERTY
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.clipping import Range, Ranges, make_ranges
from generator.analyse.features import nice


def spend(parts: dict[int, dict[int, int]]) -> pd.DataFrame:
    rows = [(segment, value, n) for segment, counts in parts.items() for value, n in counts.items()]
    return pd.DataFrame(rows, columns=["segment", "spend_bin", "n"])


def is_nice(value: float) -> bool:
    return math.isclose(nice(value), value, rel_tol=1e-9)


COUNTS = st.dictionaries(st.integers(0, 10**12), st.integers(1, 500), min_size=1, max_size=20)


@PROPERTY
@given(st.lists(COUNTS, min_size=1, max_size=4), COUNTS.map(lambda c: {n % 300 + 1: v for n, v in c.items()}))
def test_ranges_are_round_ordered_and_hold_about_98_percent(parts: list[dict[int, int]], f: dict[int, int]) -> None:
    ranges = make_ranges(spend(dict(enumerate(parts))), pd.Series(f), len(parts), 82)
    together: dict[int, int] = {}
    for part in parts:
        for value, n in part.items():
            together[value] = together.get(value, 0) + n
    for item, counts in [(ranges.everyone, together), *zip(ranges.segments, parts, strict=True)]:
        assert 100 <= item.low < item.high <= item.wide
        assert item.high >= 2 * item.low
        assert is_nice(item.low)
        total = sum(counts.values())
        assert sum(n for value, n in counts.items() if value <= item.high) >= 0.99 * total
        assert sum(n for value, n in counts.items() if value <= item.wide) >= 0.999 * total
        assert sum(n for value, n in counts.items() if value < item.low and item.low > 100) <= 0.01 * total
    assert sum(n for value, n in f.items() if value <= ranges.transactions) >= 0.99 * sum(f.values())
    assert ranges.transactions >= 2


def test_numbers_one_can_check_by_hand() -> None:
    counts = {100 * i: 1 for i in range(1, 1001)}
    item = make_ranges(spend({0: counts}), pd.Series({1: 99, 7: 1}), 1, 82).everyone
    # 1st percentile 1,000 paise, 99th 99,000, 99.9th 99,900.
    assert item == Range(1_000, 100_000, 100_000)


def test_low_is_the_round_number_below() -> None:
    for first, low in ((100, 100), (499, 200), (500, 500), (999, 500), (1_999, 1_000), (5_001, 5_000)):
        assert make_ranges(spend({0: {first: 10}}), pd.Series({1: 10}), 1, 9).everyone.low == low


def test_an_empty_segment_takes_the_range_of_all() -> None:
    ranges = make_ranges(spend({0: {5_000: 50}}), pd.Series({1: 50}), 2, 82)
    assert ranges.segments[1] == ranges.everyone


def test_one_day_still_has_a_range() -> None:
    ranges = make_ranges(spend({0: {0: 5}}), pd.Series({1: 5}), 1, 1)
    assert (ranges.recency, ranges.transactions) == (1, 2)
    assert ranges.everyone.low >= 100


def test_the_release_states_ranges_in_currency_units() -> None:
    ranges = Ranges((Range(200, 5_000, 10_000),), Range(100, 50_000, 100_000), 5, 81)
    found = {(clip.segment, clip.measure): (clip.low, clip.high) for clip in ranges.clips(("a",))}
    assert found[None, "spend"] == (1.0, 500.0)
    assert found["a", "spend"] == (2.0, 50.0)
    assert found[None, "spend_wide"] == (0.0, 1_000.0)
    assert found[None, "transactions"] == (1.0, 5.0)
    assert found[None, "recency"] == (0.0, 81.0)
    assert found[None, "age"] == (10.0, 90.0)


@pytest.mark.parametrize("k", [1, 3])
def test_every_segment_has_a_range(k: int) -> None:
    assert len(make_ranges(spend({0: {100: 1}}), pd.Series({1: 1}), k, 2).segments) == k
