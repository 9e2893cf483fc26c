"""Columns that the folders of a partitioned table give: `year=2024/city=Pune/part.parquet`, as Hive writes it."""

from pathlib import Path
from urllib.parse import unquote

from generator.errors import SourceError

#: How Hive and Spark write that a row has no value.
_NOTHING = "__HIVE_DEFAULT_PARTITION__"


def is_partition(folder: str) -> bool:
    """Return whether a folder's name gives a column its value."""
    return folder.find("=") > 0


def of_path(path: Path) -> dict[str, str | None]:
    """Return the columns that the folders above a file give, as the path is named, with the text that all rows have.

    Raises:
        SourceError: One column is given twice.
    """
    found: dict[str, str | None] = {}
    for part in filter(is_partition, path.parent.parts):
        # Signs that no folder's name can hold are written as %3A.
        name, value = (unquote(text) for text in part.split("=", 1))
        if name in found:
            raise SourceError(f"{path}: the folders give the column {name} twice.", "Name each column once.")
        found[name] = None if value in (_NOTHING, "") else value
    return found
