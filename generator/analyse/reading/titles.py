"""Header rows in messages: distinguishes column names from data, so that no value of a customer is printed."""

import re
from collections.abc import Sequence

from generator.errors import SourceError

_LONGEST = 40
_MOST = 20
_MOST_DIGITS = 2
#: A letter, then letters, digits and the punctuation of column names.
_TITLE = re.compile(r"[^\W\d_][\w \-./()#%&₹$€£]*")
_MOST_SHAPE = 24


def is_title(text: str) -> bool:
    """Return whether a text looks like a column name: short, made of words, with few digits."""
    digits = sum(letter.isdigit() for letter in text)
    return len(text) <= _LONGEST and digits <= _MOST_DIGITS and bool(_TITLE.fullmatch(text))


def is_value(text: str) -> bool:
    """Return whether a text cannot be a column name, whatever the rest of the row."""
    return "@" in text or sum(letter.isdigit() for letter in text) > _MOST_DIGITS


def require_header(where: str, names: Sequence[str], known: int) -> None:
    """Refuse a first row that is data.

    Args:
        where: Name of the file in messages.
        names: Its first row.
        known: Number of expected column names in it; one is enough for a header.

    Raises:
        SourceError: There seems to be no header row. The message contains no value of the row.
    """
    if not known and any(name and not is_title(name) for name in names):
        raise SourceError(
            f"{where}: the file seems to have no header row: its first row looks like data.",
            "Add a first row with the column names, as in [columns] of atlas.toml.",
        )


def shown(names: Sequence[str], known: int, second: Sequence[str] = ()) -> str:
    """Return the column names of a header for a message, or only their number if they may be values.

    Args:
        names: The first row.
        known: Number of expected column names in it.
        second: The second row; if no name is known, a column in it must look like data.
    """
    differ = any(is_title(name) and value and not is_title(value) for name, value in zip(names, second, strict=False))
    if (not known and second and not differ) or any(map(is_value, names)):
        return f"{len(names)} columns"
    titles = [name for name in names if is_title(name)][:_MOST]
    more = len(names) - len(titles)
    return ", ".join([*titles, *([f"and {more} more"] if more else [])]) or "none"


def shape(text: str) -> str:
    """Return the format of a value without its content: 9 for a digit, a for a letter, ? for other characters."""

    def sign(letter: str) -> str:
        if letter.isdigit():
            return "9"
        if letter.isalpha():
            return "a"
        return letter if letter in " -./:," else "?"

    return "".join(map(sign, text[:_MOST_SHAPE])) + ("…" if len(text) > _MOST_SHAPE else "")
