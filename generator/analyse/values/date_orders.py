"""Which orders of day, month and year fit the dates of a column, and how long the window is under each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator import limits
from generator.analyse.values import days
from generator.analyse.values.dates import DateReader

ORDER_WORDS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
ORDERS = tuple(ORDER_WORDS)
#: A first, cheap trial.
FEW = 50
#: A date in digits that begins with no year.
_OPEN = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d", re.ASCII)
_MUCH_LONGER = 10
_MONTHS, _MONTH = 12, 31
#: With fewer rows whose order is sure, their months are not those of the window.
_SURE_ROWS = 20
#: Days before it are not plausible: small numbers, read as seconds, are days of 1970.
_EARLIEST = date(1980, 1, 1).toordinal() - days.EPOCH


def lengths_by_order(texts: Iterable[str], reader: DateReader) -> dict[str, int]:
    """Return the length of the window, in days, under each order of day, month and year that fits the dates.

    Only dates whose order is open count. The reader's own order fits if it reads them at all; another one fits if its
    days differ and are plausible. If it has the year elsewhere, and the reader's own days are plausible, its window
    may be at most ten times as long: read with the year elsewhere, days of one month become years.
    """
    open_ones = [text for text in texts if _OPEN.match(text)]
    own = [day[0] for text in open_ones if (day := reader.transaction(text))]
    if len(own) < len(open_ones) * (1 - limits.BAD_DATES) or not own:
        return {}
    found = {reader.order: max(own) - min(own) + 1}
    most = _MUCH_LONGER * found[reader.order] if plausible(open_ones, reader) else limits.LONGEST_WINDOW
    for order in ORDERS:
        other = replace(reader, order=order)
        if order != reader.order and plausible(open_ones[:FEW], other) and plausible(open_ones, other):
            its = [day[0] for text in open_ones if (day := other.transaction(text))]
            length = max(its) - min(its) + 1
            if its != own and (length <= most or order.index("y") == reader.order.index("y")):
                found[order] = length
    return found


def plausible(texts: Sequence[str], reader: DateReader) -> bool:
    """Return whether the texts are days, none after today, within the longest plausible window."""
    found = []
    left = int(limits.BAD_DATES * len(texts))
    for text in texts:
        if day := reader.transaction(text):
            found.append(day[0])
        elif left:
            left -= 1
        else:
            return False
    first, last = min(found, default=days.today()), max(found, default=0)
    return first >= _EARLIEST and last <= days.today() + 1 and last - first < limits.LONGEST_WINDOW


def of_both_orders(rows: Mapping[int, int]) -> int:
    """Return how many rows were read with day and month swapped; 0 where the days do not show it.

    A spreadsheet that takes texts for dates of its own order leaves those with a day above 12 as they are. Where these
    lie in a few months, and other days lie outside, but inside if they are swapped, some rows are of the other order.

    Args:
        rows: Number of rows by day.
    """
    sure = {day: n for day, n in rows.items() if date.fromordinal(day + days.EPOCH).day > _MONTHS}
    if sum(sure.values()) < _SURE_ROWS:
        return 0
    low, high = min(sure) - _MONTH, max(sure) + _MONTH
    outside = {day: n for day, n in rows.items() if not low <= day <= high}
    back = (days.swapped(day) for day in outside)
    inside = all(other is not None and low <= other <= high for other in back)
    found = sum(outside.values())
    return found if inside and found > limits.BAD_DATES * sum(rows.values()) else 0
