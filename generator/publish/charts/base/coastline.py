"""Coastline files: lookup, parsing and map projection.

One file for each country in `data/coastline/` (land and sea, no borders), or a file of the user in the same
format. No country is hard-coded: the extent comes from the file.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.errors import ConfigError
from generator.resources import data_dir
from generator.settings.settings import Settings

Point = tuple[float, float]
Line = tuple[Point, ...]

#: Width of the shared drawing of land and coast, in its own units: fine enough for maps of 500 pixels.
UNITS = 1000.0

#: Kilometres of a degree of latitude.
_KM_PER_DEGREE = 111.2

#: Padding around places on a map without a coastline, as a share of their extent, and its minimum in degrees.
_MARGIN, _LEAST = 0.06, 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """A window of longitudes and latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def aspect(self) -> float:
        """Height divided by width: a degree of longitude is cos(latitude in the middle) as wide as one of latitude."""
        return (self.north - self.south) / ((self.east - self.west) * self._shrink)

    @property
    def _shrink(self) -> float:
        return math.cos(math.radians((self.north + self.south) / 2))

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a point lies inside."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def place(self, lon: float, lat: float, width: float) -> Point:
        """Return the point on a drawing of this width, from the top left corner; equirectangular."""
        scale = width / (self.east - self.west)
        return (lon - self.west) * scale, (self.north - lat) * scale / self._shrink

    def degrees(self, x: float, y: float, width: float) -> Point:
        """Return longitude and latitude of a point on a drawing of this width."""
        scale = width / (self.east - self.west)
        return self.west + x / scale, self.north - y * self._shrink / scale

    @property
    def ratio_km(self) -> float:
        """Kilometres of a degree of longitude in the middle of the window."""
        return _KM_PER_DEGREE * self._shrink

    @property
    def ratio(self) -> float:
        """Drawn length of a degree of latitude relative to one of longitude."""
        return 1 / self._shrink


@dataclass(frozen=True, slots=True)
class Coastline:
    """Land and coast inside a box.

    Attributes:
        box: The extent of the map.
        coast: Open and closed lines of (lon, lat), for the outline.
        land: Closed rings of (lon, lat), for the fill; they run along the edges of the box.
    """

    box: Box
    coast: tuple[Line, ...]
    land: tuple[Line, ...]


def find(settings: Settings) -> Coastline | None:
    """Return the coastline of a site: the user's own, else that of the country; None if there is neither.

    Raises:
        ConfigError: The user's own file is missing, or a file is not in the format of `data/coastline`.
    """
    if settings.coastline:
        return read(settings.base_dir / settings.coastline)
    path = data_dir() / "coastline" / f"{settings.country.lower()}.json"
    return read(path) if path.is_file() else None


def read(path: Path) -> Coastline:
    """Read a coastline file.

    Raises:
        ConfigError: It cannot be read, or lacks box, coast or land.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        box = Box(*map(float, found["box"]))
        coastline = Coastline(box, _lines(found["coast"]), _lines(found["land"]))
    except OSError as error:
        raise ConfigError(f"coastline: {path} cannot be read ({error.strerror}).") from error
    except (ValueError, TypeError, KeyError) as error:
        raise ConfigError(f"coastline: {path} is not in the format of data/coastline ({error}).") from error
    if not (-180 <= box.west < box.east <= 180 and -90 < box.south < box.north < 90):
        raise ConfigError(f"coastline: {path}: its box is not west, south, east and north in degrees.")
    return coastline


def around(points: Iterable[Point]) -> Box:
    """Return the bounding box of some places (at least one), with padding."""
    lons, lats = zip(*points, strict=True)
    room = max(_LEAST, _MARGIN * max(max(lons) - min(lons), max(lats) - min(lats)))
    south, north = max(-89.0, min(lats) - room), min(89.0, max(lats) + room)
    return Box(min(lons) - room, south, max(lons) + room, north)


@lru_cache(maxsize=8)
def outline(lines: tuple[Line, ...], box: Box, *, closed: bool, width: float = UNITS) -> str:
    """Return path data of some lines in whole units of a drawing, as short as a path can be: relative, no spaces."""
    return "".join(_path([box.place(lon, lat, width) for lon, lat in line], closed) for line in lines)


def _path(points: list[Point], closed: bool) -> str:
    whole = [(round(x), round(y)) for x, y in points]
    steps = [whole[0]]
    at = whole[0]
    for point in whole[1:]:
        if point != at:
            steps.append((point[0] - at[0], point[1] - at[1]))
            at = point
    if len(steps) < 2:
        return ""
    if closed and len(steps) > 2 and at == whole[0]:
        steps.pop()
    head, *rest = steps
    return f"M{_pair(head)}l{_joined(map(_pair, rest))}{'z' if closed else ''}"


def _pair(step: tuple[int, int]) -> str:
    return f"{step[0]}{step[1]}" if step[1] < 0 else f"{step[0]} {step[1]}"


def _joined(pairs: Iterable[str]) -> str:
    out = ""
    for pair in pairs:
        out += pair if not out or pair.startswith("-") else f" {pair}"
    return out


def _lines(rows: Any) -> tuple[Line, ...]:
    return tuple(tuple((float(lon), float(lat)) for lon, lat in row) for row in rows)
