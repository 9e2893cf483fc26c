"""PostgreSQL through its ADBC driver (extra `databases`), in one transaction that reads only.

The address may hold a password, and what the driver says may quote it or a row: messages show neither.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from generator.analyse.engine.files import first_line, not_read
from generator.analyse.queries import literal
from generator.errors import AtlasError, SourceError

if TYPE_CHECKING:
    import pyarrow as pa

_DRIVERS = ("adbc_driver_manager", "adbc_driver_postgresql")
_INSTALL = (
    'Install it, for example with: python -m pip install "adbc-driver-manager>=1.8" "adbc-driver-postgresql>=1.8"'
)
#: Spellings that hang on no setting of the server, and rows in the order of the table.
_SESSION = (
    "set transaction isolation level repeatable read, read only",
    "set local datestyle = 'ISO'",
    "set local intervalstyle = 'postgres'",
    "set local extra_float_digits = 1",
    "set local client_encoding = 'UTF8'",
    "set local synchronize_seqscans = off",
)
_TABLES = """
    select cast(n.nspname as text), cast(c.relname as text)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
    order by 1, 2
"""
#: Errors of this class speak of the query's own words: of tables, columns and rights.
_OF_THE_QUERY = "42"
_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})


class Postgres:
    """A PostgreSQL database.

    Args:
        address: As libpq reads it; user and password may come from it, from the environment or from ~/.pgpass.
        title: What messages call it.
        timezone: Zone in which moments have their days; empty for UTC.
    """

    def __init__(self, address: str, title: str, timezone: str = "") -> None:
        if any(find_spec(name) is None for name in _DRIVERS):
            raise AtlasError(f"{title}: reading PostgreSQL needs a driver, which is not installed.", _INSTALL)
        from adbc_driver_manager import Error
        from adbc_driver_postgresql import dbapi

        self._title = title
        self._numbers: frozenset[str] = frozenset()
        try:
            self._connection: Any = dbapi.connect(address)
        except Error:
            # Whatever the driver says may quote the address.
            raise SourceError(
                f"{title}: there is no connection.",
                "Check the address, the user and the password (PGPASSWORD or ~/.pgpass); psql says what is wrong.",
            ) from None
        try:
            with self._translated_errors():
                self._cursor: Any = self._connection.cursor()
                for line in (*_SESSION, f"set local timezone = {literal(timezone or 'UTC')}"):
                    self._cursor.execute(line)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close it."""
        from adbc_driver_manager import Error

        with suppress(Error):
            self._cursor.close()
        self._connection.close()

    def tables(self) -> list[tuple[str, str]]:
        """Return the schema and the name of each table and view that this user may read."""
        with self._translated_errors():
            self._cursor.execute(_TABLES)
            return [(schema, name) for schema, name in self._cursor.fetchall()]

    def texts(self, query: str) -> tuple[Sequence[str], Collection[str], Iterator["pa.RecordBatch"]]:
        """Return the columns of one SELECT, those of moments with a zone, and its rows, every value as text."""
        with self._translated_errors():
            self._cursor.execute(f"select * from (\n{query}\n) as source limit 0")
            columns = [item[0] for item in self._cursor.description]
            schema = self._cursor.fetch_arrow_table().schema
        moments = {item.name for item in schema if getattr(item.type, "tz", None)}
        return columns, moments, self._batches(columns, query)

    def _batches(self, columns: Sequence[str], query: str) -> Iterator["pa.RecordBatch"]:
        self._numbers = self._number_columns(columns, query)
        names = ", ".join('cast("{0}" as text) as "{0}"'.format(name.replace('"', '""')) for name in columns)
        with self._translated_errors():
            self._cursor.execute(f"select {names} from (\n{query}\n) as source")
            yield from self._cursor.fetch_record_batch()

    def _number_columns(self, columns: Sequence[str], query: str) -> frozenset[str]:
        """Return the columns whose type is one of numbers, without computing a row."""
        if not columns:
            return frozenset()
        kinds = ", ".join('cast(pg_typeof("{}") as text)'.format(name.replace('"', '""')) for name in columns)
        with self._translated_errors():
            self._cursor.execute(
                f"select {kinds} from (select 1) as one "
                f"left join (select * from (\n{query}\n) as source limit 0) as empty on true"
            )
            row = self._cursor.fetchone() or ()
        return frozenset(name for name, kind in zip(columns, row, strict=False) if kind in _NUMBERS)

    def numbers(self) -> frozenset[str]:
        """Return the columns whose values are numbers by their type; known when all rows of `texts` have been read."""
        return self._numbers

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        from adbc_driver_manager import Error
        from pyarrow import ArrowException

        try:
            yield
        except (OSError, ArrowException):
            # What becomes of an error that comes while rows do.
            raise not_read(self._title, "the server stopped at a value, or the connection broke") from None
        except Error as error:
            state = error.sqlstate or "no state"
            why = f"SQLSTATE {state}"
            if state.startswith(_OF_THE_QUERY):
                why += f", {first_line(error)}"
            raise not_read(self._title, why) from None
