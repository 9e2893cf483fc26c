"""DuckDB's databases: a table of one as a source, every value as text."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from pyarrow import ArrowException

from generator.analyse.engine.files import first_line, not_read
from generator.analyse.queries import literal
from generator.errors import SourceError
from generator.files.scratch import Scratch
from generator.settings.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 50_000
_NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|BIGNUM|VARINT")
_MOMENTS = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS")
#: Errors that speak of the query, or of files and memory: their words quote no row.
_OF_THE_QUERY = (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException)
_OF_THE_MACHINE = (duckdb.IOException, duckdb.OutOfMemoryException)


class DuckFile:
    """A DuckDB database.

    Args:
        path: The file.
        settings: All settings; threads and memory are those of the engine.
        scratch: Where goes what does not fit into memory; DuckDB would put it beside the file.
    """

    def __init__(self, path: Path, settings: Settings, scratch: Scratch) -> None:
        self._title = str(path)
        self._numbers: frozenset[str] = frozenset()
        self._connection = duckdb.connect(":memory:")
        options: dict[str, object] = {
            "autoinstall_known_extensions": False,
            "enable_progress_bar": False,
            "temp_directory": str(scratch.path),
            # Moments have their days where the bank is; `texts` says which columns hold moments.
            "TimeZone": settings.timezone or "UTC",
        }
        chosen = {"threads": settings.threads, "memory_limit": settings.memory_limit}
        try:
            for name, value in (options | {name: value for name, value in chosen.items() if value}).items():
                self._connection.execute(f"set {name} = $value", {"value": value})
            self._connection.execute(f"attach {literal(str(path))} as source (read_only); use source")
        except duckdb.Error as error:
            self.close()
            raise SourceError(f"{path}: the database cannot be opened ({_said(error)}).") from error

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def tables(self) -> list[tuple[str, str]]:
        """Return the schema and the name of each table and view."""
        return self._connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'source' and not internal "
            "union all "
            "select schema_name, view_name from duckdb_views() where database_name = 'source' and not internal "
            "order by all"
        ).fetchall()

    def texts(self, query: str) -> tuple[Sequence[str], Collection[str], Iterator["pa.RecordBatch"]]:
        """Return the columns of one SELECT, those of moments with a zone, and its rows, every value as text."""
        try:
            found = self._connection.extract_statements(query)
            if [item.type for item in found] != [duckdb.StatementType.SELECT]:
                raise not_read(self._title, "the query is not one SELECT")
            described = self._connection.execute(f"describe {query}").fetchall()
        except duckdb.Error as error:
            raise not_read(self._title, _said(error)) from error
        kinds = {row[0]: row[1] for row in described}
        self._numbers = frozenset(name for name, kind in kinds.items() if _NUMBER.fullmatch(kind))
        moments = {name for name, kind in kinds.items() if kind in _MOMENTS}
        return [row[0] for row in described], moments, self._batches(query)

    def numbers(self) -> frozenset[str]:
        """Return the columns whose values are numbers by their type; known when all rows of `texts` have been read."""
        return self._numbers

    def _batches(self, query: str) -> Iterator["pa.RecordBatch"]:
        try:
            rows = self._connection.sql(f"select cast(columns(*) as varchar) from (\n{query}\n)")
            yield from rows.to_arrow_reader(_BATCH)
        except duckdb.Error as error:
            raise not_read(self._title, _said(error)) from error
        except (OSError, ArrowException) as error:
            # What becomes of an error that comes while rows do.
            raise not_read(self._title, "DuckDB stopped at a value, or at the file") from error


def _said(error: Exception) -> str:
    return first_line(error) if isinstance(error, _OF_THE_QUERY + _OF_THE_MACHINE) else type(error).__name__
