"""Inline SVG: checks accessible names of drawings, and removes plain shapes before a page is parsed."""

import re
from dataclasses import dataclass, field

_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_PLAIN = (
    r"class|d|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|width|height|points|dx|dy|transform|opacity|text-anchor|"
    r"dominant-baseline|font-size|font-weight|vector-effect|fill-opacity|stroke(?:-[a-z]+)?"
)
#: A shape or a text without a name, a link, a handler or a style, which no check needs.
_SHAPE = re.compile(
    rf'<(path|rect|circle|ellipse|line|polyline|polygon|text|tspan)(?:\s+(?:{_PLAIN})="[^"<>]*")*\s*'
    r"(?:/>|>[^<]*</\1>)"
)


def without_drawing(text: str) -> str:
    """Remove the plain shapes of drawings from a page, which are nine tenths of the markup."""
    # Twice, because a text is plain only after the spans inside it have been removed.
    return _SVG.sub(lambda match: _SHAPE.sub("", _SHAPE.sub("", match[0])), text)


@dataclass(slots=True)
class _Drawing:
    needs_name: bool
    named: bool


@dataclass(slots=True)
class SvgNames:
    """Counts drawings with `role=img` but without a name: no aria-label, aria-labelledby or own `<title>`.

    Attributes:
        nameless: Number of such drawings.
    """

    nameless: int = 0
    _open: list[_Drawing] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """Number of open `<svg>` elements."""
        return len(self._open)

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Process a start tag of, or inside, a drawing."""
        if tag == "svg":
            named = bool(values.get("aria-label", "").strip() or values.get("aria-labelledby", "").strip())
            needs = values.get("role") == "img" and values.get("aria-hidden") != "true"
            self._open.append(_Drawing(needs, named))
            self._path.clear()
        self._path.append(tag)

    def text(self, data: str) -> None:
        """Process text, which names the drawing if it is in a `<title>` that is its direct child."""
        if self._path[-2:] == ["svg", "title"] and data.strip():
            self._open[-1].named = True

    def end(self, tag: str) -> None:
        """Process an end tag."""
        if tag in self._path:
            del self._path[len(self._path) - 1 - self._path[::-1].index(tag) :]
        if tag == "svg":
            drawing = self._open.pop()
            self.nameless += drawing.needs_name and not drawing.named
