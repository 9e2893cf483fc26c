"""Fixed ranges that averaged values are clipped to: round 1-2-5 numbers at about the 1st and 99th percentile.

A range is part of the model: it is decided once and travels with the release, so that a figure's rounding step does not
depend on who happens to be in the data that month.
"""

from dataclasses import dataclass

import pandas as pd

from generator.analyse.features import nice
from generator.release import Clip

#: Age in years is clipped to this range.
AGE = (10, 90)
_LOW, _HIGH, _WIDE = 0.01, 0.99, 0.999


@dataclass(frozen=True, slots=True)
class Range:
    """A range of spend in paise: `low` and `high` clip a city's and an atom's customers, `wide` a whole segment's."""

    low: int
    high: int
    wide: int


@dataclass(frozen=True, slots=True)
class Ranges:
    """All fixed ranges.

    Attributes:
        segments: Spend by segment position.
        everyone: Spend of all customers.
        transactions: Highest number of transactions that counts.
        recency: Highest number of days that counts: the window's length less one.
    """

    segments: tuple[Range, ...]
    everyone: Range
    transactions: int
    recency: int

    def clips(self, ids: tuple[str, ...]) -> tuple[Clip, ...]:
        """Return the ranges as the release states them: money in currency units."""
        rows = [(None, self.everyone), *zip(ids, self.segments, strict=True)]
        spend = [Clip(name, "spend", item.low / 100, item.high / 100) for name, item in rows]
        wide = [Clip(name, "spend_wide", 0.0, item.wide / 100) for name, item in rows]
        return (
            *spend,
            *wide,
            Clip(None, "transactions", 1.0, float(self.transactions)),
            Clip(None, "recency", 0.0, float(self.recency)),
            Clip(None, "age", float(AGE[0]), float(AGE[1])),
        )


def make_ranges(spend: pd.DataFrame, frequency: pd.Series, k: int, days: int) -> Ranges:
    """Decide the ranges.

    Args:
        spend: Columns segment, spend_bin (paise, lower edge), n.
        frequency: Customers by number of transactions.
        k: Number of segments.
        days: Length of the window.
    """
    parts = [spend[spend["segment"] == i].groupby("spend_bin")["n"].sum() for i in range(k)]
    everyone = _range(spend.groupby("spend_bin")["n"].sum())
    segments = tuple(_range(part) if len(part) else everyone for part in parts)
    return Ranges(segments, everyone, max(2, int(nice(_quantile(frequency, _HIGH)))), max(1, days - 1))


def _range(counts: pd.Series) -> Range:
    low = max(100, _below(_quantile(counts, _LOW)))
    high = max(int(nice(max(_quantile(counts, _HIGH), 1))), 2 * low)
    return Range(low, high, max(int(nice(max(_quantile(counts, _WIDE), 1))), high))


def _quantile(counts: pd.Series, share: float) -> int:
    """Return the smallest value that at least this share of customers does not exceed."""
    ordered = counts.sort_index()
    reached = ordered.cumsum() >= share * ordered.sum()
    return int(reached.index[int(reached.to_numpy().argmax())])


def _below(value: float) -> int:
    """Return the largest 1-2-5 number that is not above a value, 0 for 0."""
    if value < 1:
        return 0
    up = nice(value)
    if up == value:
        return int(up)
    lead = int(str(int(up))[0])
    return int(up / 2.5) if lead == 5 else int(up / 2)
