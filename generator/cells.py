"""One value as a cell of a CSV file that people open in a spreadsheet. Stands on nothing; both halves use it."""

from collections.abc import Iterable

#: A text that begins with one of these is run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Return a value as a cell; text that a spreadsheet would run as a formula begins with '."""
    if value is None:
        return ""
    words = str(value)
    if isinstance(value, str) and words.lstrip(" ").startswith(_FORMULA):
        words = "'" + words
    return '"' + words.replace('"', '""') + '"' if any(sign in words for sign in ',"\r\n') else words


def csv_lines(columns: Iterable[str], records: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV, lines ending in a line feed."""
    rows = [",".join(columns), *(",".join(map(cell, record)) for record in records)]
    return "\n".join(rows) + "\n"
