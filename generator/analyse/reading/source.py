"""Makes files a source that an engine can read, by matching the columns of each to the roles that the settings name.

Reads only the beginning of each file; the engine reads the rows. Does not interpret the columns.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.analyse.reading import partitions, text_file, titles
from generator.analyse.reading.find import PARQUET_ENDINGS, find
from generator.analyse.reading.header import Form, Titles
from generator.analyse.reading.layout import SourceFile, open_layout, state_of
from generator.analyse.reading.typed_columns import zones
from generator.errors import SourceError
from generator.settings.source_roles import NO_PLACE, REQUIRED_ROLES

_AS_SET = Form()


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


def open_source(name: str, columns: Mapping[str, str], key: tuple[str, ...], form: Form = _AS_SET) -> Source:
    """Find the files of a source and match their columns.

    Args:
        name: A file, a folder (searched with its sub-folders) or a glob pattern.
        columns: Source column by role.
        key: Columns of the customer key, or empty for auto.
        form: What the settings say of how the files are written.

    Raises:
        SourceError: There is no file, none is readable, or a column is missing.
    """
    extra = _extra(columns, key)
    found = find(name)
    files = tuple(
        _open_file(path, path.name.lower().endswith(PARQUET_ENDINGS), "", columns, extra, form) for path in found.files
    )
    return _source(name, files, columns, key, found.notes)


def open_copy(
    path: Path,
    title: str,
    columns: Mapping[str, str],
    key: tuple[str, ...],
    form: Form = _AS_SET,
    *,
    parquet: bool,
    numbers: frozenset[str] = frozenset(),
) -> Source:
    """Match the columns of one file that this program made, of what is no file of rows itself.

    Args:
        path: The file.
        title: What the user calls its content; stands in messages and records.
        columns: Source column by role.
        key: Columns of the customer key, or empty for auto.
        form: What the settings say of how it is written.
        parquet: Whether it is Parquet; else it is text.
        numbers: Columns that hold numbers by the type that they had, though the copy has texts.

    Raises:
        SourceError: It is not readable, or a column is missing (which, and what was found).
    """
    file = _open_file(path, parquet, title, columns, _extra(columns, key), form)
    return _source(title, (replace(file, numbers=file.numbers | numbers),), columns, key)


def _extra(columns: Mapping[str, str], key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in key if column not in columns.values() and column not in columns)


def _source(
    name: str,
    files: tuple[SourceFile, ...],
    columns: Mapping[str, str],
    key: tuple[str, ...],
    notes: tuple[str, ...] = (),
) -> Source:
    extra = _extra(columns, key)
    roles = tuple(role for role in columns if all(role in file.roles for file in files))
    asked = {column: role for role, column in columns.items()} | {role: role for role in columns}
    if lost := [column for column in key if column not in extra and asked[column] not in roles]:
        raise SourceError(
            f"{name}: missing column(s): {', '.join(lost)} (customer_key).", "Name columns that every file has."
        )
    return Source(name, files, roles, extra, (*notes, *_passed_over(files)))


def _passed_over(files: tuple[SourceFile, ...]) -> tuple[str, ...]:
    """Return a note on the lines above headers."""
    having = [file for file in files if file.said]
    if not having:
        return ()
    most = max(file.skipped for file in having)
    lines = f"{most} line{'s' if most > 1 else ''} above the header {'were' if most > 1 else 'was'} passed over."
    return (f"{having[0].where}: {lines}" if len(having) == 1 else f"{len(having)} files: up to {lines}",)


def digest(source: Source) -> str:
    """Return the SHA-256 over the bytes of all files and the columns of their folders. For the private record only.

    Raises:
        SourceError: A file has changed since it was opened, so that nobody knows what was read.
    """
    total = hashlib.sha256()
    for file in source.files:
        if file.partitions:
            total.update(repr(sorted(file.partitions.items())).encode())
        try:
            with file.path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    total.update(block)
        except OSError as error:
            raise _changed(file) from error
    require_unchanged(source)
    return total.hexdigest()


def require_unchanged(source: Source) -> None:
    """Refuse a source whose files have changed since they were opened.

    Raises:
        SourceError: Which file.
    """
    for file in source.files:
        if file.state and file.state != state_of(file.path):
            raise _changed(file)


def _changed(file: SourceFile) -> SourceError:
    what = "has changed" if state_of(file.path) else "has disappeared"
    return SourceError(
        f"{file.where} {what} while it was read; nothing was written.", "Read it when nothing writes to it, or a copy."
    )


def record_lines(file: SourceFile) -> list[tuple[int, bool]]:
    """Return for each record of a text file, header included, its first line number and whether it is blank."""
    return text_file.record_lines(file.path, file.where, file.encoding, file.skipped)


def _open_file(
    path: Path, parquet: bool, title: str, columns: Mapping[str, str], extra: tuple[str, ...], form: Form
) -> SourceFile:
    given = {} if title else partitions.of_path(path)
    found = open_layout(path, title, _wanted(columns, extra, given), form, parquet=parquet)
    file = found.file
    roles = _match(file, found.second, columns, extra)
    return replace(file, roles=roles, zones=zones(file.where, found.moments, roles, form.timezone))


def _wanted(columns: Mapping[str, str], extra: tuple[str, ...], given: Mapping[str, str | None]) -> Titles:
    """Return the titles that the header of a text file should have; `given` are columns from elsewhere."""
    there = {titles.fold(name) for name in given}
    folded = {role: titles.fold(name) for role, name in columns.items()}
    required = frozenset(folded[role] for role in REQUIRED_ROLES if role in folded)
    return Titles(required - there, frozenset({*folded.values(), *map(titles.fold, extra)}))


def _match(
    file: SourceFile, second: tuple[str, ...], columns: Mapping[str, str], extra: tuple[str, ...]
) -> dict[str, str]:
    """Return the column of each role that the file has; `second` is its first row of data."""
    names = (*file.columns, *file.partitions)
    roles = titles.match(file.where, names, columns)
    titles.match(file.where, names, {f"{name} (customer_key)": name for name in extra if name in names})
    lost = [role for role in REQUIRED_ROLES if role not in roles]
    missing = [f"{columns[role]} ({role})" for role in lost]
    missing += [f"{name} (customer_key)" for name in extra if name not in names]
    if not missing:
        return roles
    at = f" in line {file.skipped + 1}" if file.skipped else ""
    if file.header:
        titles.require_header(file.where, names, len(roles))
    found = titles.shown(names, len(roles), second) if file.header else f"{len(names)} columns"
    raise SourceError(
        f"{file.where}: missing column(s): {', '.join(missing)}.\nFound{at}: {found}.",
        f"Name your columns in atlas.toml, under [columns], or with --set 'columns.{(lost or ['amount'])[0]}=\"…\"'."
        + (f"\n{NO_PLACE}" if lost == ["place"] else ""),
    )
