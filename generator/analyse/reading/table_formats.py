"""Detects table formats with a log, whose Parquet files still contain deleted and replaced rows.

Reading such a table file by file would bring back erased rows, so it is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SourceError


@dataclass(frozen=True, slots=True)
class Format:
    """A table format.

    Attributes:
        name: Its name.
        signs: Patterns, at least one of which matches in the folder of any such table.
        export: A command that exports the current rows to one file.
    """

    name: str
    signs: tuple[str, ...]
    export: str


_DUCKDB = "duckdb -c \"COPY (SELECT * FROM {scan}('{folder}')) TO 'export.parquet'\""
_FORMATS = (
    Format("Delta Lake", ("_delta_log/",), _DUCKDB.replace("{scan}", "delta_scan")),
    Format(
        "Iceberg",
        ("metadata/*.metadata.json", "metadata/*.metadata.json.gz"),
        _DUCKDB.replace("{scan}", "iceberg_scan"),
    ),
    Format("Hudi", (".hoodie/",), "spark.read.format('hudi').load('{folder}').write.parquet('export') in Spark"),
)


def require_none(files: Iterable[Path], root: Path | None = None) -> None:
    """Refuse files that belong to a table in one of these formats.

    Args:
        files: Files to read; the parent folders of Parquet files are checked.
        root: Folder named by the user, which is checked with all of its sub-folders.

    Raises:
        SourceError: A file belongs to one; the hint has a command that exports the table.
    """
    folders = {folder for file in files if file.suffix.lower() in (".parquet", ".pq") for folder in _above(file)}
    if root:
        folders |= {root, *(path for path in root.rglob("*") if path.is_dir()), *_above(root)}
    for folder in sorted(folders):
        for form in _FORMATS:
            if any(any(folder.glob(sign)) for sign in form.signs):
                raise SourceError(
                    f"{folder} is a table in the format {form.name}: its files also contain deleted and replaced rows, "
                    "which only its log identifies.",
                    f"Export the table and read the export, for example: {form.export.format(folder=folder)}",
                )


def _above(path: Path) -> tuple[Path, ...]:
    """Return the parent folders of a path, both as given and with links resolved."""
    return (*path.absolute().parents, *path.resolve().parents)
