"""Counts the lines of a text file apart from the engine: that it is whole, has the form of a table, and lost no row."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.analyse.engine.quotes import count_records
from generator.analyse.reading.text_file import LONGEST_LINE, UNREADABLE, open_bytes, too_long, unreadable
from generator.errors import SourceError

#: Most lines that are no rows. Each is kept for the list of rejected rows; a file with more is of another kind.
MOST_BROKEN = 1_000_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file has.

    Attributes:
        lines: Number of lines.
        plain: Whether each line is a record or blank, because no quotation mark joins lines.
    """

    lines: int
    plain: bool


def survey(path: Path, where: str, fields: int) -> Survey:
    """Read a file to its end, which also tests the checksum of a gzipped one.

    Args:
        path: The file.
        where: Its name in messages.
        fields: Fields of a row. It has at least as many characters, with the separators and the line end.

    Raises:
        SourceError: It is damaged, or its lines cannot be rows, so that reading it would fill the memory.
    """
    size = ends = returns = since = 0
    plain, last = True, b"\n"
    try:
        with open_bytes(path) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                ends += block.count(b"\n")
                returns += block.count(b"\r")
                plain = plain and b'"' not in block
                since = (
                    len(block)
                    - max(block.rfind(b"\n"), block.rfind(b"\r"))
                    - 1
                    + (since if b"\n" not in block and b"\r" not in block else 0)
                )
                lines = ends or returns
                if since > LONGEST_LINE:
                    raise too_long(where, lines + 1)
                if lines - size // fields > MOST_BROKEN:
                    raise too_many(where)
                last = block[-1:]
    except UNREADABLE as error:
        raise unreadable(where, error) from error
    return Survey((ends or returns) + (last not in b"\r\n"), plain)


def too_many(where: str) -> SourceError:
    """Return the error for a file most of which is no table."""
    return SourceError(
        f"{where}: over {MOST_BROKEN:,} lines do not have the fields of the header.",
        "Check that the file is a table of transactions, and its separator (--set 'delimiter=\";\"').",
    )


def require_all(where: str, found: Survey, records: int, lines: Iterable[str], delimiter: str) -> None:
    """Refuse a file of which the engine has passed over records.

    Args:
        where: Its name in messages.
        found: What it has.
        records: Number of records that the engine has read or named as broken, header included.
        lines: Its lines; read only if it has blank lines or quotation marks.
        delimiter: Its separator.

    Raises:
        SourceError: Some are missing.
    """
    if records == found.lines:
        return
    there = sum(1 for line in lines if line.strip("\r\n")) if found.plain else count_records(lines, delimiter)
    if records < there:
        raise SourceError(
            f"{where}: only {records} of {there} lines could be read, so rows would be lost.",
            "Check that nothing changes the file, and for lines with odd characters; export it again.",
        )
