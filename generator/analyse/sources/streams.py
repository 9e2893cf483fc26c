"""Rows that come through a pipe: kept in a file without a name, because they are read more than once."""

import gzip
import shutil
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from generator.analyse.reading.text_file import unreadable
from generator.errors import SourceError
from generator.files.scratch import Scratch, unnamed

STDIN = "-"
#: What messages and records call the standard input.
TITLE = "standard input"

_GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
_NAME_IT = "Name the file instead of piping it in."
#: What begins so is no text and no Parquet; what to do instead.
_OTHERS = {
    b"PK\x03\x04": ("an archive or a spreadsheet", "Unpack it first: unzip -p FILE.zip | atlas build -"),
    b"SQLite format 3\0": ("a SQLite database", _NAME_IT),
}


def is_stream(name: str) -> bool:
    """Return whether a name means the standard input or a pipe, which can be read once only."""
    with suppress(OSError):
        return name == STDIN or Path(name).is_fifo()
    # Nothing that can be looked up; `find` says why.
    return False


@contextmanager
def copied(name: str, scratch: Scratch) -> Iterator[tuple[Path, bool]]:
    """Give a copy of what comes through, unpacked where it is gzipped; it is gone with the block.

    Args:
        name: `-`, or the path of a pipe.
        scratch: Where the copy goes; it has no name there.

    Yields:
        The copy, and whether it is Parquet; else it is text.

    Raises:
        SourceError: Nothing comes, it cannot be kept, or it is of a kind that is not read.
    """
    title = title_of(name)
    with ExitStack() as stack:
        path = stack.enter_context(unnamed(scratch.path, "stream"))
        try:
            with path.open("wb") as out:
                _copy(name, out)
            if _starts_with(path, _GZIP):
                packed, path = path, stack.enter_context(unnamed(scratch.path, "unpacked"))
                with gzip.open(packed, "rb") as unpacked, path.open("wb") as out:
                    shutil.copyfileobj(cast("IO[bytes]", unpacked), out, 1 << 20)
        except (OSError, EOFError, zlib.error) as error:
            raise unreadable(title, error) from error
        for start, (kind, hint) in _OTHERS.items():
            if _starts_with(path, start):
                raise SourceError(f"{title}: this is {kind}, which cannot be read from a pipe.", hint)
        yield path, _starts_with(path, PARQUET)


def title_of(name: str) -> str:
    """Return what messages call a stream."""
    return TITLE if name == STDIN else name


def _copy(name: str, out: IO[bytes]) -> None:
    if name != STDIN:
        with Path(name).open("rb") as stream:
            shutil.copyfileobj(stream, out, 1 << 20)
        return
    if sys.stdin is None or sys.stdin.closed:
        raise SourceError(f"{TITLE}: it is closed.", "Pipe the transactions in, or name a file.")
    if sys.stdin.isatty():
        raise SourceError(f"{TITLE}: it is a terminal.", "Pipe the transactions in: unzip -p bank.zip | atlas build -")
    shutil.copyfileobj(sys.stdin.buffer, out, 1 << 20)


def _starts_with(path: Path, start: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(start)) == start
