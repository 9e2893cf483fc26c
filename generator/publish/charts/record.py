"""The record of a figure: each of its values once, as text and raw.

The drawing, the tooltip, the interactive view, the table, the CSV and the alternative text of a figure all read the
same record, so that they cannot differ in a value or in a label.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

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
    def of(
        cls,
        caption: str,
        items: Sequence[Item],
        columns: Sequence[Column[Item]],
        link: Callable[[Item], str] | None = None,
    ) -> "Record[Item]":
        """Return the record of some values.

        Args:
            caption: Caption of the table.
            items: What the values are made from.
            columns: Attributes; the first names the value.
            link: Link of a value's row; empty for none.
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
            tuple(link(item) for item in items) if link else (),
        )
        tips = tuple(tuple(line for tip in told if (line := tip(item))) for item in items)
        return cls(tuple(items), tips, table)

    @property
    def pairs(self) -> tuple[tuple[Item, Tip], ...]:
        """Values with their tooltips."""
        return tuple(zip(self.items, self.tips, strict=True))

    def pivoted(
        self,
        head: Sequence[str],
        row: Callable[[Item], str],
        cells: Callable[[Item], Iterable[tuple[int, str]]],
        missing: str = "",
    ) -> "Record[Item]":
        """Return the record with a wide table, each value in one or more columns of its row; the CSV stays long.

        Args:
            head: Column titles; the first is that of the names of the rows.
            row: Name of the row of a value.
            cells: Columns of a value, counted from 1, and its text in each.
            missing: Text of cells without a value.
        """
        rows: dict[str, list[str]] = {}
        links: dict[str, str] = {}
        for i, item in enumerate(self.items):
            name = row(item)
            found = rows.setdefault(name, [missing] * (len(head) - 1))
            for at, text in cells(item):
                found[at - 1] = text
            if self.table.links:
                links.setdefault(name, self.table.links[i])
        table = replace(
            self.table,
            head=tuple(head),
            rows=tuple((name, *texts) for name, texts in rows.items()),
            links=tuple(links.values()),
        )
        return replace(self, table=table)


def _raw(value: Any) -> Any:
    """Return a number with six significant digits, which rounds to its text; counts, texts and None as they are."""
    if not isinstance(value, float):
        return value
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded.is_integer() else rounded
