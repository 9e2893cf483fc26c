"""Finds the header of a text file, the separator of its columns, and the lines above the header.

The titles that the settings name decide. Nothing is guessed from them alone: where no line has all required titles, the
file is refused, and the message names the line that looks like a header.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.analyse.reading import titles
from generator.analyse.reading.text_file import stated_separator, uncertain_columns
from generator.analyse.values import fixed_columns
from generator.analyse.values.fixed_columns import FixedColumns
from generator.errors import SourceError
from generator.settings.assignments import sets

#: Separators that are tried; `delimiter` may name another one.
DELIMITERS = (",", ";", "\t", "|")
_RARE = ("^", "~", "\x01", "\x1f")
#: Stands for any run of blanks and tabs, as in exports with columns of a fixed width.
BLANKS = " "
#: Lines in which the header is searched, and lines that one record may have.
MOST_ABOVE = 100
_MOST_LINES = 50
_WIDE_GAP = re.compile(r"\S {2,}\S")
_FIELD = re.compile(r'"(?:[^"]|"")*"(?=[ \t\n]|\Z)|[^ \t\n"][^ \t\n]*')


@dataclass(frozen=True, slots=True)
class Form:
    """What the settings say of how a source is written; all of it may be left to be found out.

    Attributes:
        header: Whether text files have a line with titles; without one, columns are called "1", "2", ….
        delimiter: Separator of the columns; empty to find out.
        timezone: Time zone of the days, for moments that are stored in UTC.
    """

    header: bool = True
    delimiter: str = ""
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The first record of a text file, and what is known of the rest.

    Attributes:
        delimiter: Separator; `BLANKS` for runs of blanks.
        names: Names of the columns.
        rows: The records below, as far as the beginning of the file has them; blank lines excepted.
        skipped: Number of lines above.
        said: Whether one of them says something.
        uneven: Whether rows have to be fitted to the header: empty fields at their end come and go.
    """

    delimiter: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    skipped: int
    said: bool
    uneven: bool


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles that the header of a file should have, folded.

    Attributes:
        required: Without all of these, a line below others is no header.
        known: All of them.
        either: What is required besides, for each column that may be computed: of several sets of titles, all of one.
    """

    required: frozenset[str]
    known: frozenset[str]
    either: tuple[tuple[frozenset[str], ...], ...] = ()

    @property
    def most(self) -> int:
        """How many requirements there are."""
        return len(self.required) + len(self.either)

    def met(self, has: Callable[[str], bool]) -> int:
        """Return how many requirements are met, if `has` tells which titles are there."""
        return sum(map(has, self.required)) + sum(any(all(map(has, one)) for one in sets) for sets in self.either)


def find_header(where: str, head: str, wanted: Titles, form: Form, *, whole: bool) -> Header:
    """Find the header in the beginning of a file.

    Args:
        where: Name of the file in messages.
        head: Beginning of the file.
        wanted: Titles of the header; without a header, the positions.
        form: What the settings say.
        whole: Whether the beginning is all of the file.

    Raises:
        SourceError: No line can be the header, or the separator is not certain.
    """
    lines, first, delimiters = beginning(head, form.delimiter, whole=whole)
    if not form.header:
        delimiter, names = _by_position(where, lines[first:], delimiters, wanted)
        return _made(lines, first, first, delimiter, names)
    found = _by_titles(lines, first, delimiters, wanted)
    if (found is None or found[1] == BLANKS) and (fixed := _by_width(lines, first, delimiters, wanted)):
        at, columns = fixed
        return _made(lines, first, at, BLANKS, tuple(map(titles.cleaned, columns.names)), columns)
    at, delimiter = found or _by_shape(where, lines, first, delimiters, wanted)
    names = tuple(map(titles.cleaned, record_at(lines, at, delimiter)))
    return _made(lines, first, at, delimiter, names)


def beginning(head: str, delimiter: str, *, whole: bool) -> tuple[list[str], int, tuple[str, ...]]:
    """Return the lines of the beginning of a file, the first one that may be a record, and the separators to try.

    Args:
        head: Beginning of the file.
        delimiter: What the settings say; empty to find out.
        whole: Whether the beginning is all of the file; else its last line may be cut.
    """
    lines = list(io.StringIO(head, newline=None))
    if not whole and len(lines) > 1:
        del lines[-1]
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    stated = stated_separator(lines[first])
    chosen = delimiter or stated
    return lines, first + bool(stated), (chosen,) if chosen else (*DELIMITERS, *_RARE, BLANKS)


def _made(
    lines: Sequence[str],
    first: int,
    at: int,
    delimiter: str,
    names: tuple[str, ...],
    columns: FixedColumns | None = None,
) -> Header:
    fields = map(columns.fields, lines[at:]) if columns else records(lines[at:], delimiter)
    rows = tuple(tuple(row) for row in islice(fields, 1, None) if "".join(row).strip())
    # The engine itself passes over empty fields at the end of a row.
    spare = any((more := "".join(row[len(names) :])) and not more.strip() for row in rows)
    return Header(
        delimiter=delimiter,
        names=names,
        rows=rows,
        skipped=at,
        said=any(line.strip() for line in lines[first:at]),
        uneven=delimiter != BLANKS and (spare or (len(names) > 1 and not names[-1])),
    )


def _by_titles(lines: Sequence[str], first: int, delimiters: Sequence[str], wanted: Titles) -> tuple[int, str] | None:
    """Return the line with most of the wanted titles, and its separator.

    Of lines with equally many, the first one counts; of separators, the one that gives most fields. A line without all
    required titles is no header, but the one whose titles a message should name.
    """
    best: tuple[int, int, int, int] = (0, 0, 0, 0)
    found: tuple[int, str] | None = None
    for at in range(first, min(len(lines), first + MOST_ABOVE)):
        for delimiter in delimiters:
            names = record_at(lines, at, delimiter)
            folded = {titles.fold_title(name) for name in names}
            required = wanted.met(folded.__contains__)
            if delimiter == BLANKS and required < wanted.most:
                # Any prose has blanks.
                continue
            score = (required, len(folded & wanted.known), -at, len(names))
            if score[1] and score > best:
                best, found = score, (at, delimiter)
    return found


def _by_width(
    lines: Sequence[str], first: int, delimiters: Sequence[str], wanted: Titles
) -> tuple[int, FixedColumns] | None:
    """Return the first line with all required titles above columns of a fixed width, and these columns."""
    if BLANKS not in delimiters or not wanted.most:
        return None
    for at in range(first, min(len(lines), first + MOST_ABOVE)):
        line = titles.fold_title(lines[at])
        if wanted.met(line.__contains__) == wanted.most and (columns := fixed_columns.find(lines[at:], titled=True)):
            folded = set(map(titles.fold_title, columns.names))
            if wanted.met(folded.__contains__) == wanted.most:
                return at, columns
    return None


def _by_shape(
    where: str, lines: Sequence[str], first: int, delimiters: Sequence[str], wanted: Titles
) -> tuple[int, str]:
    """Return the first line of the widest table, for a message about its titles, and its separator."""
    for number, line in enumerate(lines[first : first + MOST_ABOVE], start=first + 1):
        table = not line.lstrip().startswith(("{", "[", "<")) and line.count('"') % 2 == 0
        if table and wanted.most and wanted.met(titles.fold_title(line).__contains__) == wanted.most:
            raise SourceError(
                f"{where}: line {number} has the names of the columns, but it is not certain what separates them.",
                "Name the separator, such as --set 'delimiter=\":\"'.",
            )
    best, found = 0, (first, delimiters[0])
    for delimiter in delimiters:
        if delimiter == BLANKS and len(delimiters) > 1:
            continue
        starts = [
            (at, len(record_at(lines, at, delimiter))) for at in range(first, min(len(lines), first + MOST_ABOVE))
        ]
        for fields, n in Counter(fields for _, fields in starts if fields > 1).items():
            if fields * n > best:
                best, found = fields * n, (next(at for at, width in starts if width == fields), delimiter)
    some = lines[first : first + MOST_ABOVE]
    gaps = BLANKS in delimiters and len(some) > 1 and 2 * sum(map(bool, map(_WIDE_GAP.search, some))) > len(some)
    # Of a first line of data, a message says that there is no header.
    if gaps and len(record_at(lines, first, found[1])) < 2 and not any(map(titles.is_value, lines[first].split())):
        raise uncertain_columns(where, "its first line has no usual separator")
    return found


def _by_position(
    where: str, lines: Sequence[str], delimiters: Sequence[str], wanted: Titles
) -> tuple[str, tuple[str, ...]]:
    """Return the only separator that gives every row the columns that the settings name, and their names."""
    least = max((int(name) for name in wanted.known if name.isdecimal()), default=1)
    found: dict[str, int] = {}
    tabs_everywhere = False
    for delimiter in delimiters:
        widths = Counter(len(row) for row in islice(records(lines, delimiter), MOST_ABOVE) if row)
        width, n = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        # Prose has blanks too: they separate columns only where every row has as many.
        even = n == widths.total() if delimiter == BLANKS and len(delimiters) > 1 else 2 * n > widths.total()
        if n < widths.total() and delimiter == BLANKS and (columns := fixed_columns.find(lines, titled=False)):
            width, even = len(columns.names), True
        if width >= max(least, 2) and even:
            found[delimiter] = width
            tabs_everywhere |= delimiter == "\t" and n == widths.total()
    if tabs_everywhere:
        # Tabs are blanks too, and nobody types one into a text.
        found.pop(BLANKS, None)
    if len(found) == 1:
        [(delimiter, width)] = found.items()
        return delimiter, tuple(str(i + 1) for i in range(width))
    what = (
        "several separators give"
        if found
        else "the separator does not give"
        if len(delimiters) == 1
        else ("no usual separator gives")
    )
    raise SourceError(
        f"{where}: {what} most rows the {least} columns that are named in [columns].",
        f"Name the right one: {' or '.join(sets({'delimiter': mark}) for mark in found or (';',))}, and check the "
        "positions under [columns].",
    )


def records(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the fields of each record; a blank line has none."""
    if delimiter == BLANKS:
        yield from (list(map(_bare, split_blanks(line) or [line])) if line.strip() else [] for line in lines)
        return
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        # A field too long for a header.
        return


def split_blanks(line: str) -> list[str]:
    """Return the fields of a line between runs of blanks; none if a quotation mark does not enclose one field.

    A quoted field may hold blanks, and keeps its marks.
    """
    fields, end = [], 0
    for match in _FIELD.finditer(line):
        if line[end : match.start()].strip():
            return []
        fields.append(match[0])
        end = match.end()
    return [] if line[end:].strip() else fields


def _bare(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') and field.endswith('"') else field


def record_at(lines: Sequence[str], at: int, delimiter: str) -> list[str]:
    """Return the fields of the record that begins at a line."""
    return next(records(lines[at : at + _MOST_LINES], delimiter), [])
