"""Calendar of the data: on how many of the days on which the bank books do they have rows, and is there a gap?

Where the days are sparse, how recently a customer was seen says which days were extracted, not what customers do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator import limits
from generator.analyse.engine.base import Engine
from generator.release import RecencyBasis

#: Day 0 is a Thursday.
_WEEKDAY_OF_DAY_0 = 3


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the window.

    Attributes:
        working_days: Days on weekdays that the data use.
        with_rows: Those of them that have rows.
        longest_gap: Longest run of them without rows.
    """

    working_days: int
    with_rows: int
    longest_gap: int


def read_calendar(engine: Engine, first: int | None, last: int | None) -> Calendar:
    """Return the calendar of the table `accepted`, which runs from day `first` to day `last`."""
    if first is None or last is None:
        return Calendar(0, 0, 0)
    return calendar_of(dict(engine.rows("select day, count(*) from accepted group by day")), first, last)


def calendar_of(rows: Mapping[int, int], first: int, last: int) -> Calendar:
    """Return the calendar of a window.

    A weekday on which the bank does not book is one without rows, or with under 1 % of the rows on at most a quarter of
    its dates: a ledger from Monday to Friday is complete although it has no Sundays, and a correction booked on a
    Saturday does not make Saturdays missing days.

    Args:
        rows: Number of rows by day number; days without rows may be missing.
        first: First day of the window.
        last: Last day of it.
    """
    window = range(first, last + 1)
    used = {weekday for weekday in range(7) if _books(rows, [day for day in window if _weekday(day) == weekday])}
    working = [day for day in window if _weekday(day) in used]
    gap = longest = 0
    for day in working:
        gap = 0 if rows.get(day) else gap + 1
        longest = max(longest, gap)
    return Calendar(len(working), sum(rows.get(day, 0) > 0 for day in working), longest)


def _books(rows: Mapping[int, int], dates: Sequence[int]) -> bool:
    """Return whether the bank books on a weekday, from all its dates in the window."""
    held = [n for day in dates if (n := rows.get(day, 0))]
    if sum(held) >= limits.WEEKDAY_ROWS * sum(rows.values()):
        return bool(held)
    return len(held) > limits.WEEKDAY_DATES * len(dates)


def _weekday(day: int) -> int:
    return (day + _WEEKDAY_OF_DAY_0) % 7


def recency_basis(calendar: Calendar, last_seen: pd.Series) -> RecencyBasis:
    """Return whether how recently customers were seen is behaviour, or follows the calendar.

    Args:
        calendar: Days of the window.
        last_seen: Customers by number of days since they were last seen.
    """
    if calendar.with_rows < limits.DAYS_WITH_ROWS * calendar.working_days:
        return "sparse"
    if calendar.longest_gap > longest_gap_allowed(calendar.working_days):
        return "gap"
    if last_seen.max() > limits.ONE_DAY * last_seen.sum():
        return "one_day"
    return "behaviour"


def longest_gap_allowed(working_days: int) -> float:
    """Return how many working days in a row may lack rows: a tenth of them, from a week's holiday to a fortnight."""
    least, most = limits.GAP_DAYS
    return min(max(least, limits.GAP_SHARE * working_days), most)


def on_one_day(last_seen: pd.DataFrame) -> bool:
    """Return whether over 90 % of some segment's customers were last seen on one day.

    Args:
        last_seen: Columns segment, recency, n.
    """
    by_day = last_seen.groupby(["segment", "recency"])["n"].sum()
    return bool((by_day.groupby("segment").max() > limits.SEGMENT_DAY * by_day.groupby("segment").sum()).any())
