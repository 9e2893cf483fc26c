"""Moments with a time zone in typed columns: the zone in which a moment has its day, or a refusal where none is known.

A file that stores moments in UTC does not say which days the bank counts: 20:00 in UTC is the next day in Kolkata.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.analyse.reading.titles import fold
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


def zones(where: str, moments: Mapping[str, str | None], roles: Mapping[str, str], timezone: str) -> dict[str, Zone]:
    """Return the zone of each column of moments that has the role of a day or a time.

    Args:
        where: Name of the source in messages.
        moments: Columns of moments, with the zone that the file names.
        roles: Column by role.
        timezone: The setting; empty for none.

    Raises:
        SourceError: A zone is not known.
    """
    found = {}
    for column in _days(roles):
        if column in moments:
            zone = zone_of(moments[column]) or (Zone(timezone) if timezone else None)
            if zone is None:
                raise _unknown(where, column)
            found[column] = zone
    return found


def require_zone(where: str, moments: Iterable[str], columns: Mapping[str, str], timezone: str) -> None:
    """Refuse moments of a database, which stores them in UTC, if no setting says where they have their days.

    Args:
        where: Name of the source in messages.
        moments: Its columns of moments.
        columns: Wanted title by role.
        timezone: The setting; empty for none.

    Raises:
        SourceError: A zone is not known.
    """
    wanted = set(map(fold, _days(columns)))
    if not timezone and (column := next((name for name in moments if fold(name) in wanted), "")):
        raise _unknown(where, column)


def _days(roles: Mapping[str, str]) -> list[str]:
    return [roles[role] for role in _ROLES if role in roles]


def _unknown(where: str, column: str) -> SourceError:
    return SourceError(
        f"{where}: the column {column} holds moments in UTC, and nothing says in which time zone they have their days.",
        'Set the time zone of the bank, such as --set \'timezone="Asia/Kolkata"\'; "UTC" keeps the days as they are '
        "stored.",
    )
