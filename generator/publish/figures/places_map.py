"""The map: places as bubbles on a coastline, area by customers, coloured by a measure that the reader chooses.

Bubbles are links. Where they would cover each other they are moved apart, each on a line to where it belongs. No border
of any kind is drawn. May import the figure modules and `coastline`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from generator.columns import COLUMNS
from generator.publish.coastline import Box, Coastline, around
from generator.publish.figure import Choice, Figure, Table
from generator.publish.figures import apart, ground, labels, measure, spec, svg
from generator.publish.figures import kit as kits
from generator.publish.figures.distribution import unique
from generator.publish.figures.kit import Kit, Texts
from generator.publish.figures.place_shades import NEITHER, UNTOLD, Measure, measures
from generator.publish.viewtypes import PlaceView

#: Places drawn at most, the largest; and how many of them the keyboard stops at, the rest being in the table beside it.
MOST, STOPS = 150, 30

#: Width of the wide drawing: its table stands beside it.
MAP_WIDE = 520.0

#: Radius of the largest bubble, and of the smallest that can be seen.
LARGEST, LARGEST_NARROW, _SMALLEST = 22.0, 14.0, 2.6

#: Distance between two stops, and radius of their invisible targets: 24 pixels, on a map a little reduced too.
_APART, _TARGET = 28.0, 13.0

#: A bubble moved further than this is tied to where it belongs.
_TIED = 5.0


@dataclass(frozen=True, slots=True)
class Field:
    """What a map shows.

    Attributes:
        box: Its extent.
        coast: The coastline; None: bubbles alone.
        shown: Places with coordinates inside the box, most customers first.
        left: Places with a page that are not on it.
    """

    box: Box
    coast: Coastline | None
    shown: tuple[PlaceView, ...]
    left: int


@dataclass(frozen=True, slots=True)
class _Bubble:
    """A place on the drawing: where it is drawn, where it belongs, radius."""

    view: PlaceView
    x: float
    y: float
    home: tuple[float, float]
    radius: float


def field(views: Sequence[PlaceView], coast: Coastline | None) -> Field | None:
    """Choose places and extent; None when no place has coordinates.

    A coastline that holds fewer than half of the places is of another country, and is left out.
    """
    known = [view for view in views if _at(view) is not None]
    if not known:
        return None
    inside = [view for view in known if coast is not None and coast.box.holds(*_point(view))]
    if 2 * len(inside) < len(known):
        inside, coast = known, None
    shown = tuple(sorted(inside, key=lambda view: (-view.n, view.place.name, view.place.id))[:MOST])
    box = coast.box if coast else around([_point(view) for view in shown])
    return Field(box, coast, shown, len(views) - len(shown))


def places_map(kit: Kit, on: Field, texts: Texts, link: Callable[[PlaceView], str]) -> Figure:
    """Draw the places.

    Args:
        kit: Views, words, formats.
        on: What is shown.
        texts: Words around the figure.
        link: Address of a place's page, from the page that shows the map.
    """
    found, bubbles = measures(kit, on.shown), _bubbles(on, MAP_WIDE, LARGEST)
    ends = (on.shown[0], on.shown[-1]) if len(on.shown) > 1 else on.shown
    pairs = [(unique(kit, view), kit.fmt.count(view.n)) for view in ends]
    described = kit.say("map.described", count=kit.fmt.count(len(on.shown)), ends=kits.describe(pairs, " ", ""))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=described,
        wide=_drawing(kit, on, found, bubbles, texts, link, wide=True),
        narrow=_drawing(kit, on, found, _bubbles(on, svg.NARROW, LARGEST_NARROW), texts, link, wide=False),
        spec=_spec(kit, on, found, bubbles),
        table=_table(kit, on, found, texts, link),
        choices=tuple(Choice(one.id, one.label) for one in found),
        choose=kit.say("map.choose"),
    )


def _at(view: PlaceView) -> tuple[float, float] | None:
    lat, lon = view.place.lat, view.place.lon
    return None if lat is None or lon is None else (lon, lat)


def _point(view: PlaceView) -> tuple[float, float]:
    """Return longitude and latitude of a place that has them."""
    return view.place.lon or 0.0, view.place.lat or 0.0


def _bubbles(on: Field, width: float, largest: float) -> tuple[_Bubble, ...]:
    """Return the bubbles, most customers first; area by customers, but never too small to be seen."""
    top = on.shown[0].n
    discs = [
        apart.Disc(*on.box.place(*_point(view), width), max(_SMALLEST, largest * math.sqrt(view.n / top)))
        for view in on.shown
    ]
    drawn = apart.spread(discs, width, width * on.box.aspect)
    return tuple(
        _Bubble(view, x, y, (disc.x, disc.y), disc.radius)
        for view, disc, (x, y) in zip(on.shown, discs, drawn, strict=True)
    )


def _drawing(
    kit: Kit,
    on: Field,
    found: Sequence[Measure],
    bubbles: Sequence[_Bubble],
    texts: Texts,
    link: Callable[[PlaceView], str],
    *,
    wide: bool,
) -> str:
    width, largest, names = (MAP_WIDE, LARGEST, 10) if wide else (svg.NARROW, LARGEST_NARROW, 4)
    height = width * on.box.aspect
    stops = _stops(bubbles)
    body = []
    if on.coast:
        # The wide drawing defines the land for both: what is hidden can still be referred to.
        body += [ground.symbol(on.coast, f"{texts.id}-land")] if wide else []
        body.append(ground.laid(f"{texts.id}-land", width, height))
    body += ['<g class="dots">', _ties(bubbles)]
    for i, bubble in enumerate(bubbles):
        mark = _mark(bubble, [one.told[i].shade for one in found])
        # A finger needs room: on phones the small ones are left to the table.
        linked = wide or i in stops
        body.append(_linked(kit, bubble, mark, link(bubble.view), i in stops) if linked else mark)
    body.append("</g>")
    body += _names(kit, bubbles, names, labels.Box(0, 0, width, height))
    body.append(_sizes(kit, on.shown[0].n, largest, height))
    return svg.drawing(width, height + 2 * largest + 8, body, f"{texts.id}-t", f"{texts.id}-d", role="group")


def _ties(bubbles: Sequence[_Bubble]) -> str:
    """Return the lines from bubbles that were moved to where they belong."""
    far = [b for b in bubbles if math.dist((b.x, b.y), b.home) > _TIED]
    return svg.path("".join(svg.segment(*b.home, b.x, b.y) for b in far), "tie") if far else ""


def _mark(bubble: _Bubble, shades: Sequence[int]) -> str:
    """Return a bubble with a class for each measure on which it stands apart, or is not told: "m15" is shade 5 of 1."""
    tokens = " ".join(f"m{i}{shade}" for i, shade in enumerate(shades) if i and shade != NEITHER)
    css = f' class="{tokens}"' if tokens else ""
    return f'<circle{css} cx="{svg.num(bubble.x)}" cy="{svg.num(bubble.y)}" r="{svg.num(bubble.radius)}"/>'


def _linked(kit: Kit, bubble: _Bubble, mark: str, href: str, stop: bool) -> str:
    """Return a bubble as a link; those that are no stop are left to the pointer, and to the table."""
    target = svg.circle(bubble.x, bubble.y, _TARGET, "target") if stop and bubble.radius < _TARGET else ""
    order = "" if stop else ' tabindex="-1"'
    return f'<a href="{escape(href)}"{order}><title>{escape(_words(kit, bubble.view))}</title>{target}{mark}</a>'


def _words(kit: Kit, view: PlaceView) -> str:
    return kit.say("map.bubble", place=unique(kit, view), n=kit.fmt.count(view.n))


def _stops(bubbles: Sequence[_Bubble]) -> frozenset[int]:
    """Return the largest bubbles that lie far enough from each other to be targets of their own."""
    chosen: list[int] = []
    for i, bubble in enumerate(bubbles):
        clear = (
            math.dist((bubble.x, bubble.y), (bubbles[j].x, bubbles[j].y))
            >= max(_APART, bubble.radius + bubbles[j].radius + _TARGET)
            for j in chosen
        )
        if len(chosen) < STOPS and all(clear):
            chosen.append(i)
    return frozenset(chosen)


def _names(kit: Kit, bubbles: Sequence[_Bubble], most: int, box: labels.Box) -> list[str]:
    """Return the names of the largest places, where they fit."""
    named = bubbles[:most]
    words = [unique(kit, bubble.view) for bubble in named]
    marks = [labels.Mark(b.x, b.y, b.radius, measure.width(word, 12), 14) for b, word in zip(named, words, strict=True)]
    others = [labels.Mark(b.x, b.y, b.radius, 0, 0).box for b in bubbles[most:]]
    out = []
    for label, word in zip(labels.place(marks, box, others), words, strict=True):
        covered = sum(label.box.overlap(mark.box) for mark in marks) > 30
        if not covered:
            out.append(svg.text(label.x, label.y + 11, word, "l lh s", label.anchor))
    return out


def _sizes(kit: Kit, top: int, largest: float, height: float) -> str:
    """Return what the sizes mean: one or two round numbers of customers."""
    powers = range(len(str(top)))
    rounds = [m * 10**p for p in powers for m in (1, 2, 5) if m * 10**p <= top]
    values = sorted({rounds[-1], rounds[-3]}) if len(rounds) > 2 else rounds[-1:]
    x, out, middle = 2.0, [], height + largest + 6
    for value in values:
        radius = max(_SMALLEST, largest * math.sqrt(value / top))
        words = kit.fmt.count(value)
        if value == values[-1]:
            words = kit.say("map.customers", n=words)
        out.append(svg.circle(x + radius, middle, radius, "size"))
        out.append(svg.text(x + 2 * radius + 6, middle + 4, words, "t"))
        x += 2 * radius + measure.width(words, 12) + 22
    return "".join(out)


def _spec(kit: Kit, on: Field, found: Sequence[Measure], bubbles: Sequence[_Bubble]) -> spec.Spec:
    """Return bubbles over the coastline; each choice changes the colours of the bubbles only."""
    at = [on.box.degrees(b.x, b.y, MAP_WIDE) for b in bubbles]
    data: list[spec.Spec] = []
    if on.coast:
        still = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
        filled = {"fill": "toself", "fillcolor": "var(--land)", "line": {"width": 0}}
        data.append({**still, **_lines(on.coast.land), **filled})
        data.append({**still, **_lines(on.coast.coast), "line": {"width": 1, "color": "var(--shore)"}})
    hover = [
        "<br>".join((unique(kit, view), *(f"{one.head}: {one.told[i].words}" for one in found)))
        for i, view in enumerate(on.shown)
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": spec.sigs([x for x, _ in at]),
            "y": spec.sigs([y for _, y in at]),
            "marker": {
                "size": spec.sigs([2 * b.radius for b in bubbles]),
                "colorscale": [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]],
                "cmin": -1,
                "cmax": 1,
                **_colours(found[0]),
            },
            "hovertext": hover,
            "hoverinfo": "text",
        }
    )
    box = on.box
    return spec.spec(
        data,
        hovermode="closest",
        xaxis=spec.axis(visible=False, range=spec.sigs([box.west, box.east]), constrain="domain"),
        yaxis=spec.axis(
            visible=False,
            range=spec.sigs([box.south, box.north]),
            scaleanchor="x",
            scaleratio=spec.sig(box.ratio),
            constrain="domain",
        ),
        margin={"l": 0, "r": 0, "t": 0, "b": 2 * LARGEST + 8},
        meta={one.id: {"data": {str(len(data) - 1): {"marker": _colours(one)}}} for one in found},
    )


def _lines(lines: Sequence[Sequence[tuple[float, float]]]) -> spec.Spec:
    """Return lines as one trace, with a gap after each."""
    points: list[tuple[float | None, float | None]] = []
    for line in lines:
        points += [*line, (None, None)]
    return {"x": spec.sigs([x for x, _ in points[:-1]]), "y": spec.sigs([y for _, y in points[:-1]])}


def _colours(one: Measure) -> spec.Spec:
    """Return the colours of the bubbles: one for customers, else shades, faint where the release does not tell."""
    if one.id == "customers":
        return {
            "color": "var(--here)",
            "opacity": 0.6,
            "line": {"width": 1, "color": "var(--paper)"},
        }
    strength = {1: -1, 2: -0.4, NEITHER: 0, 4: 0.4, 5: 1, UNTOLD: 0}
    return {
        "color": [strength[told.shade] for told in one.told],
        "opacity": [0.4 if told.shade == UNTOLD else 1 for told in one.told],
        "line": {"width": 1, "color": "var(--all)"},
    }


def _table(kit: Kit, on: Field, found: Sequence[Measure], texts: Texts, link: Callable[[PlaceView], str]) -> Table:
    head = (COLUMNS["city"].title, *(one.head for one in found))
    rows = tuple((unique(kit, view), *(one.told[i].words for one in found)) for i, view in enumerate(on.shown))
    records = tuple(
        (unique(kit, view), view.place.lat, view.place.lon, *(one.told[i].value for one in found))
        for i, view in enumerate(on.shown)
    )
    columns = ("city", "latitude", "longitude", *(one.id for one in found))
    return Table(texts.title, head, rows, columns, records, tuple(link(view) for view in on.shown))
