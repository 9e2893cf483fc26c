"""What a check found and what it needs, as raw values: numbers with their kind, averages, segments.

`publish/inspect` formats them; a build only asks whether a check holds.
"""

from typing import Literal, NamedTuple, Union

from generator.publish.model.types import Estimate
from generator.release import Mean

#: What a number is, and so how it is formatted.
Kind = Literal["count", "number", "share", "points", "signed points", "ratio", "money", "probability"]


class Quantity(NamedTuple):
    """A number with its kind.

    Attributes:
        kind: What it is; shares and points are fractions of 1.
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
    """A published average of a measure, or why there is none.

    Attributes:
        measure: Column that it is published in.
        estimate: The average.
        with_interval: Whether its 95 % interval belongs to the value.
    """

    measure: str
    estimate: Estimate | Mean
    with_interval: bool = False


class Segments(NamedTuple):
    """A segment, or joined segments, by id."""

    ids: tuple[str, ...]


class Series(NamedTuple):
    """Several values in a row, or none."""

    values: "tuple[Value, ...]"
    separator: str = ", "


class Combined(NamedTuple):
    """Several values in one pattern, which has {} for each."""

    pattern: str
    values: "tuple[Value, ...]"


class Limit(NamedTuple):
    """What a number has to be.

    Attributes:
        relation: Its relation to the limit, which {} stands for: "at least {}", "{} or less".
        limit: The limit.
    """

    relation: str
    limit: Quantity


Value = Union[str, Quantity, ShareInterval, Average, Segments, Series, Combined]  # noqa: UP007 - it refers to itself
Needs = str | Limit
