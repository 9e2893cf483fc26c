"""Reads location texts from a file or a pipe: one a line, or one column of a CSV.

Any input gives either texts or a `SourceError`.
"""

import csv
import io
from itertools import islice
from typing import Any

from generator.analyse.reading.encoding import decode
from generator.analyse.reading.header import DELIMITERS
from generator.analyse.reading.titles import fold_title, require_header, shown
from generator.errors import SourceError

#: Most line breaks in an address; a longer value comes from a quotation mark that is not closed.
_MOST_LINES = 8
#: Rows below the first one that are compared with it for a message.
_MOST_SAMPLED = 50


def read_spellings(data: bytes, name: str, column: str = "") -> list[str]:
    """Return the texts in the order of the input; a blank line, or a row too short for the column, gives "".

    Args:
        data: UTF-8, UTF-16 with its byte order mark, or Windows-1252 (Latin-1 and more). Other bytes become
            replacement characters.
        name: Name of the input in messages.
        column: Name of a column of a CSV with a header; empty if every line is a text.

    Raises:
        SourceError: It is not text, not CSV, or has no such column.
    """
    text, _ = decode(data, name)
    if column:
        return _column(text, name, column)
    # Not str.splitlines, which would also split at form feeds and similar characters.
    return [line.rstrip("\n") for line in io.StringIO(text, newline=None)]


def _column(text: str, name: str, column: str) -> list[str]:
    head: tuple[list[str], list[list[str]]] = ([], [])
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            found = next((row for row in reader if row), [])
            titles = [fold_title(title) for title in found]
            if titles.count(fold_title(column)) > 1:
                raise SourceError(f"{name}: column {column!r} occurs more than once in the header.")
            if fold_title(column) in titles:
                return _values(reader, titles.index(fold_title(column)), name)
            if len(found) > len(head[0]):
                head = found, list(islice((row for row in reader if row), _MOST_SAMPLED))
        except csv.Error as error:
            raise SourceError(f"{name}, line {reader.line_num}: {error}.") from error
    names, rows = head
    require_header(name, names, 0)
    raise SourceError(f"{name}: there is no column {column!r}.", f"Found: {shown(names, 0, *rows)}.")


def _values(reader: Any, at: int, name: str) -> list[str]:
    """Return the values of a column in the remaining rows of a CSV reader."""
    texts = []
    first = reader.line_num + 1
    for row in reader:
        text = row[at] if at < len(row) else ""
        if (lines := text.count("\n")) > _MOST_LINES:
            raise SourceError(
                f"{name}, line {first}: a value has {lines} line breaks.",
                "Check for a quotation mark that is not closed.",
            )
        if row:
            texts.append(text)
        first = reader.line_num + 1
    return texts
