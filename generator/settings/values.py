"""Checks of the values of settings; each returns the value in the form that `Settings` stores.

An invalid value raises a `ValueError` that says what is needed.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from ipaddress import IPv6Address
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.release import SEGMENT_IDS
from generator.release.sense import LONGEST_NAME, is_name
from generator.settings.source_roles import ROLES

FLOOR_THRESHOLD = 10
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_URL = re.compile(
    rf"https?://(?:{_LABEL}(?:\.{_LABEL})*\.?|\[(?P<six>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?"
    r"(?P<path>(?:/(?:[A-Za-z0-9._~!$&()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*)"
)
#: Values of `date_format` that count instead of spelling a day: days since 1899-12-30 (spreadsheets), and seconds or
#: milliseconds since 1970 in UTC.
DATE_COUNTS = ("excel", "unix", "unix-ms")


def check_text(value: Any) -> str:
    """Accept a text."""
    if not isinstance(value, str):
        raise ValueError("needs text in quotes")
    if "\0" in value:
        raise ValueError("must not hold the character NUL")
    return value


def check_line(value: Any) -> str:
    """Accept one line of printable text, not too long; may be empty."""
    text = check_text(value)
    if text and not is_name(text):
        raise ValueError(f"needs one line of at most {LONGEST_NAME} printable characters")
    return text


def check_boolean(value: Any) -> bool:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise ValueError("needs true or false")
    return value


def check_whole(low: int, high: int) -> Callable[[Any], int]:
    """Make a check that accepts whole numbers from `low` to `high`, both included."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"needs a whole number from {low} to {high}")
        return value

    return check


def check_share(value: Any) -> float:
    """Accept a share from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("needs a number from 0 to 1, such as 0.05")
    return float(value)


def check_one_of(*choices: str) -> Callable[[Any], str]:
    """Make a check that accepts one of several texts."""

    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError("needs one of " + ", ".join(f'"{c}"' for c in choices))
        return str(value)

    return check


def check_texts(value: Any) -> tuple[str, ...]:
    """Accept a list of texts, or one text as a list of one."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('needs a list of texts, such as ["a", "b"]')
    return tuple(map(check_text, value))


def check_some_texts(value: Any) -> tuple[str, ...]:
    """Accept a list of texts that is not empty, or one text as a list of one."""
    texts = check_texts(value)
    if not texts:
        raise ValueError('needs at least one text, such as ["a"]')
    return texts


def check_text_map(value: Any) -> dict[str, str]:
    """Accept a table of texts."""
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError("needs a table of texts")
    return dict(value)


def check_key(value: Any) -> tuple[str, ...]:
    """Accept the columns of the customer key; "auto" becomes an empty tuple."""
    if value == "auto":
        return ()
    names = check_texts(value) if not isinstance(value, str) else ()
    if not names or len(set(names)) != len(names):
        raise ValueError('needs "auto" or a list of different column names, such as ["CustomerID"]')
    return names


def check_k(value: Any) -> str:
    """Accept a number of segments, "default" or "auto"."""
    if value in ("auto", "default"):
        return str(value)
    try:
        return str(check_whole(1, 8)(value))
    except ValueError:
        raise ValueError(
            'needs a whole number from 1 to 8, "default" (4, or fewer if one is too small) or "auto"'
        ) from None


FEATURES = ("recency", "frequency", "monetary", "balance")


def check_features(value: Any) -> tuple[str, ...]:
    """Accept the features that segments are formed of, in their fixed order; "auto" becomes an empty tuple."""
    if value == "auto":
        return ()
    names = check_texts(value) if not isinstance(value, str) else ()
    if not names or len(set(names)) != len(names) or not set(names) <= set(FEATURES):
        listed = ", ".join(f'"{name}"' for name in FEATURES)
        raise ValueError(f'needs "auto" or a list of one or more of {listed}, each once')
    return tuple(name for name in FEATURES if name in names)


def check_window(value: Any) -> str:
    """Accept a number of days, weeks, months or years; empty for no window."""
    text = check_text(value)
    if text and not re.fullmatch(r"[1-9][0-9]{0,3} (day|week|month|year)s?", text):
        raise ValueError('needs a number and a unit, such as "12 months" or "90 days"')
    return text


def check_threshold(value: Any) -> int:
    """Accept a threshold that is safe for publication."""
    try:
        return check_whole(FLOOR_THRESHOLD, 10_000)(value)
    except ValueError:
        raise ValueError(
            f"needs a whole number of at least {FLOOR_THRESHOLD}; a lower threshold is not safe for publication"
        ) from None


def check_columns(value: Any) -> dict[str, str]:
    """Accept source columns by role."""
    names = check_text_map(value)
    if odd := sorted(set(names) - set(ROLES)):
        raise ValueError(f"unknown role(s) {', '.join(odd)}; the roles are {', '.join(ROLES)}")
    return names


def check_delimiter(value: Any) -> str:
    """Accept a character that can separate columns; "auto", like nothing, becomes nothing."""
    mark = check_text(value)
    if mark not in ("", "auto") and (len(mark) != 1 or mark.isalnum() or mark in '".\r\n'):
        raise ValueError(
            'needs "auto" or one character that is no letter, digit, quotation mark or point, such as ";"; columns '
            'between "||" are read with "|"'
        )
    return "" if mark == "auto" else mark


def check_date_format(value: Any) -> str:
    """Accept a `strptime` format that determines a day, checked by a round trip, one of `DATE_COUNTS`, or nothing."""
    pattern = check_text(value)
    if not pattern or pattern in DATE_COUNTS:
        return pattern
    written = date(2016, 2, 29).strftime(pattern)
    try:
        read = datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day, no moment
    except (ValueError, re.error):
        read = None
    if read != date(2016, 2, 29):
        raise ValueError(
            f'needs year, month and day, once each, such as "%y%m%d" or "%d.%m.%Y", or one of {", ".join(DATE_COUNTS)}'
        )
    return pattern


def check_timezone(value: Any) -> str:
    """Accept the IANA name of a time zone; empty for none."""
    name = check_text(value)
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('needs the name of a time zone, such as "Asia/Kolkata" or "UTC"') from None


def check_iso_dates(value: Any) -> tuple[str, ...]:
    """Accept dates in ISO format."""
    texts = check_texts(value)
    try:
        return tuple(date.fromisoformat(text).isoformat() for text in texts)
    except ValueError:
        raise ValueError('needs dates as year, month and day, such as ["1800-01-01"]') from None


def check_patterns(value: Any) -> tuple[str, ...]:
    """Accept regular expressions."""
    patterns = check_texts(value)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression ({error})") from None
    return patterns


def check_keep(value: Any) -> tuple[str, ...]:
    """Accept names or patterns of files in a site."""
    names = check_texts(value)
    for name in names:
        parts = name.removesuffix("/").split("/")
        if "\\" in name or not name.isprintable() or any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
            raise ValueError(f'{name!r} is not a path inside the site, such as "CNAME" or "downloads/*.pdf"')
    return names


def check_names(value: Any) -> dict[str, str]:
    """Accept names by segment id."""
    names = check_text_map(value)
    if odd := sorted(set(names) - set(SEGMENT_IDS)):
        raise ValueError(f"no segment has the id {', '.join(odd)}; the ids are a, b, … in the order of the site")
    folded = {name.strip().casefold() for name in names.values()}
    if len(folded) < len(names) or "" in folded:
        raise ValueError("needs different names, none of them empty")
    if not all(map(is_name, names.values())):
        raise ValueError(f"needs names of one line of at most {LONGEST_NAME} printable characters")
    return names


def check_site_url(value: Any) -> str:
    """Accept a URL of a folder, and add the slash at its end; empty for none."""
    url = check_text(value)
    if url and not _is_url(url):
        raise ValueError(
            'needs the full URL of a folder, such as "https://example.org/atlas/", in ASCII characters, without user, '
            "query and fragment"
        )
    return url if not url or url.endswith("/") else url + "/"


def _is_url(url: str) -> bool:
    match = _URL.fullmatch(url)
    if match is None or any(part in (".", "..") for part in (match["path"] or "").split("/")):
        return False
    try:
        if match["six"]:
            IPv6Address(match["six"])
        return not match["port"] or 0 < int(match["port"]) < 1 << 16
    except ValueError:
        return False


def check_currency(value: Any) -> str:
    """Accept an ISO 4217 currency code."""
    from babel.numbers import list_currencies

    if check_text(value) not in list_currencies():
        raise ValueError('needs an ISO 4217 code, such as "INR"')
    return str(value)


def check_language(value: Any) -> str:
    """Accept a language, with a territory or a script if needed, as the code that HTML uses: "pt-BR"."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(check_text(value).replace("-", "_"))).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        raise ValueError('needs a language, such as "en" or "pt-BR"') from None


def check_locale(value: Any) -> str:
    """Accept a locale, in Babel's spelling."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(check_text(value)))
    except (UnknownLocaleError, ValueError):
        raise ValueError('needs a locale, such as "en_IN"') from None
