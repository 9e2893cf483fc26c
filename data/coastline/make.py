"""Make a country's coastline for the map from Natural Earth's land. Development only; standard library only.

    npm pack world-atlas && tar xzf world-atlas-*.tgz package/land-50m.json
    python data/coastline/make.py package/land-50m.json in 66.5 5.5 98 37

Writes `in.json`. The land's outline is clipped to the box (degrees west, south, east, north), simplified by Douglas and
Peucker's rule and rounded. README.md says what the file holds.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
DECIMALS = 2

# Degrees that the simplified line may be off: under 2 pixels on a map 1,000 pixels wide.
TOLERANCE = 0.05
# Islands less than this many degrees long are specks; the smallest kept are of the Andaman and Nicobar group.
SMALLEST_ISLAND = 0.3
# Ends of coast that the edge of the box leaves over, in degrees.
SHORTEST_LINE = 0.3

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def rings_of(topology: dict) -> list[list[Point]]:
    """Return every ring of the land, in degrees. TopoJSON stores arcs as steps from point to point, in whole units."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = []
            for index in ring:
                # A negative index is the arc ~index, walked backwards.
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc[1:] if points else arc
            rings.append(points)
    return rings


def clipped_lines(ring: list[Point], box: Box) -> list[list[Point]]:
    """Return the parts of a ring inside the box as open lines, cut at its edges; the edges themselves are no coast."""
    lines: list[list[Point]] = []
    for a, b in pairwise(ring):
        part = clipped_segment(a, b, box)
        if part is None:
            continue
        if lines and lines[-1][-1] == part[0]:
            lines[-1].append(part[1])
        else:
            lines.append(list(part))
    # A ring that begins inside the box comes out as two lines that meet there.
    if len(lines) > 1 and lines[-1][-1] == lines[0][0]:
        lines[0] = lines.pop() + lines[0][1:]
    return lines


def clipped_segment(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    """Return the part of a segment inside a box, or None (Liang and Barsky, 1984)."""
    start, end = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for step, room in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]), (-dy, a[1] - box[1]), (dy, box[3] - a[1])):
        if step == 0 and room < 0:
            return None
        if step < 0:
            start = max(start, room / step)
        elif step > 0:
            end = min(end, room / step)
    if start >= end:
        return None
    first = a if start == 0 else (a[0] + start * dx, a[1] + start * dy)
    last = b if end == 1 else (a[0] + end * dx, a[1] + end * dy)
    return first, last


def clipped_area(ring: list[Point], box: Box) -> list[Point]:
    """Return a ring cut to the box, closed along its edges: for the fill, which is drawn without an outline.

    Sutherland and Hodgman, 1974. Where the land leaves the box more than once, the pieces stay joined by lines along an
    edge of the box; they enclose no area.
    """
    sides = ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1))
    points = ring[:-1]
    for axis, limit, sign in sides:
        kept: list[Point] = []
        for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
            was, now = sign * (before[axis] - limit) >= 0, sign * (here[axis] - limit) >= 0
            if was != now:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if now:
                kept.append(here)
        points = kept
    return [*points, points[0]] if points else []


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Return the line with as few of its points as keep it within the tolerance (Douglas and Peucker, 1973)."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, distance = first, tolerance
        for i in range(first + 1, last):
            d = distance_to(line[i], line[first], line[last])
            if d > distance:
                far, distance = i, d
        if far != first:
            keep.add(far)
            todo += [(first, far), (far, last)]
    return [line[i] for i in sorted(keep)]


def distance_to(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return ((p[0] - a[0] - along * dx) ** 2 + (p[1] - a[1] - along * dy) ** 2) ** 0.5


def rounded(line: list[Point]) -> list[list[float]]:
    """Return the line with rounded coordinates and no point twice in a row."""
    points: list[list[float]] = []
    for x, y in line:
        point = [round(x, DECIMALS), round(y, DECIMALS)]
        if not points or points[-1] != point:
            points.append(point)
    return points


def extent_of(points: list) -> float:
    """Return the longer side of the box around some points, in degrees."""
    return max(max(values) - min(values) for values in zip(*points, strict=True))


def main(source: Path, name: str, box: Box) -> None:
    rings = [
        ring for ring in rings_of(json.loads(source.read_text(encoding="utf-8"))) if extent_of(ring) >= SMALLEST_ISLAND
    ]
    lines = [rounded(simplified(line, TOLERANCE)) for ring in rings for line in clipped_lines(ring, box)]
    lines = sorted(line for line in lines if extent_of(line) >= SHORTEST_LINE)
    areas = [rounded(simplified(area, TOLERANCE)) for ring in rings if (area := clipped_area(ring, box))]
    areas = sorted(area for area in areas if len(area) > 3)
    text = json.dumps({"box": box, "coast": lines, "land": areas}, separators=(",", ":"))
    target = HERE / f"{name}.json"
    target.write_text(text + "\n", encoding="utf-8")
    points = sum(map(len, lines)), sum(map(len, areas))
    print(f"{target.name}: {len(lines)} lines, {len(areas)} areas, {points} points, {len(text):,} bytes")


if __name__ == "__main__":
    west, south, east, north = map(float, sys.argv[3:7])
    main(Path(sys.argv[1]), sys.argv[2], (west, south, east, north))
