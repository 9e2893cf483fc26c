"""Parses dates in the usual formats. Each distinct text is parsed once, in Python, so that all engines agree.

Read without a setting: numbers in one order (2/8/16, 2016-08-02, 20160802), and names of months in English or in the
language of the locale (2 Aug 2016, Apr 01, 2024, 1 de abril de 2024), with or without a time and a zone. A moment with
a zone keeps the day that it is written with. Other formats need the setting `date_format`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale

from generator.analyse.values.days import day_number
from generator.latin import unmarked
from generator.settings.values import DATE_COUNTS

_CLOCK = (
    r"(?:[T ,]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?\s?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?"
)
_NUMERIC = re.compile(rf"(?P<a>\d{{1,4}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{1,4}})\.?{_CLOCK}", re.ASCII)
_COMPACT = re.compile(rf"(?P<a>\d{{4}})(?P<b>\d{{2}})(?P<c>\d{{2}}){_CLOCK}", re.ASCII)
_CJK = re.compile(rf"(?P<a>\d{{4}})\s?[年년]\s?(?P<b>\d{{1,2}})\s?[月월]\s?(?P<c>\d{{1,2}})\s?[日일]{_CLOCK}", re.ASCII)
_NAMED = re.compile(rf"(?P<date>[^:]*?){_CLOCK}")
_TOKENS = re.compile(r"(?P<number>\d+)|(?P<word>[^\W\d_][^\s\d,./'’_-]*)|[\s,./'’-]+")
#: Words between the parts of a date, and endings of ordinal numbers.
_PARTICLES = frozenset({"de", "del", "of", "the", "st", "nd", "rd", "th", "di", "г", "року"})
_SERIAL = re.compile(r"(\d{1,7})(?:[.,](\d+))?", re.ASCII)
_EPOCH = re.compile(r"-?\d{1,14}(?:[.,]\d+)?", re.ASCII)
_SERIAL_ZERO = date(1899, 12, 30)
_YEARLIKE = 4
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Birth:
    """A parsed birth date: its day, the same day a century earlier, and whether it is usable."""

    day: int | None
    day_century_before: int | None
    two_digit: bool
    state: Literal["known", "placeholder", "unreadable"]


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A parsed date.

    Attributes:
        year: Four digits; a two-digit year is put into 2000-2099.
        month: 1..12.
        day: 1..31.
        second: Second of the day if the text has a time, else None.
        two_digit: Whether the year was written with two digits.
    """

    year: int
    month: int
    day: int
    second: int | None
    two_digit: bool


@dataclass(frozen=True)
class DateReader:
    """Reads the dates of one source.

    Args:
        order: dmy, mdy or ymd, for dates that do not begin with a four-digit year.
        exact: A strptime format, or one of `DATE_COUNTS`, that replaces all other formats; empty for none.
        locale: Its language gives names of months besides English ones.
        timezone: IANA name of the zone of the bank's days, for dates that are counted in seconds.
    """

    order: str = "dmy"
    exact: str = ""
    locale: str = "en"
    timezone: str = ""

    @cached_property
    def _months(self) -> dict[str, int]:
        return month_names(self.locale)

    @cached_property
    def _weekdays(self) -> frozenset[str]:
        return _weekday_names(self.locale)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def transaction(self, text: str) -> tuple[int, int | None] | None:
        """Return (day, second of the day or None) of a transaction date; two-digit years 70-99 are 1970-1999."""
        parsed = self._parse(text)
        if parsed is None:
            return None
        year = parsed.year - 100 if parsed.two_digit and parsed.year >= 2070 else parsed.year
        day = day_number(year, parsed.month, parsed.day)
        return None if day is None else (day, parsed.second)

    def birth(self, text: str, placeholders: Iterable[str]) -> Birth:
        """Parse a birth date; the century of a two-digit year is decided later, by the date of the row's transaction.

        A configured placeholder, or any four-digit year up to 1900, means that the date is unknown. The exact format of
        the transaction dates is tried only if no common format fits.
        """
        parsed = self._common(text) or (self._parse(text) if self.exact and self.exact not in DATE_COUNTS[1:] else None)
        if parsed is None:
            return Birth(None, None, False, "unreadable")
        day = day_number(parsed.year, parsed.month, parsed.day)
        written = f"{parsed.year:04}-{parsed.month:02}-{parsed.day:02}"
        if not parsed.two_digit and (written in set(placeholders) or parsed.year <= 1900):
            return Birth(day, day, False, "placeholder")
        before = day_number(parsed.year - 100, parsed.month, parsed.day) if parsed.two_digit else day
        # A 29 February that did not exist a century earlier can only be the later date.
        return Birth(day, before if before is not None else day, parsed.two_digit, "known")

    def _parse(self, text: str) -> _Parsed | None:
        if not self.exact:
            return self._common(text)
        text = _ascii_digits(text.strip())
        if self.exact == "excel":
            return _from_serial(text)
        if self.exact in DATE_COUNTS:
            return self._from_epoch(text, 1000 if self.exact == "unix-ms" else 1)
        return _from_pattern(text, self.exact)

    def _common(self, text: str) -> _Parsed | None:
        text = _ascii_digits(text.strip())
        for pattern in (_NUMERIC, _COMPACT, _CJK):
            if match := pattern.fullmatch(text):
                return _dated(*self._ordered(match["a"], match["b"], match["c"]), match)
        match = _NAMED.fullmatch(text)
        parts = self._named(match["date"]) if match else None
        return _dated(*parts, match) if match and parts else None

    def _ordered(self, a: str, b: str, c: str) -> tuple[str, int, str]:
        """Return year, month and day of three numbers."""
        if len(a) == _YEARLIKE or self.order == "ymd":
            return a, int(b), c
        return (c, int(a), b) if self.order == "mdy" else (c, int(b), a)

    def _named(self, text: str) -> tuple[str, int, str] | None:
        """Return year, month and day of a date with the name of a month; a number that no rule places gives None."""
        numbers: list[str] = []
        months: list[tuple[int, int]] = []
        end = 0
        for token in _TOKENS.finditer(text):
            if token.start() != end:
                return None
            end = token.end()
            if token["number"]:
                numbers.append(token["number"])
            elif token["word"]:
                word = _folded(token["word"])
                if month := self._months.get(word):
                    months.append((month, len(numbers)))
                elif word not in _PARTICLES and word not in self._weekdays:
                    return None
        if end != len(text) or len(numbers) != 2 or len(months) != 1:
            return None
        [(month, before)] = months
        first, second = numbers
        if len(first) == _YEARLIKE:
            return first, month, second
        if len(second) == _YEARLIKE:
            return second, month, first
        # With two digits, the year is last: 2 Aug 16 and Aug 2, 16; of 2 16 Aug nobody knows.
        return None if before == len(numbers) else (second, month, first)

    def _from_epoch(self, text: str, unit: int) -> _Parsed | None:
        if not _EPOCH.fullmatch(text):
            return None
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(float(text.replace(",", ".")) // unit))
            moment = moment.astimezone(self._zone)
        except OverflowError:
            return None
        second = moment.hour * 3600 + moment.minute * 60 + moment.second
        return _Parsed(moment.year, moment.month, moment.day, second, two_digit=False)


@cache
def month_names(locale: str) -> dict[str, int]:
    """Return months by folded name: of English and of a locale's language; a name of two months is left out."""
    found: dict[str, set[int]] = {"sept": {9}}
    for name in ("en", locale):
        forms = Locale.parse(name).months
        for words in (forms[form][width] for form in ("format", "stand-alone") for width in ("wide", "abbreviated")):
            for month, word in words.items():
                folded = _folded(word)
                if folded and not any(char.isdigit() for char in folded):
                    found.setdefault(folded, set()).add(month)
    return {name: months.pop() for name, months in found.items() if len(months) == 1}


@cache
def _weekday_names(locale: str) -> frozenset[str]:
    forms = [Locale.parse(name).days for name in ("en", locale)]
    words = (
        form[kind][width] for form in forms for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")
    )
    return frozenset(_folded(word) for table in words for word in table.values())


def _folded(word: str) -> str:
    """Return a word as names are compared: in small letters, without accents and points."""
    return unmarked(word).casefold().replace(".", "").strip()


def _ascii_digits(text: str) -> str:
    """Return a text with the digits of one script in ASCII; of two scripts it stays as it is."""
    if text.isascii() or any(char.isdecimal() and char.isascii() for char in text):
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _from_serial(text: str) -> _Parsed | None:
    match = _SERIAL.fullmatch(text)
    if not match or not 1 <= int(match[1]) <= 2_958_465:
        return None
    day = _SERIAL_ZERO + timedelta(days=int(match[1]))
    second = min(round(float(f"0.{match[2]}") * _DAY_SECONDS), _DAY_SECONDS - 1) if match[2] else None
    return _Parsed(day.year, day.month, day.day, second, two_digit=False)


def _from_pattern(text: str, exact: str) -> _Parsed | None:
    try:
        moment = datetime.strptime(text, exact)  # noqa: DTZ007 - a day of a bank's books has no zone
    except ValueError:
        return None
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second
    two_digit = "%y" in exact
    year = 2000 + moment.year % 100 if two_digit else moment.year
    if day_number(year, moment.month, moment.day) is None:
        return None
    return _Parsed(year, moment.month, moment.day, clock if "%H" in exact or "%I" in exact else None, two_digit)


def _dated(year: str, month: int, day: str, match: re.Match[str]) -> _Parsed | None:
    """Return a date with the time of a match, or None if one of the two cannot be."""
    if len(year) not in (2, _YEARLIKE) or len(day) > 2:
        return None
    two_digit = len(year) == 2
    number = int(year) + (2000 if two_digit else 0)
    second = _clock(match)
    if day_number(number, month, int(day)) is None or second == _IMPOSSIBLE:
        return None
    return _Parsed(number, month, int(day), second, two_digit)


_IMPOSSIBLE = -1


def _clock(match: re.Match[str]) -> int | None:
    """Return the second of the day, None without a time, `_IMPOSSIBLE` for a time such as 25:61."""
    if match["h"] is None:
        return None
    hour, minute, second = int(match["h"]), int(match["mi"]), int(match["s"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return _IMPOSSIBLE
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    # A leap second counts as the second before it.
    if hour > 23 or minute > 59 or second > 60:
        return _IMPOSSIBLE
    return hour * 3600 + minute * 60 + min(second, 59)
