"""Spark, the engine for data too large for one machine: connects, reads the source as text, runs the same queries.

Contains no rules for rows, which are all in `analyse/sql/`; `dialect.py` transpiles them from DuckDB's dialect. Tables
are stored in Spark's cache, which spills to disk, so nothing is written to shared storage. Spark reads Parquet; CSV is
converted first. On a cluster, every executor must be able to read the files under the same path.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from generator.analyse.engine.base import TEXT_COLUMN, Loaded, columns_of, input_columns, read_name
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.engine.files import RoomError, engine_stopped, no_rows, too_large
from generator.analyse.engine.session import Session, require_spark
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.source import Source
from generator.errors import SourceError
from generator.files.scratch import Scratch, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import Column, DataFrame

#: Names that Hadoop accepts literally: no pattern, no colon, not hidden.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")
_CONVERT = (
    "Convert it to Parquet first, for example with: "
    "duckdb -c \"COPY (FROM read_csv('transactions.csv', all_varchar = true)) TO 'transactions.parquet'\""
)


class SparkEngine:
    """Spark session; the end of the `with` block stops it with its Java process, and removes its temporary files.

    Args:
        threads: Threads on this machine; 0 for all.
        memory_limit: Memory on this machine, such as "2GB"; empty for the default.
        master: Master URL of a cluster; empty for this machine.
    """

    def __init__(self, threads: int = 0, memory_limit: str = "", master: str = "") -> None:
        require_spark()
        self._threads = threads
        self._memory_limit = memory_limit
        self._scratch = Scratch()
        self._kept: dict[str, DataFrame] = {}
        try:
            self._session = Session(master, threads, memory_limit, self._scratch.path)
        except BaseException:
            self._scratch.close()
            raise
        self._spark = self._session.spark

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._session.close()
        finally:
            self._scratch.close()

    def create(self, name: str, query: str) -> None:
        """Store the result of a query as a table."""
        with _translated_errors(), self._result(query) as result:
            self._keep(name, result)

    def view(self, name: str, query: str) -> None:
        """Create a view: a named query whose result is not stored."""
        with _translated_errors(), self._result(query) as result:
            result.createOrReplaceTempView(name)

    def drop(self, *names: str) -> None:
        """Free the memory of tables that no later stage reads."""
        for name in names:
            self._spark.catalog.dropTempView(name)
            if kept := self._kept.pop(name, None):
                kept.unpersist()

    def register(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Store rows from Python as a table.

        Args:
            name: Table name.
            columns: SQL type by column name.
            rows: One sequence per row, in the order of `columns`.
        """
        import pyarrow as pa

        kinds = {"varchar": pa.string(), "integer": pa.int32(), "bigint": pa.int64(), "boolean": pa.bool_()}
        values = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(list(column), kinds[kind]) for column, kind in zip(values, columns.values(), strict=True)]
        self._spark.createDataFrame(pa.table(arrays, names=list(columns))).createOrReplaceTempView(name)

    def register_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Store a small typed frame as a table."""
        import pyarrow as pa

        table = pa.Table.from_pandas(frame, preserve_index=False)
        self._spark.createDataFrame(table).createOrReplaceTempView(name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with _translated_errors(), self._result(query) as result:
            return [tuple(row) for row in result.collect()]

    def frame(self, query: str) -> pd.DataFrame:
        """Return the result of a query, which must fit in memory."""
        with _translated_errors(), self._result(query) as result:
            found: pd.DataFrame = result.toArrow().to_pandas()
            return found

    @contextmanager
    def _result(self, query: str) -> "Iterator[DataFrame]":
        """Yield the result of a query; its temporary tables exist until the end of the block."""
        from generator.analyse.engine.dialect import to_steps

        steps, last = to_steps(query)
        for name, step in steps:
            self._keep(name, self._spark.sql(step))
        yield self._spark.sql(last)
        self.drop(*(name for name, _ in steps))

    def _keep(self, name: str, frame: "DataFrame") -> None:
        from pyspark import StorageLevel

        before = self._kept.get(name)
        kept = frame.persist(StorageLevel.MEMORY_AND_DISK)
        kept.count()
        kept.createOrReplaceTempView(name)
        self._kept[name] = kept
        if before is not None:
            before.unpersist()

    def read(self, source: Source) -> tuple[Loaded, ...]:
        """Read all files as text into the table `raw`, without validation.

        Text files are converted first, so that both engines use the same CSV parser.

        Returns:
            For each file, the locations of its rows, and its broken lines.

        Raises:
            SourceError: A file cannot be read, no file has a row, or text is too large to convert on this machine.
        """
        if not self._session.local and any(file.title for file in source.files):
            raise SourceError(
                f"{source.name}: on a cluster, Spark reads only Parquet files that every machine can open.", _CONVERT
            )
        with _translated_errors():
            if any(file.format == "csv" for file in source.files):
                return self._convert(source)
            loaded: list[Loaded] = []
            frames: list[DataFrame] = []
            start = 0
            for file in source.files:
                rows, count = self._load(file, source, start)
                loaded.append(Loaded(file, start, start + count, ()))
                frames.append(rows)
                start += count
            if not start:
                raise no_rows(source)
            self._keep_raw(source, reduce(lambda one, two: one.union(two), frames))
        return tuple(loaded)

    def _convert(self, source: Source) -> tuple[Loaded, ...]:
        """Convert all files to Parquet with DuckDB."""
        if not self._session.local:
            raise SourceError(f"{source.name}: on a cluster, Spark reads only Parquet.", _CONVERT)
        # Spark reads lazily and more than once, so the file must last as long as the session.
        path = self._scratch.stack.enter_context(unnamed(self._scratch.path, "rows.parquet"))
        try:
            with DuckEngine(self._threads, self._memory_limit) as duck:
                loaded = duck.read(source)
                duck.write_parquet(read_name(source), path)
        except RoomError as error:
            raise SourceError(f"{source.name}: too large to convert on this machine.", _CONVERT) from error
        self._keep_raw(source, self._spark.read.parquet(f"file://{path}"))
        return loaded

    def _keep_raw(self, source: Source, rows: "DataFrame") -> None:
        """Store what was read, under the name that DuckDB gives it."""
        self._keep("raw_rows", rows)
        self._spark.table("raw_rows").createOrReplaceTempView(read_name(source))

    def _load(self, file: SourceFile, source: Source, start: int) -> tuple["DataFrame", int]:
        """Return the rows of one Parquet file with their locations, and their number."""
        from pyspark.sql import functions as F  # noqa: N812

        from generator.analyse.engine.parquet import as_text, count_parts, positions

        table = self._spark.read.parquet(self._path(file))
        counts = count_parts(table)
        rows = positions(table.select(*_chosen(file, source, as_text(file, dict(table.dtypes)))), counts)
        return rows.withColumn("location", F.col("position") + start).drop("position"), sum(counts.values())

    def _path(self, file: SourceFile) -> str:
        """Return a path that Hadoop opens as one file; a name that it would misread goes through a link."""
        if file.title:
            # An unnamed file: its path must not be resolved.
            return f"file://{file.path}"
        path = file.path.resolve()
        if not all(_PLAIN_NAME.fullmatch(part) for part in path.parts[1:]):
            link = self._scratch.path / f"link-{len(list(self._scratch.path.iterdir()))}.parquet"
            link.symlink_to(path)
            path = link
        return f"file://{path}"


def _chosen(file: SourceFile, source: Source, field: Mapping[str, "Column"]) -> list["Column"]:
    """Return the columns of `raw` in order, without the location."""
    from pyspark.sql import functions as F  # noqa: N812

    nothing = F.lit(None).cast("string")
    field = {**field, **{name: F.lit(text).cast("string") for name, text in file.partitions.items()}}
    names = [*TEXT_COLUMN.values(), *(f"extra_{i}" for i in range(len(source.extra))), *input_columns(source)]
    columns = zip(names, columns_of(file, source), strict=True)
    return [(nothing if column is None else field[column]).alias(name) for name, column in columns]


@contextmanager
def _translated_errors() -> "Iterator[None]":
    """Translate Spark's exceptions into `AtlasError`s."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import ArithmeticException, PySparkException

    try:
        yield
    except ArithmeticException as error:
        raise too_large(error) from error
    except (PySparkException, Py4JJavaError) as error:
        raise engine_stopped(error) from error
