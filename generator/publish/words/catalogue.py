"""Catalogue of all texts in the content folders, with file, line and id, for `atlas where` and the content lint."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from generator.publish.words import markdown
from generator.publish.words.content import Content
from generator.publish.words.template import Layers, WordFile

#: Keys whose values are not texts, by file: names of guards, figures, pages, glossary entries and conditions.
_NO_WORDS = {
    "phrases.toml": frozenset({"guard", "anchor", "confidence"}),
    "figures.toml": frozenset({"definition"}),
    "notices.toml": frozenset({"pages", "when"}),
    "glossary.toml": frozenset({"when"}),
}
_PARAGRAPH = re.compile(r"(?:^[ \t]*\S.*\n?)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """One text: a sentence pattern, a label, or a paragraph of a page.

    Attributes:
        path: The file that holds it.
        line: Its first line there.
        id: Dotted key in a TOML file; name of the page for a paragraph.
        pattern: The source text, placeholders and markup included.
    """

    path: Path
    line: int
    id: str
    pattern: str


def every(content: Content) -> Iterator[Text]:
    """Yield every text in use, without those that a user's folder overrides."""
    for layers in content.files.values():
        if layers.name != "formats.toml":
            yield from _leaves(layers, "", content.tables[layers.name])
    for source in content.pages.values():
        yield from _paragraphs(source)


def _leaves(layers: Layers, key: str, value: Any) -> Iterator[Text]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NO_WORDS.get(layers.name, ()):
                yield from _leaves(layers, f"{key}.{name}" if key else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(layers, key, inner)
    elif isinstance(value, str):
        source = layers.holding(key)
        first = source.line_of_key(key)
        if "\n" not in value:
            yield Text(source.path, _line(source, value, first), key, value)
            return
        for paragraph in _PARAGRAPH.findall(value):
            line = _line(source, paragraph.split("\n")[0], first)
            yield Text(source.path, line, key, paragraph.strip())


def _line(source: WordFile, text: str, first: int) -> int:
    """Return the line of a text, searching from a given line; that line if it is not found literally."""
    return next((i for i, row in enumerate(islice(source.lines, first - 1, None), first) if text in row), first)


def _paragraphs(source: WordFile) -> Iterator[Text]:
    front = markdown.front_matter(source)
    for line, row in enumerate(source.text[: front.offset].splitlines(), 1):
        name, colon, value = row.partition(":")
        if colon:
            yield Text(source.path, line, f"{source.name} {name}", value.strip())
    for match in _PARAGRAPH.finditer(front.body):
        line = source.text.count("\n", 0, front.offset + match.start()) + 1
        yield Text(source.path, line, source.name, match[0].strip())
