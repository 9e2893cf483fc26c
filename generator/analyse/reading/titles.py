"""Titles of columns: compared as people mean them, and told from data, so that no message prints a value."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from generator.errors import SourceError

_LONGEST = 40
_MOST = 20
_MOST_DIGITS = 2
#: A letter, then letters, digits and the punctuation of column names.
_TITLE = re.compile(r"[^\W\d_][\w \-./()#%&₹$€£]*")
_MOST_SHAPE = 24
#: Characters without width, which no one sees in a title: byte order marks, joiners and marks of direction.
_UNSEEN = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad]")


def cleaned(title: str) -> str:
    """Return a title without blanks at its ends and without characters that nobody sees."""
    return _UNSEEN.sub("", title).strip()


def fold_title(title: str) -> str:
    """Normalise a title for comparisons: lower case, without blanks."""
    return "".join(unicodedata.normalize("NFC", cleaned(title)).split()).casefold()


def match(where: str, names: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each role that has one: the one with the exact title, else the one that resembles it.

    Args:
        where: Name of the file in messages.
        names: Titles of the file.
        columns: Wanted title by role.

    Raises:
        SourceError: Two columns fit equally well. The message contains their positions.
    """
    found = {}
    for role, title in columns.items():
        exact = [i for i, name in enumerate(names) if name == cleaned(title)]
        alike = exact or [i for i, name in enumerate(names) if name and fold_title(name) == fold_title(title)]
        if len(alike) > 1:
            at = " and ".join(str(i + 1) for i in alike)
            how = "the same name" if exact else "names that differ only in capitals and blanks"
            raise SourceError(
                f"{where}: columns {at} have {how}, and one of them is the {role}.",
                "Rename one of them, or name the right one exactly as it is written under [columns].",
            )
        if alike:
            found[role] = names[alike[0]]
    return found


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
            "Add a first row with the column names, as in [columns] of atlas.toml, or say that there is none, and name "
            "columns by position: --set header=false --set 'columns.customer=\"1\"' --set 'columns.date=\"2\"' …",
        )


def shown(names: Sequence[str], known: int, *rows: Sequence[str]) -> str:
    """Return the column names of a header for a message, or only their number if they may be values.

    Args:
        names: The first row.
        known: Number of expected column names in it.
        rows: Rows below it; if no name is known, they must have as many fields, and the first one a column of data.
    """
    second = rows[0] if rows else ()
    differ = any(is_title(name) and value and not is_title(value) for name, value in zip(names, second, strict=False))
    # A line above the header may have values, but seldom as many fields as the rows.
    even = all(len(row) == len(names) for row in rows if row)
    if (not known and second and not (differ and even)) or any(map(is_value, names)):
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
