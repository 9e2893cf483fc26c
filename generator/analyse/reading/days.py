"""Parses dates in the usual formats. Each distinct text is parsed once, in Python, so that all engines agree.

Pure functions on text; a day is the number of days since 1970-01-01.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal

EPOCH = date(1970, 1, 1).toordinal()
MONTHS = {name: i + 1 for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}  # noqa: SIM905
_CLOCK = (
    r"(?:[T ,]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s?(?P<half>[AaPp][Mm]))?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_NUMERIC = re.compile(rf"(?P<a>\d{{1,4}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<c>\d{{1,4}}){_CLOCK}", re.ASCII)
_NAMED = re.compile(rf"(?P<a>\d{{1,2}})[-/. ](?P<b>[A-Za-z]{{3,9}})[-/., ]+(?P<c>\d{{2}}|\d{{4}}){_CLOCK}", re.ASCII)
_COMPACT = re.compile(rf"(?P<a>\d{{4}})(?P<b>\d{{2}})(?P<c>\d{{2}}){_CLOCK}", re.ASCII)
_YEARLIKE = 4


@dataclass(frozen=True, slots=True)
class Parsed:
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


@dataclass(frozen=True, slots=True)
class Birth:
    """A parsed birth date: its day, the same day a century earlier, and whether it is usable."""

    day: int | None
    day_century_before: int | None
    two_digit: bool
    state: Literal["known", "placeholder", "unreadable"]


def day_number(year: int, month: int, day: int) -> int | None:
    """Return days since 1970-01-01, or None if the date does not exist (31 April)."""
    try:
        return date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None


def iso(day: int) -> str:
    """Format a day number as YYYY-MM-DD."""
    return date.fromordinal(day + EPOCH).isoformat()


def parse(text: str, order: str, exact: str = "") -> Parsed | None:
    """Parse one date.

    Args:
        text: The date; white space around it is ignored.
        order: dmy, mdy or ymd, for dates that do not begin with a four-digit year.
        exact: A strptime format that replaces all other formats; empty for none.

    Returns:
        The date, or None if it cannot be parsed.
    """
    text = text.strip()
    if exact:
        return _parse_exact(text, exact)
    for pattern in (_NUMERIC, _NAMED, _COMPACT):
        if match := pattern.fullmatch(text):
            return _from_match(match, order)
    return None


def _parse_exact(text: str, exact: str) -> Parsed | None:
    try:
        moment = datetime.strptime(text, exact)  # noqa: DTZ007 - a day of a bank's books has no zone
    except ValueError:
        return None
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second
    two_digit = "%y" in exact
    year = 2000 + moment.year % 100 if two_digit else moment.year
    if day_number(year, moment.month, moment.day) is None:
        return None
    return Parsed(year, moment.month, moment.day, clock if "%H" in exact or "%I" in exact else None, two_digit)


def _from_match(match: re.Match[str], order: str) -> Parsed | None:
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == _YEARLIKE or (order == "ymd" and not b.isalpha()):
        year_text, month_text, day_text = a, b, c
    elif order == "mdy" and not b.isalpha():
        month_text, day_text, year_text = a, b, c
    else:
        day_text, month_text, year_text = a, b, c
    month = MONTHS.get(month_text[:3].casefold(), 0) if month_text.isalpha() else int(month_text)
    if len(year_text) not in (2, _YEARLIKE) or len(day_text) > 2:
        return None
    two_digit = len(year_text) == 2
    year = int(year_text) + (2000 if two_digit else 0)
    if day_number(year, month, int(day_text)) is None:
        return None
    return Parsed(year, month, int(day_text), _clock(match), two_digit)


def _clock(match: re.Match[str]) -> int | None:
    if match["h"] is None:
        return None
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    return hour * 3600 + int(match["mi"]) * 60 + int(match["s"] or 0)


def transaction_day(text: str, order: str, exact: str = "") -> tuple[int, int | None] | None:
    """Return (day, second of the day or None) of a transaction date; two-digit years 70-99 are 1970-1999."""
    parsed = parse(text, order, exact)
    if parsed is None:
        return None
    year = parsed.year - 100 if parsed.two_digit and parsed.year >= 2070 else parsed.year
    day = day_number(year, parsed.month, parsed.day)
    return None if day is None else (day, parsed.second)


def birth(text: str, order: str, placeholders: Iterable[str], exact: str = "") -> Birth:
    """Parse a birth date; the century of a two-digit year is decided later, by the date of the row's transaction.

    A configured placeholder, or any four-digit year up to 1900, means that the date is unknown. The exact format of the
    transaction dates is tried only if no common format fits.
    """
    parsed = parse(text, order) or (parse(text, order, exact) if exact else None)
    if parsed is None:
        return Birth(None, None, False, "unreadable")
    day = day_number(parsed.year, parsed.month, parsed.day)
    written = f"{parsed.year:04}-{parsed.month:02}-{parsed.day:02}"
    if not parsed.two_digit and (written in set(placeholders) or parsed.year <= 1900):
        return Birth(day, day, False, "placeholder")
    before = day_number(parsed.year - 100, parsed.month, parsed.day) if parsed.two_digit else day
    # A 29 February that did not exist a century earlier can only be the later date.
    return Birth(day, before if before is not None else day, parsed.two_digit, "known")


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
