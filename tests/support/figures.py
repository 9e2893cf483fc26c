"""What a figure says: in its drawing, in its interactive view, in its table and in its CSV."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

_TIP = re.compile(r'\sdata-t="([^"]*)"')
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def tips(drawing: str) -> set[tuple[str, ...]]:
    """Return the tooltips of a drawing, as lines."""
    return {tuple(unescape(found).split("\n")) for found in _TIP.findall(drawing)}


def words(drawing: str) -> set[str]:
    """Return the texts written in a drawing, names cut to their room without the ellipsis."""
    return {text for found in _TEXT.findall(drawing) if (text := plain(found).rstrip("…").strip())}


def plain(markup: str) -> str:
    """Return the text of HTML, SVG or of a Plotly label."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def hovers(spec: dict[str, Any]) -> set[tuple[str, ...]]:
    """Return the hover texts of the interactive view, as lines."""
    return {
        tuple(unescape(line) for line in text.split("<br>"))
        for trace in spec["data"]
        for text in _flat(trace.get("hovertext"))
        if text
    }


def written(spec: dict[str, Any]) -> str:
    """Return every text of the interactive view: labels, ticks, names, titles, annotations and hover texts."""
    found = [plain(text) for part in (*spec["data"], spec["layout"]) for text in _strings(part)]
    return "\n".join(found)


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value if isinstance(value, list) else ():
        yield from _flat(one)


_READ = {"text", "ticktext", "hovertext", "name", "labels", "title", "y", "annotations", "legend"}


def _strings(part: dict[str, Any], inside: bool = False) -> Iterable[str]:
    for key, value in part.items():
        if isinstance(value, dict):
            yield from _strings(value, inside or key in _READ)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for one in value:
                yield from _strings(one, True)
        elif key in _READ:
            yield from _flat(value)


def narrow(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a spec as a phone draws it."""
    return _merged(spec, spec["layout"].get("meta", {}).get("narrow", {}))


def _merged(into: Any, changes: Any) -> Any:
    if isinstance(into, list) and isinstance(changes, dict):
        return [_merged(one, changes.get(str(i), {})) for i, one in enumerate(into)]
    if not isinstance(into, dict) or not isinstance(changes, dict):
        return changes
    return {**into, **{key: _merged(into[key], value) if key in into else value for key, value in changes.items()}}
