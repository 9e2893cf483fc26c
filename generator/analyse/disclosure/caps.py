"""Fixed ranges to which values are clipped before averaging: round numbers near the 1st and the 99th percentile.

Ranges are published, so they need disclosure control too: at least T customers lie at or beyond each end, and the end
is rounded inwards, so that it is no customer's value and does not depend on a single customer. A range is computed once
and kept in the release as part of the model, so that the rounding step of a figure does not depend on the month's data.
"""

import math
from dataclasses import dataclass

import pandas as pd

from generator import limits
from generator.analyse.money import unit_of
from generator.release import Clip, Release
from generator.release.columns import BALANCE

#: Age in years is clipped to this range.
AGE = (10, 90)
#: Shares of customers at or beyond an end of a range, and of the wide one.
_TAIL, _WIDE_TAIL = 0.01, 0.001
#: Leading digits of round numbers (× 10), with gaps of at most a third: 1-2-5 numbers would clip twice as much.
_ROUND = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)


@dataclass(frozen=True, slots=True)
class Range:
    """Range of spend in paise: `low` and `high` clip the customers of a city or an atom, `wide` those of a segment."""

    low: int
    high: int
    wide: int


@dataclass(frozen=True, slots=True)
class BalanceRange:
    """Range of balances in paise; an end may be negative."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class BalanceRanges:
    """Ranges of balances: by segment position, and of all customers."""

    segments: tuple[BalanceRange, ...]
    everyone: BalanceRange


@dataclass(frozen=True, slots=True)
class Ranges:
    """All fixed ranges.

    Attributes:
        segments: Spend by segment position.
        everyone: Spend of all customers.
        transactions: Upper end for numbers of transactions.
        recency: Upper end for recency in days: the length of the window less one.
        unit: How many paise, as the smallest unit of any currency is called, are one unit of it: 100, or 1000.
        balances: Ranges of balances; None unless segments are formed of them.
    """

    segments: tuple[Range, ...]
    everyone: Range
    transactions: int
    recency: int
    unit: int = 100
    balances: BalanceRanges | None = None

    def clips(self, ids: tuple[str, ...]) -> tuple[Clip, ...]:
        """Return the ranges in the form of the release: money in currency units."""
        rows = [(None, self.everyone), *zip(ids, self.segments, strict=True)]
        spend = [Clip(name, "spend", item.low / self.unit, item.high / self.unit) for name, item in rows]
        wide = [Clip(name, "spend_wide", 0.0, item.wide / self.unit) for name, item in rows]
        held = self.balances
        balances = [(None, held.everyone), *zip(ids, held.segments, strict=True)] if held else []
        return (
            *spend,
            *wide,
            *(Clip(name, BALANCE, item.low / self.unit, item.high / self.unit) for name, item in balances),
            Clip(None, "transactions", 1.0, float(self.transactions)),
            Clip(None, "recency", 0.0, float(self.recency)),
            Clip(None, "age", float(AGE[0]), float(AGE[1])),
        )


def make_ranges(
    spend: pd.DataFrame, frequency: pd.Series, k: int, days: int, threshold: int, unit: int = 100
) -> Ranges:
    """Compute the ranges.

    Args:
        spend: Columns segment, spend_bin (paise, lower edge), n.
        frequency: Customers by number of transactions.
        k: Number of segments.
        days: Length of the window.
        threshold: T; 1 under the internal policy.
        unit: As for `Ranges`.
    """
    parts = [spend[spend["segment"] == i].groupby("spend_bin")["n"].sum() for i in range(k)]
    everyone = _range(spend.groupby("spend_bin")["n"].sum(), threshold, unit)
    segments = tuple(
        _range(part, threshold, unit) if part.sum() >= limits.OWN_CAPS * threshold else everyone for part in parts
    )
    most = max(2, _round_down(_from_top(frequency, _TAIL, threshold)))
    return Ranges(segments, everyone, most, max(1, days - 1), unit)


def balance_ranges(balances: pd.DataFrame, k: int, threshold: int, unit: int) -> BalanceRanges:
    """Compute the ranges of balances.

    Args:
        balances: Columns segment, balance_bin (paise, end nearest to zero), n; only of customers with a known balance.
        k: Number of segments.
        threshold: T; 1 under the internal policy.
        unit: As for `Ranges`.
    """
    parts = [balances[balances["segment"] == i].groupby("balance_bin")["n"].sum() for i in range(k)]
    everyone = _signed_range(balances.groupby("balance_bin")["n"].sum(), threshold, unit)
    own = (
        _signed_range(part, threshold, unit) if part.sum() >= limits.OWN_CAPS * threshold else everyone
        for part in parts
    )
    return BalanceRanges(tuple(own), everyone)


def _signed_range(counts: pd.Series, threshold: int, unit: int) -> BalanceRange:
    """Return a range of round numbers, rounded inwards; balances in a bin exceed its end by at most 2 %."""
    low, high = _from_bottom(counts, _TAIL, threshold), _from_top(counts, _TAIL, threshold)
    low = _round_up(low * 1.02 + 1) if low > 0 else -_round_down(-low)
    high = _round_down(high) if high >= 0 else -_round_up(-high * 1.02 + 1)
    return BalanceRange(low, max(high, low + max(unit, _round_up(abs(low) or 1))))


def ranges_of(previous: Release) -> Ranges:
    """Return the fixed ranges of an earlier release, in paise."""
    unit = unit_of(previous.currency)
    clips = {(item.segment, item.measure): item for item in previous.model.clips}

    def spend(segment: str | None) -> Range:
        narrow, wide = clips[segment, "spend"], clips[segment, "spend_wide"]
        return Range(round(narrow.low * unit), round(narrow.high * unit), round(wide.high * unit))

    def balance(segment: str | None) -> BalanceRange:
        clip = clips[segment, BALANCE]
        return BalanceRange(round(clip.low * unit), round(clip.high * unit))

    held = (None, BALANCE) in clips
    return Ranges(
        segments=tuple(spend(item.id) for item in previous.segments),
        everyone=spend(None),
        transactions=int(clips[None, "transactions"].high),
        recency=int(clips[None, "recency"].high),
        unit=unit,
        balances=BalanceRanges(tuple(balance(item.id) for item in previous.segments), balance(None)) if held else None,
    )


def _range(counts: pd.Series, threshold: int, unit: int) -> Range:
    # Values in a bin exceed its lower edge by at most 1 %.
    low = max(unit, _round_up(_from_bottom(counts, _TAIL, threshold) * 1.01 + 1))
    high = max(_round_down(_from_top(counts, _TAIL, threshold)), _round_up(2 * low))
    return Range(low, high, max(_round_down(_from_top(counts, _WIDE_TAIL, threshold)), high))


def _from_top(counts: pd.Series, tail: float, threshold: int) -> int:
    """Return the largest value reached or exceeded by max(T, tail × n) customers."""
    ordered = counts.sort_index(ascending=False)
    reached = ordered.cumsum() >= _rank(int(ordered.sum()), tail, threshold)
    return int(reached.index[int(reached.to_numpy().argmax())])


def _from_bottom(counts: pd.Series, tail: float, threshold: int) -> int:
    """Return the smallest value not exceeded by max(T, tail × n) customers."""
    ordered = counts.sort_index()
    reached = ordered.cumsum() >= _rank(int(ordered.sum()), tail, threshold)
    return int(reached.index[int(reached.to_numpy().argmax())])


def _rank(n: int, tail: float, threshold: int) -> int:
    """Return how many customers lie at or beyond an end; with fewer than 2 T, both ends are the median."""
    return min(max(threshold, math.ceil(tail * n)), (n + 1) // 2)


def _round_down(value: int) -> int:
    """Return the largest round number not above a value; 0 if the value is below 1."""
    return max((number for number in _rounds(value) if number <= value), default=0)


def _round_up(value: float) -> int:
    """Return the smallest round number not below a value."""
    return min(number for number in _rounds(value) if number >= value)


def _rounds(value: float) -> list[int]:
    """Return the round whole numbers of the value's order of magnitude, up to the next power of ten."""
    tens = 10 ** max(len(str(int(value))) - 1, 0)
    return [lead * tens // 10 for lead in (*_ROUND, 100) if lead * tens % 10 == 0]
