"""Spark: the engine for what one machine cannot hold. Connects, reads the source as text, runs the same queries.

Holds no statistics and no rule: what is done to a row stands in `analyse/sql/`, in DuckDB's dialect; `dialect.py` turns
it into Spark's. Tables are kept in Spark's own cache, which spills to disk, so nothing is written to shared storage.
Spark reads Parquet; CSV is converted beforehand. On a cluster the files must be readable by every executor under the
same path.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from generator.analyse.engine.base import TEXT_COLUMN, Loaded
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.engine.files import RoomError, engine_stopped, no_rows, too_large
from generator.analyse.engine.session import Session, require_spark
from generator.analyse.reading.source import Source, SourceFile
from generator.errors import SourceError
from generator.files.scratch import Scratch, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import Column, DataFrame

#: Names that Hadoop takes as they stand: no pattern, no colon, not hidden.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")
_CONVERT = (
    "Convert it to Parquet first, for example with: "
    "duckdb -c \"COPY (FROM read_csv('transactions.csv', all_varchar = true)) TO 'transactions.parquet'\""
)


class SparkEngine:
    """One Spark session, ended with the `with` block; its Java process and temporary files go with it.

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
        """Keep the result of a query as a table."""
        with _told(), self._result(query) as result:
            self._keep(name, result)

    def view(self, name: str, query: str) -> None:
        """Give a query a name without keeping its result."""
        with _told(), self._result(query) as result:
            result.createOrReplaceTempView(name)

    def drop(self, *names: str) -> None:
        """Free the memory of tables that no later stage reads."""
        for name in names:
            self._spark.catalog.dropTempView(name)
            if kept := self._kept.pop(name, None):
                kept.unpersist()

    def register(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows made in Python as a table.

        Args:
            name: Table name.
            columns: SQL type by column name.
            rows: One sequence a row, in the order of `columns`.
        """
        import pyarrow as pa

        kinds = {"varchar": pa.string(), "integer": pa.int32(), "bigint": pa.int64(), "boolean": pa.bool_()}
        values = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(list(column), kinds[kind]) for column, kind in zip(values, columns.values(), strict=True)]
        self._spark.createDataFrame(pa.table(arrays, names=list(columns))).createOrReplaceTempView(name)

    def register_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Keep a small typed frame as a table."""
        import pyarrow as pa

        table = pa.Table.from_pandas(frame, preserve_index=False)
        self._spark.createDataFrame(table).createOrReplaceTempView(name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with _told(), self._result(query) as result:
            return [tuple(row) for row in result.collect()]

    def frame(self, query: str) -> pd.DataFrame:
        """Return a query's result, small enough for memory."""
        with _told(), self._result(query) as result:
            found: pd.DataFrame = result.toArrow().to_pandas()
            return found

    @contextmanager
    def _result(self, query: str) -> "Iterator[DataFrame]":
        """Give a query's result; what the query reads more than once is kept as long as the block."""
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
        """Read all files, as text, into the table `raw`; nothing is judged yet.

        Text files are converted first: one reader of CSV decides for both engines what a row is.

        Returns:
            Per file, where its rows went and which lines were no rows.

        Raises:
            SourceError: A file cannot be read, no file has a row, or text is too large to convert on this machine.
        """
        if not self._session.local and any(file.title for file in source.files):
            raise SourceError(
                f"{source.name}: on a cluster, Spark reads Parquet files that every machine sees.", _CONVERT
            )
        with _told():
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
            self._keep("raw", reduce(lambda one, two: one.union(two), frames))
        return tuple(loaded)

    def _convert(self, source: Source) -> tuple[Loaded, ...]:
        """Let DuckDB read all files and hand them over as Parquet."""
        if not self._session.local:
            raise SourceError(f"{source.name}: on a cluster, Spark reads Parquet only.", _CONVERT)
        # Spark reads late and more than once: the file lasts as long as the session.
        path = self._scratch.stack.enter_context(unnamed(self._scratch.path, "rows.parquet"))
        try:
            with DuckEngine(self._threads, self._memory_limit) as duck:
                loaded = duck.read(source)
                duck.write_parquet("raw", path)
        except RoomError as error:
            raise SourceError(f"{source.name}: too large to convert on this machine.", _CONVERT) from error
        self._keep("raw", self._spark.read.parquet(f"file://{path}"))
        return loaded

    def _load(self, file: SourceFile, source: Source, start: int) -> tuple["DataFrame", int]:
        """Return the rows of one Parquet file with their locations, and how many they are."""
        from pyspark.sql import functions as F  # noqa: N812

        from generator.analyse.engine.parquet import as_text, count_parts, positions

        table = self._spark.read.parquet(self._path(file))
        counts = count_parts(table)
        rows = positions(table.select(*_chosen(file, source, as_text(file.path))), counts)
        return rows.withColumn("location", F.col("position") + start).drop("position"), sum(counts.values())

    def _path(self, file: SourceFile) -> str:
        """Return a path that Hadoop opens as one file; an odd name goes through a link of ours."""
        if file.title:
            # A file without a name; what its path resolves to is none.
            return f"file://{file.path}"
        path = file.path.resolve()
        if not all(_PLAIN_NAME.fullmatch(part) for part in path.parts[1:]):
            link = self._scratch.path / f"link-{len(list(self._scratch.path.iterdir()))}.parquet"
            link.symlink_to(path)
            path = link
        return f"file://{path}"


def _chosen(file: SourceFile, source: Source, field: Mapping[str, "Column"]) -> list["Column"]:
    """Return the columns of `raw`, in order, but for the location."""
    from pyspark.sql import functions as F  # noqa: N812

    nothing = F.lit(None).cast("string")
    field = {**field, **{name: F.lit(text).cast("string") for name, text in file.partitions.items()}}
    roles = [
        (field[file.roles[role]] if role in source.roles else nothing).alias(text) for role, text in TEXT_COLUMN.items()
    ]
    return [*roles, *(field[name].alias(f"extra_{i}") for i, name in enumerate(source.extra))]


@contextmanager
def _told() -> "Iterator[None]":
    """Turn what Spark could not do into our own errors."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import ArithmeticException, PySparkException

    try:
        yield
    except ArithmeticException as error:
        raise too_large(error) from error
    except (PySparkException, Py4JJavaError) as error:
        raise engine_stopped(error) from error
