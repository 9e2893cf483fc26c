"""The header of a file whose titles nobody has named: which line it is, if any, and which of its titles may be printed.

A first row of data is no header: its values are those of a customer, and are never shown.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.analyse.doctor.evidence.column import Column
from generator.analyse.doctor.evidence.title_words import nearness
from generator.analyse.reading import text_file, titles
from generator.analyse.reading.header import BLANKS, MOST_ABOVE, Form, Titles, beginning, record_at, records
from generator.analyse.reading.layout import Layout, open_layout
from generator.analyse.reading.titles import fold_title
from generator.analyse.values import fixed_columns

#: At or above this nearness to a known title, a text counts as one.
_KNOWN = 0.5
_FEW = 50
#: Weight of a known title, and of one that the settings name, beside that of a column.
_OF_KNOWN, _OF_NAMED = 2, 10
#: How JSON and pages begin, which have separators too.
_NO_TABLE = ("{", "[", "<")
#: A comma may be a decimal mark, and a blank may stand in any text: other separators come first.
_LAST = (",", BLANKS)


@dataclass(frozen=True, slots=True)
class Heading:
    """How the columns of a text file are named.

    Attributes:
        names: Titles; empty if the first row is data.
        delimiter: What separates the columns.
    """

    names: tuple[str, ...]
    delimiter: str


def open_untitled(
    path: Path, title: str, named: Collection[str], form: Form, *, parquet: bool, fixed: bool = False
) -> Layout:
    """Read the beginning of a file, whatever its columns are called.

    Args:
        path: The file.
        title: What the user calls its content, if it is a copy; else empty.
        named: Titles that the settings name.
        form: What the settings say of how it is written.
        parquet: Whether it is Parquet; else it is text.
        fixed: Whether the settings say that there is a header.

    Raises:
        SourceError: It is not readable.
    """
    wanted = frozenset(map(fold_title, named))
    if parquet:
        return open_layout(path, title, Titles(frozenset(), wanted), replace(form, header=True), parquet=True)
    if form.header:
        head, _, whole = text_file.read_head(path, title or str(path))
        found = find_heading(head, wanted, form.delimiter, whole=whole)
        if found and (found.names or not fixed):
            form = replace(form, header=bool(found.names), delimiter=found.delimiter)
            wanted = frozenset(fold_title(name) for name in found.names if name)
    return open_layout(path, title, Titles(wanted if form.header else frozenset(), wanted), form, parquet=False)


def find_heading(head: str, named: Collection[str], delimiter: str, *, whole: bool) -> Heading | None:
    """Return the most plausible header: words above the widest table, best known ones; None if nothing is a table.

    Args:
        head: Beginning of the file.
        named: Titles that the settings name, folded.
        delimiter: Separator that the settings name; empty to find out.
        whole: Whether the beginning is all of the file.
    """
    lines, first, delimiters = beginning(head, delimiter, whole=whole)
    found = max(_headings(lines, first, delimiters, named), key=lambda item: item[0], default=None)
    if (found is None or found[1].delimiter == BLANKS) and BLANKS in delimiters:
        found = max(_by_width(lines, first, named), key=lambda item: item[0], default=found)
    return found[1] if found else _of_data(lines[first:], delimiters)


def _headings(
    lines: Sequence[str], first: int, delimiters: Sequence[str], named: Collection[str]
) -> Iterator[tuple[tuple[float, int], Heading]]:
    """Yield each line that may be a header, with its score."""
    for delimiter in delimiters:
        for at in range(first, min(len(lines), first + MOST_ABOVE)):
            names = tuple(map(titles.cleaned, record_at(lines, at, delimiter)))
            there = [name for name in names if name]
            if len(there) < 2 or any(map(titles.is_value, there)) or 2 * sum(map(titles.is_title, there)) < len(there):
                continue
            below = [row for row in records(lines[at + 1 : at + 1 + _FEW], delimiter) if row]
            fitting = sum(_fits(row, len(names)) for row in below) / len(below) if below else 1.0
            # Prose has blanks too: they separate columns only where every row has as many.
            if fitting < (1 if delimiter == BLANKS and len(delimiters) > 1 else 0.5):
                continue
            yield (fitting * _worth(there, named), -at), Heading(names, delimiter)


def _by_width(lines: Sequence[str], first: int, named: Collection[str]) -> Iterator[tuple[tuple[float, int], Heading]]:
    """Yield each line that may be a header above columns of a fixed width, with its score."""
    for at in range(first, min(len(lines), first + MOST_ABOVE)):
        columns = fixed_columns.find(lines[at:], titled=True)
        if columns and all(map(titles.is_title, columns.names)):
            yield (_worth(columns.names, named), -at), Heading(tuple(map(titles.cleaned, columns.names)), BLANKS)
            return


def _worth(names: Sequence[str], named: Collection[str]) -> float:
    known = sum(max(near.score for near in nearness(name).values()) >= _KNOWN for name in names)
    return len(names) + _OF_KNOWN * known + _OF_NAMED * sum(fold_title(name) in named for name in names)


def _fits(row: Sequence[str], width: int) -> bool:
    return len(row) == width or (len(row) > width and not "".join(row[width:]).strip())


def _of_data(lines: Sequence[str], delimiters: Sequence[str]) -> Heading | None:
    """Return the columns of a file without a header, if most of its rows have as many."""
    widest: tuple[bool, int, str] = (False, 1, "")
    if lines and lines[0].lstrip().startswith(_NO_TABLE):
        return None
    for delimiter in delimiters:
        rows = [row for row in records(lines[:MOST_ABOVE], delimiter) if row]
        widths = Counter(map(len, rows))
        width, n = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        even = n == len(rows) if delimiter == BLANKS and len(delimiters) > 1 else 2 * n > len(rows)
        if n < len(rows) and delimiter == BLANKS and (columns := fixed_columns.find(lines, titled=False)):
            width, even = len(columns.names), True
        if even and any(map(titles.is_value, rows[0])):
            widest = max(widest, (delimiter not in _LAST, width, delimiter)) if width > 1 else widest
    return Heading((), widest[2]) if widest[2] else None


def titles_to_show(columns: Sequence[Column], named: Collection[str]) -> frozenset[str]:
    """Return the titles that may be printed, and whose columns may be chosen.

    Args:
        columns: The columns of the sample.
        named: Titles that the settings name.
    """
    expected = {fold_title(name) for name in named}
    known = {column.title for column in columns if fold_title(column.title) in expected or _near(column) >= _KNOWN}
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
