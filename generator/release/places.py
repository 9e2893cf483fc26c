"""Places in a release, and the published cells of their customers."""

from dataclasses import dataclass
from typing import Literal

from generator.release.means import Mean

PlaceKind = Literal["city", "district", "pool", "other"]
Detail = Literal["segments", "groups", "total"]


@dataclass(frozen=True, slots=True)
class Place:
    """A publishable place, or a pool of smaller ones.

    Attributes:
        id: Id in the gazetteer or of the name, "pool:<state slug>" or "other".
        slug: Folder of its page (cities and districts only; empty for pools).
        name: Display name, from the gazetteer if there is one. For pools the state's name; empty for "other".
        kind: city, district, pool (smaller places of one state) or other (everything else).
        state: State, or what the country has in its place; empty for "other" and where it is unknown.
        lat: Latitude in degrees, None when unknown.
        lon: Longitude in degrees, None when unknown.
        detail: Whether its atoms are single segments, groups of segments, or one total.
        means: Averages over all customers of the place, by measure.
        metro: Metropolitan area that contains it; empty for none.
        aliases: Other names it is known by, from the gazetteer, for searching.
        former: Former slugs of its page, which redirect to the current one.
        covers: Cities merged into a metropolitan area; none of them is also a separate place. Omitted from the file
            when empty.
    """

    id: str
    slug: str
    name: str
    kind: PlaceKind
    state: str
    lat: float | None
    lon: float | None
    detail: Detail
    means: dict[str, Mean]
    metro: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Atom:
    """Customers of one place in one segment or in several merged ones: the smallest published unit.

    Attributes:
        place: Place id.
        segments: Segment ids, in canonical order; all of them when the detail is "total".
        n: Rounded number of customers.
        means: Averages by measure.
    """

    place: str
    segments: tuple[str, ...]
    n: int
    means: dict[str, Mean]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the margin: customers of one segment (or several merged ones) who are in no single-segment atom."""

    segments: tuple[str, ...]
    n: int
    means: dict[str, Mean]
