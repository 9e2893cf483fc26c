"""Folders of table formats, whose Parquet files hold deleted and replaced rows too: only a log says which rows count.

Read file by file, such a table brings back what was erased.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SourceError


@dataclass(frozen=True, slots=True)
class Format:
    """A table format.

    Attributes:
        name: What it is called.
        signs: Patterns, one of which is found in the folder of each such table.
        export: A command that writes the rows that count into one file.
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
    """Refuse files that belong to a table of such a format.

    Args:
        files: The files that would be read; of those that are Parquet, the folders above are asked.
        root: The folder that was named; none of the folders in it may be such a table.

    Raises:
        SourceError: One does, with a command that exports the table.
    """
    folders = {folder for file in files if file.suffix.lower() in (".parquet", ".pq") for folder in _above(file)}
    if root:
        folders |= {root, *(path for path in root.rglob("*") if path.is_dir()), *_above(root)}
    for folder in sorted(folders):
        for form in _FORMATS:
            if any(any(folder.glob(sign)) for sign in form.signs):
                raise SourceError(
                    f"{folder} is a table in the format {form.name}: its files hold deleted and replaced rows too, "
                    "which only its log tells from the others.",
                    f"Export the table and name the export, for example: {form.export.format(folder=folder)}",
                )


def _above(path: Path) -> tuple[Path, ...]:
    """Return the folders above a path, as it is named and as links lead to it."""
    return (*path.absolute().parents, *path.resolve().parents)
