"""Raw values of checks and their limits: numbers with their kind, averages, segments.

`publish/inspect` formats them; a build only uses the result of a check.
"""

from typing import Literal, NamedTuple, Union

from generator.publish.model.types import Estimate
from generator.release import Mean

#: Kind of a number, which decides its format.
Kind = Literal["count", "number", "share", "points", "signed points", "ratio", "money", "probability", "level"]


class Quantity(NamedTuple):
    """A number with its kind.

    Attributes:
        kind: Its kind; shares and points are fractions of 1.
        number: The number; None where it is not known.
        digits: Decimals, for kinds "number" and "share".
    """

    kind: Kind
    number: float | None
    digits: int = 0


class ShareInterval(NamedTuple):
    """The ends of a 95 % interval of a share, as fractions of 1."""

    low: float
    high: float


class Average(NamedTuple):
    """A published average of a measure, or the reason why it is missing.

    Attributes:
        measure: Column that it is published in.
        estimate: The average.
        with_interval: Whether to show its 95 % interval.
    """

    measure: str
    estimate: Estimate | Mean
    with_interval: bool = False


class Segments(NamedTuple):
    """A segment, or merged segments, by id."""

    ids: tuple[str, ...]


class Series(NamedTuple):
    """Several values in a row, or none."""

    values: "tuple[Value, ...]"
    separator: str = ", "


class Combined(NamedTuple):
    """Several values in one pattern, with {} for each."""

    pattern: str
    values: "tuple[Value, ...]"


class Limit(NamedTuple):
    """Required relation of a number to a limit.

    Attributes:
        relation: The relation, with {} for the limit: "at least {}", "{} or less".
        limit: The limit.
    """

    relation: str
    limit: Quantity


Value = Union[str, Quantity, ShareInterval, Average, Segments, Series, Combined]  # noqa: UP007 - it refers to itself
Needs = str | Limit
