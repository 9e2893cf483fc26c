"""Parquet files in Spark: columns as text in DuckDB's format, and the position of each row in its file."""

from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import functions as F  # noqa: N812 - the name that PySpark's own manual gives it

from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.text_file import unreadable
from generator.analyse.reading.typed_columns import Zone

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

#: Floats from the first value on, and below the second, are written with an exponent.
_LEAST_WRITTEN = 1e16
_LEAST_PLAIN = 1e-4
#: Row ids contain the partition number above this bit, and the row's position in the partition below it.
_PART_BITS = 33


def as_text(file: SourceFile, read_as: Mapping[str, str]) -> Mapping[str, "Column"]:
    """Return an expression for the text of each column, by column name.

    Args:
        file: The file.
        read_as: Spark's own type of each column.

    Raises:
        SourceError: The file cannot be read.
    """
    try:
        schema = pq.read_schema(file.path)
    except (OSError, pa.ArrowInvalid) as error:
        raise unreadable(file.where, error) from error
    return {
        item.name: _text(item.name, item.type, read_as.get(item.name, ""), file.zones.get(item.name)) for item in schema
    }


def _text(name: str, kind: Any, read_as: str, zone: Zone | None) -> "Column":
    quoted = "`" + name.replace("`", "``") + "`"
    column = F.col(quoted)
    if pa.types.is_timestamp(kind) and read_as == "bigint":
        # Moments in nanoseconds come as numbers.
        column = F.timestamp_micros(F.expr(f"{quoted} div 1000"))
    if zone:
        column = F.from_utc_timestamp(column, zone.name or zone.offset)
    text = column.cast("string")
    if not pa.types.is_floating(kind):
        return text
    return _float_text(column, text, "float" if pa.types.is_float32(kind) else "double")


def _float_text(column: "Column", text: "Column", kind: str) -> "Column":
    """Format a float as DuckDB does: the shortest digits, with an exponent only outside 1e-4 ≤ |x| < 1e16."""
    digits = text.cast("decimal(38, 20)").cast("string")
    plain = F.regexp_replace(digits, "^(-?[0-9]+[.](?:[0-9]*[1-9]|0))0*$", "$1")
    mantissa = F.regexp_replace(F.substring_index(text, "E", 1), "[.]0$", "")
    power = F.substring_index(text, "E", -1)
    sign = F.when(F.startswith(power, F.lit("-")), "-").otherwise("+")
    written = F.concat(mantissa, F.lit("e"), sign, F.lpad(F.regexp_replace(power, "-", ""), 2, "0"))
    size = F.abs(column)
    return (
        F.when(F.isnan(column), "nan")
        .when(size == float("inf"), F.when(column > 0, "inf").otherwise("-inf"))
        .when(column == 0, text)
        .when((size < F.lit(_LEAST_PLAIN).cast(kind)) | (size >= _LEAST_WRITTEN), written)
        .otherwise(plain)
    )


def positions(rows: "DataFrame", counts: Mapping[int, int]) -> "DataFrame":
    """Add the column `position` (0, 1, … in file order), from the number of rows in each partition."""
    before = _before(counts)
    row = F.monotonically_increasing_id()
    return rows.select("*", (F.get(F.lit(before), _part(row)) + _place(row)).alias("position"))


def count_parts(rows: "DataFrame") -> dict[int, int]:
    """Return the number of rows in each partition of a file."""
    found = rows.select(_part(F.monotonically_increasing_id()).alias("part")).groupBy("part").count().collect()
    return {row["part"]: row["count"] for row in found}


def _before(counts: Mapping[int, int]) -> list[int]:
    """Return the number of rows before each partition."""
    parts = range(max(counts, default=0) + 1)
    return list(accumulate((counts.get(part, 0) for part in parts), initial=0))[:-1]


def _part(at: "Column") -> "Column":
    return F.shiftright(at, _PART_BITS).cast("int")


def _place(at: "Column") -> "Column":
    return at.bitwiseAND(F.lit((1 << _PART_BITS) - 1))
