"""DuckDB, the embedded default engine: connects, reads the source as text, runs queries.

Contains no rules for rows, which are all in `analyse/sql/`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from generator.analyse.engine.base import TEXT_COLUMN, Loaded, columns_of, input_columns, read_name
from generator.analyse.engine.files import (
    as_latin,
    engine_stopped,
    first_line,
    no_rows,
    open_quote,
    plain_copy,
    reason,
    separator,
    text_lines,
    too_large,
)
from generator.analyse.engine.quotes import first_open
from generator.analyse.engine.survey import MOST_BROKEN, Survey, require_all, survey, too_many
from generator.analyse.queries import literal
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.source import Source
from generator.analyse.reading.typed_columns import Zone
from generator.errors import ConfigError, SourceError
from generator.files.scratch import Scratch

if TYPE_CHECKING:
    # Only results of queries are data frames, and `atlas doctor` needs none: pandas takes half a second to load.
    import pandas as pd

#: Rows from Python that are handed over at a time.
_BATCH = 50_000


class _LineEndError(SourceError):
    """The engine cannot parse the line ends of a file, for example if two kinds are mixed."""


class DuckEngine:
    """In-memory database; the end of the `with` block closes it and removes its temporary files."""

    def __init__(self, threads: int = 0, memory_limit: str = "") -> None:
        self._scratch = Scratch()
        self._connection = duckdb.connect(":memory:")
        try:
            self._set("temp_directory", str(self._scratch.path))
            self._set("enable_progress_bar", value=False)
            self._set("autoinstall_known_extensions", value=False)
            # A timestamp with a time zone falls on the same day on every machine.
            self._set("TimeZone", "UTC")
            if threads:
                self._set("threads", threads)
            if memory_limit:
                self._set("memory_limit", memory_limit)
        except ConfigError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and remove its temporary files."""
        try:
            self._connection.close()
        finally:
            self._scratch.close()

    def _set(self, name: str, value: object) -> None:
        try:
            self._connection.execute(f"set {name} = $value", {"value": value})
        except duckdb.Error as error:
            raise ConfigError(f"{name} = {value!r} is not accepted by the engine: {first_line(error)}") from error

    def create(self, name: str, query: str) -> None:
        """Store the result of a query as a table."""
        self._run(f'create or replace table "{name}" as {query}')

    def view(self, name: str, query: str) -> None:
        """Create a view: a named query whose result is not stored."""
        self._run(f'create or replace view "{name}" as {query}')

    def drop(self, *names: str) -> None:
        """Free the memory of tables that no later stage reads."""
        for name in names:
            self._run(f'drop table if exists "{name}"')

    def register(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Store rows from Python as a table.

        Args:
            name: Table name.
            columns: SQL type by column name.
            rows: One sequence per row, in the order of `columns`.
        """
        fields = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        self._run(f'create or replace table "{name}" ({fields})')
        lists = ", ".join(f"unnest(cast(${i} as {kind}[]))" for i, kind in enumerate(columns.values(), start=1))
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            self._run(f'insert into "{name}" select {lists}', list(map(list, zip(*batch, strict=True))))

    def register_frame(self, name: str, frame: "pd.DataFrame") -> None:
        """Store a small typed frame as a table."""
        self._connection.register("incoming", frame)
        self.create(name, "select * from incoming")
        self._connection.unregister("incoming")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with _translated_errors():
            return self._connection.execute(query).fetchall()

    def frame(self, query: str) -> "pd.DataFrame":
        """Return the result of a query, which must fit in memory."""
        with _translated_errors():
            return self._connection.execute(query).df()

    def write_parquet(self, name: str, path: Path) -> None:
        """Write a table to an existing file."""
        self._run(f"copy {name} to {_file_literal(path)} (format parquet, use_tmp_file false)")

    def _run(self, query: str, values: Sequence[object] = ()) -> None:
        with _translated_errors():
            self._connection.execute(query, values)

    def read(self, source: Source) -> tuple[Loaded, ...]:
        """Read all files as text into the table `raw`, without validation.

        Returns:
            For each file, the locations of its rows, and its broken lines.

        Raises:
            SourceError: A file cannot be read, or no file has a row.
        """
        names = [*TEXT_COLUMN.values(), *(f"extra_{i}" for i in range(len(source.extra)))]
        names += input_columns(source)
        self._run(f"create or replace table raw_rows ({', '.join(f'{name} varchar' for name in names)})")
        loaded: list[Loaded] = []
        start = 0
        for file in source.files:
            if file.format == "parquet":
                self._insert_parquet(file, source)
                broken: tuple[int, ...] = ()
                [(stop,)] = self.rows("select count(*) from raw_rows")
            else:
                found = self._load(file, source)
                errors = self._errors()
                if any(bad for _, bad, _ in errors) and (again := as_latin(source, file)):
                    return self.read(again)
                [(stop,)] = self.rows("select count(*) from raw_rows")
                self._require_all(file, found, stop - start, errors)
                broken = tuple(line for line, _, _ in errors)
            loaded.append(Loaded(file, start, stop, broken))
            start = stop
        if not start and not any(item.broken for item in loaded):
            raise no_rows(source)
        self.view(read_name(source), "select *, rowid as location from raw_rows")
        return tuple(loaded)

    def _load(self, file: SourceFile, source: Source) -> Survey:
        """Insert one text file; return what it has by our own count."""
        if file.in_place:
            found = survey(file.path, file.where, len(file.columns))
            with suppress(_LineEndError):
                self._insert(file, file.path, source)
                return found
        with plain_copy(file, self._scratch.path) as copy:
            found = survey(copy, file.where, len(file.columns))
            self._insert(file, copy, source)
        return found

    def _run_reading(self, file: SourceFile, query: str) -> None:
        """Run a query that reads a file, whose damage may cause any error of the engine."""
        try:
            self._run(query)
        except duckdb.Error as error:
            raise SourceError(
                f"{file.where}: the file is damaged, or has changed while it was read ({reason(error)}).",
                "Export it again.",
            ) from error

    def _errors(self) -> list[tuple[int, bool, bool]]:
        """Return the broken lines of the last text file, whether each is not UTF-8, and whether quotes may be why."""
        return self.rows(
            "select line, bool_or(error_type = 'INVALID ENCODING'), "
            "bool_or(error_type in ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM')) "
            "from reject_errors group by 1 order by 1"
        )

    def _require_all(
        self, file: SourceFile, found: Survey, rows: int, errors: Sequence[tuple[int, bool, bool]]
    ) -> None:
        """Refuse a text file in which rows are lost."""
        [(stored,)] = self.rows("select count(*) from reject_errors")
        if len(errors) > MOST_BROKEN or stored >= MOST_BROKEN * len(file.columns):
            raise too_many(file.where)
        # An unclosed quote swallows the following rows, without an error if there are many.
        if any(quote for _, _, quote in errors) and (row := first_open(text_lines(file), separator(file))):
            raise open_quote(file, row)
        records = rows + len(errors) + file.header
        require_all(file.where, found, records, text_lines(file), separator(file))

    def _insert_parquet(self, file: SourceFile, source: Source) -> None:
        """Read a Parquet file into `raw_rows`."""
        # By position: the engine's names of columns ignore capitals.
        names = {name: f"c{i}" for i, name in enumerate(file.columns)}
        local = {name: _local(names[name], zone) for name, zone in file.zones.items()}
        self._run_reading(
            file,
            f"insert into raw_rows select {_selection(file, source, names | local)} from "
            f"read_parquet({_file_literal(file.path)}, hive_partitioning = false) as file({', '.join(names.values())})",
        )

    def _insert(self, file: SourceFile, path: Path, source: Source) -> None:
        """Read a text file or its copy into `raw_rows`; lines that cannot be parsed go to `reject_errors`."""
        fields = {f"c{i}": "VARCHAR" for i in range(len(file.columns))}
        wanted = _selection(file, source, {name: f"c{i}" for i, name in reversed(list(enumerate(file.columns)))})
        self._run("drop table if exists reject_errors; drop table if exists reject_scans")
        self._run_reading(
            file,
            f"insert into raw_rows select {wanted} from read_csv({_file_literal(path)}, columns = {fields!r}, "
            f"delim = {literal(separator(file))}, quote = '\"', escape = '\"', header = {file.header}, "
            f"auto_detect = false, hive_partitioning = false, store_rejects = true, "
            # A line has one error for each field that is missing.
            f"rejects_limit = {MOST_BROKEN * len(file.columns)}, null_padding = false, strict_mode = true, "
            f"compression = '{'gzip' if path.name.lower().endswith('.gz') else 'none'}')",
        )


@contextmanager
def _translated_errors() -> Iterator[None]:
    """Translate the engine's exceptions into `AtlasError`s."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InvalidInputException) as error:
        if "invalid state" in str(error):
            raise _LineEndError(f"The engine cannot parse the line ends of a file ({reason(error)}).") from error
        raise engine_stopped(error) from error
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        raise too_large(error) from error
    except RuntimeError as error:
        # DuckDB turns an interrupt during a query into this error.
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise


def _selection(file: SourceFile, source: Source, field: Mapping[str, str]) -> str:
    """Return the select list that gives the columns of `raw_rows`; `field` has an expression for each of the file's."""
    field = {**field, **{name: literal(text) if text is not None else "null" for name, text in file.partitions.items()}}
    columns = (field[column] if column is not None else "null" for column in columns_of(file, source))
    return ", ".join(f"cast({column} as varchar)" for column in columns)


def _file_literal(path: Path) -> str:
    """Return a path as an SQL literal, with wildcards escaped."""
    return literal("".join(f"[{char}]" if char in "*?[" else char for char in str(path)))


def _local(column: str, zone: Zone) -> str:
    """Return a moment in UTC as the clock of a zone shows it; the session's zone is UTC."""
    moment = f"cast({column} as timestamptz)"
    if zone.name:
        return f"timezone({literal(zone.name)}, {moment})"
    return f"timezone('UTC', {moment}) + to_minutes({zone.minutes})"
