"""What the engines share about files: copies in UTF-8, the second try with another encoding, what is said of errors."""

import io
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.analyse.reading.encoding import guess_encoding
from generator.analyse.reading.source import Source, SourceFile, open_bytes
from generator.errors import QualityError, SourceError


def plain_copy(file: SourceFile, folder: Path) -> Path:
    """Write a copy in UTF-8, with plain line ends, into a folder of the engine's own and return its path.

    Raises:
        SourceError: The file cannot be read to its end.
    """
    target = folder / f"copy-{len(list(folder.iterdir()))}.csv"
    try:
        with (
            open_bytes(file.path) as stream,
            io.TextIOWrapper(stream, encoding=file.encoding, errors="replace", newline=None) as reader,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            shutil.copyfileobj(reader, out, 1 << 20)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{file.path}: cannot be read ({error}).") from error
    return target


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


def open_quote(file: SourceFile, row: int) -> SourceError:
    """Return the error of a quotation mark that takes the following rows into its value."""
    return SourceError(
        f"{file.path}: row {row}: a quotation mark opens a value there and is not closed; the rows after it cannot be "
        "told apart.",
        "Close the mark, or write it twice where it belongs to the value.",
    )


def engine_stopped(error: Exception) -> SourceError:
    """Return the error of an engine that could not read or had no room."""
    return SourceError(f"The engine could not go on: {first_line(error)}")


def too_large(error: Exception) -> QualityError:
    """Return the error of a sum that left the whole numbers of 64 bits."""
    return QualityError(
        f"Amounts are too large to add up: {first_line(error)}", "Check the decimal mark and the amount column."
    )


def first_line(error: Exception) -> str:
    """Return the first line of an engine's message."""
    return str(error).strip().splitlines()[0]
