"""Content of the map: extent, places, drawn bubbles, and which of them are in the tab order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.latin import sort_key
from generator.publish.charts.base import declutter
from generator.publish.charts.base.coastline import Box, Coastline, around
from generator.publish.model.types import PlaceView

#: Maximum number of places drawn, the largest first, and how many of them are tab stops; the table lists the rest.
MOST, STOPS = 100, 30

#: Width of the wide drawing, which shares its row.
MAP_WIDE = 620.0

#: Radius of the largest bubble, and of the smallest that can be seen.
LARGEST, LARGEST_NARROW, SMALLEST = 26.0, 15.0, 3.0

#: Distance between two tab stops, and radius of their invisible targets: 24 pixels, also on a slightly reduced map.
_APART, TARGET = 28.0, 13.0


@dataclass(frozen=True, slots=True)
class Field:
    """Content of a map.

    Attributes:
        box: Its extent.
        coast: The coastline; None: bubbles alone.
        shown: Places with coordinates inside the box, most customers first.
        left: Places with a page that are not on the map: without coordinates, or outside its box.
        smaller: Places omitted because there are too many.
    """

    box: Box
    coast: Coastline | None
    shown: tuple[PlaceView, ...]
    left: int
    smaller: int


@dataclass(frozen=True, slots=True)
class Bubble:
    """A place on the drawing: drawn position, true position, radius."""

    view: PlaceView
    x: float
    y: float
    home: tuple[float, float]
    radius: float


def field(views: Sequence[PlaceView], coast: Coastline | None) -> Field | None:
    """Choose places and extent; None when no place has coordinates.

    A coastline that contains fewer than half of the places is of another country, and is not drawn.
    """
    known = [view for view in views if _at(view) is not None]
    if not known:
        return None
    inside = [view for view in known if coast is not None and coast.box.holds(*_point(view))]
    if 2 * len(inside) < len(known):
        inside, coast = known, None
    ordered = sorted(inside, key=lambda view: (-view.n, sort_key(view.place.name), view.place.id))
    shown = tuple(ordered[:MOST])
    box = coast.box if coast else around([_point(view) for view in shown])
    return Field(box, coast, shown, len(views) - len(inside), len(inside) - len(shown))


def _at(view: PlaceView) -> tuple[float, float] | None:
    lat, lon = view.place.lat, view.place.lon
    return None if lat is None or lon is None else (lon, lat)


def _point(view: PlaceView) -> tuple[float, float]:
    """Return longitude and latitude of a place that has them."""
    return view.place.lon or 0.0, view.place.lat or 0.0


def bubbles_of(on: Field, width: float, largest: float) -> tuple[Bubble, ...]:
    """Return the bubbles, most customers first; area by customers, but never too small to be seen."""
    top = on.shown[0].n
    discs = [
        declutter.Disc(*on.box.place(*_point(view), width), max(SMALLEST, largest * math.sqrt(view.n / top)))
        for view in on.shown
    ]
    drawn = declutter.spread(discs, width, width * on.box.aspect)
    return tuple(
        Bubble(view, x, y, (disc.x, disc.y), disc.radius)
        for view, disc, (x, y) in zip(on.shown, discs, drawn, strict=True)
    )


def stops_of(bubbles: Sequence[Bubble]) -> frozenset[int]:
    """Return the largest bubbles that are far enough from each other to be separate targets."""
    chosen: list[int] = []
    for i, bubble in enumerate(bubbles):
        clear = (
            math.dist((bubble.x, bubble.y), (bubbles[j].x, bubbles[j].y))
            >= max(_APART, bubble.radius + bubbles[j].radius + TARGET)
            for j in chosen
        )
        if len(chosen) < STOPS and all(clear):
            chosen.append(i)
    return frozenset(chosen)
