"""A content folder in which every word is marked: what reaches a page unmarked was typed elsewhere.

Letters are written wide (Ａ for A), which no other part of the site does, and each text begins with a sign of its own,
which says on a page which key it comes from. Placeholders, links, names of blocks and patterns of days stay.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.publish.words import markdown
from generator.publish.words.template import WordFile
from generator.resources import content_dir

_WIDE = {code: code + 0xFEE0 for code in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))}
_KEPT = re.compile(r"\{\{.*?\}\}|\]\([^)]*\)|\{:[^}]*\}|\[\[[^\]]*\]\]", re.DOTALL)
_FIRST, _SECOND = 0xE100, 0xE300
SIGN = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 255)}][{chr(_SECOND)}-{chr(_SECOND + 255)}]")
#: What stands in a TOML file and is no word, by file: names of guards, figures, pages, terms; patterns; constants.
_CODE = {
    "phrases.toml": re.compile(r"phrases\.[^.]+\.(guard|anchor|confidence)"),
    "figures.toml": re.compile(r"[^.]+\.definition"),
    "notices.toml": re.compile(r"[^.]+\.(pages.*|when)"),
    "glossary.toml": re.compile(r"[^.]+\.when"),
    "formats.toml": re.compile(r"(dates|typed)\..*"),
}


def wide(text: str) -> str:
    """Return a text with wide letters, without a sign."""
    parts, end = [], 0
    for match in _KEPT.finditer(text):
        parts += [text[end : match.start()].translate(_WIDE), match[0]]
        end = match.end()
    return "".join((*parts, text[end:].translate(_WIDE)))


def mark(folder: Path, source: Path | None = None) -> dict[str, str]:
    """Write a marked copy of a content folder.

    Returns:
        File and key of each text by its sign: "site.toml nav.summary", "pages/city.md title".
    """
    source = source or content_dir()
    signs: dict[str, str] = {}

    def signed(key: str, text: str) -> str:
        sign = chr(_FIRST + len(signs) // 256) + chr(_SECOND + len(signs) % 256)
        signs[sign] = key
        return sign + wide(text)

    for path in sorted(source.rglob("*.*")):
        name = path.relative_to(source).as_posix()
        text = path.read_text(encoding="utf-8")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".toml":
            tables = _marked(tomllib.loads(text), name, "", signed)
            (folder / name).write_text("\n".join(_toml(tables)) + "\n", encoding="utf-8")
        else:
            front = markdown.front_matter(WordFile(path, name, text))
            rows = {"title": front.title, "description": front.description}
            head = "".join(f"{key}: {signed(f'{name} {key}', row)}\n" for key, row in rows.items())
            body = signed(f"{name} body", "")
            (folder / name).write_text(f"---\n{head}---\n{wide(front.body)}\n\n{body}\n", encoding="utf-8")
    return signs


def _marked(value: Any, name: str, key: str, signed: Any) -> Any:
    if name in _CODE and _CODE[name].fullmatch(key):
        return value
    if isinstance(value, dict):
        return {k: _marked(v, name, f"{key}.{k}" if key else k, signed) for k, v in value.items()}
    if isinstance(value, list):
        return [_marked(v, name, f"{key}.{i}", signed) for i, v in enumerate(value)]
    return signed(f"{name} {key}", value) if isinstance(value, str) else value


def _toml(table: Mapping[str, Any], head: str = "") -> Iterator[str]:
    """Yield the lines of a table, its own values first."""
    for key, value in table.items():
        if not isinstance(value, dict):
            yield f"{json.dumps(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, dict):
            name = f"{head}.{json.dumps(key)}" if head else json.dumps(key)
            yield f"[{name}]"
            yield from _toml(value, name)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def signs_in(data: bytes) -> set[str]:
    """Return the signs in a file of a site, also where JSON writes them as \\uXXXX."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), data.decode("utf-8", "ignore"))
    return set(SIGN.findall(text))
