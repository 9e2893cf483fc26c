"""Reads the old dashboard's table (`top_kpis.csv`): one row for each city and cluster. Names faults, never values."""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.analyse.reading.titles import require_header, shown
from generator.errors import QualityError, SourceError
from generator.release import SEGMENT_IDS

#: Rows that are compared with the first one for a message.
_MOST_SAMPLED = 50
#: Column of the table by measure.
COLUMNS = {
    "age": "AvgAge",
    "recency": "AvgRecency",
    "transactions": "AvgFrequency",
    "log_mean_spend": "AvgAvgMonetary",
    "log_total_spend": "AvgTotalMonetary",
}
_PLACE, _CLUSTER, _COUNT = "CustLocation", "Cluster", "CustomerCount"
#: A larger mean cannot be the logarithm of an amount: e^20 rupees are 48 crore.
_MOST_LOG = 20.0
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its line, a place as it is spelt, a cluster, customers, and averages by measure."""

    line: int
    place: str
    cluster: int
    n: int
    means: Mapping[str, float]


def read_rows(path: Path) -> tuple[Row, ...]:
    """Read the table.

    Raises:
        SourceError: It cannot be read, or lacks a column.
        QualityError: A value is not a number or cannot be right, or a city has a cluster twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            wanted = (_PLACE, _CLUSTER, _COUNT, *COLUMNS.values())
            if missing := [name for name in wanted if name not in (reader.fieldnames or ())]:
                names = [name or "" for name in reader.fieldnames or ()]
                known = len(wanted) - len(missing)
                require_header(str(path), names, known)
                found = shown(names, known, *islice(reader.reader, _MOST_SAMPLED))
                raise SourceError(f"{path}: missing column(s): {', '.join(missing)}. Found: {found}.")
            records = [(reader.line_num, record) for record in reader]
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 CSV ({error}).") from error
    faults: list[str] = []
    rows = [row for line, record in records if (row := _row(line, record, faults)) is not None]
    faults += _twice(rows)
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise QualityError(f"{path}: " + "; ".join((*faults[:_MOST_FAULTS], *more)) + ".")
    if not any(row.n for row in rows):
        raise SourceError(f"{path}: the table has no customers.")
    return tuple(row for row in rows if row.n)


def _row(line: int, record: Mapping[str, str | None], faults: list[str]) -> Row | None:
    """Return a row, or None after adding its faults to the list."""
    before = len(faults)
    cluster = _whole(line, _CLUSTER, record, len(SEGMENT_IDS) - 1, faults)
    n = _whole(line, _COUNT, record, None, faults)
    means = {name: _average(line, name, record, n, faults) for name in COLUMNS}
    return Row(line, (record[_PLACE] or "").strip(), cluster, n, means) if len(faults) == before else None


def _whole(line: int, column: str, record: Mapping[str, str | None], most: int | None, faults: list[str]) -> int:
    value = _number(record[column])
    if value is None or value != int(value) or value < 0 or (most is not None and value > most):
        limits = "of 0 or more" if most is None else f"from 0 to {most}"
        faults.append(f"line {line}: {column} is {_kind(record[column])}, not a whole number {limits}")
        return 0
    return int(value)


def _average(line: int, name: str, record: Mapping[str, str | None], n: int, faults: list[str]) -> float:
    column = COLUMNS[name]
    value = _number(record[column])
    if value is None and not n and not (record[column] or "").strip():
        return 0.0
    if value is None or value < 0:
        faults.append(f"line {line}: {column} is {_kind(record[column])}, not a number of 0 or more")
        return 0.0
    if name == "log_mean_spend" and value > _MOST_LOG:
        faults.append(f"line {line}: {column} is too large for a logarithm: is it in rupees?")
    return value


def _kind(text: str | None) -> str:
    """Describe a bad value without quoting it, because in a small group it may be that of one customer."""
    if not text or not text.strip():
        return "missing"
    return "a text" if _number(text) is None else "another number"


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _twice(rows: Iterable[Row]) -> list[str]:
    seen: dict[tuple[str, int], int] = {}
    faults = []
    for row in rows:
        first = seen.setdefault((row.place.casefold(), row.cluster), row.line)
        if first != row.line:
            faults.append(f"lines {first} and {row.line} both have cluster {row.cluster} of the same place")
    return faults
