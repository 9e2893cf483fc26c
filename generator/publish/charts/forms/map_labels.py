"""Names on the map, placed so that they cover nothing, and the legend of the sizes of its discs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import labels, svg, text_width
from generator.publish.charts.base.context import ChartContext
from generator.publish.charts.forms.map_field import SMALLEST, Bubble
from generator.publish.model.types import GroupView
from generator.publish.words import display_names

#: Size of a name; that of a place that differs is 2 larger.
_SIZE = 14.0

#: A disc of at least this radius has room for a code.
LETTERED = 10.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name next to its disc.

    Attributes:
        words: The name, with the code of the segment that differs where its disc has no room for it.
        label: Where it is drawn.
        group: What differs; None for nothing.
        side: Its place in the interactive view, as Plotly names it.
    """

    words: str
    label: labels.Label
    group: GroupView | None
    side: str


def names(
    chart: ChartContext,
    places: Sequence[tuple[str, GroupView | None]],
    bubbles: Sequence[Bubble],
    most: int,
    box: labels.Box,
) -> dict[int, Name]:
    """Return names by number of the disc: of places that differ and of the largest, where they cover nothing.

    Args:
        chart: Views, words, formats.
        places: Name of each place, and what differs there.
        bubbles: Their discs, most customers first.
        most: How many of the largest are named at most.
        box: Area available to names.
    """
    differ = [i for i, (_, group) in enumerate(places) if group]
    order = differ + [i for i in range(min(most, len(bubbles))) if i not in differ]
    marks, words = [], []
    for i in order:
        bubble, (name, group) = bubbles[i], places[i]
        if group and bubble.radius < LETTERED:
            name = f"{display_names.codes(group.segments, chart.views)} {name}"
        words.append(name)
        size = _SIZE + 2 if group else _SIZE
        long = text_width.width(name, size, bold=group is not None)
        marks.append(labels.Mark(bubble.x, bubble.y, bubble.radius, long + 4, size + 7))
    others = [labels.Mark(b.x, b.y, b.radius, 0, 0).box for i, b in enumerate(bubbles) if i not in order]
    found: dict[int, Name] = {}
    for i, label, name in zip(order, labels.place(marks, box, others), words, strict=True):
        covered = sum(label.box.overlap(mark.box) for mark in marks) + sum(label.box.overlap(box) for box in others)
        group = places[i][1]
        crossed = any(label.box.overlap(one.label.box) for one in found.values())
        if not crossed and covered <= (120 if group else 30):
            found[i] = Name(name, label, group, _side(label, bubbles[i]))
    return found


def _side(label: labels.Label, bubble: Bubble) -> str:
    off = (label.box.top + label.box.bottom) / 2 - bubble.y
    level = "middle" if abs(off) < 0.7 * bubble.radius + _SIZE / 2 else "top" if off < 0 else "bottom"
    return f"{level} {'center' if label.anchor == 'middle' else 'right' if label.anchor == 'start' else 'left'}"


def sizes(chart: ChartContext, top: int, largest: float) -> list[tuple[float, str]]:
    """Return radius and text of the entries of the size legend: one or two round numbers of customers."""
    rounds = [m * 10**p for p in range(len(str(top))) for m in (1, 2, 5) if m * 10**p <= top]
    values = sorted({rounds[-1], rounds[-3]}) if len(rounds) > 2 else rounds[-1:]
    words = [chart.fmt.count(value) for value in values]
    words[-1] = chart.say("map.customers", n=words[-1])
    radii = (max(SMALLEST, largest * math.sqrt(value / top)) for value in values)
    return list(zip(radii, words, strict=True))


def legend(entries: Sequence[tuple[float, str]], middle: float) -> str:
    """Draw the size legend at a height."""
    x, out = 2.0, []
    for radius, words in entries:
        out.append(svg.circle(x + radius, middle, radius, "size"))
        out.append(svg.text(x + 2 * radius + 6, middle + 5, words, "t"))
        x += 2 * radius + text_width.width(words, _SIZE) + 22
    return "".join(out)
