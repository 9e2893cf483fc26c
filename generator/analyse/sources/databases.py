"""Tables of databases: one table, or what one SELECT gives, becomes a Parquet file of text without a name on the disk.

Values are spelled as DuckDB spells those of Parquet, so that the release is that of a file with the same rows.
Databases are opened for reading only.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from generator.analyse.reading.find import DATABASE_ENDINGS
from generator.analyse.reading.formulas import formulas_of
from generator.analyse.reading.typed_columns import require_zone
from generator.errors import ConfigError, SourceError
from generator.files.scratch import Scratch, unnamed
from generator.settings.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

POSTGRES = ("postgres://", "postgresql://")
#: An address whose parts are known for sure; of any other, a message shows nothing.
_HOST = r"(?:[\w.-]*|\[[\da-fA-F:.]+\])(?::\d+)?"
_ADDRESS = re.compile(rf"(postgres(?:ql)?://)(?:[^@/?#\s]*@)?({_HOST}(?:,{_HOST})*)(/[\w.-]*)?(?:\?[^@]*)?")
_SQLITE = b"SQLite format 3\0"
_DUCKDB = slice(8, 12), b"DUCK"
_MOST_NAMES = 20


class Database(Protocol):
    """An open database."""

    def close(self) -> None:
        """Close it."""
        ...

    def tables(self) -> list[tuple[str, str]]:
        """Return the schema and the name of each table and view that can be read."""
        ...

    def texts(self, query: str) -> tuple[Sequence[str], Collection[str], Iterator["pa.RecordBatch"]]:
        """Return the columns of one SELECT, those of moments with a zone, and its rows, every value as text."""
        ...

    def numbers(self) -> frozenset[str]:
        """Return the columns whose values are numbers by their type; known when all rows of `texts` have been read."""
        ...


def is_database(name: str) -> bool:
    """Return whether a name means a database."""
    return name.startswith(POSTGRES) or _is_file(name)


def _is_file(name: str) -> bool:
    return name.lower().endswith(DATABASE_ENDINGS) and Path(name).expanduser().is_file()


def title_of(name: str) -> str:
    """Return what messages and records call a database: an address without user, password and options."""
    if not name.startswith(POSTGRES):
        return str(Path(name).expanduser())
    found = _ADDRESS.fullmatch(name)
    return f"{found[1]}{found[2]}{found[3] or ''}" if found else f"{name.partition('://')[0]}://…"


def require_none_asked(name: str, settings: Settings) -> None:
    """Refuse settings that choose rows of a database where the source is none.

    Raises:
        ConfigError: Which setting.
    """
    for key in ("table", "query"):
        if getattr(settings, key):
            raise ConfigError(
                f"{name[:200]} is no database, so that {key} = {getattr(settings, key)!r} chooses nothing in it.",
                f"Leave {key} out, for example with --set '{key}=\"\"'.",
            )


@contextmanager
def copied(name: str, settings: Settings, scratch: Scratch) -> Iterator[tuple[Path, frozenset[str]]]:
    """Give the rows of a database as a Parquet file of texts, and its columns of numbers; it is gone with the block.

    Args:
        name: The file of a DuckDB or SQLite database, or the address of a PostgreSQL one.
        settings: All settings; `table` or `query` chooses the rows.
        scratch: Where the file goes; it has no name there.

    Raises:
        SourceError: The database cannot be read, or it is not said which of its tables is meant.
        AtlasError: The driver is not installed.
    """
    title = title_of(name)
    with unnamed(scratch.path, "table.parquet") as path, closing(_connect(name, title, settings, scratch)) as database:
        columns, moments, batches = database.texts(_query(database, title, settings))
        inputs = formulas_of(settings.source_columns, settings.where).titles()
        require_zone(title, moments, settings.source_columns, settings.timezone, inputs)
        _write(path, title, columns, batches)
        yield path, database.numbers()


@contextmanager
def sampled(
    name: str, settings: Settings, scratch: Scratch, rows: int
) -> Iterator[tuple[Path, frozenset[str], frozenset[str]]]:
    """Give about so many rows of a database, of a server the first ones, with its columns of numbers and of moments.

    Rows come from the beginning, the middle and the end. Args and Raises as for `copied`, except that moments without a
    zone are those of the zone UTC.
    """
    title = title_of(name)
    with unnamed(scratch.path, "table.parquet") as path, closing(_connect(name, title, settings, scratch)) as database:
        parts = _parts(database, _query(database, title, settings), rows, server=name.startswith(POSTGRES))
        columns, moments, batches = database.texts(parts[0])
        later = (batch for part in parts[1:] for batch in database.texts(part)[2])
        _write(path, title, columns, chain(batches, later))
        yield path, database.numbers(), frozenset(moments)


def _write(path: Path, title: str, columns: Sequence[str], batches: Iterable["pa.RecordBatch"]) -> None:
    import pyarrow.parquet as pq

    if twice := next((column for column in columns if list(columns).count(column) > 1), ""):
        raise SourceError(f"{title}: two columns are named {twice}.", "Give one another name in the query.")
    try:
        with path.open("wb") as out, pq.ParquetWriter(out, _schema(columns)) as writer:
            for batch in batches:
                writer.write_batch(batch.cast(_schema(columns)))
    except OSError as error:
        raise SourceError(f"{title}: no copy can be kept ({error.strerror or 'disk'}).", "Make room.") from error


def _parts(database: Database, query: str, rows: int, *, server: bool) -> list[str]:
    """Return queries for some rows; counting those of a server may take long."""
    inner = f"select * from (\n{query}\n) as source"
    if server:
        return [f"{inner} limit {rows}"]
    _, _, batches = database.texts(f"select count(*) as n from (\n{query}\n) as source")
    total = int(next(iter(batches)).column(0)[0].as_py())
    if total <= rows:
        return [query]
    quarter = rows // 4
    return [
        f"{inner} limit {count} offset {start}"
        for start, count in ((0, rows // 2), (total // 2, quarter), (total - quarter, quarter))
    ]


def _schema(columns: Sequence[str]) -> "pa.Schema":
    import pyarrow as pa

    return pa.schema([(column, pa.string()) for column in columns])


def _connect(name: str, title: str, settings: Settings, scratch: Scratch) -> Database:
    if name.startswith(POSTGRES):
        from generator.analyse.sources.postgres import Postgres

        return Postgres(name, title, settings.timezone)
    from generator.analyse.engine.duckdb_file import DuckFile
    from generator.analyse.sources.sqlite_file import SqliteFile

    path = Path(title)
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
    except OSError as error:
        raise SourceError(f"{title}: cannot be read ({error.strerror}).") from error
    if head == _SQLITE:
        return SqliteFile(path)
    if head[_DUCKDB[0]] == _DUCKDB[1]:
        return DuckFile(path, settings, scratch)
    raise SourceError(
        f"{title}: this is neither a DuckDB nor a SQLite database.", "Export the table as CSV or Parquet."
    )


def _query(database: Database, title: str, settings: Settings) -> str:
    """Return the SELECT that the settings ask for."""
    if settings.query:
        path = settings.base_dir / settings.query
        try:
            text = path.read_text(encoding="utf-8-sig").strip().removesuffix(";").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not text in UTF-8"
            raise ConfigError(f"{path}: the query cannot be read ({why}).") from error
        if not text:
            raise ConfigError(f"{path}: the query is empty.", "Write one SELECT into it.")
        return text
    tables = database.tables()
    chosen = [table for table in tables if not settings.table or settings.table in (table[1], ".".join(table))]
    if len(chosen) == 1:
        return "select * from " + ".".join('"' + part.replace('"', '""') + '"' for part in chosen[0] if part)
    names = ", ".join(".".join(filter(None, table)) for table in (chosen or tables)[:_MOST_NAMES])
    more = f" and {len(tables) - _MOST_NAMES} more" if len(chosen or tables) > _MOST_NAMES else ""
    if not tables:
        raise SourceError(f"{title}: there is no table in it that can be read.")
    what = f"there is no table {settings.table}" if settings.table and not chosen else "there are several tables"
    raise SourceError(
        f"{title}: {what}. Found: {names}{more}.",
        "Name one with --set 'table=\"…\"', or a file with one SELECT with --set 'query=\"source.sql\"'.",
    )
