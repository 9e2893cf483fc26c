"""SQLite's databases, whose columns may hold values of several types."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from generator.analyse.engine.files import first_line, not_read
from generator.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 50_000
#: How SQLite begins to speak of the query or the file; its other words may quote a row.
_SAID_OF_THE_QUERY = ("no such ", "near ", "database is locked", "unable to open", "file is not a database")


class SqliteFile:
    """A SQLite database, whose columns may hold values of several types.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._title = str(path)
        #: Columns with a number, and those with a digit in a text.
        self._numbered: set[str] = set()
        self._written: set[str] = set()
        try:
            self._connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise SourceError(f"{path}: the database cannot be opened ({_said_of(error)}).") from error

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def tables(self) -> list[tuple[str, str]]:
        """Return the name of each table and view; there are no schemas."""
        rows = self._rows(
            "select '', name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' "
            "escape '\\' order by name"
        )
        return [(schema, name) for schema, name in rows.fetchall()]

    def texts(self, query: str) -> tuple[Sequence[str], Collection[str], Iterator["pa.RecordBatch"]]:
        """Return the columns of one SELECT, no moments, as it has none, and its rows, every value as text."""
        # Inside brackets nothing but a SELECT is understood; outside, columns keep their names.
        self._rows(f"select * from (\n{query}\n) limit 0")
        rows = self._rows(query)
        columns = [item[0] for item in rows.description]
        return columns, (), self._batches(columns, rows)

    def _rows(self, query: str) -> sqlite3.Cursor:
        try:
            return self._connection.execute(query)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise not_read(self._title, _said_of(error)) from error

    def _batches(self, columns: Sequence[str], rows: sqlite3.Cursor) -> Iterator["pa.RecordBatch"]:
        try:
            while found := rows.fetchmany(_BATCH):
                self._note_types(columns, found)
                yield _batch(columns, [[_text(value) for value in row] for row in found])
        except sqlite3.Error as error:
            raise not_read(self._title, _said_of(error)) from error

    def _note_types(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        for name, values in zip(columns, zip(*rows, strict=True), strict=True):
            if name not in self._numbered and any(isinstance(value, int | float) for value in values):
                self._numbered.add(name)
            if name not in self._written and any(map(_is_written, values)):
                self._written.add(name)

    def numbers(self) -> frozenset[str]:
        """Return the columns whose values are numbers by their type; known when all rows of `texts` have been read."""
        return frozenset(self._numbered - self._written)


def _is_written(value: Any) -> bool:
    """Return whether a value is a text with a digit, whose marks may have several meanings."""
    return isinstance(value, str | bytes) and any(letter.isdigit() for letter in _text(value) or "")


def _text(value: Any) -> str | None:
    """Return a value as DuckDB spells it; Python writes floats with the same digits and exponents."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.hex()
    return repr(value)


def _said_of(error: Exception) -> str:
    text = first_line(error)
    return text if text.startswith(_SAID_OF_THE_QUERY) else "SQLite stopped at a value or at the file"


def _batch(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> "pa.RecordBatch":
    """Return rows of texts as a batch."""
    import pyarrow as pa

    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.RecordBatch.from_arrays([pa.array(list(column), pa.string()) for column in values], list(columns))
