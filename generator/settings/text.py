"""Text of atlas.toml: every key with its default and its description, generated from `Settings`."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from generator.settings.settings import Settings
from generator.settings.source_roles import KAGGLE_COLUMNS, REQUIRED_ROLES, ROLES
from generator.unprintable import printable

_WIDTH = 118
_HEAD = """\
# Settings of your site. Every key, with its default; remove a `#` to change one.
# The same keys work on the command line: atlas build FILE --set k=5 --set 'label="North Bank"'
"""
#: First key of each section; keys are in the order of `Settings`.
_SECTIONS = {
    "table": "Your data",
    "country": "Places",
    "features": "Segments",
    "policy": "Disclosure",
    "label": "The site",
    "engine": "Execution",
}
#: Comments on roles that need one.
_ROLES = {
    "transaction": "Id of the row; see `repeated_transactions`.",
    "place": "Any column that groups customers: a site has a page for each of its values.",
    "state": "State of the place, if it is in a separate column.",
    "direction": "Debit or credit; see `debit`.",
    "currency": "Rows in another currency are rejected.",
}
#: Settings whose default is written "auto" and stored as nothing.
_AUTO = ("customer_key", "delimiter", "features")


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a key in the text.

    Attributes:
        comment: A sentence before it; empty for none.
        ways: Values, written as comments, of which the user may choose one.
    """

    comment: str = ""
    ways: tuple[Mapping[str, Any], ...] = ()


_NO_NOTES: Mapping[str, Note] = MappingProxyType({})


def settings_text(active: Mapping[str, Any] = MappingProxyType({}), notes: Mapping[str, Note] = _NO_NOTES) -> str:
    """Return the text of an atlas.toml.

    Args:
        active: Keys to set, with their values; all others are comments with their defaults. `columns` are set by role.
        notes: What is said of a key; of a role, with the key `columns.customer`.
    """
    return "\n".join((_HEAD, *_keys(active, notes), *_columns(active.get("columns", {}), notes), ""))


def _keys(active: Mapping[str, Any], notes: Mapping[str, Note]) -> Iterator[str]:
    defaults = Settings()
    for item in fields(Settings):
        if not item.metadata or item.name == "columns":
            continue
        if title := _SECTIONS.get(item.name):
            yield f"# --- {title} {'-' * (_WIDTH - 7 - len(title))}\n"
        yield from _comment(item.metadata["help"])
        note = notes.get(item.name, Note())
        yield from _comment(note.comment)
        yield from (f"# {key} = {toml_value(value)}" for way in note.ways for key, value in way.items())
        if item.name in active:
            yield f"{item.name} = {toml_value(active[item.name])}\n"
        elif note.ways:
            yield ""
        else:
            default = "auto" if item.name in _AUTO else getattr(defaults, item.name)
            yield f"# {item.name} = {toml_value(default)}\n"


def _columns(active: Mapping[str, str], notes: Mapping[str, Note]) -> Iterator[str]:
    """Yield the table of columns, which comes last because TOML reads later keys as part of it."""
    item = next(item for item in fields(Settings) if item.name == "columns")
    asked = any(name.startswith("columns.") for name in notes)
    yield f"# --- Columns of your data {'-' * (_WIDTH - 26)}\n"
    yield from _comment(f"{item.metadata['help']} {', '.join(REQUIRED_ROLES)} are required.")
    yield "[columns]" if active or asked else "# [columns]"
    for role in ROLES:
        note = notes.get(f"columns.{role}", Note())
        yield from _comment(note.comment)
        yield from (f"# {role} = {toml_value(name)}" for way in note.ways for name in way.values())
        if role in active:
            yield f"{role} = {toml_value(active[role])}"
        elif not note.ways:
            line = f"# {role} = {toml_value('' if active or asked else KAGGLE_COLUMNS.get(role, ''))}"
            yield f"{line:<34}# {_ROLES[role]}" if role in _ROLES else line


def _comment(text: str) -> Iterator[str]:
    # A comment may not hold control characters, which titles of columns may.
    text = printable(text)
    yield from (f"# {line}" for line in textwrap.wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False))


def toml_value(value: Any) -> str:
    """Return a value as TOML: a text with quotes or backslashes in single quotes, where these can hold it."""
    if isinstance(value, str) and ("\\" in value or '"' in value) and "'" not in value and value.isprintable():
        return f"'{value}'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
