"""Copies of a part of a file: rows of its beginning, middle and end below what is above them, in its own format."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from generator.analyse.reading.header import records
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.text_file import UNREADABLE, open_bytes, unreadable

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: A file of this size is read as a whole; of a larger one, blocks.
_SMALL = 4 << 20
_BLOCK = 1 << 18
#: So much of a compressed file is unpacked; its end may be far.
_MOST_UNPACKED = 48 << 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a copy holds.

    Attributes:
        whole: Whether it is all of the file.
        parts: Where its rows come from: beginning, middle, end.
        total: About how many rows the file has; None if unknown.
    """

    whole: bool
    parts: tuple[str, ...]
    total: int | None


_ALL = ("beginning", "middle", "end")


def of_text(file: SourceFile, target: Path, rows: int) -> tuple[SourceFile, Excerpt]:
    """Copy rows of a text file, as UTF-8 with plain line ends, below its header and all that is above that.

    Raises:
        SourceError: The file cannot be read.
    """
    try:
        with open_bytes(file.path) as stream:
            packed = file.path.name.lower().endswith(".gz")
            raw = stream.read(_MOST_UNPACKED if packed else _SMALL)
            cut = bool(stream.read(1))
            size = len(raw) if packed or not cut else file.path.stat().st_size
            blocks = [raw] if not cut or packed else [raw[:_BLOCK], *_blocks(stream, size)]
    except UNREADABLE as error:
        raise unreadable(file.where, error) from error
    above, text = _above(_text(blocks[0], file, raw), file)
    if len(blocks) == 1:
        whole = [*_records(text, complete=not cut)]
        taken, all_taken = _spread(whole, rows)
        done = all_taken and not cut
        parts = (f"first {_MOST_UNPACKED >> 20} MB",) if cut else ("beginning",) if done else _ALL
        found = Excerpt(done, parts, None if cut else sum(1 for record in whole if record.strip()) - file.header)
    else:
        later = blocks[1:]
        first = list(_records(text, complete=False))
        taken, seen = first[: rows // 2 + 1], len(first)
        for i, block in enumerate(later):
            inner = _inner(_text(block, file, raw), file, last=i == len(later) - 1)
            taken += inner[-(rows // 4) :] if i == len(later) - 1 else inner[: rows // 4]
            seen += len(inner)
        found = Excerpt(False, _ALL, round(seen * size / sum(map(len, blocks))))
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines((above, *taken))
    return replace(file, path=target, encoding="utf-8", state=()), found


def _above(text: str, file: SourceFile) -> tuple[str, str]:
    """Return the lines above the first record, whose quotation marks join nothing, and the rest."""
    lines = text.split("\n")
    above = "".join(line + "\n" for line in lines[: file.skipped])
    return above, "\n".join(lines[file.skipped :])


def _blocks(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """Yield a block of the middle and the last one; positions are even, as UTF-16 needs it."""
    for position in (size // 2 & ~1, (size - _BLOCK) & ~1):
        stream.seek(position)
        yield stream.read(_BLOCK) if position == size // 2 & ~1 else stream.read()


def _text(block: bytes, file: SourceFile, start: bytes) -> str:
    """Decode a block of a file that begins with `start`, with plain line ends."""
    encoding: str = file.encoding
    if encoding == "utf-16":
        # Only the first block has the byte order mark.
        encoding = "utf-16-le" if start.startswith(b"\xff\xfe") else "utf-16-be"
    text = block.decode(encoding, errors="replace").removeprefix("\ufeff")
    if file.encoding == "utf-8" and text.count("\ufffd") > 2:
        # Bytes that are cut at the ends of a block are no sign of another encoding; more are.
        text = block.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _records(text: str, *, complete: bool) -> Iterator[str]:
    """Yield the records of a text that begins outside quotes; one that may be cut at its end is left out."""
    held: list[str] = []
    quoted = False
    lines = text.removesuffix("\n").split("\n") if complete else text.split("\n")[:-1]
    for line in lines:
        held.append(line + "\n")
        quoted ^= line.count('"') % 2 == 1
        if not quoted:
            yield "".join(held)
            held = []
    if held and complete:
        yield "".join(held)


def _spread(whole: list[str], rows: int) -> tuple[list[str], bool]:
    """Return a header with rows of the beginning, the middle and the end, and whether these are all rows."""
    if len(whole) <= rows + 2:
        return whole, True
    middle, quarter = len(whole) // 2, rows // 4
    return [*whole[: rows // 2 + 1], *whole[middle : middle + quarter], *whole[-quarter:]], False


def _inner(text: str, file: SourceFile, *, last: bool) -> list[str]:
    """Return the records of a block that begins anywhere: inside or outside quotes, whichever gives better records."""
    _, _, rest = text.partition("\n")
    outside = list(_records(rest, complete=last))
    lines = rest.split("\n")
    odd = next((i for i, line in enumerate(lines) if line.count('"') % 2), None)
    if odd is None:
        return outside
    inside = list(_records("\n".join(lines[odd + 1 :]), complete=last))
    return max((outside, inside), key=lambda found: _fitting(found, file))


def _fitting(found: list[str], file: SourceFile) -> float:
    """Return the share of the records that have the fields of the header."""
    lines = "".join(found).splitlines(keepends=True)
    return sum(len(row) == len(file.columns) for row in records(lines, file.delimiter)) / max(len(found), 1)


def of_parquet(file: SourceFile, target: Path, rows: int) -> tuple[SourceFile, Excerpt]:
    """Copy rows of a Parquet file, with their types."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        with pq.ParquetFile(file.path) as source:
            total = source.metadata.num_rows
            starts = {0: rows} if total <= rows else {0: rows // 2, total // 2: rows // 4, total - rows // 4: rows // 4}
            with target.open("wb") as out, pq.ParquetWriter(out, source.schema_arrow) as writer:
                for start, count in starts.items():
                    for batch in _rows(source, start, count):
                        writer.write_batch(batch)
    except (ArrowException, OSError) as error:
        raise unreadable(file.where, error) from error
    whole = len(starts) == 1
    return replace(file, path=target, state=()), Excerpt(whole, _ALL[:1] if whole else _ALL, total)


def _rows(source: "pq.ParquetFile", start: int, count: int) -> Iterator["pa.RecordBatch"]:
    """Yield the batches of some rows; only the groups that hold them are read."""
    before = 0
    for group in range(source.metadata.num_row_groups):
        size = source.metadata.row_group(group).num_rows
        if before + size > start and count > 0:
            position = before
            for batch in source.iter_batches(batch_size=1 << 14, row_groups=[group]):
                low = max(start - position, 0)
                part = batch.slice(low, count) if low < batch.num_rows else batch.slice(0, 0)
                position += batch.num_rows
                if part.num_rows:
                    yield part
                    count -= part.num_rows
                    start += part.num_rows
                if count <= 0:
                    return
        before += size


def of_table(path: Path, rows: int, *, server: bool) -> Excerpt:
    """Return what a copy of a database's table holds; of a server, its first rows."""
    import pyarrow.parquet as pq

    whole = pq.read_metadata(path).num_rows < rows
    return Excerpt(whole, _ALL[:1] if whole or server else _ALL, None)
