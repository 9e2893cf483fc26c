"""Columns of a Parquet file, from its schema."""

from pathlib import Path

from generator.errors import SourceError


def read_columns(path: Path, where: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of all columns, and of those that hold numbers."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid, types

    try:
        schema = pq.read_schema(path)
    except (ArrowInvalid, OSError) as error:
        # The library's message may quote values of the file.
        raise SourceError(f"{where}: not a readable Parquet file.", "Export it again, or save it as CSV.") from error
    plain = {item.name: item.type.value_type if types.is_dictionary(item.type) else item.type for item in schema}
    kinds = (types.is_integer, types.is_floating, types.is_decimal)
    return tuple(schema.names), frozenset(name for name, found in plain.items() if any(kind(found) for kind in kinds))
