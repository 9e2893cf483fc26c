"""Finds columns not in use that may say what became of a payment: few values, in words, in the first rows of a file."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

#: Most values that a status has.
MOST = 12
_LONGEST = 40
_ROWS = 2000


def in_text(head: str, delimiter: str, names: Sequence[str], used: Collection[str]) -> tuple[str, ...]:
    """Return the likely columns of a text file, from its decoded first bytes."""
    wanted = [i for i, name in enumerate(names) if name and name not in used]
    if not wanted:
        return ()
    values: dict[int, set[str]] = {i: set() for i in wanted}
    try:
        reader = csv.reader(io.StringIO(head, newline=None), delimiter=delimiter)
        for row in list(reader)[1:-1] or [[]]:
            if len(row) == len(names):
                for i in wanted:
                    values[i].add(row[i].strip())
    except csv.Error:
        return ()
    return tuple(names[i] for i in wanted if _likely(values[i]))


def in_parquet(path: Path, names: Collection[str]) -> tuple[str, ...]:
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
    """Return whether values may be those of a status: few, short, and with letters."""
    found = {value for value in values if value}
    return len(found) <= MOST and all(len(value) <= _LONGEST and not value.isnumeric() for value in found)
