"""What a setting may hold: a check for each kind of value, which returns it as `Settings` has it.

A value that will not do is a `ValueError` that says what is needed.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from generator.release import SEGMENT_IDS
from generator.settings.source_roles import ROLES

FLOOR_THRESHOLD = 10


def check_text(value: Any) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ValueError("needs text in quotes")
    return value


def check_boolean(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError("needs true or false")
    return value


def check_whole(low: int, high: int) -> Callable[[Any], int]:
    """Return the check of a whole number between two others, both included."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"needs a whole number from {low} to {high}")
        return value

    return check


def check_one_of(*choices: str) -> Callable[[Any], str]:
    """Return the check of one of several words."""

    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError("needs one of " + ", ".join(f'"{c}"' for c in choices))
        return str(value)

    return check


def check_texts(value: Any) -> tuple[str, ...]:
    """Return texts; one alone is a list of one."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('needs a list of texts, such as ["a", "b"]')
    return tuple(value)


def check_text_map(value: Any) -> dict[str, str]:
    """Return texts by name."""
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError("needs a table of texts")
    return dict(value)


def check_key(value: Any) -> tuple[str, ...]:
    """Return the columns of the customer key; none for "auto"."""
    if value == "auto":
        return ()
    names = check_texts(value) if not isinstance(value, str) else ()
    if not names or len(set(names)) != len(names):
        raise ValueError('needs "auto" or a list of different column names, such as ["CustomerID"]')
    return names


def check_k(value: Any) -> str:
    """Return the number of segments, or the word for how it is found."""
    if value in ("auto", "default"):
        return str(value)
    try:
        return str(check_whole(1, 8)(value))
    except ValueError:
        raise ValueError(
            'needs a whole number from 1 to 8, "default" (4, fewer when one is too small) or "auto"'
        ) from None


def check_window(value: Any) -> str:
    """Return a number of days, weeks, months or years; empty for no window."""
    text = check_text(value)
    if text and not re.fullmatch(r"[1-9][0-9]{0,3} (day|week|month|year)s?", text):
        raise ValueError('needs a number and a unit, such as "12 months" or "90 days"')
    return text


def check_threshold(value: Any) -> int:
    """Return a threshold that is safe to publish with."""
    try:
        return check_whole(FLOOR_THRESHOLD, 10_000)(value)
    except ValueError:
        raise ValueError(
            f"needs a whole number of at least {FLOOR_THRESHOLD}; a lower threshold is not safe to publish"
        ) from None


def check_columns(value: Any) -> dict[str, str]:
    """Return source columns by role."""
    names = check_text_map(value)
    if odd := sorted(set(names) - set(ROLES)):
        raise ValueError(f"unknown role(s) {', '.join(odd)}; the roles are {', '.join(ROLES)}")
    return names


def check_date_format(value: Any) -> str:
    """Return a pattern that reads the day that it writes; empty for any usual spelling."""
    pattern = check_text(value)
    written = date(2016, 2, 29).strftime(pattern)
    try:
        read = datetime.strptime(written, pattern).date() if pattern else date(2016, 2, 29)  # noqa: DTZ007 - a day, no moment
    except (ValueError, re.error):
        read = None
    if read != date(2016, 2, 29):
        raise ValueError('needs year, month and day, once each, such as "%y%m%d" or "%d.%m.%Y"')
    return pattern


def check_iso_dates(value: Any) -> tuple[str, ...]:
    """Return days in their ISO spelling."""
    texts = check_texts(value)
    try:
        return tuple(date.fromisoformat(text).isoformat() for text in texts)
    except ValueError:
        raise ValueError('needs dates as year, month and day, such as ["1800-01-01"]') from None


def check_patterns(value: Any) -> tuple[str, ...]:
    """Return regular expressions."""
    patterns = check_texts(value)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression ({error})") from None
    return patterns


def check_keep(value: Any) -> tuple[str, ...]:
    """Return names or patterns of files in a site."""
    names = check_texts(value)
    for name in names:
        parts = name.removesuffix("/").split("/")
        if "\\" in name or not name.isprintable() or any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
            raise ValueError(f'{name!r} is not a path inside the site, such as "CNAME" or "downloads/*.pdf"')
    return names


def check_names(value: Any) -> dict[str, str]:
    """Return names by segment id."""
    names = check_text_map(value)
    if odd := sorted(set(names) - set(SEGMENT_IDS)):
        raise ValueError(f"no segment has the id {', '.join(odd)}; ids are a, b, … in the order of the site")
    folded = {name.strip().casefold() for name in names.values()}
    if len(folded) < len(names) or "" in folded:
        raise ValueError("needs names that are not empty and differ from each other")
    return names


def check_site_url(value: Any) -> str:
    """Return an address that ends in a slash; empty for none."""
    url = check_text(value)
    if url and not url.startswith(("https://", "http://")):
        raise ValueError('needs a full address, such as "https://example.org/atlas/"')
    return url if not url or url.endswith("/") else url + "/"


def check_currency(value: Any) -> str:
    """Return a currency code."""
    from babel.numbers import list_currencies

    if check_text(value) not in list_currencies():
        raise ValueError('needs an ISO 4217 code, such as "INR"')
    return str(value)


def check_locale(value: Any) -> str:
    """Return a locale as Babel spells it."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(check_text(value)))
    except (UnknownLocaleError, ValueError):
        raise ValueError('needs a locale, such as "en_IN"') from None
