"""Rows of places: their names as links, left of the rows on a wide page and above them on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import svg, text_width

#: Size of names and values, and of notes, in user units.
SIZE = 14.0

#: Room for names left of the rows.
_NAMES = 170.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a drawing are.

    Attributes:
        names: Names of the rows, with their links.
        wide: Whether names are left of the rows.
        left: Horizontal position where the rows begin.
        width: Width of the drawing.
    """

    names: tuple[tuple[str, str], ...]
    wide: bool
    left: float
    width: float

    @classmethod
    def of(cls, names: Sequence[tuple[str, str]], *, wide: bool) -> "Rows":
        """Return the rows of some places, as (name, link)."""
        if not wide:
            return cls(tuple(names), False, 0.0, svg.NARROW)
        longest = max(text_width.width(text_width.wrap(name, _NAMES, SIZE, 1)[0], SIZE) for name, _ in names)
        return cls(tuple(names), True, round(min(_NAMES, longest)) + 14.0, svg.WIDE)

    def label(self, i: int, y: float) -> str:
        """Return the name of a row: beside its baseline on a wide page, else on a line of its own above it."""
        name, href = self.names[i]
        if self.wide:
            words = svg.text(self.left - 10, y, text_width.wrap(name, _NAMES, SIZE, 1)[0], "l", "end")
        else:
            words = svg.text(0, y, text_width.wrap(name, 0.8 * self.width, SIZE, 1)[0], "l")
        return svg.linked(words, href)

    def drawing(self, height: float, body: Sequence[str], figure: str) -> str:
        """Return the whole drawing."""
        return svg.drawing(self.width, height, svg.unread(body), f"{figure}-t", f"{figure}-d", role="group")
