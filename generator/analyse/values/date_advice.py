"""Advice on dates that cannot be read: settings that read the whole column, each tried before it is offered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class DateWay:
    """Settings that read a column of dates.

    Attributes:
        reader: What reads it.
        assignments: The settings that differ from those that could not read it, by key; "…" for a zone to be named.
    """

    reader: DateReader
    assignments: Mapping[str, str]


def settings_that_read(texts: Sequence[str], reader: DateReader) -> list[DateWay]:
    """Return at most four ways to read the texts as plausible days.

    As few may stay unread as a build tolerates.

    Args:
        texts: Distinct dates of a column.
        reader: What could not read them.
    """
    named = any(char.isalpha() for text in texts[:FEW] for char in text)
    return list(islice((way for way in _candidates(reader, named) if _reads(texts, way.reader)), _MOST))


def _candidates(reader: DateReader, named: bool) -> Iterator[DateWay]:
    for order in ORDERS:
        plain = {"date_format": ""} if reader.exact else {}
        if plain or order != reader.order:
            yield DateWay(replace(reader, order=order, exact=""), {"date_order": order, **plain})
    for exact in (*(day + clock for clock in _CLOCKS for day in _DAYS), "excel"):
        if exact != reader.exact:
            yield DateWay(replace(reader, exact=exact), {"date_format": exact})
    for exact in DATE_COUNTS[1:]:
        if exact != reader.exact:
            zone = {} if reader.timezone else {"timezone": "…"}
            counted = replace(reader, exact=exact, timezone=reader.timezone or "UTC")
            yield DateWay(counted, {"date_format": exact, **zone})
    if named and not reader.exact:
        for language in sorted({name.partition("_")[0] for name in locale_identifiers()}):
            if Locale.parse(language).language != Locale.parse(reader.locale).language and month_names(language):
                yield DateWay(replace(reader, locale=language), {"locale": language})


def _reads(texts: Sequence[str], reader: DateReader) -> bool:
    return _fits(texts, reader) and plausible(texts[:FEW], reader) and plausible(texts, reader)


def _fits(texts: Sequence[str], reader: DateReader) -> bool:
    """Return whether texts are as long as an exact format writes them: `strptime` cuts 1119 into 1:11:9 too."""
    if not reader.exact or reader.exact in DATE_COUNTS or not all(text.isdigit() for text in texts[:FEW]):
        return True
    return {len(text) for text in texts[:FEW]} == {len(datetime(2016, 12, 22, 22, 22, 22).strftime(reader.exact))}  # noqa: DTZ001
