"""SVG as text: a few marks, short numbers, all text escaped.

Uses classes of `templates/static/css/figures.css` and no colours, so that drawings follow the theme. Coordinates are
user units, which are CSS pixels at the drawing's own width.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

Anchor = Literal["start", "middle", "end"]

#: Width of the wide drawing (shown from 720 px on) and of the narrow one (phones), in user units.
WIDE = 1040.0
NARROW = 350.0

#: Width of a drawing that shares its row with another one.
HALF = 492.0


def num(value: float) -> str:
    """Return a coordinate with at most one decimal, without a trailing zero."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def drawing(
    width: float, height: float, body: Iterable[str], label: str, described: str = "", role: str = "img"
) -> str:
    """Return a whole drawing.

    Args:
        width: Width in user units.
        height: Height in user units.
        body: Its marks.
        label: Id of the element that names it.
        described: Id of the element that describes it; empty for none.
        role: "img", or "group" where its marks are links.
    """
    by = f' aria-describedby="{escape(described)}"' if described else ""
    w, h = num(width), num(height)
    head = f'<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="{role}" aria-labelledby="{escape(label)}"{by}>'
    return head + "".join(body) + "</svg>"


def tipped(marks: str, tip: Sequence[str], css: str = "") -> str:
    """Return marks as one group with a tooltip; lines of the tooltip are separated by line feeds."""
    extra = f" {css}" if css else ""
    return f'<g class="m{extra}"{tip_attribute(tip)}>{marks}</g>'


def tip_attribute(lines_: Sequence[str]) -> str:
    """Return the attribute that holds a tooltip."""
    text_ = escape("\n".join(lines_)).replace("\n", "&#10;")
    return f' data-t="{text_}"'


def linked(marks: str, href: str) -> str:
    """Return marks as a link for the pointer, which is no tab stop: the table below a drawing has the same links.

    The drawing that holds it has the role "group", and its marks are inside `unread`.
    """
    return f'<a href="{escape(href)}" tabindex="-1">{marks}</a>' if href else marks


def unread(body: Iterable[str]) -> Iterable[str]:
    """Return marks hidden from screen readers, which read the table."""
    return ('<g aria-hidden="true">', *body, "</g>")


def text(x: float, y: float, words: str, css: str, anchor: Anchor = "start") -> str:
    """Return a line of text at its baseline."""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{css}" x="{num(x)}" y="{num(y)}"{at}>{escape(words, quote=False)}</text>'


def text_pair(x: float, y: float, first: tuple[str, str], second: tuple[str, str], anchor: Anchor = "start") -> str:
    """Return two runs of one line, such as a value and its reference, each as (words, class)."""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    run = f' <tspan class="{second[1]}">{escape(second[0], quote=False)}</tspan>' if second[0] else ""
    return f'<text class="{first[1]}" x="{num(x)}" y="{num(y)}"{at}>{escape(first[0], quote=False)}{run}</text>'


def lines(x: float, y: float, rows: Sequence[str], css: str, step: float = 16, anchor: Anchor = "start") -> str:
    """Return several lines of text below each other, the block centred on the baseline `y` of a single line."""
    top = y - step * (len(rows) - 1) / 2
    return "".join(text(x, top + i * step, row, css, anchor) for i, row in enumerate(rows))


def rect(x: float, y: float, width: float, height: float, css: str, radius: float = 0) -> str:
    """Return a rectangle."""
    rx = f' rx="{num(radius)}"' if radius else ""
    return f'<rect class="{css}" x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}"{rx}/>'


def circle(x: float, y: float, radius: float, css: str) -> str:
    """Return a circle."""
    return f'<circle class="{css}" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"/>'


def path(d: str, css: str) -> str:
    """Return a path."""
    return f'<path class="{css}" d="{d}"/>'


def segment(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return path data of one straight line, in its shortest form."""
    if num(x1) == num(x2):
        return f"M{num(x1)} {num(y1)}V{num(y2)}"
    if num(y1) == num(y2):
        return f"M{num(x1)} {num(y1)}H{num(x2)}"
    return f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}"


def polygon(points: Iterable[tuple[float, float]], css: str) -> str:
    """Return a closed shape."""
    return path("M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z", css)


def dots(points: Iterable[tuple[float, float]], css: str) -> str:
    """Return many equal dots as one path: round caps of lines without length."""
    return path("".join(f"M{num(x)} {num(y)}h0" for x, y in points), css)
