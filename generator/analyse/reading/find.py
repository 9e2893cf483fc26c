"""From a name to the files behind it: a file, a folder or a pattern. Opens none of them."""

import glob
from pathlib import Path

from generator.analyse.reading import table_formats
from generator.errors import SourceError

TEXT_ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz", ".asc")
PARQUET_ENDINGS = (".parquet", ".pq")
READABLE = TEXT_ENDINGS + PARQUET_ENDINGS


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
        if not path.name.lower().endswith(READABLE):
            raise SourceError(
                f"{path}: this kind of file is not read.",
                f"Readable endings: {', '.join(READABLE)}.",
            )
        return (path,)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if _readable(p, path))
        if not found:
            raise SourceError(
                f"{path}: the folder holds no transactions.",
                f"Files with these endings are read: {', '.join(READABLE)}.",
            )
        return tuple(found)
    found = sorted(p for p in map(Path, glob.glob(name, recursive=True)) if _readable(p, p.parent))  # noqa: PTH207
    if not found:
        raise SourceError(f"{name}: no such file, folder or pattern.", "Check the path; patterns need quotes.")
    return tuple(found)


def _readable(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and path.name.lower().endswith(READABLE)
