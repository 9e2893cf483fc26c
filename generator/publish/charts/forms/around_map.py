"""The map around a place: land and sea, the places with a page near it as links, and a circle for the distance.

Without a coastline it shows the places alone; without coordinates there is no map.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from generator.publish.charts.base import labels, svg, text_width
from generator.publish.charts.base.coastline import Box, Coastline, Line, Point, outline
from generator.publish.charts.base.context import ChartContext
from generator.publish.model.nearby import Near
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

WIDTH = 460.0

#: Half the height of the map in kilometres: at least and at most; within it, far enough for the nearest places.
_LEAST_KM, _MOST_KM = 120.0, 900.0
_KM_PER_DEGREE = 111.2

#: Most places drawn, the nearest ones, and most of them named, the largest ones.
MOST, _NAMED = 60, 14
_LARGEST, _SMALLEST = 18.0, 3.5


@dataclass(frozen=True, slots=True)
class _Disc:
    """A place on the map: position and radius in user units, distance."""

    near: Near
    x: float
    y: float
    radius: float


def around_map(
    chart: ChartContext, view: PlaceView, nearest: Sequence[Near], link: Callable[[PlaceView], str], named: str
) -> str:
    """Return the map as SVG; empty where it is not known where the place lies, or nothing is near it.

    Args:
        chart: Views, words, formats, coastline.
        view: The place in the middle.
        nearest: The places around it, nearest first, as many as may be drawn.
        link: Link to a place's page, relative to the page of the map.
        named: Accessible name of the map.
    """
    lat, lon = view.place.lat, view.place.lon
    if lat is None or lon is None or not nearest:
        return ""
    km = min(_MOST_KM, max(_LEAST_KM, 1.15 * nearest[min(6, len(nearest) - 1)].km))
    box = _window(lat, lon, km, chart.coast)
    height = round(WIDTH * box.aspect)
    inside = [n for n in nearest if box.holds(n.view.place.lon or 0.0, n.view.place.lat or 0.0)]
    inside = sorted(inside, key=lambda near: (-near.view.n, near.view.place.id))
    most = max([view.n, *(near.view.n for near in inside)])
    discs = [
        _Disc(
            near,
            *box.place(near.view.place.lon or 0.0, near.view.place.lat or 0.0, WIDTH),
            _radius(near.view.n, most),
        )
        for near in inside
    ]
    x, y = box.place(lon, lat, WIDTH)
    name = display_names.place(view, chart.content)
    body = [*_ground(chart.coast, box, height), *_circle(chart, x, y, km, box), *_links(chart, discs, link)]
    body += _names(chart, discs, (x, y, 8.0, name), height)
    body.append(svg.circle(x, y, 8, "here"))
    size = f'viewBox="0 0 {svg.num(WIDTH)} {height}" width="100%"'
    return f'<svg class="fig around" {size} role="group" aria-label="{escape(named)}">{"".join(body)}</svg>'


def _window(lat: float, lon: float, km: float, coast: Coastline | None) -> Box:
    """Return a nearly square window around a place, moved inside the map of the country."""
    tall = km / _KM_PER_DEGREE
    wide = tall / max(0.2, math.cos(math.radians(lat)))
    west, south, east, north = lon - wide, lat - tall, lon + wide, lat + tall
    if coast is not None and coast.box.holds(lon, lat):
        edge = coast.box
        if east - west <= edge.east - edge.west and north - south <= edge.north - edge.south:
            right = max(0.0, edge.west - west) - max(0.0, east - edge.east)
            up = max(0.0, edge.south - south) - max(0.0, north - edge.north)
            return Box(west + right, south + up, east + right, north + up)
        return Box(max(west, edge.west), max(south, edge.south), min(east, edge.east), min(north, edge.north))
    return Box(west, max(-89.0, south), east, min(89.0, north))


def _radius(n: int, most: int) -> float:
    return max(_SMALLEST, _LARGEST * math.sqrt(n / most)) if most else _SMALLEST


def _ground(coast: Coastline | None, box: Box, height: float) -> list[str]:
    """Return sea, land and coast inside the window; without a coastline one plain ground."""
    if coast is None:
        return [f'<rect class="land" width="{svg.num(WIDTH)}" height="{svg.num(height)}"/>']
    room = Box(
        box.west - (box.east - box.west) / 20,
        box.south - (box.north - box.south) / 20,
        box.east + (box.east - box.west) / 20,
        box.north + (box.north - box.south) / 20,
    )
    rings = tuple(ring for ring in (clipped(ring, room) for ring in coast.land) if len(ring) > 2)
    lines = tuple(run for line in coast.coast for run in _runs(line, room))
    return [
        f'<rect class="sea" width="{svg.num(WIDTH)}" height="{svg.num(height)}"/>',
        svg.path(outline(rings, box, closed=True, width=WIDTH), "land") if rings else "",
        svg.path(outline(lines, box, closed=False, width=WIDTH), "coast") if lines else "",
    ]


def clipped(ring: Line, box: Box) -> Line:
    """Return a closed ring cut to a window (Sutherland and Hodgman 1974); empty where nothing is inside."""
    points = list(ring)
    for axis, edge, above in ((0, box.west, True), (0, box.east, False), (1, box.south, True), (1, box.north, False)):
        kept: list[Point] = []
        for i, point in enumerate(points):
            before = points[i - 1]
            inside, was = (
                (p[axis] >= edge if above else p[axis] <= edge) for p in (point, before)
            )  # fmt: skip
            if inside != was:
                part = (edge - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
                kept.append((edge, other) if axis == 0 else (other, edge))
            if inside:
                kept.append(point)
        points = kept
    return tuple(points)


def _runs(line: Line, box: Box) -> list[Line]:
    """Return the parts of a line inside a window, each with one point more at both ends."""
    inside = [box.holds(*point) for point in line]
    keep = [any(inside[max(0, i - 1) : i + 2]) for i in range(len(line))]
    runs: list[list[Point]] = []
    for i, point in enumerate(line):
        if not keep[i]:
            continue
        if i and keep[i - 1] and runs:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [tuple(run) for run in runs if len(run) > 1]


def _circle(chart: ChartContext, x: float, y: float, km: float, box: Box) -> list[str]:
    """Return a circle of a round distance around the place, with its label where it is inside the map."""
    round_km = next((step for step in (500, 200, 100, 50) if step <= 0.6 * km), 50)
    per_km = WIDTH / ((box.east - box.west) * box.ratio_km)
    radius = round_km * per_km
    words = chart.say("around.km", km=chart.fmt.count(round_km))
    top = y - radius - 6
    label = svg.text(x, top, words, "t sf halo", "middle") if top > 14 else ""
    return [svg.circle(x, y, radius, "reach"), label]


def _links(chart: ChartContext, discs: Sequence[_Disc], link: Callable[[PlaceView], str]) -> list[str]:
    """Return the places as links, largest first; the list beside the map has the same links for the keyboard."""
    out = []
    for disc in discs:
        view = disc.near.view
        name = display_names.unique(view, chart.views, chart.content)
        facts = {"customers": chart.counted("customers", view.n), "km": chart.fmt.count(round(disc.near.km))}
        tip = escape(f"{name}\n{chart.say('around.tip', **facts)}").replace("\n", "&#10;")
        mark = svg.circle(disc.x, disc.y, disc.radius, "pl")
        out.append(f'<a href="{escape(link(view))}" tabindex="-1" aria-hidden="true" data-t="{tip}">{mark}</a>')
    return out


def _names(
    chart: ChartContext, discs: Sequence[_Disc], own: tuple[float, float, float, str], height: float
) -> list[str]:
    """Return the names of the place and of the largest others, as far as they overlap nothing."""
    x, y, radius, name = own
    named = discs[:_NAMED]
    texts = [name, *(display_names.place(disc.near.view, chart.content) for disc in named)]
    marks = [labels.Mark(x, y, radius, text_width.width(name, 15, bold=True), 18)]
    marks += [
        labels.Mark(disc.x, disc.y, disc.radius, text_width.width(words, 14), 17)
        for disc, words in zip(named, texts[1:], strict=True)
    ]
    rest = [
        labels.Box(disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius)
        for disc in discs[_NAMED:]
    ]
    found = labels.place(marks, labels.Box(2, 2, WIDTH - 2, height - 2), rest)
    taken: list[labels.Box] = []
    out = []
    for i, (label, words) in enumerate(zip(found, texts, strict=True)):
        outside = label.box.left < 0 or label.box.right > WIDTH or label.box.top < 0 or label.box.bottom > height
        if i and (outside or any(label.box.overlap(box) > 0 for box in taken)):
            continue
        taken.append(label.box)
        out.append(svg.text(label.x, label.y + 13, words, "t halo" if i else "tb halo", label.anchor))
    return out
