"""Stacked bar of segment shares on a social card: positions and colours of parts and labels.

Full colour is a claim, as on pages: a part that the finding names is filled, the others have a tint and a foot in
their full colour.

Lengths are pixels of a picture 1,200 × 630.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.publish.cards.fonts import Typeface
from generator.publish.cards.text import SIZE, Part

#: Left margin, and the width between the margins.
LEFT = 64.0
ROOM = SIZE[0] - 2 * LEFT
#: Font size of secondary words.
SMALL = 28

_LABEL = 32
_GAP = 3.0
_APART = 12.0

Colours = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Foot:
    """Full colour below a tint: left end, width, colour, whether stripes tell it from one of the same lightness."""

    x: float
    width: float
    fill: str
    striped: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the mix bar.

    Attributes:
        x: Left end.
        width: Width.
        fill: Colour; of the upper half for merged segments.
        second: Colour of the lower half; empty for one segment.
        feet: What is below it; several for merged segments, none below a filled part.
        label: Label on it, or below it where it is too narrow; empty: none.
        label_x: Middle of the label.
        ink: Colour of the label.
        under: Whether the label is below the bar.
        name: Name below it; empty where there is no room.
    """

    x: float
    width: float
    fill: str
    second: str
    feet: tuple[Foot, ...]
    label: str
    label_x: float
    ink: str
    under: bool
    name: str


def bars(parts: Sequence[Part], lit: Sequence[str], sans: Typeface, colours: Colours) -> tuple[Bar, ...]:
    """Lay out a mix over the whole width.

    Args:
        parts: Its parts, in canonical order.
        lit: Ids of the segments that the finding names.
        sans: The labels' font.
        colours: The site's light colours by name.
    """
    whole = sum(part.share for part in parts)
    room = ROOM - _GAP * (len(parts) - 1)
    x, found = LEFT, []
    for part in parts:
        width = room * part.share / whole if whole else 0.0
        found.append(_bar(part, x, max(1.0, width), part.ids[0] in lit, sans, colours))
        x += width + _GAP
    if not all(bar.name for bar in found):
        # Names below some parts only would look as if they belonged to the others too.
        found = [replace(bar, name="") for bar in found]
    return _separated(found, sans)


def reference(parts: Sequence[Part], lit: Sequence[str], colours: Colours) -> tuple[tuple[float, float, str], ...]:
    """Lay out the mix of all customers, in grey: left end, width and colour of each part."""
    whole, room = sum(part.share for part in parts), ROOM - _GAP * (len(parts) - 1)
    x, found = LEFT, []
    for part in parts:
        width = room * part.share / whole if whole else 0.0
        found.append((x, max(1.0, width), colours["all" if part.ids[0] in lit else "all-fill"]))
        x += width + _GAP
    return tuple(found)


def ink(id_: str, colours: Colours) -> str:
    """Return the text colour on a segment's colour."""
    return colours.get(f"on-{id_}", colours["paper"])


def _bar(part: Part, x: float, width: float, lit: bool, sans: Typeface, colours: Colours) -> Bar:
    letters, name = sans.spell(part.letters), sans.spell(part.name)
    full = f"{letters} {sans.spell(part.words)}"
    label = full if sans.width(full, _LABEL) + 28 <= width else letters
    # Only the first half of the palette has an ink: the second repeats its lightness, and is told by its stripes.
    filled = lit and len(part.ids) == 1 and f"on-{part.ids[0]}" in colours
    tints = [colours[id_ if filled else f"{id_}-t"] for id_ in part.ids]
    each = width / len(part.ids)
    feet = [Foot(x + i * each, each, colours[id_], f"on-{id_}" not in colours) for i, id_ in enumerate(part.ids)]
    return Bar(
        x=x,
        width=width,
        fill=tints[0],
        second=tints[1] if len(tints) > 1 else "",
        feet=() if filled else tuple(feet),
        label=label,
        label_x=x + width / 2,
        ink=ink(part.ids[0], colours) if filled else colours["ink"],
        under=sans.width(label, _LABEL) + 8 > width,
        name=name if sans.width(name, SMALL) <= width else "",
    )


def _separated(found: Sequence[Bar], sans: Typeface) -> tuple[Bar, ...]:
    """Separate overlapping labels of narrow neighbours: left to right, then back from the right edge."""
    placed, end = list(found), LEFT - _APART
    for i, bar in enumerate(placed):
        if bar.under:
            half = sans.width(bar.label, SMALL) / 2
            placed[i] = replace(bar, label_x=max(bar.label_x, end + _APART + half))
            end = placed[i].label_x + half
    start = LEFT + ROOM + _APART
    for i, bar in reversed(list(enumerate(placed))):
        if bar.under:
            half = sans.width(bar.label, SMALL) / 2
            placed[i] = replace(bar, label_x=min(bar.label_x, start - _APART - half))
            start = placed[i].label_x - half
    return tuple(placed)
