"""The schema of a Parquet file: names of columns, and the types that decide how their values are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import SourceError


@dataclass(frozen=True, slots=True)
class Schema:
    """Columns of a Parquet file.

    Attributes:
        names: All names, in order.
        numbers: Columns of numbers.
        moments: Columns of moments that are stored in UTC, with the zone that the file names for them, if any.
    """

    names: tuple[str, ...]
    numbers: frozenset[str]
    moments: Mapping[str, str | None]


def read_schema(path: Path, where: str) -> Schema:
    """Read the schema of a file.

    Raises:
        SourceError: It is not readable, or two columns have the same name.
    """
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid, types

    try:
        with pq.ParquetFile(path) as file:
            schema, stored = file.schema_arrow, file.schema
    except (ArrowInvalid, OSError) as error:
        # The library's message may quote values of the file.
        raise SourceError(f"{where}: not a readable Parquet file.", "Export it again, or save it as CSV.") from error
    names = tuple(schema.names)
    if twice := next((name for name in names if names.count(name) > 1), None):
        at = " and ".join(str(i + 1) for i, name in enumerate(names) if name == twice)
        raise SourceError(f"{where}: columns {at} have the same name.", "Rename one of them.")
    plain = {item.name: item.type.value_type if types.is_dictionary(item.type) else item.type for item in schema}
    kinds = (types.is_integer, types.is_floating, types.is_decimal)
    numbers = frozenset(name for name, found in plain.items() if any(kind(found) for kind in kinds))
    zoned = {name: found.tz for name, found in plain.items() if types.is_timestamp(found) and found.tz}
    return Schema(names, numbers, zoned | dict.fromkeys(_old_moments(stored) & set(names)))


def _old_moments(stored: Any) -> set[str]:
    """Return the columns of the type INT96, by which Spark writes moments in UTC without saying so."""
    columns = (stored.column(i) for i in range(len(stored)))
    return {column.path for column in columns if column.physical_type == "INT96"}
