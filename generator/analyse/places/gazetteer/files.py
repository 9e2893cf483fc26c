"""Reads the files of a gazetteer folder: CSV in UTF-8, plain or gzipped, with comment lines."""

import csv
import gzip
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from generator.errors import ConfigError

# Files of a user's folder of overrides, with their required columns; see data/gazetteer/README.md.
OVERRIDES = {
    "aliases.csv": ("spelling", "id"),
    "quarters.csv": ("spelling", "id"),
    "names.csv": ("id", "name"),
    "slugs.csv": ("id", "slug"),
    "former.csv": ("id", "slug"),
    "supplement.csv": ("id", "name", "state", "lat", "lon", "weight", "alternates"),
    "denied.csv": ("spelling", "id"),
    "foreign.csv": ("spelling",),
    "metros.csv": ("metro", "id"),
    "words.csv": ("kind", "word"),
}


def rows_of(path: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the named columns of each row, stripped; no rows if the file does not exist.

    Lines that begin with "#" are comments. Other columns are ignored. Optional columns come last, and are "" if the
    file or the row lacks them.

    Raises:
        ConfigError: The file cannot be read, lacks a column, or has a row that is too short.
    """
    if not path.is_file():
        return []
    text = _text_of(path)
    generated = _generated(text, columns) if path.suffix == ".gz" and not optional else []
    return generated or list(_picked(path, text, columns, optional))


def keys_of(path: Path) -> frozenset[str]:
    """Return the keys (see `text.key_of`) of a generated file with one column.

    Raises:
        ConfigError: The file cannot be read.
    """
    return frozenset(_text_of(path).split("\n")[1:]) - {""} if path.is_file() else frozenset()


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}).", "Save it as CSV in UTF-8.") from error


def _generated(text: str, columns: tuple[str, ...]) -> list[list[str]]:
    """Parse a generated archive fast: exactly these columns, no comments, nothing to strip; empty for other files."""
    try:
        header, *rows = csv.reader(text.splitlines(), strict=True)
    except (csv.Error, ValueError):
        return []
    return rows if header == [*columns] and "\n#" not in text and {len(columns)} == set(map(len, rows)) else []


def _picked(path: Path, text: str, columns: tuple[str, ...], optional: tuple[str, ...]) -> Iterator[list[str]]:
    lines = ("" if line.startswith("#") else line for line in text.splitlines())
    reader = csv.reader(lines, strict=True)
    try:
        header = next((row for row in reader if row), [])
        missing = [c for c in columns if c not in header]
        if missing:
            raise ConfigError(
                f"{path}: column {', '.join(missing)} is missing.", f"The first line must name {', '.join(columns)}."
            )
        where = [header.index(c) for c in columns]
        extra = [header.index(c) if c in header else len(header) for c in optional]
        last = max(where)
        pick = itemgetter(*where) if len(where) > 1 else lambda row: (row[where[0]],)
        for row in reader:
            if not row:
                continue
            if len(row) <= last:
                raise ConfigError(
                    f"{path}, line {reader.line_num}: the row has {len(row)} values, but {last + 1} are needed."
                )
            yield [value.strip() for value in (*pick(row), *(row[i] if i < len(row) else "" for i in extra))]
    except csv.Error as error:
        raise ConfigError(f"{path}, line {reader.line_num}: {error}.") from error


def country_folder(data: Path, country: str) -> Path:
    """Return the folder of a country's gazetteer below the package's data folder.

    Raises:
        ConfigError: There is no gazetteer for this country.
    """
    root = data / "gazetteer"
    folder = root / country.lower()
    if not (country.isascii() and country.isalpha() and folder.is_dir()):
        known = ", ".join(sorted(p.name.upper() for p in root.glob("[a-z][a-z]") if p.is_dir())) or "none"
        raise ConfigError(
            f"country: there is no gazetteer for {country!r}.",
            f'Available: {known}. Add a folder below data/gazetteer, or set places = "as-is".',
        )
    return folder
