"""Stacked bar of segment shares on a social card: positions and colours of parts and labels.

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
class Bar:
    """One part of the mix bar.

    Attributes:
        x: Left end.
        width: Width.
        fill: Colour; of the upper half for merged segments.
        second: Colour of the lower half; empty for one segment.
        striped: Whether stripes distinguish it from the segment of the same lightness.
        faint: Whether it is drawn faint.
        label: Label on it, or below it where it is too narrow; empty: none.
        label_x: Middle of the label.
        ink: Colour of the label.
        patch: Width of the background patch of the label; 0 for none.
        under: Whether the label is below the bar.
        name: Name below it; empty where there is no room.
    """

    x: float
    width: float
    fill: str
    second: str
    striped: bool
    faint: bool
    label: str
    label_x: float
    ink: str
    patch: float
    under: bool
    name: str


def bars(parts: Sequence[Part], lit: Sequence[str], sans: Typeface, colours: Colours) -> tuple[Bar, ...]:
    """Lay out a mix over the whole width.

    Args:
        parts: Its parts, in canonical order.
        lit: Ids of the highlighted segments; empty: all.
        sans: The labels' font.
        colours: The site's light colours by name.
    """
    whole = sum(part.share for part in parts)
    room = ROOM - _GAP * (len(parts) - 1)
    x, found = LEFT, []
    for part in parts:
        width = room * part.share / whole if whole else 0.0
        found.append(_bar(part, x, max(1.0, width), bool(lit) and not set(lit) & set(part.ids), sans, colours))
        x += width + _GAP
    return _separated(found, sans)


def ink(id_: str, colours: Colours) -> str:
    """Return the text colour on a segment's colour."""
    return colours.get(f"on-{id_}", colours["paper"])


def _bar(part: Part, x: float, width: float, faint: bool, sans: Typeface, colours: Colours) -> Bar:
    first, letters, name = part.ids[0], sans.spell(part.letters), sans.spell(part.name)
    full = f"{letters} {sans.spell(part.words)}"
    label = full if sans.width(full, _LABEL) + 28 <= width else letters
    room = sans.width(label, _LABEL)
    # The second half of the palette repeats the lightness of the first; stripes distinguish it.
    joined, striped = len(part.ids) > 1, f"on-{first}" not in colours
    return Bar(
        x=x,
        width=width,
        fill=colours[first],
        second=colours[part.ids[1]] if joined else "",
        striped=striped and not joined,
        faint=faint,
        label=label,
        label_x=x + width / 2,
        ink=colours["ink"] if joined or striped or faint else ink(first, colours),
        patch=room + 20 if joined or striped else 0.0,
        under=room + 8 > width,
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
