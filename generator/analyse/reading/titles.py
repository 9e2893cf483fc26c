"""What messages may say of the first row of a file, so that they never print a value of a customer.

A row of titles is told from a row of data by its words.
"""

import re
from collections.abc import Sequence

from generator.errors import SourceError

_LONGEST = 40
_MOST = 20
_MOST_DIGITS = 2
#: Letters first, then also digits and the signs that titles are written with.
_TITLE = re.compile(r"[^\W\d_][\w \-./()#%&₹$€£]*")
_MOST_SHAPE = 24


def is_title(text: str) -> bool:
    """Tell whether a text reads like the title of a column: short, in words, with hardly a digit."""
    digits = sum(letter.isdigit() for letter in text)
    return len(text) <= _LONGEST and digits <= _MOST_DIGITS and bool(_TITLE.fullmatch(text))


def _is_value(text: str) -> bool:
    """Tell whether a text can be no title, whatever stands beside it."""
    return "@" in text or sum(letter.isdigit() for letter in text) > _MOST_DIGITS


def require_header(where: str, names: Sequence[str], known: int) -> None:
    """Refuse a first row that is data.

    Args:
        where: What the file is called.
        names: Its first row.
        known: How many of them are titles that were looked for; with one of them, it is a header.

    Raises:
        SourceError: There seems to be no header row. No value of it is printed.
    """
    if not known and any(name and not is_title(name) for name in names):
        raise SourceError(
            f"{where}: the file seems to have no header row: its first row reads like data.",
            "Add a row with the titles of the columns at the top, as [columns] in atlas.toml names them.",
        )


def shown(names: Sequence[str], known: int, second: Sequence[str] = ()) -> str:
    """Return the titles of a header for a message: those that can be no value.

    Args:
        names: The first row.
        known: How many of them are titles that were looked for.
        second: The row after it; where no title is known, one of its columns has to read like data.
    """
    differ = any(is_title(name) and value and not is_title(value) for name, value in zip(names, second, strict=False))
    if (not known and second and not differ) or any(map(_is_value, names)):
        return f"{len(names)} columns"
    titles = [name for name in names if is_title(name)][:_MOST]
    more = len(names) - len(titles)
    return ", ".join([*titles, *([f"and {more} more"] if more else [])]) or "none"


def shape(text: str) -> str:
    """Return how a value is written, and nothing of what it says: 9 for a digit, a for a letter, ? for other signs."""

    def sign(letter: str) -> str:
        if letter.isdigit():
            return "9"
        if letter.isalpha():
            return "a"
        return letter if letter in " -./:," else "?"

    return "".join(map(sign, text[:_MOST_SHAPE])) + ("…" if len(text) > _MOST_SHAPE else "")
