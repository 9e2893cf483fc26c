"""Advice on dates that cannot be read: settings that read the whole column, each tried before it is offered."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from babel import Locale
from babel.localedata import locale_identifiers

from generator import limits
from generator.analyse.values.dates import DateReader, month_names
from generator.analyse.values.days import EPOCH
from generator.settings.values import DATE_COUNTS

_ORDERS = ("dmy", "mdy", "ymd")
_CLOCKS = ("", " %H:%M", " %H:%M:%S", "%H%M", "%H%M%S", "T%H%M%S", " %H.%M", " %H.%M.%S", " %H%M%S")
_DAYS = (
    "%y%m%d", "%d%m%y", "%m%d%y", "%d%m%Y", "%m%d%Y", "%Y%d%m", "%Y%m%d", "%d%b%y", "%Y/%d/%m", "%Y-%d-%m", "%Y.%d.%m",
    "%d %m %y", "%d %m %Y", "%m %d %Y", "%Y %m %d", "%d_%m_%Y", "%Y_%m_%d", "%d|%m|%Y", "%Y-W%W-%w", "%Y%j", "%Y-%j",
)  # fmt: skip
#: A first, cheap trial.
_FEW = 50
_MOST = 4
#: A date in digits that begins with no year.
_OPEN = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d", re.ASCII)
_MUCH_LONGER = 10
#: Days before it are no advice: small numbers, read as seconds, are days of 1970.
_EARLIEST = date(1980, 1, 1).toordinal() - EPOCH


def settings_that_read(texts: Sequence[str], reader: DateReader) -> list[str]:
    """Return at most four settings, as assignments for `--set`, each of which reads the texts as plausible days.

    As few may stay unread as a build tolerates.

    Args:
        texts: Distinct dates of a column.
        reader: What could not read them.
    """
    found = []
    named = any(char.isalpha() for text in texts[:_FEW] for char in text)
    for assignment, other in _candidates(reader, named):
        if other != reader and _fits(texts, other) and _reads(texts[:_FEW], other) and _reads(texts, other):
            found.append(assignment)
    return list(islice(dict.fromkeys(found), _MOST))


def lengths_by_order(texts: Iterable[str], reader: DateReader) -> dict[str, int]:
    """Return the length of the window, in days, under each order of day, month and year that fits the dates.

    Only dates whose order is open count. The reader's own order fits if it reads them at all; another one fits if its
    days differ and are plausible; if it places the year elsewhere, its window is also not ten times as long as a
    plausible one of the reader's, since days of one month would be years.
    """
    open_ones = [text for text in texts if _OPEN.match(text)]
    own = [day[0] for text in open_ones if (day := reader.transaction(text))]
    if len(own) < len(open_ones) * (1 - limits.BAD_DATES) or not own:
        return {}
    found = {reader.order: max(own) - min(own) + 1}
    most = _MUCH_LONGER * found[reader.order] if _reads(open_ones, reader) else limits.LONGEST_WINDOW
    for order in _ORDERS:
        other = replace(reader, order=order)
        if order != reader.order and _reads(open_ones[:_FEW], other) and _reads(open_ones, other):
            its = [day[0] for text in open_ones if (day := other.transaction(text))]
            length = max(its) - min(its) + 1
            if its != own and (length <= most or order.index("y") == reader.order.index("y")):
                found[order] = length
    return found


def _candidates(reader: DateReader, named: bool) -> Iterable[tuple[str, DateReader]]:
    for order in _ORDERS:
        assignment = f'date_order="{order}"'
        other = replace(reader, order=order, exact="")
        yield (assignment, other) if not reader.exact else (f'{assignment}, date_format=""', other)
    for exact in (*(day + clock for clock in _CLOCKS for day in _DAYS), "excel"):
        yield f'date_format="{exact}"', replace(reader, exact=exact)
    for exact in DATE_COUNTS[1:]:
        zone = "" if reader.timezone else ', timezone="…"'
        yield f'date_format="{exact}"{zone}', replace(reader, exact=exact, timezone=reader.timezone or "UTC")
    if named and not reader.exact:
        for language in sorted({name.partition("_")[0] for name in locale_identifiers()}):
            if Locale.parse(language).language != Locale.parse(reader.locale).language and month_names(language):
                yield f'locale="{language}"', replace(reader, locale=language)


def _fits(texts: Sequence[str], reader: DateReader) -> bool:
    """Return whether texts are as long as an exact format writes them: `strptime` cuts 1119 into 1:11:9 too."""
    if not reader.exact or reader.exact in DATE_COUNTS or not all(text.isdigit() for text in texts[:_FEW]):
        return True
    return {len(text) for text in texts[:_FEW]} == {len(datetime(2016, 12, 22, 22, 22, 22).strftime(reader.exact))}  # noqa: DTZ001


def _reads(texts: Sequence[str], reader: DateReader) -> bool:
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
    today = date.today().toordinal() - EPOCH  # noqa: DTZ011 - a day of a bank's books has no zone
    first, last = min(found, default=today), max(found, default=0)
    return first >= _EARLIEST and last <= today + 1 and last - first < limits.LONGEST_WINDOW
