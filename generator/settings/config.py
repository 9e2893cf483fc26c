"""atlas.toml and --set → Settings. Every error is reported at once, each with its key.

Reads one file; writes nothing.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator import toml_text
from generator.errors import ConfigError
from generator.settings.settings import Settings
from generator.settings.source_roles import NO_KEY, NO_PLACE, REQUIRED_ROLES

#: The settings file that is read if none is named.
FILE = "atlas.toml"

_FIELDS = {item.name: item for item in fields(Settings) if item.metadata}


def load(path: Path | None, assignments: Sequence[str] = ()) -> Settings:
    """Read settings from a file and from `key=value` assignments, which win.

    Args:
        path: atlas.toml, or None to use ./atlas.toml when it exists.
        assignments: Texts such as `k=5` or `columns.amount="Betrag"`; the value is TOML.

    Raises:
        ConfigError: One or more settings are wrong; the message has one line for each.
    """
    named = path is not None
    path = path or Path(FILE)
    problems: list[str] = []
    values: dict[str, Any] = {}
    if named or path.is_file():
        values = _read(path)
    for text in assignments:
        _assign(values, text, problems)
    settings = _settings(values, path.parent, problems)
    if problems:
        raise ConfigError("The settings cannot be used:\n" + "\n".join(f"  {line}" for line in problems))
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return toml_text.parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}).") from error
    except (toml_text.TomlError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}.") from error


def _assign(values: dict[str, Any], text: str, problems: list[str]) -> None:
    """Apply one `key=value`; a dot in the key sets a key of a table."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not equals or not key:
        problems.append(f"--set {text}: needs the form key=value")
        return
    try:
        parsed = toml_text.parse(f"value = {value}")["value"]
    except toml_text.TomlError:
        problems.append(f'--set {text}: the value is not TOML; text needs quotes, such as {key}="{value.strip()}"')
        return
    head, dot, tail = key.partition(".")
    if dot:
        table = values.setdefault(head, {})
        if isinstance(table, dict):
            values[head] = table | {tail: parsed}
            return
    values[key] = parsed


def values_of(assignments: Sequence[str]) -> dict[str, Any]:
    """Return what valid `key=value` texts assign, as in a settings file."""
    values: dict[str, Any] = {}
    for text in assignments:
        _assign(values, text, [])
    return values


def names_of(assignments: Sequence[str]) -> frozenset[str]:
    """Return the names of the settings that `key=value` texts assign: `names` for `names.a="Best"`."""
    return frozenset(text.partition("=")[0].partition(".")[0].strip() for text in assignments)


def _settings(values: Mapping[str, Any], base_dir: Path, problems: list[str]) -> Settings:
    checked: dict[str, Any] = {}
    for key, value in values.items():
        if key not in _FIELDS:
            near = difflib.get_close_matches(key, _FIELDS, n=1)
            problems.append(f"{key}: no such key" + (f"; did you mean {near[0]}?" if near else ""))
            continue
        try:
            checked[key] = _FIELDS[key].metadata["check"](value)
        except ValueError as error:
            problems.append(f"{key} = {value!r}: {error}")
    settings = Settings(**checked, base_dir=base_dir, given=frozenset(checked))
    problems += _column_problems(settings)
    reading = {settings.source_columns.get(role, role) for role in NO_KEY} | set(NO_KEY)
    if odd := sorted(reading & set(settings.customer_key)):
        problems.append(f"customer_key: {', '.join(odd)} cannot identify a customer")
    if settings.table and settings.query:
        problems.append("table, query: name one of them; a query names its own tables")
    if settings.metro == "together" and settings.places == "as-is":
        problems.append('metro = "together": needs places = "gazetteer", which defines the areas')
    if settings.threshold % settings.base:
        problems.append(f"base = {settings.base}: must divide the threshold of {settings.threshold}")
    return settings


def _column_problems(settings: Settings) -> list[str]:
    """Return what is wrong with the names of the columns."""
    named = settings.source_columns
    # An expression names columns in double quotes.
    position = re.compile("[1-9][0-9]{0,3}|.*['\"].*", re.DOTALL)
    odd = [f"{role} = {name!r}" for role, name in named.items() if not position.fullmatch(name)]
    problems = []
    if not settings.header and odd:
        problems.append(
            f'columns: {", ".join(odd)}: header = false, so columns are named by position: "1", "2", …; in an '
            "expression, each in double quotes"
        )
    if missing := [role for role in REQUIRED_ROLES if role not in named]:
        how = "cannot be empty" if settings.header else 'need a position, such as "1", because header = false'
        why = f". {NO_PLACE}" if "place" in missing else ""
        problems.append(f"columns: {', '.join(missing)} {how}{why}")
    return problems
