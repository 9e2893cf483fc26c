"""File handling shared by the engines: copies in UTF-8, a second attempt as Windows-1252, and error messages."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from generator.analyse.engine import rows
from generator.analyse.reading.encoding import guess_encoding, require_western
from generator.analyse.reading.header import BLANKS
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.source import Source
from generator.analyse.reading.text_file import UNREADABLE, lines_of, open_bytes, unreadable
from generator.errors import QualityError, SourceError
from generator.files.scratch import unnamed

#: Errors of DuckDB whose messages contain no data.
_OF_THE_MACHINE = frozenset({"IOException", "OutOfMemoryException"})
#: Error class at the beginning of Spark's messages, and line number in DuckDB's.
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\]")
_LINE = re.compile(r"\bLine: (\d+)\b")


#: So many lines with other characters than those of ASCII say which code page it is.
_MOST_MARKED = 20_000


@contextmanager
def plain_copy(file: SourceFile, folder: Path) -> Iterator[Path]:
    """Make a temporary copy that the engine can read; it is removed after the block, as for `unnamed`.

    It is in UTF-8 with plain line ends, begins with the first record, and has the separator of `separator`.

    Args:
        file: The file.
        folder: Temporary folder of the engine.

    Yields:
        A path that other processes of this user can read too.

    Raises:
        SourceError: The file cannot be read to its end, or it is not certain where its columns are.
    """
    lines = text_lines(file)
    if file.delimiter == BLANKS:
        lines = rows.tabbed(partial(text_lines, file), file)
    elif file.uneven:
        lines = rows.fitted(lines, file.delimiter, file.columns)
    with unnamed(folder, "copy.csv") as path:
        try:
            with path.open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(lines)
        except OSError as error:
            raise unreadable(file.where, error) from error
        yield path


def separator(file: SourceFile) -> str:
    """Return the separator of what the engine reads."""
    return "\t" if file.delimiter == BLANKS else file.delimiter


def text_lines(file: SourceFile) -> Iterator[str]:
    """Yield the lines of a file from its first record on, with plain line ends; invalid bytes are replaced."""
    lines = islice(lines_of(file.path, file.where, file.encoding), file.skipped, None)
    return _western(lines, file.where) if file.encoding == "cp1252" else lines


def _western(lines: Iterable[str], where: str) -> Iterator[str]:
    """Yield lines of Windows-1252; those far below the header may show that it is another code page."""
    marked: list[str] = []
    for line in lines:
        if not line.isascii() and len(marked) < _MOST_MARKED:
            marked.append(line)
        yield line
    text = "".join(marked)
    require_western(text, text.encode("cp1252", "replace"), where)


def as_latin(source: Source, file: SourceFile) -> Source | None:
    """Return the source with one file read as Windows-1252, if that is its encoding; else None."""
    try:
        with open_bytes(file.path) as stream:
            if guess_encoding(stream) != "cp1252":
                return None
    except UNREADABLE as error:
        raise unreadable(file.where, error) from error
    return replace(source, files=tuple(replace(f, encoding="cp1252") if f is file else f for f in source.files))


def no_rows(source: Source) -> SourceError:
    """Return the error for a source without rows."""
    return SourceError(f"{source.name}: there are no transactions, only column names.")


def not_read(title: str, why: str) -> SourceError:
    """Return the error of a query that a database does not answer; `why` holds no value of the data."""
    return SourceError(f"{title}: the rows cannot be read ({why}).", "Check `table` or `query`: one SELECT is read.")


def open_quote(file: SourceFile, row: int) -> SourceError:
    """Return the error for a quotation mark that is not closed."""
    return SourceError(
        f"{file.where}: row {row + file.skipped}: a quotation mark opens a value and is not closed, so the rows after "
        "it cannot be separated.",
        "Close the quotation mark, or double it if it is part of the value.",
    )


class RoomError(SourceError):
    """The engine ran out of memory or disk space."""


def engine_stopped(error: Exception) -> SourceError:
    """Return the error for an engine that could not read a file, or ran out of memory or disk space."""
    kind = RoomError if type(error).__name__ == "OutOfMemoryException" or "No space left" in str(error) else SourceError
    return kind(f"The engine stopped: {reason(error)}.", "Check the files, and the free memory and disk space.")


def too_large(error: Exception) -> QualityError:
    """Return the error for a sum that overflows 64 bits."""
    return QualityError(
        f"Amounts are too large to add up ({reason(error)}).", "Check the decimal mark and the amount column."
    )


def reason(error: Exception) -> str:
    """Return the cause of an engine's error without any data.

    Messages about files and memory are returned; all others may quote data and are replaced by the kind of error and
    the line number.
    """
    if type(error).__name__ in _OF_THE_MACHINE:
        return first_line(error)
    text = str(error)
    named = _CONDITION.match(text)
    line = _LINE.search(text)
    return (named[1] if named else type(error).__name__) + (f", line {line[1]}" if line else "")


def first_line(error: Exception) -> str:
    """Return the first line of an engine's message; only for errors that cannot quote data."""
    return str(error).strip().splitlines()[0]
