"""The values that the sub-package hands out: a place, a match, and the entries that a gazetteer holds.

Plain data: nothing here reads a file or decides anything.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["city", "district", "state", "foreign", "unmatched"]
Grade = Literal["A", "B", "C"]


class Place(NamedTuple):
    """A city or district that may have a page.

    Attributes:
        id: Lasting key. A GeoNames number for a city ("1277333"), "d-…" for a district, "x-…" for a place that the
            supplement adds, "n-…" for a place of a clean column (`locate_as_is`), "metro:…" for an area (`areas_of`).
        name: Display name in ASCII; a district's says that it is one ("Ranga Reddy district").
        state: Display name of the state, or "" where none is known.
        kind: "city" or "district".
        lat: Degrees north, or None where unknown.
        lon: Degrees east, or None where unknown.
        slug: Address on the site, ASCII, unique among all places of its gazetteer ("aurangabad-maharashtra").
    """

    id: str
    name: str
    state: str
    kind: Literal["city", "district"]
    lat: float | None
    lon: float | None
    slug: str


@dataclass(frozen=True, slots=True)
class Match:
    """What one spelling was read as.

    Attributes:
        kind: What was found. "foreign" and "unmatched" carry neither place nor state.
        place: The place, for kinds "city" and "district" only.
        state: Display name of the state, for kinds "city", "district" and "state".
        method: The step that decided: exact, alias, alternate, cleaned, token, phonetic, fuzzy, as-is, foreign, blank
            or none.
        grade: A (exact, alias, district or state name), B (alternate, cleaned, token), C (phonetic, fuzzy); None where
            nothing was found. C never makes a page by itself.
        score: Similarity from 0 to 1 for grade C, else None.
    """

    kind: Kind
    place: Place | None
    state: str | None
    method: str
    grade: Grade | None
    score: float | None


class Listed(NamedTuple):
    """One place as the gazetteer's files list it, with the display name that the overrides give it.

    Attributes:
        id: As in `Place`.
        name: Display name without the word for a district.
        state: Display name of the state.
        kind: "city" or "district".
        lat: Degrees north.
        lon: Degrees east.
        weight: Inhabitants of a city, post offices of a district; 0 where unknown.
        source_name: The name in the source, which an override may have replaced for display; it matches as well.
        alternates: Other spellings.
    """

    id: str
    name: str
    state: str
    kind: Literal["city", "district"]
    lat: float | None
    lon: float | None
    weight: int
    source_name: str
    alternates: tuple[str, ...]


class Entry(NamedTuple):
    """One meaning of one name.

    Attributes:
        rank: Order among the meanings of a name, lowest first; see `meanings.py`.
        weight: Inhabitants (of a district: its post offices); decides between equal ranks.
        target: A place's id, or a state's name for kind "state", or "".
        kind: What the name means.
        method: The `Match.method` when the whole text is this name.
    """

    rank: int
    weight: int
    target: str
    kind: Kind
    method: str


BLANK = Match("unmatched", None, None, "blank", None, None)
UNMATCHED = Match("unmatched", None, None, "none", None, None)
FOREIGN = Match("foreign", None, None, "foreign", None, None)
