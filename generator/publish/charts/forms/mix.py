"""The mix: one bar above another, the parts of both joined, so that a difference shows as a slope.

A single drawing serves every width: horizontal positions are per cent, heights are pixels. Full colour is a claim: only
parts that a sentence names are filled, the others have a tint and a foot in their colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from generator.publish.charts.base import context, svg, text_width
from generator.publish.charts.base.context import Ids
from generator.publish.charts.record import Tip

_FOOT, _BASE = 6.0, 3.0
_PAD = 14.0

#: Width of the drawing on a phone, in pixels.
_PHONE = 320.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of both bars.

    Attributes:
        ids: Its segments.
        letters: Their codes.
        name: Short name, written where it fits; empty for merged segments.
        share: Share of the upper bar, 0..1.
        value: The same as text.
        below: Share of the lower bar; None where that is not known.
        below_value: The same as text.
        claimed: Whether a sentence names it: then it is filled.
        tip: Lines of its tooltip.
        note: What is said of it between the bars, long and for phones; one part of a drawing has one.
    """

    ids: Ids
    letters: str
    name: str
    share: float
    value: str
    below: float | None
    below_value: str
    claimed: bool
    tip: Tip
    note: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights of the drawing, and the width that it has on a wide page, all in pixels."""

    width: float = svg.WIDE
    upper: float = 96.0
    between: float = 54.0
    lower: float = 34.0


def mix(parts: Sequence[Part], label: str, below: str, figure: str, sizes: Sizes | None = None) -> str:
    """Draw two bars.

    Args:
        parts: Their parts, in order.
        label: What the upper bar is, above it.
        below: What the lower bar is, below it; not used where a part of it is not known.
        figure: Id of the figure, whose title and description name the drawing.
        sizes: Its heights.
    """
    sizes = sizes or Sizes()
    joined = all(part.below is not None for part in parts)
    top = 26.0
    foot = top + sizes.upper
    second = foot + sizes.between
    uppers, lowers = _edges([p.share for p in parts]), _edges([p.below or 0.0 for p in parts])
    body = [_text(0, 15, label, "lab")]
    if joined:
        body.append(_bands(parts, uppers, lowers, foot, sizes.between))
    for part, left, right in zip(parts, uppers, uppers[1:], strict=False):
        body.append(_upper(part, left, right, top, sizes))
    if joined:
        for part, left, right in zip(parts, lowers, lowers[1:], strict=False):
            body.append(_lower(part, left, right, second, sizes))
        body.append(_note(parts, uppers, foot + sizes.between / 2 + 5, sizes))
        body.append(_text(0, second + sizes.lower + 20, below, "rt sf"))
    height = second + sizes.lower + 26 if joined else foot + 4
    ids = f'role="img" aria-labelledby="{escape(figure)}-t" aria-describedby="{escape(figure)}-d"'
    return f'<svg class="fig mx" width="100%" height="{svg.num(height)}" {ids}>{"".join(body)}</svg>'


def _edges(shares: Sequence[float]) -> list[float]:
    """Return the borders of the parts in per cent."""
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + 100 * share)
    return edges


def _num(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"


def _text(left: float, y: float, words: str, css: str, dx: float = 0, anchor: str = "") -> str:
    at = f' x="{_num(left)}%"' if left else ""
    shift = f' dx="{svg.num(dx)}"' if dx else ""
    css = f"{css} in" if dx > 0 else css
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{css}"{at}{shift}{end} y="{svg.num(y)}">{escape(words, quote=False)}</text>'


def _rect(left: float, width: float, y: float, height: float, css: str) -> str:
    return (
        f'<rect class="{css}" x="{_num(left)}%" y="{svg.num(y)}" width="{_num(max(width, 0))}%" '
        f'height="{svg.num(height)}"/>'
    )


def _is_named(part: Part) -> bool:
    """Return whether a sentence names the part: merged segments are none of their colours."""
    return part.claimed and len(part.ids) == 1


def _bands(parts: Sequence[Part], uppers: Sequence[float], lowers: Sequence[float], y: float, height: float) -> str:
    """Return what joins the bars: a band for each claimed segment, a line at each border."""
    h, marks = svg.num(height), []
    for i, part in enumerate(parts):
        if _is_named(part):
            d = f"M{_num(uppers[i])} 0H{_num(uppers[i + 1])}L{_num(lowers[i + 1])} {h}H{_num(lowers[i])}z"
            marks.append(f'<path class="rib s-{part.ids[0]}" d="{d}"/>')
        if i:
            d = f"M{_num(uppers[i])} 0L{_num(lowers[i])} {h}"
            marks.append(f'<path class="thread" vector-effect="non-scaling-stroke" d="{d}"/>')
    view = f'viewBox="0 0 100 {h}" preserveAspectRatio="none"'
    return f'<svg y="{svg.num(y)}" width="100%" height="{h}" {view}>{"".join(marks)}</svg>'


def _block(part: Part, left: float, width: float, y: float, height: float, css: str) -> str:
    """Return the ground of a part; merged segments as bands of equal height."""
    band = height / len(part.ids)
    return "".join(_rect(left, width, y + i * band, band, f"{css} s-{id_}") for i, id_ in enumerate(part.ids))


def _strip(part: Part, left: float, width: float, y: float, height: float) -> str:
    """Return the foot of a part in full colour; merged segments side by side, later ones of the palette striped."""
    each, marks = width / len(part.ids), []
    for i, id_ in enumerate(part.ids):
        marks.append(_rect(left + i * each, each, y, height, f"foot5 s-{id_}"))
        if id_ not in context.PLAIN:
            marks.append(_rect(left + i * each, each, y, height, "stripe"))
    return "".join(marks)


def _upper(part: Part, left: float, right: float, y: float, sizes: Sizes) -> str:
    width = right - left
    filled = _is_named(part) and part.ids[0] in context.PLAIN
    marks = _block(part, left, width, y, sizes.upper, "hit full" if filled else "hit tint")
    if not filled:
        marks += _strip(part, left, width, y + sizes.upper - _FOOT, _FOOT)
    ink = f" on s-{part.ids[0]}" if filled else ""
    wide, phone = width / 100 * sizes.width - _PAD - 4, width / 100 * _PHONE - 9 - 2
    letters = text_width.width(part.letters, 16, bold=True)
    if letters > wide:
        return svg.tipped(marks, part.tip)
    small = "" if letters <= phone else " wide"
    marks += _text(left, y + 24, part.letters, f"let{small}{ink}", _PAD)
    if part.name and letters + 8 + text_width.width(part.name, 16) <= wide:
        marks += _text(left, y + 24, part.name, f"nm wide{ink}", _PAD + letters + 6)
    if text_width.width(part.value, 30, bold=True) <= wide:
        small = "" if text_width.width(part.value, 22, bold=True) <= phone else " wide"
        marks += _text(left, y + sizes.upper - 28, part.value, f"num{small}{ink}", _PAD)
    return svg.tipped(marks, part.tip)


def _lower(part: Part, left: float, right: float, y: float, sizes: Sizes) -> str:
    width = right - left
    named = _is_named(part)
    marks = _rect(left, width, y, sizes.lower, f"ref of s-{part.ids[0]}" if named else "ref")
    if named:
        marks += _strip(part, left, width, y + sizes.lower - _BASE, _BASE)
    else:
        marks += _rect(left, width, y + sizes.lower - _BASE, _BASE, "allf")
    words = f"{part.letters} {part.below_value}"
    wide, phone = width / 100 * sizes.width - _PAD - 4, width / 100 * _PHONE - 9 - 2
    if text_width.width(words, 15) <= wide:
        small = "" if text_width.width(words, 14) <= phone else " wide"
        ink = f"x s-{part.ids[0]}" if named else "sf"
        marks += _text(left, y + sizes.lower - 12, words, f"rt{small} {ink}", _PAD)
    return svg.tipped(marks, part.tip)


def _note(parts: Sequence[Part], uppers: Sequence[float], y: float, sizes: Sizes) -> str:
    """Return what is said of a part: next to its band, on the side that has room."""
    i = next((i for i, part in enumerate(parts) if part.note[0]), None)
    if i is None:
        return ""
    out = []
    for words, room, css in ((parts[i].note[0], sizes.width, "wide"), (parts[i].note[1], _PHONE, "slim")):
        need = 100 * (text_width.width(words, 16, bold=True) + 2 * _PAD) / room
        ink = f"lab x halo {css} s-{parts[i].ids[0]}"
        if uppers[i + 1] + need <= 100:
            out.append(_text(uppers[i + 1], y, words, ink, _PAD))
        elif uppers[i] >= need:
            out.append(_text(uppers[i], y, words, ink, -_PAD, "end"))
        else:
            out.append(_text(uppers[i] if uppers[i] + need <= 100 else 0, y, words, ink, _PAD))
    return "".join(out)
