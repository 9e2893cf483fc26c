"""Columns with types: the schema of a Parquet file, and the time zone in which moments stored in UTC have their days.

A file that stores moments in UTC does not say which days the bank counts: 20:00 in UTC is the next day in Kolkata.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.analyse.reading.titles import fold_title
from generator.errors import SourceError

#: Roles whose columns hold days or times.
_ROLES = ("date", "time", "birth_date")
_PLAIN_UTC = frozenset({"UTC", "ETC/UTC", "ZULU", "ETC/ZULU", "UCT", "ETC/UCT", "UNIVERSAL", "GMT", "ETC/GMT", "Z"})
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a moment in UTC has its day.

    Attributes:
        name: IANA name; empty if the zone is an offset only.
        minutes: Offset from UTC where there is no name.
    """

    name: str
    minutes: int = 0

    @property
    def offset(self) -> str:
        """The offset from UTC as text, such as -03:30."""
        hours, minutes = divmod(abs(self.minutes), 60)
        return f"{'-' if self.minutes < 0 else '+'}{hours:02}:{minutes:02}"


def zone_of(text: str | None) -> Zone | None:
    """Return the zone that a file names; None where it names none but UTC, or one that is not known."""
    if not text or text.upper() in _PLAIN_UTC:
        return None
    if found := _OFFSET.fullmatch(text):
        minutes = int(found[2]) * 60 + int(found[3])
        return Zone("", -minutes if found[1] == "-" else minutes) if minutes else None
    try:
        return Zone(ZoneInfo(text).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zones(
    where: str, moments: Mapping[str, str | None], roles: Mapping[str, str], timezone: str, inputs: Iterable[str] = ()
) -> dict[str, Zone]:
    """Return the zone of each column of moments that has the role of a day or a time, or is in an expression.

    Args:
        where: Name of the source in messages.
        moments: Columns of moments, with the zone that the file names.
        roles: Column by role.
        timezone: The setting; empty for none.
        inputs: Columns that expressions name.

    Raises:
        SourceError: A zone is not known.
    """
    found = {}
    for column in [*_days(roles), *inputs]:
        if column in moments:
            zone = zone_of(moments[column]) or (Zone(timezone) if timezone else None)
            if zone is None:
                raise _unknown(where, column)
            found[column] = zone
    return found


def require_zone(
    where: str, moments: Iterable[str], columns: Mapping[str, str], timezone: str, inputs: Collection[str] = ()
) -> None:
    """Refuse moments of a database, which stores them in UTC, if no setting says where they have their days.

    Args:
        where: Name of the source in messages.
        moments: Its columns of moments.
        columns: Wanted title by role.
        timezone: The setting; empty for none.
        inputs: Columns that expressions may name, folded.

    Raises:
        SourceError: A zone is not known.
    """
    wanted = {*map(fold_title, _days(columns)), *inputs}
    if not timezone and (column := next((name for name in moments if fold_title(name) in wanted), "")):
        raise _unknown(where, column)


def _days(roles: Mapping[str, str]) -> list[str]:
    return [roles[role] for role in _ROLES if role in roles]


def _unknown(where: str, column: str) -> SourceError:
    return SourceError(
        f"{where}: the column {column} holds moments in UTC, and nothing says in which time zone they have their days.",
        'Set the time zone of the bank, such as --set \'timezone="Asia/Kolkata"\'; "UTC" keeps the days as they are '
        "stored.",
    )


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
