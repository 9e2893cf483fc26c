"""Makes files a source that an engine can read, by matching the columns of each to the roles that the settings name.

Reads only the beginning of each file; the engine reads the rows. Does not interpret the columns.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.analyse.expressions.parse import quoted_title
from generator.analyse.expressions.tree import Expression
from generator.analyse.reading import formulas, partitions, statuses, text_file, titles
from generator.analyse.reading.find import PARQUET_ENDINGS, find
from generator.analyse.reading.formulas import Formulas, Matched, formulas_of
from generator.analyse.reading.header import Form
from generator.analyse.reading.layout import Layout, SourceFile, open_layout, state_of
from generator.analyse.reading.typed_columns import zones
from generator.errors import ConfigError, SourceError
from generator.settings.source_roles import NO_KEY, NO_PLACE, REQUIRED_ROLES

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
        computed: Expression by role, for the roles that are computed.
        where: The condition of the rows that count; None for all rows.
        inputs: Columns that expressions name, as they name them.
        statuses: Columns not in use that may say what became of a payment.
        key: Parts of the customer key that the settings name: roles, and columns without one; empty for auto.
    """

    name: str
    files: tuple[SourceFile, ...]
    roles: tuple[str, ...]
    extra: tuple[str, ...]
    notes: tuple[str, ...] = ()
    computed: Mapping[str, Expression] = field(default_factory=dict)
    where: Expression | None = None
    inputs: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def in_key(self, *roles: str) -> bool:
        """Return whether the settings name one of the roles in the customer key."""
        return not set(roles).isdisjoint(self.key)

    def further(self, file: SourceFile) -> tuple[str | None, ...]:
        """Return the columns of a file, or None, that are read besides roles and key: `inputs`, then `statuses`."""
        own = {*file.columns, *file.partitions}
        return (
            *(file.inputs[name] for name in self.inputs),
            *(name if name in own else None for name in self.statuses),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the settings want of each file."""

    columns: Mapping[str, str]
    extra: tuple[str, ...]
    formulas: Formulas
    form: Form


def open_source(
    name: str, columns: Mapping[str, str], key: tuple[str, ...], form: Form = _AS_SET, where: str = ""
) -> Source:
    """Find the files of a source and match their columns.

    Args:
        name: A file, a folder (searched with its sub-folders) or a glob pattern.
        columns: Source column, or expression, by role.
        key: Columns of the customer key, or empty for auto.
        form: What the settings say of how the files are written.
        where: Condition of the rows that count; empty for all.

    Raises:
        SourceError: There is no file, none is readable, or a column is missing.
        ConfigError: An expression is not allowed.
    """
    asked = _Asked(columns, _extra(columns, key), formulas_of(columns, where), form)
    found = find(name)
    files = tuple(_open_file(path, path.name.lower().endswith(PARQUET_ENDINGS), "", asked) for path in found.files)
    return _source(name, files, asked, key, found.notes)


def open_copy(
    path: Path,
    title: str,
    columns: Mapping[str, str],
    key: tuple[str, ...],
    form: Form = _AS_SET,
    where: str = "",
    *,
    parquet: bool,
    numbers: frozenset[str] = frozenset(),
) -> Source:
    """Match the columns of one file that this program made, of what is no file of rows itself.

    Args:
        path: The file.
        title: What the user calls its content; stands in messages and records.
        columns: Source column, or expression, by role.
        key: Columns of the customer key, or empty for auto.
        form: What the settings say of how it is written.
        where: Condition of the rows that count; empty for all.
        parquet: Whether it is Parquet; else it is text.
        numbers: Columns that hold numbers by the type that they had, though the copy has texts.

    Raises:
        SourceError: It is not readable, or a column is missing (which, and what was found).
        ConfigError: An expression is not allowed.
    """
    asked = _Asked(columns, _extra(columns, key), formulas_of(columns, where), form)
    return _source(title, (_open_file(path, parquet, title, asked, numbers),), asked, key)


def _extra(columns: Mapping[str, str], key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in key if column not in columns.values() and column not in columns)


def _source(
    name: str, files: tuple[SourceFile, ...], wanted: _Asked, key: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Source:
    columns = wanted.columns
    roles = tuple(role for role in columns if all(role in file.roles or role in file.computed for file in files))
    parts = _parts(key, columns, files)
    if lost := [column for column, part in zip(key, parts, strict=True) if part in columns and part not in roles]:
        raise SourceError(
            f"{name}: missing column(s): {', '.join(lost)} (customer_key).", "Name columns that every file has."
        )
    if odd := [column for column, part in zip(key, parts, strict=True) if part in NO_KEY]:
        raise ConfigError(
            f"customer_key: {', '.join(odd)} cannot identify a customer.", "Name columns that say who the customer is."
        )
    formulas.require_alike(files)
    return Source(
        name, files, roles, tuple(part for part in parts if part not in columns), (*notes, *_passed_over(files)),
        computed={role: wanted.formulas.roles[role] for role in files[0].computed},
        where=wanted.formulas.where,
        inputs=tuple(dict.fromkeys(name for file in files for name in file.inputs)),
        statuses=files[0].statuses,
        key=parts,
    )  # fmt: skip


def _parts(key: tuple[str, ...], columns: Mapping[str, str], files: tuple[SourceFile, ...]) -> tuple[str, ...]:
    """Return the role of each column of the key; a column without one stays.

    A role may be named by itself, by its title in the settings, with or without quotes, or by its title in all files.
    """
    known = {role: role for role in columns}
    for role, text in columns.items():
        theirs = {file.roles.get(role) for file in files}
        titles_of_role = (text, quoted_title(text), *(theirs if len(theirs) == 1 else ()))
        known |= {title: role for title in titles_of_role if title}
    return tuple(known.get(column, column) for column in key)


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
    path: Path, parquet: bool, title: str, asked: _Asked, numbers: frozenset[str] = frozenset()
) -> SourceFile:
    given = {} if title else partitions.of_path(path)
    wanted = formulas.wanted(asked.columns, asked.extra, asked.formulas, given)
    layout = open_layout(path, title, wanted, asked.form, parquet=parquet)
    found = _match(layout, asked)
    file = replace(
        layout.file, roles=found.roles, computed=found.computed, inputs=found.inputs,
        numbers=layout.file.numbers | numbers,
    )  # fmt: skip
    used = {*found.roles.values(), *found.inputs.values(), *asked.extra, *file.numbers}
    return replace(
        file,
        statuses=statuses.in_file(file, layout.rows, used),
        zones=zones(file.where, layout.moments, found.roles, asked.form.timezone, found.inputs.values()),
    )


def _match(layout: Layout, asked: _Asked) -> Matched:
    """Return the columns of roles and expressions that a file has."""
    file, extra = layout.file, asked.extra
    names = (*file.columns, *file.partitions)
    found = formulas.match(file.where, names, asked.columns, asked.formulas)
    titles.match(file.where, names, {f"{name} (customer_key)": name for name in extra if name in names})
    lost = [role for role in REQUIRED_ROLES if role not in found.roles and role not in found.computed]
    missing = [f"{asked.columns[role]} ({role})" for role in lost]
    missing += [f"{name} (customer_key)" for name in extra if name not in names]
    missing += found.missing
    if not missing:
        return found
    at = f" in line {file.skipped + 1}" if file.skipped else ""
    known = len(found.roles) + len(found.inputs)
    if file.header:
        titles.require_header(file.where, names, known)
    second = layout.rows[0] if layout.rows else ()
    shown = titles.shown(names, known, second) if file.header else f"{len(names)} columns"
    hint = f"Name your columns in atlas.toml, under [columns], or with --set 'columns.{(lost or ['amount'])[0]}=\"…\"'."
    if len(missing) == len(found.missing):
        hint = "Expressions name columns as the file does" + (
            "." if file.header else ': by position, in double quotes, such as "5".'
        )
    raise SourceError(
        f"{file.where}: missing column(s): {', '.join(missing)}.\nFound{at}: {shown}.",
        hint + (f"\n{NO_PLACE}" if lost == ["place"] else ""),
    )
