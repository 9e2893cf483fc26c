"""Location texts from a file or a pipe: one a line, or one column of a CSV.

Whatever bytes come in, either texts come out or one message says why not.
"""

import csv
import io
from typing import Any

from generator.analyse.reading.encoding import decode
from generator.analyse.reading.source import DELIMITERS, fold
from generator.analyse.reading.titles import require_header, shown
from generator.errors import SourceError

#: An address may be written in lines; what goes on for longer is a quotation mark that was never closed.
_MOST_LINES = 8


def read_spellings(data: bytes, name: str, column: str = "") -> list[str]:
    """Return the texts in the order of the input; a blank line, or a row too short for the column, is "".

    Args:
        data: UTF-8, UTF-16 with its mark, or Latin-1. Bytes that are none of these become replacement characters.
        name: What the input is called in messages.
        column: Title of a column of a CSV with a header; empty: every line is a text.

    Raises:
        SourceError: It is not text, has no such column, or is no CSV.
    """
    text, _ = decode(data, name)
    if column:
        return _column(text, name, column)
    # Only line ends end a line here: str.splitlines would also split at form feeds and the like.
    return [line.rstrip("\n") for line in io.StringIO(text, newline=None)]


def _column(text: str, name: str, column: str) -> list[str]:
    head: tuple[list[str], list[str]] = ([], [])
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            found = next((row for row in reader if row), [])
            titles = [fold(title) for title in found]
            if titles.count(fold(column)) > 1:
                raise SourceError(f"{name}: column {column!r} stands in the header more than once.")
            if fold(column) in titles:
                return _values(reader, titles.index(fold(column)), name)
            if len(found) > len(head[0]):
                head = found, next((row for row in reader if row), [])
        except csv.Error as error:
            raise SourceError(f"{name}, line {reader.line_num}: {error}.") from error
    require_header(name, head[0], 0)
    raise SourceError(f"{name}: there is no column {column!r}.", f"Found: {shown(head[0], 0, head[1])}.")


def _values(reader: Any, at: int, name: str) -> list[str]:
    """Return the column of the remaining rows of a CSV reader."""
    texts = []
    first = reader.line_num + 1
    for row in reader:
        text = row[at] if at < len(row) else ""
        if (lines := text.count("\n")) > _MOST_LINES:
            raise SourceError(
                f"{name}, line {first}: a value goes on for {lines} lines.", "A quotation mark may not be closed."
            )
        if row:
            texts.append(text)
        first = reader.line_num + 1
    return texts
