"""Finds columns not in use that may say what became of a payment: few values, in words, in the first rows of a file."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from generator.analyse.reading.layout import SourceFile

#: Most values that a status has.
MOST = 12
_LONGEST = 40
_ROWS = 2000


def in_file(file: SourceFile, rows: Sequence[Sequence[str]], used: Collection[str]) -> tuple[str, ...]:
    """Return the likely columns of a file.

    Args:
        file: The file.
        rows: Its first records below the header, if it is text.
        used: Columns in use.
    """
    wanted = {name: i for i, name in enumerate(file.columns) if name and name not in used}
    if file.format == "parquet":
        return _in_parquet(file.path, wanted.keys())
    # A row with too many fields is broken, or has empty ones at its end.
    whole = [row for row in rows if len(row) >= len(file.columns)]
    return tuple(name for name, i in wanted.items() if _likely(row[i].strip() for row in whole))


def _in_parquet(path: Path, names: Collection[str]) -> tuple[str, ...]:
    """Return the likely columns of a Parquet file, from its first rows."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid, types

    if not names:
        return ()
    texts = (types.is_string, types.is_large_string, types.is_dictionary)
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            wanted = [item.name for item in schema if item.name in names and any(kind(item.type) for kind in texts)]
            batch = next(file.iter_batches(_ROWS, columns=wanted), None) if wanted else None
    except (ArrowInvalid, OSError):
        # Only a note would come of it; the engine says what is wrong with the file.
        return ()
    found: dict[str, list[Any]] = batch.to_pydict() if batch is not None else {}
    return tuple(name for name in wanted if _likely({str(value or "").strip() for value in found.get(name, ())}))


def _likely(values: Iterable[str]) -> bool:
    """Return whether values may be those of a status: few, short, and no numbers."""
    found = {value for value in values if value}
    return len(found) <= MOST and all(len(value) <= _LONGEST and not value.isnumeric() for value in found)
