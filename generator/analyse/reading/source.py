"""Makes files a source that an engine can read: detects format, delimiter, encoding and columns.

Reads only the beginning of each file; the engine reads the rows. Does not interpret the columns.
"""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Literal, cast

from generator.analyse.reading import partitions, titles
from generator.analyse.reading.encoding import Encoding, decode
from generator.analyse.reading.find import PARQUET_ENDINGS, find
from generator.errors import SourceError
from generator.settings.source_roles import REQUIRED_ROLES

DELIMITERS = (",", ";", "\t", "|")
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of transactions.

    Attributes:
        path: The file.
        format: csv or parquet.
        delimiter: Field separator; empty for Parquet.
        encoding: Text encoding; `utf-8` covers plain ASCII and a byte order mark.
        columns: Names of its own columns, as written in the file.
        roles: Column name by role, for the roles that the file has.
        title: Name of an unnamed copy, such as "standard input"; else empty.
        partitions: Columns that its folders give, with the text that all its rows have.
        numbers: Columns that hold numbers by their type, as a Parquet file has it.
    """

    path: Path
    format: Literal["csv", "parquet"]
    delimiter: str
    encoding: Encoding
    columns: tuple[str, ...]
    roles: dict[str, str]
    numbers: frozenset[str] = frozenset()
    title: str = ""
    partitions: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """What messages call it."""
        return self.title or str(self.path)

    @property
    def label(self) -> str:
        """What records and lists of rows call it."""
        return self.title or self.path.name


@dataclass(frozen=True, slots=True)
class Source:
    """All files of a run, and the roles that all of them have.

    Attributes:
        name: Name or pattern given by the user; private.
        files: Sorted by path.
        roles: Roles of all files, in the order of `source_roles.ROLES`.
        extra: Columns of the customer key that have no role.
        notes: What was passed over, a sentence each.
    """

    name: str
    files: tuple[SourceFile, ...]
    roles: tuple[str, ...]
    extra: tuple[str, ...]
    notes: tuple[str, ...] = ()


def open_source(name: str, columns: Mapping[str, str], key: tuple[str, ...]) -> Source:
    """Find the files of a source and match their columns.

    Args:
        name: A file, a folder (searched with its sub-folders) or a glob pattern.
        columns: Source column by role.
        key: Columns of the customer key, or empty for auto.

    Raises:
        SourceError: There is no file, none is readable, or a column is missing.
    """
    extra = _extra(columns, key)
    found = find(name)
    files = tuple(
        _open_file(path, path.name.lower().endswith(PARQUET_ENDINGS), "", columns, extra) for path in found.files
    )
    return replace(_source(name, files, columns, key), notes=found.notes)


def open_copy(path: Path, title: str, columns: Mapping[str, str], key: tuple[str, ...], *, parquet: bool) -> Source:
    """Match the columns of one file that this program made, of what is no file of rows itself.

    Args:
        path: The file.
        title: What the user calls its content; stands in messages and records.
        columns: Source column by role.
        key: Columns of the customer key, or empty for auto.
        parquet: Whether it is Parquet; else it is text.

    Raises:
        SourceError: It is not readable, or a column is missing (which, and what was found).
    """
    return _source(title, (_open_file(path, parquet, title, columns, _extra(columns, key)),), columns, key)


def _extra(columns: Mapping[str, str], key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in key if column not in columns.values() and column not in columns)


def _source(name: str, files: tuple[SourceFile, ...], columns: Mapping[str, str], key: tuple[str, ...]) -> Source:
    extra = _extra(columns, key)
    roles = tuple(role for role in columns if all(role in file.roles for file in files))
    asked = {column: role for role, column in columns.items()} | {role: role for role in columns}
    if lost := [column for column in key if column not in extra and asked[column] not in roles]:
        raise SourceError(
            f"{name}: missing column(s): {', '.join(lost)} (customer_key).", "Name columns that every file has."
        )
    return Source(name, files, roles, extra)


def digest(source: Source) -> str:
    """Return the SHA-256 over the bytes of all files and the columns of their folders. For the private record only."""
    total = hashlib.sha256()
    for file in source.files:
        if file.partitions:
            total.update(repr(sorted(file.partitions.items())).encode())
        with file.path.open("rb") as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def open_layout(path: Path, title: str, expected: Iterable[str], *, parquet: bool) -> SourceFile:
    """Return a file without roles: its format, delimiter, encoding and columns.

    Args:
        path: The file.
        title: What the user calls its content, if it is a copy; else empty.
        expected: Names that columns may have; they show which row is the header, and which delimiter is right.
        parquet: Whether it is Parquet; else it is text.

    Raises:
        SourceError: It is not readable.
    """
    return _layout(path, parquet, title, expected)[0]


def _open_file(path: Path, parquet: bool, title: str, columns: Mapping[str, str], extra: tuple[str, ...]) -> SourceFile:
    file, second = _layout(path, parquet, title, columns.values())
    return replace(file, roles=_match(file.where, (*file.columns, *file.partitions), second, columns, extra))


def _layout(path: Path, parquet: bool, title: str, expected: Iterable[str]) -> tuple[SourceFile, tuple[str, ...]]:
    """Return a file without roles, and its first row of data."""
    where = title or str(path)
    given = {} if title else partitions.of_path(path)
    second: tuple[str, ...] = ()
    encoding: Encoding = "utf-8"
    numbers: frozenset[str] = frozenset()
    delimiter = ""
    if parquet:
        names, numbers = _parquet_columns(path, where)
    else:
        head, encoding = _head(path, where)
        delimiter, names, second = _header(where, head, expected)
    own = {fold(name) for name in names}
    if both := [name for name in given if fold(name) in own]:
        raise SourceError(
            f"{where}: the folders give the column {both[0]}, and the file has it too: which of them counts?",
            "Take it out of the files, or out of the names of the folders.",
        )
    kind: Literal["csv", "parquet"] = "parquet" if parquet else "csv"
    return SourceFile(path, kind, delimiter, encoding, names, {}, numbers, title=title, partitions=given), second


def _parquet_columns(path: Path, where: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of all columns, and of those that hold numbers."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid, types

    try:
        schema = pq.read_schema(path)
    except (ArrowInvalid, OSError) as error:
        # The library's message may quote values of the file.
        raise SourceError(f"{where}: not a readable Parquet file.", "Export it again, or save it as CSV.") from error
    plain = {item.name: item.type.value_type if types.is_dictionary(item.type) else item.type for item in schema}
    kinds = (types.is_integer, types.is_floating, types.is_decimal)
    return tuple(schema.names), frozenset(name for name, found in plain.items() if any(kind(found) for kind in kinds))


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading bytes; a name that ends in .gz is decompressed."""
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def unreadable(where: str, error: Exception) -> SourceError:
    """Return the error for a file that cannot be read; gzip's own message may quote the first bytes."""
    why = getattr(error, "strerror", None) or "it is truncated, or its format does not match its name"
    return SourceError(f"{where}: cannot be read ({why}).")


def _head(path: Path, where: str) -> tuple[str, Encoding]:
    """Return the decoded first bytes and the detected encoding."""
    try:
        with open_bytes(path) as stream:
            raw = stream.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(where, error) from error
    if not raw.strip():
        raise SourceError(f"{where}: the file is empty.")
    return decode(raw, where, whole=len(raw) < _HEAD_BYTES)


def record_lines(file: SourceFile) -> list[tuple[int, bool]]:
    """Return for each record of a text file, header included, its first line number and whether it is blank.

    A record ends at a line end outside quotes, so the numbers are right after blank lines and multi-line values too.
    """
    found = []
    quoted = False
    with (
        open_bytes(file.path) as stream,
        io.TextIOWrapper(stream, encoding=file.encoding, errors="replace", newline="") as reader,
    ):
        for number, line in enumerate(reader, start=1):
            if not quoted:
                found.append((number, not line.strip("\r\n")))
            quoted ^= line.count('"') % 2 == 1
    return found


def fold(name: str) -> str:
    """Normalise a column name for comparisons: lower case, without blanks."""
    return "".join(name.split()).casefold()


def _header(where: str, head: str, expected: Iterable[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Choose the delimiter that gives the header most of the wanted columns; ties are broken by number of fields.

    Returns:
        The delimiter, the column names, and the first row of data.
    """
    wanted = {fold(name) for name in expected}
    best: tuple[int, int, str, tuple[str, ...], tuple[str, ...]] = (-1, -1, ",", (), ())
    for delimiter in DELIMITERS:
        try:
            rows = csv.reader(io.StringIO(head, newline=None), delimiter=delimiter)
            names, second = (tuple(name.strip() for name in next(rows, [])) for _ in range(2))
        except csv.Error:
            continue
        score = (sum(fold(name) in wanted for name in names), len(names))
        if score > best[:2]:
            best = (*score, delimiter, names, second)
    known, _, delimiter, names, second = best
    titles.require_header(where, names, known)
    if twice := [name for name in names if name and names.count(name) > 1]:
        places = " and ".join(str(i + 1) for i, name in enumerate(names) if name == twice[0])
        raise SourceError(f"{where}: columns {places} have the same name.", "Rename one of them.")
    return delimiter, names, second


def _match(
    where: str,
    names: tuple[str, ...],
    second: tuple[str, ...],
    columns: Mapping[str, str],
    extra: tuple[str, ...],
) -> dict[str, str]:
    by_fold = {fold(name): name for name in reversed(names)}
    roles = {role: by_fold[fold(name)] for role, name in columns.items() if fold(name) in by_fold}
    missing = [f"{columns[role]} ({role})" for role in REQUIRED_ROLES if role not in roles]
    missing += [f"{name} (customer_key)" for name in extra if name not in names]
    if missing:
        titles.require_header(where, names, len(roles))
        raise SourceError(
            f"{where}: missing column(s): {', '.join(missing)}.\nFound: {titles.shown(names, len(roles), second)}.",
            "Name your columns in atlas.toml, under [columns], or with --set 'columns.amount=\"…\"'.",
        )
    return roles
