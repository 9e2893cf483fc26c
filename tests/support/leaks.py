"""Searches the files of a site for raw location texts of the bank's file."""

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from generator.analyse.places import Gazetteer
from generator.analyse.places.text import corrected, key_of
from generator.check import normalise

TEXT_ENDINGS = (".html", ".json", ".csv", ".js", ".xml", ".txt", ".svg", ".css")
SHORTEST = 5


def raw_spellings(texts: Iterable[str], gazetteer: Gazetteer) -> set[str]:
    """Return the texts, as tokens, that must not be in a site: at least five letters, and not only names and aliases of
    the gazetteer ("MUMBAI", "RAIGARH CG RAIGARH") or its address words."""
    words = frozenset().union(*gazetteer.words.values())
    names = gazetteer.names.keys() | gazetteer.abroad | gazetteer.states.keys() | gazetteer.abbreviations.keys()
    found = set()
    for text in texts:
        token, key = normalise(text), key_of(text)
        parts = tuple(corrected(key).split())
        named = key in names or key.replace(" ", "") in gazetteer.joined or _made_of(parts, names)
        plain = all(word in words or word.isdigit() for word in parts)
        if sum(c.isalpha() for c in token) >= SHORTEST and not named and not plain:
            found.add(token)
    return found


def _made_of(words: tuple[str, ...], names: Collection[str]) -> bool:
    """Return whether words can be split into names."""
    reached = {0}
    for end in range(1, len(words) + 1):
        if any(start in reached and " ".join(words[start:end]) in names for start in range(end)):
            reached.add(end)
    return len(words) in reached


def leaks(folder: Path, spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (file, spelling) for each spelling that occurs as whole words in a text file of a site, or in its path."""
    by_first: dict[str, list[str]] = {}
    for spelling in spellings:
        by_first.setdefault(spelling.split()[0], []).append(spelling)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(TEXT_ENDINGS):
            name = str(path.relative_to(folder))
            for text in _decoded_texts(name, path.read_text(encoding="utf-8")):
                line = f" {text} "
                for word in by_first.keys() & set(text.split()):
                    yield from ((name, s) for s in by_first[word] if f" {s} " in line)


def _decoded_texts(name: str, text: str) -> Iterator[str]:
    """Yield the text of a file as written, and with HTML, percent-encoding and JSON escapes decoded."""
    yield normalise(name)
    plain = unquote(html.unescape(text))
    yield normalise(plain)
    if "\\u" in plain:
        yield normalise(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), plain))
    visible = re.sub(r"<[^>]*>", " ", plain)
    if visible != plain:
        yield normalise(visible)
    if name.endswith(".json"):
        yield normalise(json.dumps(json.loads(text), ensure_ascii=False))
