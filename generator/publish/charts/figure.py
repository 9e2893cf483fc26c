"""The figure model, independent of the chart kind."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a figure: formatted for reading, and raw for the CSV.

    Attributes:
        caption: Caption of the table, for screen readers.
        head: Column titles; the first column names the row.
        rows: Formatted cells, one tuple a row.
        columns: Names of the CSV's columns (see `generator.release.columns` where they exist there).
        records: Raw values (numbers, text or None), one tuple a row, in the order of `columns`.
        links: Link targets of the rows, relative to the page; empty without links, also of a single row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    records: tuple[tuple[Any, ...], ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of a figure; readers choose without JavaScript.

    Attributes:
        id: Id in the spec: traces with another `meta` are hidden, and `layout.meta[id]` changes the layout.
        label: Label of its button.
        wide: SVG for ≥ 720 px; empty where all choices share the figure's own drawing.
        narrow: SVG for phones; empty in the same case.
    """

    id: str
    label: str
    wide: str = ""
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the list below a drawing: a segment, and what may be said of it here.

    Attributes:
        letters: Pairs of segment id and code.
        name: Its name.
        path: Path of the page about it, empty for none.
        verdict: What may be said of it, empty for nothing.
        note: Its interval, empty for none.
        claimed: Whether the verdict is a claim.
    """

    letters: tuple[tuple[str, str], ...]
    name: str
    path: str
    verdict: str
    note: str
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: title, two drawings, Plotly spec, table.

    Attributes:
        id: Unique on its page; the anchor.
        question: Short heading above ("Who banks here").
        title: The takeaway: a guarded sentence that says what to see.
        caption: Unit, n and how to read it.
        description: Alt text: all values if there are six or fewer, else range and position.
        wide: SVG for ≥ 720 px, as HTML; for every width where `narrow` is empty.
        narrow: SVG for phones, as HTML; empty for none.
        spec: Plotly figure as {"data": [...], "layout": {...}}, plain lists, no template; None when it has none.
        table: The same values as a table.
        choices: Its views, the default first; empty where there is only one.
        choose: Legend of the choices.
        keys: Entries of the list below the drawing.
    """

    id: str
    question: str
    title: str
    caption: str
    description: str
    wide: str
    narrow: str
    spec: dict[str, Any] | None
    table: Table
    choices: tuple[Choice, ...] = ()
    choose: str = ""
    keys: tuple[Key, ...] = ()
