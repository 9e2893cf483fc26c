"""Day arithmetic: a day is the number of days since 1970-01-01."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from generator import limits

EPOCH = date(1970, 1, 1).toordinal()


def day_number(year: int, month: int, day: int) -> int | None:
    """Return days since 1970-01-01, or None if the date does not exist (31 April)."""
    try:
        return date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None


def iso(day: int) -> str:
    """Format a day number as YYYY-MM-DD."""
    return date.fromordinal(day + EPOCH).isoformat()


def today() -> int:
    """Return the day number of today."""
    return date.today().toordinal() - EPOCH  # noqa: DTZ011 - a day of a bank's books has no zone


def swapped(day: int) -> int | None:
    """Return the day with its day of the month and its month swapped, if that is another day; else None."""
    found = date.fromordinal(day + EPOCH)
    return day_number(found.year, found.day, found.month) if found.day != found.month else None


def window_start(last: int, window: str) -> int:
    """Return the first day of a window that ends on a given day.

    Args:
        last: Day number of the last day.
        window: Length, such as "90 days" or "12 months"; months and years are calendar ones.
    """
    number, unit = window.split()
    n = int(number)
    if unit.startswith(("day", "week")):
        return last - n * (7 if unit.startswith("week") else 1) + 1
    months = n * (12 if unit.startswith("year") else 1)
    day = date.fromordinal(last + EPOCH)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # 31 August minus six months is the end of February; the window begins on the next day.
    same = next(d for d in range(day.day, 0, -1) if day_number(year, month + 1, d) is not None)
    return date(year, month + 1, same).toordinal() - EPOCH + 1


@cache
def age_in_years(birth_day: int, on_day: int) -> int:
    """Return the completed years between two day numbers."""
    born, today = date.fromordinal(birth_day + EPOCH), date.fromordinal(on_day + EPOCH)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def far_days(rows: Mapping[int, int]) -> frozenset[int]:
    """Return the days that are far from all others, which is a slip of the pen and no part of the window.

    From the run of days with most rows outwards, days belong to the window up to a gap that is longer than the window
    so far and than 60 days. At most one row in a thousand, or one row, may lie beyond.

    Args:
        rows: Number of rows by day.
    """
    order = sorted(rows)
    runs: list[list[int]] = []
    for day in order:
        if runs and day - runs[-1][-1] <= limits.FAR_GAP:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) < 2:
        return frozenset()
    middle = max(range(len(runs)), key=lambda i: sum(rows[day] for day in runs[i]))
    low, high = runs[middle][0], runs[middle][-1]
    near, first, last = True, middle, middle
    while near:
        near = False
        if first and low - runs[first - 1][-1] <= high - low:
            first, near = first - 1, True
            low = runs[first][0]
        if last + 1 < len(runs) and runs[last + 1][0] - high <= high - low:
            last, near = last + 1, True
            high = runs[last][-1]
    far = frozenset(day for day in order if not low <= day <= high)
    outside, total = sum(rows[day] for day in far), sum(rows.values())
    few = outside <= max(1, int(total * limits.FAR_DAYS)) and total - outside >= limits.FAR_LEAST_ROWS
    return far if few else frozenset()
