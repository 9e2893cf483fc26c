"""Advice on dates that cannot be read: settings that read the whole column, each tried before it is offered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from babel import Locale
from babel.localedata import locale_identifiers

from generator.analyse.values.date_orders import FEW, ORDERS, plausible
from generator.analyse.values.dates import DateReader, month_names
from generator.settings.values import DATE_COUNTS

_CLOCKS = ("", " %H:%M", " %H:%M:%S", "%H%M", "%H%M%S", "T%H%M%S", " %H.%M", " %H.%M.%S", " %H%M%S")
_DAYS = (
    "%y%m%d", "%d%m%y", "%m%d%y", "%d%m%Y", "%m%d%Y", "%Y%d%m", "%Y%m%d", "%d%b%y", "%Y/%d/%m", "%Y-%d-%m", "%Y.%d.%m",
    "%d %m %y", "%d %m %Y", "%m %d %Y", "%Y %m %d", "%d_%m_%Y", "%Y_%m_%d", "%d|%m|%Y", "%Y-W%W-%w", "%Y%j", "%Y-%j",
)  # fmt: skip
_MOST = 4


def settings_that_read(texts: Sequence[str], reader: DateReader) -> list[str]:
    """Return at most four settings, as assignments for `--set`, each of which reads the texts as plausible days.

    As few may stay unread as a build tolerates.

    Args:
        texts: Distinct dates of a column.
        reader: What could not read them.
    """
    found = []
    named = any(char.isalpha() for text in texts[:FEW] for char in text)
    for assignment, other in _candidates(reader, named):
        if other != reader and _fits(texts, other) and plausible(texts[:FEW], other) and plausible(texts, other):
            found.append(assignment)
    return list(islice(dict.fromkeys(found), _MOST))


def _candidates(reader: DateReader, named: bool) -> Iterable[tuple[str, DateReader]]:
    for order in ORDERS:
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
    if not reader.exact or reader.exact in DATE_COUNTS or not all(text.isdigit() for text in texts[:FEW]):
        return True
    return {len(text) for text in texts[:FEW]} == {len(datetime(2016, 12, 22, 22, 22, 22).strftime(reader.exact))}  # noqa: DTZ001
