"""From what the user named to files that an engine can read: which files, which dialect, which columns.

Looks at the head of each file only; the engine reads the rows. Knows nothing of what the columns mean.
"""

import csv
import glob
import gzip
import hashlib
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from generator.analyse.reading import table_formats, titles
from generator.analyse.reading.encoding import Encoding, decode
from generator.errors import SourceError
from generator.settings.source_roles import REQUIRED_ROLES

TEXT_ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz", ".asc")
PARQUET_ENDINGS = (".parquet", ".pq")
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
        columns: All column names, as they stand in the file.
        roles: Column name by role, only roles that the file has.
        numbers: Columns that hold numbers by their type, as a Parquet file has it.
    """

    path: Path
    format: Literal["csv", "parquet"]
    delimiter: str
    encoding: Encoding
    columns: tuple[str, ...]
    roles: dict[str, str]
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """All files of a run, and the roles that every one of them can fill.

    Attributes:
        name: What the user asked for; private.
        files: Sorted by path.
        roles: Roles filled by all files, in the order of `source_roles.ROLES`.
        extra: Further columns that the customer key names, not playing a role.
    """

    name: str
    files: tuple[SourceFile, ...]
    roles: tuple[str, ...]
    extra: tuple[str, ...]


def open_source(name: str, columns: Mapping[str, str], key: tuple[str, ...]) -> Source:
    """Find the files behind a name and match their columns.

    Args:
        name: A file, a folder (searched with its sub-folders) or a glob pattern.
        columns: Source column by role.
        key: Columns of the customer key, or empty for auto.

    Raises:
        SourceError: Nothing is there, nothing is readable, or a column is missing (which, and what was found).
    """
    paths = find(name)
    extra = tuple(column for column in key if column not in columns.values() and column not in columns)
    files = tuple(_open_file(path, columns, extra) for path in paths)
    roles = tuple(role for role in columns if all(role in file.roles for file in files))
    asked = {column: role for role, column in columns.items()} | {role: role for role in columns}
    if lost := [column for column in key if column not in extra and asked[column] not in roles]:
        raise SourceError(
            f"{name}: missing column(s): {', '.join(lost)} (customer_key).", "Name columns that every file has."
        )
    return Source(name, files, roles, extra)


def digest(source: Source) -> str:
    """Return the SHA-256 over all files' bytes, in order. For the private record only."""
    total = hashlib.sha256()
    for file in source.files:
        with file.path.open("rb") as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def find(name: str) -> tuple[Path, ...]:
    """Return the files behind a name, sorted, without opening one.

    Args:
        name: A file, a folder (searched with its sub-folders) or a glob pattern.

    Raises:
        SourceError: Nothing is there, nothing is of a kind that is read, or it is a table whose log tells which of
            its rows count.
    """
    try:
        found = _look(name)
        folder = Path(name).expanduser()
        table_formats.require_none(found, folder if folder.is_dir() else None)
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"{name[:200]}: cannot be looked up ({error}).", "Check the path.") from error
    return found


def _look(name: str) -> tuple[Path, ...]:
    if not name.strip():
        raise SourceError("The name of the transactions is empty.", "Name a file, a folder or a pattern.")
    path = Path(name).expanduser()
    if path.is_file():
        if not path.name.lower().endswith(TEXT_ENDINGS + PARQUET_ENDINGS):
            raise SourceError(
                f"{path}: this kind of file is not read.",
                f"Readable endings: {', '.join(TEXT_ENDINGS + PARQUET_ENDINGS)}.",
            )
        return (path,)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if _readable(p, path))
        if not found:
            raise SourceError(
                f"{path}: the folder holds no transactions.",
                f"Files with these endings are read: {', '.join(TEXT_ENDINGS + PARQUET_ENDINGS)}.",
            )
        return tuple(found)
    found = sorted(p for p in map(Path, glob.glob(name, recursive=True)) if _readable(p, p.parent))  # noqa: PTH207
    if not found:
        raise SourceError(f"{name}: no such file, folder or pattern.", "Check the path; patterns need quotes.")
    return tuple(found)


def _readable(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and path.name.lower().endswith(TEXT_ENDINGS + PARQUET_ENDINGS)


def _open_file(path: Path, columns: Mapping[str, str], extra: tuple[str, ...]) -> SourceFile:
    if path.name.lower().endswith(PARQUET_ENDINGS):
        names, numbers = _parquet_columns(path)
        return SourceFile(path, "parquet", "", "utf-8", names, _match(path, names, (), columns, extra), numbers)
    head, encoding = _head(path)
    delimiter, names, second = _header(path, head, columns)
    return SourceFile(path, "csv", delimiter, encoding, names, _match(path, names, second, columns, extra))


def _parquet_columns(path: Path) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of all columns, and of those that hold numbers."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowInvalid, types

    try:
        schema = pq.read_schema(path)
    except (ArrowInvalid, OSError) as error:
        # The words of the library may quote what is in the file.
        raise SourceError(f"{path}: not a readable Parquet file.", "Write it anew, or save it as CSV.") from error
    plain = {item.name: item.type.value_type if types.is_dictionary(item.type) else item.type for item in schema}
    kinds = (types.is_integer, types.is_floating, types.is_decimal)
    return tuple(schema.names), frozenset(name for name, found in plain.items() if any(kind(found) for kind in kinds))


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading bytes, through gzip when its name ends so."""
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def unreadable(path: Path, error: Exception) -> SourceError:
    """Return the error of a file whose bytes cannot be had; what gzip says of them may quote the first ones."""
    why = getattr(error, "strerror", None) or "it is cut short, or not what its name says"
    return SourceError(f"{path}: cannot be read ({why}).")


def _head(path: Path) -> tuple[str, Encoding]:
    """Return the decoded first bytes and the encoding that the whole file seems to have."""
    try:
        with open_bytes(path) as stream:
            raw = stream.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error) from error
    if not raw.strip():
        raise SourceError(f"{path}: the file is empty.")
    return decode(raw, str(path), whole=len(raw) < _HEAD_BYTES)


def record_lines(file: SourceFile) -> list[tuple[int, bool]]:
    """Return for each record of a text file, the header included, the line it begins on and whether it is blank.

    A record ends where a line ends outside quotes; so a row that follows blank lines, or values of several lines, is
    found where an editor shows it.
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
    """Return a column's title as titles are compared: without blanks, in small letters."""
    return "".join(name.split()).casefold()


def _header(path: Path, head: str, columns: Mapping[str, str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Choose the separator under which the header names most of the wanted columns; ties by number of fields.

    Returns:
        The separator, the titles, and the row after them.
    """
    wanted = {fold(name) for name in columns.values()}
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
    titles.require_header(str(path), names, known)
    if twice := [name for name in names if name and names.count(name) > 1]:
        places = " and ".join(str(i + 1) for i, name in enumerate(names) if name == twice[0])
        raise SourceError(f"{path}: columns {places} have one title; it stands in the header more than once.")
    return delimiter, names, second


def _match(
    path: Path,
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
        titles.require_header(str(path), names, len(roles))
        raise SourceError(
            f"{path}: missing column(s): {', '.join(missing)}.\nFound: {titles.shown(names, len(roles), second)}.",
            "Name your columns in atlas.toml, under [columns], or with --set 'columns.amount=\"…\"'.",
        )
    return roles
