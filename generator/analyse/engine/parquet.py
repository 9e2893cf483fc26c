"""Parquet columns as text in Spark, spelled as DuckDB spells them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import functions as F  # noqa: N812 - the name that PySpark's own manual gives it

if TYPE_CHECKING:
    from pyspark.sql import Column

#: Whole numbers up to this size are written in full by DuckDB, where Spark begins to write powers of ten.
_WRITTEN_OUT = 1e15


def as_text(path: Path) -> Mapping[str, "Column"]:
    """Return an expression of each column's text, by name."""
    return {field.name: _text(field.name, field.type) for field in pq.read_schema(path)}


def _text(name: str, kind: Any) -> "Column":
    column = F.col("`" + name.replace("`", "``") + "`")
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = F.timestamp_micros(F.expr(f"{'`' + name.replace('`', '``') + '`'} div 1000"))
    text = column.cast("string")
    if pa.types.is_floating(kind):
        whole = (column == F.floor(column)) & (F.abs(column) < _WRITTEN_OUT)
        return F.when(whole, F.concat(column.cast("bigint").cast("string"), F.lit(".0"))).otherwise(text)
    return text
