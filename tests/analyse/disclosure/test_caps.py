import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.disclosure.caps import Range, Ranges, _round_down, _round_up, make_ranges
from tests.support.banks import PROPERTY


def spend(parts: dict[int, dict[int, int]]) -> pd.DataFrame:
    rows = [(segment, value, n) for segment, counts in parts.items() for value, n in counts.items()]
    return pd.DataFrame(rows, columns=["segment", "spend_bin", "n"])


def is_round(value: int) -> bool:
    """One or two leading figures, the second none but those of 12, 15 and 25."""
    figures = str(value).rstrip("0")
    return figures in ("1", "12", "15", "2", "25", "3", "4", "5", "6", "8")


COUNTS = st.dictionaries(st.integers(0, 10**12), st.integers(1, 500), min_size=1, max_size=20)


def beyond(counts: dict[int, int], low: float, high: float) -> tuple[int, int]:
    """Return how many customers lie at or below one end, and at or above the other."""
    return sum(n for v, n in counts.items() if v <= low), sum(n for v, n in counts.items() if v >= high)


@pytest.mark.slow
@PROPERTY
@given(
    st.lists(COUNTS, min_size=1, max_size=4),
    COUNTS.map(lambda c: {n % 300 + 1: v for n, v in c.items()}),
    st.sampled_from([1, 10, 20, 50]),
)
def test_at_least_t_customers_lie_at_or_beyond_each_end(
    parts: list[dict[int, int]], f: dict[int, int], threshold: int
) -> None:
    ranges = make_ranges(spend(dict(enumerate(parts))), pd.Series(f), len(parts), 82, threshold)
    together: dict[int, int] = {}
    for part in parts:
        for value, n in part.items():
            together[value] = together.get(value, 0) + n
    for item, counts in [(ranges.everyone, together), *zip(ranges.segments, parts, strict=True)]:
        assert 100 <= item.low < item.high <= item.wide
        assert all(map(is_round, (item.low, item.high, item.wide)))
        total = sum(counts.values())
        if item is ranges.everyone and counts is not together:
            assert total < 50 * threshold
            continue
        below, above = beyond(counts, item.low, item.high)
        enough = min(max(threshold, 0.01 * total), total // 2)
        assert below >= enough
        assert above >= enough or item.high == _round_up(2 * item.low)
        assert beyond(counts, 0, item.wide)[1] >= min(threshold, total // 2) or item.wide == item.high
    most = sum(n for value, n in f.items() if value >= ranges.transactions)
    assert most >= min(threshold, sum(f.values()) // 2) or ranges.transactions == 2


@pytest.mark.parametrize("richest", [300_000, 4_000_000, 90_000_000, 9_000_000_000])
@pytest.mark.parametrize("n", [120, 440, 2_445])
def test_no_customer_decides_an_end(n: int, richest: int) -> None:
    """A bank whose largest customer spends any amount has the same ranges, and so has the one without him."""
    counts = dict.fromkeys(range(5_000, 5_000 + n), 1)
    without = make_ranges(spend({0: counts}), pd.Series({1: n}), 1, 82, 20)
    found = make_ranges(spend({0: counts | {richest: 1}}), pd.Series({1: n, 900: 1}), 1, 82, 20)
    assert found == without


def test_numbers_one_can_check_by_hand() -> None:
    counts = {100 * i: 1 for i in range(1, 10_001)}
    item = make_ranges(spend({0: counts}), pd.Series({1: 9_900, 7: 60, 12: 40}), 1, 82, 20)
    # The 100th smallest spends 10,000 paise; the 100th largest 990,100, the 20th largest 998,100.
    assert item.everyone == Range(12_000, 800_000, 800_000)
    assert item.transactions == 6


def test_a_segment_has_a_range_of_its_own_from_fifty_t_customers_on() -> None:
    poor, rich = {1_000: 5_000}, {5_000_000: 999}
    few = make_ranges(spend({0: poor, 1: rich}), pd.Series({1: 5_999}), 3, 82, 20)
    assert few.segments[1] == few.segments[2] == few.everyone
    assert few.segments[0] != few.everyone
    enough = make_ranges(spend({0: poor, 1: {5_000_000: 1_000}}), pd.Series({1: 6_000}), 2, 82, 20)
    assert enough.segments[1] == Range(6_000_000, 12_000_000, 12_000_000)


@PROPERTY
@given(st.integers(0, 10**13))
def test_ends_are_rounded_to_the_nearest_round_number_on_their_side(value: int) -> None:
    low, high = _round_down(value), _round_up(value)
    assert low <= value <= high
    assert all(is_round(end) for end in (low, high) if end)
    assert high * 3 <= value * 4 + 4
    assert not value or low * 4 >= value * 3 - 3


def test_one_day_still_has_a_range() -> None:
    ranges = make_ranges(spend({0: {0: 5}}), pd.Series({1: 5}), 1, 1, 1)
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
    assert len(make_ranges(spend({0: {100: 1}}), pd.Series({1: 1}), k, 2, 20).segments) == k
