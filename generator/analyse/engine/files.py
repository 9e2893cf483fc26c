"""What the engines share about files: copies in UTF-8, the second try with another encoding, what is said of errors."""

import io
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from generator.analyse.reading.encoding import guess_encoding
from generator.analyse.reading.source import Source, SourceFile, open_bytes, unreadable
from generator.errors import QualityError, SourceError
from generator.files.scratch import unnamed

#: Errors of DuckDB that say nothing of the data.
_OF_THE_MACHINE = frozenset({"IOException", "OutOfMemoryException"})
#: How Spark begins an error, and how DuckDB names a line of a file.
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\]")
_LINE = re.compile(r"\bLine: (\d+)\b")


@contextmanager
def plain_copy(file: SourceFile, folder: Path) -> Iterator[Path]:
    """Give a copy in UTF-8, with plain line ends, that is gone with the block, even where the process is killed.

    Args:
        file: The file.
        folder: A folder of the engine's own.

    Yields:
        A path that other processes of this user can read too.

    Raises:
        SourceError: The file cannot be read to its end.
    """
    with unnamed(folder, "copy.csv") as path:
        try:
            with (
                open_bytes(file.path) as stream,
                io.TextIOWrapper(stream, encoding=file.encoding, errors="replace", newline=None) as reader,
                path.open("w", encoding="utf-8", newline="\n") as out,
            ):
                shutil.copyfileobj(reader, out, 1 << 20)
        except (OSError, EOFError, zlib.error) as error:
            raise unreadable(file.where, error) from error
        yield path


def text_lines(file: SourceFile) -> Iterator[str]:
    """Yield the lines of a file that was read before, with their ends; bytes that are no text are replaced."""
    with (
        open_bytes(file.path) as stream,
        io.TextIOWrapper(stream, encoding=file.encoding, errors="replace", newline=None) as reader,
    ):
        yield from reader


def as_latin(source: Source, file: SourceFile) -> Source | None:
    """Return the source with one file read as Latin-1, when that is what the file's bad bytes mean, else None."""
    with open_bytes(file.path) as stream:
        if guess_encoding(stream) != "cp1252":
            return None
    return replace(source, files=tuple(replace(f, encoding="cp1252") if f is file else f for f in source.files))


def no_rows(source: Source) -> SourceError:
    """Return the error of a source that has column names only."""
    return SourceError(f"{source.name}: there are no transactions, only column names.")


def not_read(title: str, why: str) -> SourceError:
    """Return the error of a query that a database does not answer; `why` holds no value of the data."""
    return SourceError(f"{title}: the rows cannot be read ({why}).", "Check `table` or `query`: one SELECT is read.")


def open_quote(file: SourceFile, row: int) -> SourceError:
    """Return the error of a quotation mark that takes the following rows into its value."""
    return SourceError(
        f"{file.where}: row {row}: a quotation mark opens a value there and is not closed; the rows after it cannot be "
        "told apart.",
        "Close the mark, or write it twice where it belongs to the value.",
    )


class RoomError(SourceError):
    """The memory or the disk is too small."""


def engine_stopped(error: Exception) -> SourceError:
    """Return the error of an engine that could not read or had no room."""
    kind = RoomError if type(error).__name__ == "OutOfMemoryException" or "No space left" in str(error) else SourceError
    return kind(f"The engine could not go on: {reason(error)}.", "Check the files, the memory and the disk.")


def too_large(error: Exception) -> QualityError:
    """Return the error of a sum that left the whole numbers of 64 bits."""
    return QualityError(
        f"Amounts are too large to add up ({reason(error)}).", "Check the decimal mark and the amount column."
    )


def reason(error: Exception) -> str:
    """Return what an engine met: its words where they speak of files and memory, else the kind of error and the line.

    Its words on anything else may quote the data.
    """
    if type(error).__name__ in _OF_THE_MACHINE:
        return first_line(error)
    text = str(error)
    named = _CONDITION.match(text)
    line = _LINE.search(text)
    return (named[1] if named else type(error).__name__) + (f", line {line[1]}" if line else "")


def first_line(error: Exception) -> str:
    """Return the first line of what an engine says of a setting or of itself; never for errors of data."""
    return str(error).strip().splitlines()[0]
