"""Rows of text files in the form that the engines read: as many fields as the header, and one separator between two."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.analyse.reading.header import split_blanks
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.text_file import uncertain_columns
from generator.analyse.reading.titles import cleaned
from generator.analyse.values import fixed_columns

#: Lines of one record; more come from a quotation mark that is not closed.
_MOST_LINES = 1000


def tabbed(read: Callable[[], Iterable[str]], file: SourceFile) -> Iterator[str]:
    """Yield the lines of a file whose columns stand between blanks with tabs between their fields.

    Where every line has a blank between the columns of the header, their positions count. Else an empty field and one
    with blanks cannot be seen, so that all lines must have as many fields as the first one.

    Args:
        read: Gives the lines, from the first record on.
        file: The file.

    Raises:
        SourceError: A line has another number of fields.
    """
    columns = fixed_columns.find(read(), titled=file.header)
    if columns and tuple(map(cleaned, columns.names)) == file.columns:
        yield from columns.tabbed(read())
        return
    width = len(file.columns)
    for number, line in enumerate(read(), start=file.skipped + 1):
        fields = split_blanks(line)
        if len(fields) != width and line.strip():
            found = f"{len(fields)} fields" if fields else "a quotation mark that does not enclose a field"
            raise uncertain_columns(file.where, f"line {number} has {found}, the first row has {width}")
        yield "\t".join(fields) + "\n"


def fitted(lines: Iterable[str], delimiter: str, columns: Sequence[str]) -> Iterator[str]:
    """Yield records with as many fields as the header, where only empty fields or nameless columns at the end differ.

    Args:
        lines: The lines of a file.
        delimiter: Its separator.
        columns: Names of its columns.
    """
    width = len(columns)
    least = len(re.sub("0+$", "", "".join("1" if name else "0" for name in columns)))
    record: list[str] = []
    quoted = False
    for line in lines:
        record.append(line)
        quoted ^= line.count('"') % 2 == 1
        if not quoted or len(record) > _MOST_LINES:
            yield _fitted("".join(record), delimiter, least, width)
            record, quoted = [], False
    yield "".join(record)


def _fitted(record: str, delimiter: str, least: int, width: int) -> str:
    text = record.rstrip("\n")
    if not text:
        return record
    if '"' not in text:
        fields = text.split(delimiter)
    else:
        try:
            fields = next(csv.reader(io.StringIO(text), delimiter=delimiter))
        except csv.Error:
            return record
    if least <= len(fields) < width:
        return text + delimiter * (width - len(fields)) + "\n"
    if len(fields) > width and not "".join(fields[width:]).strip():
        return re.sub(f'(?:{re.escape(delimiter)} *(?:"" *)?){{{len(fields) - width}}}$', "", text) + "\n"
    return record
