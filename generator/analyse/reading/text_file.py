"""Text files as bytes and lines: decompresses them, decodes their beginning, and finds where their records begin."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, cast

from generator.analyse.reading import other_kinds
from generator.analyse.reading.encoding import Encoding, decode, require_western
from generator.errors import SourceError

#: Bytes in which the header must lie. The engine reads the rest.
HEAD_BYTES = 1 << 16
#: Longest line in characters. A row of a bank is shorter than a page of text; a line of more is no table but a damaged
#: or hostile file, which would fill the memory.
LONGEST_LINE = 1 << 26
#: What reading a file may raise; gzip raises the last two.
UNREADABLE = (OSError, EOFError, zlib.error)


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading bytes; a name that ends in .gz is decompressed."""
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def unreadable(where: str, error: Exception) -> SourceError:
    """Return the error for a file that cannot be read; gzip's own message may quote the first bytes."""
    strerror = getattr(error, "strerror", None)
    why = strerror or "it is truncated or damaged, or its format does not match its name"
    hint = None if strerror else "Copy it again from where it came from; `gzip -t` tests a gzipped file."
    return SourceError(f"{where}: cannot be read ({why}).", hint)


def read_head(path: Path, where: str) -> tuple[str, Encoding, bool]:
    """Return the decoded first bytes, the detected encoding, and whether that is the whole file.

    Raises:
        SourceError: The file cannot be read, is empty, is of another kind than its name says, or in another code page.
    """
    try:
        with open_bytes(path) as stream:
            raw = stream.read(HEAD_BYTES)
    except UNREADABLE as error:
        raise unreadable(where, error) from error
    if not raw.strip():
        raise SourceError(f"{where}: the file is empty.")
    other_kinds.require_text(raw, path, where)
    whole = len(raw) < HEAD_BYTES
    text, encoding = decode(raw, where, whole=whole)
    if encoding == "cp1252":
        require_western(text, raw, where)
    return text, encoding, whole


def lines_of(path: Path, where: str, encoding: Encoding, newline: str | None = None) -> Iterator[str]:
    r"""Yield the lines of a text file with their line ends; invalid bytes are replaced.

    Args:
        path: The file.
        where: What messages call it.
        encoding: Its encoding.
        newline: None for line ends as `\n`, "" for those of the file.

    Raises:
        SourceError: It cannot be read to its end, or a line is too long.
    """
    try:
        with (
            open_bytes(path) as stream,
            io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=newline) as reader,
        ):
            for number, line in enumerate(iter(partial(reader.readline, LONGEST_LINE), ""), start=1):
                if len(line) >= LONGEST_LINE:
                    raise too_long(where, number)
                yield line
    except UNREADABLE as error:
        raise unreadable(where, error) from error


def too_long(where: str, number: int) -> SourceError:
    """Return the error for a line that cannot be a row."""
    return SourceError(
        f"{where}: line {number} has over {LONGEST_LINE >> 20} million characters: the file is damaged, or no table.",
        "Export it again.",
    )


def record_lines(path: Path, where: str, encoding: Encoding, skipped: int = 0) -> list[tuple[int, bool]]:
    """Return for each record of a text file its first line number and whether it is blank.

    A record ends at a line end outside quotes, so the numbers are right after blank lines and multi-line values too.

    Args:
        path: The file.
        where: What messages call it.
        encoding: Its encoding.
        skipped: Number of lines above the first record.
    """
    found = []
    quoted = False
    for number, line in islice(enumerate(lines_of(path, where, encoding, newline=""), start=1), skipped, None):
        if not quoted:
            found.append((number, not line.strip("\r\n")))
        quoted ^= line.count('"') % 2 == 1
    return found


#: The first line by which Excel learns the separator.
_SEPARATOR = re.compile(r'"?sep=([^\w"])"?\1*', re.IGNORECASE)


def stated_separator(line: str) -> str:
    """Return the separator that a line `sep=;` states, else nothing."""
    found = _SEPARATOR.fullmatch(line.rstrip("\n"))
    return found[1] if found else ""


def uncertain_columns(where: str, what: str) -> SourceError:
    """Return the error for columns between blanks of which it is not certain where they are.

    Args:
        where: Name of the file in messages.
        what: What was found, as the beginning of a sentence.
    """
    return SourceError(
        f"{where}: {what}: the columns stand between blanks, and a field may hold blanks or be empty, so it is not "
        "certain where the columns are.",
        "Export the rows with a separator, such as a semicolon, or with quotation marks around text; or convert them, "
        'with the widths of the columns: python -c "import pandas; '
        f"pandas.read_fwf('{where}', widths=[10, 12, …], dtype=str).to_csv('transactions.csv', index=False)\"",
    )
