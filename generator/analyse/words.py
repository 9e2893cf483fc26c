"""Words that a release carries: TOML files of the content folders, of which the first wins, key by key."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator import toml_text
from generator.errors import ContentError


def read_tables(name: str, folders: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Return the tables of a file of words.

    Args:
        name: Name inside a content folder, such as `segments.toml`.
        folders: Content folders, the user's first.

    Raises:
        ContentError: No folder has the file, or one is not TOML.
    """
    found = [folder / name for folder in folders if (folder / name).is_file()]
    if not found:
        raise ContentError(f"No content folder has the file {name}.", "Check the setting `content`.")
    tables: dict[str, dict[str, Any]] = {}
    for path in reversed(found):
        parsed = _parsed(path)
        if tables and (odd := toml_text.misfit(parsed, [tables])):
            raise ContentError(f"{path}: {odd[0]}: {odd[1]}.")
        for key, table in parsed.items():
            tables[key] = tables.get(key, {}) | table if isinstance(table, dict) else table
    return tables


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return toml_text.parse(path.read_text(encoding="utf-8-sig"))
    except (toml_text.TomlError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: not valid TOML: {error}.") from error
