"""The record of a figure: each of its values once, as text and raw.

The drawing, the tooltip, the interactive view, the table, the CSV and the alternative text of a figure all read the
same record, so that they cannot differ in a value or in a label.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from generator.publish.charts.base import plotly
from generator.publish.charts.figure import Table

Item = TypeVar("Item")

#: Lines of a tooltip; the first one names the value.
Tip = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """One attribute of the values of a figure, as functions of what a value is made from.

    Attributes:
        title: Title of its table column; empty for none.
        text: Formatted.
        raw: Raw value by CSV column: a number, a text or None; a column may fill none or several.
        tip: Its line in the tooltip; None for none. An empty line is left out.
    """

    title: str
    text: Callable[[Item], str]
    raw: dict[str, Callable[[Item], Any]]
    tip: Callable[[Item], str] | None = None


@dataclass(frozen=True, slots=True)
class Record(Generic[Item]):
    """All values of a figure, computed once.

    Attributes:
        items: What they are made from, one each.
        tips: Tooltip lines, one tuple each.
        table: The values as a table and as CSV.
    """

    items: tuple[Item, ...]
    tips: tuple[Tip, ...]
    table: Table

    @classmethod
    def of(cls, caption: str, items: Sequence[Item], columns: Sequence[Column[Item]]) -> "Record[Item]":
        """Return the record of some values.

        Args:
            caption: Caption of the table.
            items: What the values are made from.
            columns: Attributes; the first names the value.
        """
        shown = [column for column in columns if column.title]
        told = [column.tip for column in columns if column.tip is not None]
        keys = tuple(key for column in columns for key in column.raw)
        table = Table(
            caption,
            tuple(column.title for column in shown),
            tuple(tuple(column.text(item) for column in shown) for item in items),
            keys,
            tuple(tuple(_raw(get(item)) for column in columns for get in column.raw.values()) for item in items),
        )
        tips = tuple(tuple(line for tip in told if (line := tip(item))) for item in items)
        return cls(tuple(items), tips, table)


def _raw(value: Any) -> Any:
    """Return a number with four significant digits; counts, texts and None as they are."""
    return plotly.sig(value) if isinstance(value, float) else value
