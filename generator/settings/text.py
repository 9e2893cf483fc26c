"""Text of atlas.toml: every key with its default and its description, generated from `Settings`."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from generator.settings.settings import Settings
from generator.settings.source_roles import KAGGLE_COLUMNS, REQUIRED_ROLES, ROLES

_WIDTH = 118
_HEAD = """\
# Settings of your site. Every key, with its default; remove a `#` to change one.
# The same keys work on the command line: atlas build FILE --set k=5 --set 'label="North Bank"'
"""
#: First key of each section; keys are in the order of `Settings`.
_SECTIONS = {
    "table": "Your data",
    "country": "Places",
    "k": "Segments",
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
_AUTO = ("customer_key", "delimiter")


def settings_text(active: Mapping[str, Any] = MappingProxyType({})) -> str:
    """Return the text of an atlas.toml.

    Args:
        active: Keys to set, with their values; all others are comments with their defaults.
    """
    return "\n".join((_HEAD, *_keys(active), *_columns(), ""))


def _keys(active: Mapping[str, Any]) -> Iterator[str]:
    defaults = Settings()
    for item in fields(Settings):
        if not item.metadata or item.name == "columns":
            continue
        if title := _SECTIONS.get(item.name):
            yield f"# --- {title} {'-' * (_WIDTH - 7 - len(title))}\n"
        yield from _comment(item.metadata["help"])
        if item.name in active:
            yield f"{item.name} = {_toml(active[item.name])}\n"
        else:
            default = "auto" if item.name in _AUTO else getattr(defaults, item.name)
            yield f"# {item.name} = {_toml(default)}\n"


def _columns() -> Iterator[str]:
    """Yield the table of columns, which comes last because TOML reads later keys as part of it."""
    item = next(item for item in fields(Settings) if item.name == "columns")
    yield f"# --- Columns of your data {'-' * (_WIDTH - 26)}\n"
    yield from _comment(f"{item.metadata['help']} {', '.join(REQUIRED_ROLES)} are required.")
    yield "# [columns]"
    for role in ROLES:
        line = f"# {role} = {_toml(KAGGLE_COLUMNS.get(role, ''))}"
        yield f"{line:<34}# {_ROLES[role]}" if role in _ROLES else line


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False))


def _toml(value: Any) -> str:
    if isinstance(value, str) and "\\" in value:
        return f"'{value}'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
