"""Which titles may be printed: a first row of data is none, so that no value of a customer is shown."""

from collections.abc import Collection, Sequence

from generator.analyse.doctor.column import Column
from generator.analyse.reading import titles
from generator.analyse.reading.source import fold

_KNOWN = 0.5
_FEW = 50


def titles_to_show(columns: Sequence[Column], named: Collection[str]) -> frozenset[str]:
    """Return the titles that may be printed, and whose columns may be chosen.

    Args:
        columns: The columns of the sample.
        named: Titles that the settings name.
    """
    expected = {fold(name) for name in named}
    known = {column.title for column in columns if fold(column.title) in expected or _near(column) >= _KNOWN}
    if not known and not any(map(_differs, columns)):
        return frozenset()
    if any(titles.is_value(column.title) for column in columns):
        return frozenset(known)
    return frozenset(known | {column.title for column in columns if titles.is_title(column.title)})


def _near(column: Column) -> float:
    return max(near.score for near in column.near.values())


def _differs(column: Column) -> bool:
    """Return whether a title reads like one, and what stands below it does not."""
    below = column.values[:_FEW]
    return titles.is_title(column.title) and bool(below) and not any(map(titles.is_title, below))
