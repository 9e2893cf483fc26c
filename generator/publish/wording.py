"""Files of words: where a text stands (file and line), and filling `{{ name }}` with facts.

Knows nothing of what the words are about. May import the standard library and `errors`.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from generator.errors import ContentError

PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
#: Makes the error for an offset in a text, a message and a hint.
Fail = Callable[[int, str, str | None], ContentError]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class WordFile:
    """A file of words as it was read.

    Attributes:
        path: Where it is.
        name: Its name inside a content folder, such as `pages/methods.md`.
        text: What it says.
    """

    path: Path
    name: str
    text: str

    def parse(self) -> dict[str, Any]:
        """Return the tables of a TOML file.

        Raises:
            ContentError: It is not TOML; the message gives line and column.
        """
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise ContentError(f"{self.path}: not valid TOML: {error}.") from error

    def error(self, line: int, message: str, hint: str | None = None) -> ContentError:
        """Return an error that names this file and a line."""
        return ContentError(f"{self.path}, line {line}: {message}", hint)

    def line_of(self, needle: str) -> int:
        """Return the line on which a text first occurs; 1 when it does not."""
        at = self.text.find(needle)
        return 1 if at < 0 else self.text.count("\n", 0, at) + 1

    def line_of_key(self, key: str) -> int:
        """Return the line of a dotted key in a TOML file, or of the deepest table that holds it."""
        parts = key.split(".")
        lines = self.text.splitlines()
        for depth in range(len(parts) - 1, -1, -1):
            section, rest = ".".join(parts[:depth]), ".".join(parts[depth:])
            start = (
                0 if not section else next((i for i, row in enumerate(lines, 1) if row.strip() == f"[{section}]"), None)
            )
            if start is None:
                continue
            for i, row in enumerate(lines[start:], start + 1):
                if row.startswith("["):
                    break
                if re.match(rf"\s*\"?{re.escape(rest.split('.')[0])}\"?\s*[.=]", row):
                    return i
            if section:
                return start
        return 1


def names_in(text: str) -> tuple[str, ...]:
    """Return the placeholders of a text, in order."""
    return tuple(match[1].strip() for match in PLACEHOLDER.finditer(text))


def fill(text: str, facts: Mapping[str, str], fail: Fail) -> str:
    """Replace each placeholder with its fact.

    Args:
        text: Text with `{{ name }}` placeholders.
        facts: Formatted facts by name.
        fail: Makes the error, given the offset in `text`, a message and a hint.

    Raises:
        ContentError: A placeholder is misspelt or its fact does not exist here.
    """
    return PLACEHOLDER.sub(lambda match: look_up(match, facts, fail), text)


def look_up(match: re.Match[str], facts: Mapping[str, str], fail: Fail) -> str:
    """Return the fact that a placeholder names, or raise the error that `fail` makes."""
    name = match[1].strip()
    if not _NAME.fullmatch(name):
        raise fail(
            match.start(), f"{match[0]!r} is not a placeholder.", "Write {{ name }}: small letters, digits and _."
        )
    if name not in facts:
        raise fail(match.start(), f"there is no fact named {name!r} here.", did_you_mean(name, facts))
    return facts[name]


def did_you_mean(name: str, known: Mapping[str, Any]) -> str | None:
    """Return a hint with the nearest known names."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else None
