"""Rows of text files in the form that the engines read: as many fields as the header, and one separator between two."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from generator.analyse.reading.header import split_blanks
from generator.errors import SourceError

#: Lines of one record; more come from a quotation mark that is not closed.
_MOST_LINES = 1000


def tabbed(lines: Iterable[str], where: str, width: int, skipped: int) -> Iterator[str]:
    """Yield lines whose fields stand between runs of blanks with tabs between them.

    An empty field and a field with blanks cannot be seen in such a line, so that all lines must have as many fields as
    the first one.

    Args:
        lines: The lines of a file.
        where: Its name in messages.
        width: Number of fields of the first line.
        skipped: Number of lines above the first one.

    Raises:
        SourceError: A line has another number of fields.
    """
    for number, line in enumerate(lines, start=skipped + 1):
        fields = split_blanks(line)
        if len(fields) != width and line.strip():
            found = f"{len(fields)} fields" if fields else "a quotation mark that does not enclose a field"
            raise SourceError(
                f"{where}: line {number} has {found}, the first row has {width}: the columns stand between blanks, and "
                "a field may hold blanks or be empty, so it is not certain where the columns are.",
                "Export the rows with a separator, such as a semicolon, or with quotation marks around text.",
            )
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
