"""CSV in Spark, read as DuckDB reads it: lines → records → fields, and the records that are no rows.

Lines come from Spark's text reader, so that each keeps its bytes and its place; a file is read in parts, in parallel.
Only where a quoted field holds line breaks (or a quote is left open) are the lines joined in one ordered pass.
A record is broken when its number of fields is wrong (empty ones too many are let pass), a quote is left open or
followed by more than blanks, a byte is not UTF-8, or it is longer than 2,000,000 bytes. One that takes several lines
because of its quotes "swallows" them: that is for the engine to stop at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from pyspark.sql import functions as F  # noqa: N812 - the name that PySpark's own manual gives it
from pyspark.sql.window import Window

from generator.analyse.engine.quotes import LONGEST, Patterns, patterns

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, Row

#: Row ids hold the number of the part above this bit, and the row's place in it below.
_PART_BITS = 33


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one text file.

    Attributes:
        rows: Columns `c0`, `c1`, … (text; empty fields are null) and `position` (0, 1, … in file order).
        count: Number of rows.
        broken: Record number (the header is 1) of each record that is no row, sorted.
        swallows: Number of the first broken record that takes several lines; 0 without one.
        bad_bytes: True when a record is not UTF-8.
    """

    rows: "DataFrame"
    count: int
    broken: tuple[int, ...]
    swallows: int
    bad_bytes: bool


def read_records(lines: "DataFrame", delimiter: str, width: int, newline: str) -> Records:
    """Turn the lines of a file into rows.

    Args:
        lines: One column `value`, in file order; the first record is the header.
        delimiter: The separator.
        width: Number of columns.
        newline: What ends a line; stands between the lines of a field that holds several.
    """
    found = patterns(delimiter)
    at = F.monotonically_increasing_id().alias("at")
    line = F.col("value")
    numbered = lines.select(line.alias("record"), F.octet_length(line).alias("size"), F.lit(1).alias("lines"), at)
    judged = _judged(numbered, found, width)
    parts = _account(judged)
    if any(row["opens"] for row in parts):
        judged = _judged(_joined(numbered, found, newline), found, width)
        parts = _account(judged)
    fields = (_text(F.get("fields", F.lit(i))).alias(f"c{i}") for i in range(width))
    return Records(
        rows=positions(judged.where("verdict = 'row'").select(*fields), {row["part"]: row["rows"] for row in parts}),
        count=sum(row["rows"] for row in parts),
        broken=_numbers(judged, parts, "broken"),
        swallows=min(_numbers(judged, parts, "swallows"), default=0),
        bad_bytes=any(row["bad_bytes"] for row in parts),
    )


def positions(rows: "DataFrame", counts: Mapping[int, int]) -> "DataFrame":
    """Add the column `position`: 0, 1, … in order, from the number of rows in each part."""
    before = _before(counts)
    row = F.monotonically_increasing_id()
    return rows.select("*", (F.get(F.lit(before), _part(row)) + _place(row)).alias("position"))


def count_parts(rows: "DataFrame") -> dict[int, int]:
    """Return the number of rows in each part of a file."""
    found = rows.select(_part(F.monotonically_increasing_id()).alias("part")).groupBy("part").count().collect()
    return {row["part"]: row["count"] for row in found}


def _before(counts: Mapping[int, int]) -> list[int]:
    """Return how many come before each part."""
    parts = range(max(counts, default=0) + 1)
    return list(accumulate((counts.get(part, 0) for part in parts), initial=0))[:-1]


def _part(at: "Column") -> "Column":
    return F.shiftright(at, _PART_BITS).cast("int")


def _place(at: "Column") -> "Column":
    return at.bitwiseAND(F.lit((1 << _PART_BITS) - 1))


def _judged(records: "DataFrame", found: Patterns, width: int) -> "DataFrame":
    """Split each record (columns `record`, `size`, `lines`, and a row id `at`) into `fields` and give a `verdict`."""
    record = F.col("record")
    quoted = F.contains(record, F.lit('"'))
    whole = F.regexp_extract_all(F.concat(record, F.lit(found.separator)), F.lit(found.field), F.lit(1))
    split = F.when(~quoted, F.split(record, found.delimiter, -1)).when(F.rlike(record, F.lit(found.record)), whole)
    named = records.select(
        "at",
        "size",
        "lines",
        split.alias("fields"),
        F.coalesce(F.is_valid_utf8(record), F.lit(True)).alias("valid"),
        (quoted & F.rlike(record, F.lit(found.opens))).alias("opens"),
    )
    beyond = F.slice("fields", width + 1, F.greatest(F.size("fields") - width, F.lit(0)))
    empty = (F.size("fields") > width) & F.forall(beyond, lambda field: field.isin("", '""'))
    fits = F.col("valid") & (F.col("size") < LONGEST) & ((F.size("fields") == width) | empty)
    verdict = (
        F.when(F.col("at") == 0, "header")
        .when(F.col("size") == 0, "blank")
        .when(F.coalesce(fits, F.lit(False)), "row")
        .when(F.col("lines") > 1, F.when(F.col("fields").isNull(), "swallows").otherwise("broken"))
        .otherwise("broken")
    )
    return named.select("at", "fields", "valid", "opens", verdict.alias("verdict"))


def _account(judged: "DataFrame") -> "list[Row]":
    """Return for each part of the file: its records and its rows, and whether some bytes or quotes are amiss."""
    return (
        judged.groupBy(_part(F.col("at")).alias("part"))
        .agg(
            F.count("*").alias("records"),
            F.count_if(F.col("verdict") == "row").alias("rows"),
            F.count_if(F.col("verdict") == "broken").alias("broken"),
            F.count_if(F.col("verdict") == "swallows").alias("swallows"),
            F.bool_or(~F.col("valid") & (F.col("verdict") != "header")).alias("bad_bytes"),
            F.bool_or("opens").alias("opens"),
        )
        .collect()
    )


def _numbers(judged: "DataFrame", parts: "list[Row]", verdict: str) -> tuple[int, ...]:
    """Return the record numbers of one verdict."""
    if not any(row[verdict] for row in parts):
        return ()
    before = _before({row["part"]: row["records"] for row in parts})
    found = judged.where(F.col("verdict") == verdict).select("at").collect()
    mask = (1 << _PART_BITS) - 1
    return tuple(sorted(before[at >> _PART_BITS] + (at & mask) + 1 for (at,) in found))


def _text(field: "Column") -> "Column":
    """Return the text of a field: without its quotes, null when it is empty."""
    bare = F.replace(F.regexp_replace(field, '\\A *"|" *\\z', ""), F.lit('""'), F.lit('"'))
    quoted = F.contains(field, F.lit('"')) & F.rlike(field, F.lit('\\A *"'))
    return F.nullif(F.when(quoted, bare).otherwise(field), F.lit(""))


def _joined(lines: "DataFrame", found: Patterns, newline: str) -> "DataFrame":
    """Join the lines of fields that hold several; one task reads the file in order.

    A line either sets whether the next one begins inside quotes, or flips it, or leaves it; the last line that sets it
    and the flips since then decide.
    """
    before = Window.orderBy("at").rowsBetween(Window.unboundedPreceding, -1)
    opens, keeps = F.rlike("record", F.lit(found.opens)), F.rlike("record", F.lit(found.keeps))
    lines = lines.select("record", "size", "at", opens.alias("opens"), keeps.alias("keeps"))
    flips = F.coalesce(F.sum((F.col("opens") & ~F.col("keeps")).cast("long")).over(before), F.lit(0))
    lines = lines.withColumn("flips", flips)
    sets = F.col("opens") == F.col("keeps")
    last = [F.last(F.when(sets, F.col(name)), ignorenulls=True).over(before) for name in ("opens", "flips")]
    inside = F.coalesce(last[0].cast("int"), F.lit(0)) + F.col("flips") - F.coalesce(last[1], F.lit(0))
    lines = lines.withColumn("starts", (inside % 2 == 0).cast("long"))
    upto = Window.orderBy("at").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    lines = lines.withColumn("number", F.sum("starts").over(upto))
    so_far = Window.partitionBy("number").orderBy("at").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    # What is too long is not put together: a quote that is never closed takes the rest of the file.
    lines = lines.withColumn("so_far", F.sum(F.col("size") + len(newline)).over(so_far))
    kept = F.sort_array(F.collect_list(F.when(F.col("so_far") < LONGEST, F.struct("at", "record"))))
    size = F.sum(F.col("size") + len(newline)).alias("size")
    records = lines.groupBy("number").agg(kept.alias("kept"), size, F.count("*").alias("lines"))
    return (
        records.select(
            F.array_join(F.col("kept.record"), newline).alias("record"),
            (F.col("size") - len(newline)).alias("size"),
            "lines",
            (F.col("number") - 1).alias("at"),
        )
        .repartition(1)
        .sortWithinPartitions("at")
    )
