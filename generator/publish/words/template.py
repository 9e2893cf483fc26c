"""Content files: position of a text (file and line), and filling of `{{ name }}` placeholders.

Independent of the meaning of the texts.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from generator import toml_text
from generator.errors import ContentError

PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
#: Makes the error for an offset in a text, a message and a hint.
Fail = Callable[[int, str, str | None], ContentError]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Value:
    """A fact filled into a text: its name and its formatted value."""

    fact: str
    text: str


#: Parts of a filled text: literal text, and values of facts.
Part = str | Value


@dataclass(frozen=True, slots=True)
class WordFile:
    """A content file.

    Attributes:
        path: Path of the file.
        name: Its name inside a content folder, such as `pages/methods.md`.
        text: Its content.
    """

    path: Path
    name: str
    text: str

    def parse(self) -> dict[str, Any]:
        """Return the tables of a TOML file.

        Raises:
            ContentError: It is not TOML; the message gives line and column.
        """
        return _parsed(self)

    def error(self, line: int, message: str, hint: str | None = None) -> ContentError:
        """Return an error that names this file and a line."""
        return ContentError(f"{self.path}, line {line}: {message}", hint)

    def line_of_key(self, key: str) -> int:
        """Return the line of a dotted key in a TOML file, or of the deepest table that holds it."""
        parts = key.split(".")
        heads = _heads(self.text)
        if own := [heads[head] for head in (f"[{key}]", f"[[{key}]]") if head in heads]:
            return min(own)
        for depth in range(len(parts) - 1, -1, -1):
            section = ".".join(parts[:depth])
            start = heads.get(f"[{section}]") if section else 0
            if start is None:
                continue
            for i, row in enumerate(islice(self.lines, start, None), start + 1):
                if row.startswith("["):
                    break
                if _is_of(row, parts[depth]):
                    return i
            if section:
                return start
        return 1

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines of the text."""
        return _lines(self.text)


@lru_cache(maxsize=256)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())


@lru_cache(maxsize=256)
def _heads(text: str) -> dict[str, int]:
    """Return the first line of each head of a table."""
    rows = ((row.strip(), i) for i, row in enumerate(_lines(text), 1))
    return dict(reversed([(row, i) for row, i in rows if row.startswith("[")]))


def _is_of(row: str, name: str) -> bool:
    """Return whether a line begins with a key, bare or in quotes."""
    bare = row.lstrip().removeprefix('"')
    return bare.startswith(name) and bare[len(name) :].removeprefix('"').lstrip().startswith((".", "="))


@lru_cache(maxsize=256)
def _parsed(file: WordFile) -> dict[str, Any]:
    """Return the tables of a file; cached, because every text looks up its file. Must not be modified."""
    try:
        return toml_text.parse(file.text)
    except toml_text.TomlError as error:
        raise ContentError(f"{file.path}: not valid TOML: {error}.") from error


@dataclass(frozen=True, slots=True)
class Layers:
    """A TOML content file and its overrides of the same name, key by key.

    Attributes:
        name: Its name inside a content folder, such as `site.toml`.
        files: Files found; the first that has a key takes precedence, the last is the packaged one.
    """

    name: str
    files: tuple[WordFile, ...]

    def parse(self) -> dict[str, Any]:
        """Return the merged tables.

        Raises:
            ContentError: One of the files is not TOML, or has a value of another kind than the one that it overrides.
        """
        tables: dict[str, Any] = self.files[-1].parse()
        for file in reversed(self.files[:-1]):
            if odd := toml_text.misfit(file.parse(), [tables]):
                raise file.error(file.line_of_key(odd[0]), f"{odd[0]}: {odd[1]}.")
            tables = _laid_over(tables, file.parse())
        return tables

    def holding(self, key: str) -> WordFile:
        """Return the file that provides a dotted key; the first file where none has it."""
        return next((file for file in self.files if dig(file.parse(), key) is not None), self.files[0])

    def error(self, key: str, message: str, hint: str | None = None) -> ContentError:
        """Return an error that names the file and line of a dotted key, or of the table that would hold it."""
        file = self.holding(key)
        return file.error(file.line_of_key(key), message, hint)

    def where(self, key: str) -> str:
        """Return the file and line of a dotted key: "content/phrases.toml:33"."""
        file = self.holding(key)
        return f"{shown(file.path)}:{file.line_of_key(key)}"


def shown(path: Path) -> str:
    """Return a path for messages: relative if it is below the working directory."""
    here = Path.cwd()
    whole = path.absolute()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)


def dig(table: Any, key: str) -> Any:
    """Return the value at a dotted key, or None."""
    for part in key.split("."):
        table = table.get(part) if isinstance(table, dict) else None
    return table


def _laid_over(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _laid_over(below.get(key), value) for key, value in above.items()}


def names_in(text: str) -> tuple[str, ...]:
    """Return the placeholders of a text, in order."""
    return tuple(match[1].strip() for match in PLACEHOLDER.finditer(text))


def parts(text: str, facts: Mapping[str, str], fail: Fail) -> tuple[Part, ...]:
    """Split a text into literal parts and fact values, one value for each placeholder.

    Args:
        text: Text with `{{ name }}` placeholders.
        facts: Formatted facts by name.
        fail: Makes the error, given the offset in `text`, a message and a hint.

    Raises:
        ContentError: A placeholder is malformed or its fact is not available here.
    """
    made: list[Part] = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        made += (text[end : match.start()], Value(match[1].strip(), look_up(match, facts, fail)))
        end = match.end()
    return (*made, text[end:])


def plain(made: Iterable[Part]) -> str:
    """Return parts as one text."""
    return "".join(part if isinstance(part, str) else part.text for part in made)


def fill(text: str, facts: Mapping[str, str], fail: Fail) -> str:
    """Fill a text with its facts, as `parts` does, and return plain text."""
    return plain(parts(text, facts, fail))


def look_up(match: re.Match[str], facts: Mapping[str, str], fail: Fail) -> str:
    """Return the fact of a placeholder, or raise the error that `fail` makes."""
    name = match[1].strip()
    if not _NAME.fullmatch(name):
        raise fail(
            match.start(), f"{match[0]!r} is not a placeholder.", "Write {{ name }}: lower-case letters, digits and _."
        )
    if name not in facts:
        raise fail(match.start(), f"there is no fact named {name!r} here.", did_you_mean(name, facts))
    return facts[name]


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return a hint with the most similar known names."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else None
