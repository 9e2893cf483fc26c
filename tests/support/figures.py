"""What a figure says: in its drawing, in its interactive view, in its table and in its CSV."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from generator.publish.words.formats import Formatter

#: Figures whose table is not that of their marks: that of the axes, and that of one place among others, with its ranks.
OTHER_TABLE = {"projection", "profile"}

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


def missing_words(id_: str, drawing: str, spec: dict[str, Any]) -> set[str]:
    """Return the texts of a drawing that its interactive view does not have."""
    found = written(spec)
    left = {text for text in words(drawing) if text not in found}
    if id_ == "positioning":
        # Each drawing has the ticks that fit it.
        left = {text for text in left if not re.fullmatch(r"[\d.,]+", text)}
    if id_ == "profile":
        # All customers are named on an axis only where that is not at its ends.
        left = {text for text in left if not text.startswith("all ")}
    return left


def numbers(text: str) -> set[str]:
    """Return the numbers in a text."""
    return set(re.findall(r"\d(?:[\d,.]*\d)?", text))


def formatted(fmt: Formatter, raw: Any) -> set[str]:
    """Return the numbers that a raw value may be shown as: by any format, with up to two decimals, or by a step."""
    if not isinstance(raw, int | float):
        return numbers(str(raw))
    shown = {fmt.number(raw, digits) for digits in range(3)} | {fmt.number(100 * raw, digits) for digits in range(2)}
    shown |= {fmt.number(round(raw / step) * step) for step in (5, 10, 20, 50, 100, 200, 500, 1000)}
    return numbers(" ".join([*shown, fmt.money(raw), fmt.money_words(raw)]))
