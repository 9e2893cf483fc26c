"""CSV that is safe to open in a spreadsheet. Both halves write through it; `csv` in elements.js does the same."""

from collections.abc import Iterable

#: A spreadsheet runs a text that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Format a value as a cell.

    None is empty, a whole float has no fraction, and text that a spreadsheet would run as a formula begins with '.
    Python's own writer is not used, because it leaves a bare carriage return unquoted, which splits the row.
    """
    if value is None:
        return ""
    words = _number(value) if isinstance(value, float) else str(value)
    if isinstance(value, str) and words.lstrip(" ").startswith(_FORMULA):
        words = "'" + words
    return '"' + words.replace('"', '""') + '"' if any(sign in words for sign in ',"\r\n') else words


def csv_lines(columns: Iterable[str], records: Iterable[Iterable[object]]) -> str:
    """Format a table as CSV, lines ending in a line feed."""
    rows = [",".join(map(cell, columns)), *(",".join(map(cell, record)) for record in records)]
    return "\n".join(rows) + "\n"


def _number(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
