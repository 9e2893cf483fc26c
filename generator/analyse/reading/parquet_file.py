"""The schema of a Parquet file: names of columns, and the types that decide how their values are read."""

from dataclasses import dataclass
from pathlib import Path

from generator.errors import SourceError


@dataclass(frozen=True, slots=True)
class Schema:
    """Columns of a Parquet file.

    Attributes:
        names: All names, in order.
        numbers: Columns of numbers.
    """

    names: tuple[str, ...]
    numbers: frozenset[str]


def read_schema(path: Path, where: str) -> Schema:
    """Read the schema of a file.

    Raises:
        SourceError: It is not readable, or two columns have the same name.
    """
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid, types

    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
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
    return Schema(names, numbers)
