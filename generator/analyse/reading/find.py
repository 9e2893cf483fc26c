"""From a name to the files behind it: a file, a folder or a pattern. Opens none of them."""

import glob
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.analyse.reading import other_kinds, table_formats
from generator.analyse.reading.partitions import is_partition
from generator.errors import SourceError
from generator.files.own_folders import output_in

TEXT_ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz", ".asc")
PARQUET_ENDINGS = (".parquet", ".pq")
DATABASE_ENDINGS = (".duckdb", ".ddb", ".sqlite", ".sqlite3", ".db", ".db3")
READABLE = TEXT_ENDINGS + PARQUET_ENDINGS
#: Addresses, also those of drivers such as jdbc:mysql://.
_ADDRESS = re.compile(r"\s*((?:[a-z][a-z0-9+.-]*:)+//)", re.IGNORECASE)
#: The keywords that databases read instead of one, and a user with a password, unless a file is called so.
_LOGIN = re.compile(r".*\b(?:password|passwd|pass|pwd)\s*=|[^/@]+:.*@", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """What lies behind a name.

    Attributes:
        files: Files that are read, sorted.
        notes: What lies there too and is passed over although it may hold rows, a sentence each.
    """

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def find(name: str) -> Found:
    """Return the files behind a name without opening one.

    Args:
        name: A file, a folder (searched with its sub-folders) or a glob pattern.

    Raises:
        SourceError: Nothing is there, nothing is of a kind that is read, or it is a table whose log tells which of
            its rows count.
    """
    try:
        found = _look(name)
        folder = Path(name).expanduser()
        table_formats.require_none(found.files, folder if folder.is_dir() else None)
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"{name[:200]}: cannot be searched ({error}).", "Check the path.") from error
    return found


def _look(name: str) -> Found:
    if not name.strip():
        raise SourceError("The name of the transactions is empty.", "Name a file, a folder or a pattern.")
    if address := _ADDRESS.match(name):
        raise _no_address(address[1])
    path = Path(name).expanduser()
    if _LOGIN.match(name) and not os.path.lexists(path) and not glob.glob(name, recursive=True):  # noqa: PTH207
        raise _no_address("")
    if path.is_file():
        if not path.name.lower().endswith(READABLE):
            way = other_kinds.way_out(path) or f"Readable endings: {', '.join(READABLE)}."
            raise SourceError(f"{path}: this file format is not supported.", way)
        return Found((path,))
    if path.is_dir():
        return _of_folder(path)
    paths = [Path(found) for found in glob.glob(name, recursive=True)]  # noqa: PTH207
    folders = sorted({above for path in paths for above in path.parents})
    notes = {folder: note for folder in folders if (note := _own(folder))}
    found = sorted(p for p in paths if _readable(p.name) and p.is_file() and notes.keys().isdisjoint(p.parents))
    if not found:
        raise SourceError(
            "\n".join((f"{name}: no such file, folder or pattern.", *notes.values())),
            "Check the path; patterns need quotes.",
        )
    return Found(tuple(found), tuple(notes.values()))


def _no_address(beginning: str) -> SourceError:
    """Return the error for an address; all but its beginning may be a password."""
    return SourceError(
        f"{beginning}…: an address of this kind is not read.",
        "Export the rows to CSV or Parquet, or pipe them in: curl -s ADDRESS | atlas build -",
    )


def _of_folder(root: Path) -> Found:
    notes: list[str] = []
    found = sorted(path for path in _walk(root, notes) if _readable(path.name))
    if not found:
        raise SourceError(
            "\n".join((f"{root}: the folder contains no transactions.", *notes)),
            f"Files with these endings are read: {', '.join(READABLE)}.",
        )
    return Found(tuple(found), tuple(notes))


def _walk(root: Path, notes: list[str]) -> Iterator[Path]:
    """Yield the files below a folder that are not hidden and no output of ours; note what is passed over."""

    def stop(error: OSError) -> None:
        raise SourceError(
            f"{error.filename}: the folder cannot be searched ({error.strerror}).", "Allow it, or name its neighbours."
        ) from error

    for folder, below, names in os.walk(root, onerror=stop):
        entered = []
        for path in (Path(folder, name) for name in sorted(below) if not _hidden_folder(name)):
            if note := _own(path):
                notes.append(note)
            elif path.is_symlink():
                notes.append(f"{path} is a link to a folder: passed over.")
            else:
                entered.append(path.name)
        below[:] = entered
        for path in (Path(folder, name) for name in sorted(names) if not name.startswith((".", "_"))):
            if path.is_file():
                yield path
                if not _readable(path.name) and (other_kinds.way_out(path) or path.suffix.lower() in DATABASE_ENDINGS):
                    notes.append(f"{path} is of a kind that is not read: passed over.")


def _own(folder: Path) -> str:
    what = output_in(folder)
    return f"{folder} holds {what}, not transactions: passed over." if what else ""


def _hidden_folder(name: str) -> bool:
    # Spark reads the folders of a column whose name begins with a low line.
    return name.startswith(".") or (name.startswith("_") and not is_partition(name))


def _readable(name: str) -> bool:
    return not name.startswith((".", "_")) and name.lower().endswith(READABLE)
