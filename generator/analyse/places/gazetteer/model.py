"""Data types of the gazetteer: places, matches, and the meanings of names."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["city", "district", "state", "foreign", "unmatched"]
Grade = Literal["A", "B", "C"]


class Place(NamedTuple):
    """A city or district that may have a page.

    Attributes:
        id: Stable key: a GeoNames number for a city ("1277333"), "d-…" for a district, "x-…" for a place of a
            supplement, "n-…" for a place without a gazetteer (`locate_as_is`), "metro:…" for an area (`areas_of`).
        name: Display name in ASCII; for a district with the word for it ("Ranga Reddy district").
        state: Display name of the state, or "" if unknown.
        kind: "city" or "district".
        lat: Degrees north, or None if unknown.
        lon: Degrees east, or None if unknown.
        slug: Last part of its URL: ASCII, unique among all places of its gazetteer ("aurangabad-maharashtra").
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
    """Match of one spelling.

    Attributes:
        kind: Kind of the match. "foreign" and "unmatched" have neither place nor state.
        place: The place, for kinds "city" and "district" only.
        state: Display name of the state, for kinds "city", "district" and "state".
        method: Matching method: exact, alias, alternate, cleaned, token, phonetic, fuzzy, as-is, foreign, blank or
            none.
        grade: A (exact, alias, district or state name), B (alternate, cleaned, token), C (phonetic, fuzzy); None if
            nothing was found. Matches of grade C alone never give a place a page.
        score: Similarity from 0 to 1 for grade C, else None.
    """

    kind: Kind
    place: Place | None
    state: str | None
    method: str
    grade: Grade | None
    score: float | None


class Listed(NamedTuple):
    """A place as listed in the files of the gazetteer, with its display name from the overrides.

    Attributes:
        id: As in `Place`.
        name: Display name without the word for a district.
        state: Display name of the state.
        kind: "city" or "district".
        lat: Degrees north.
        lon: Degrees east.
        weight: Inhabitants of a city, post offices of a district; 0 if unknown.
        source_name: Name in the source, which also matches if an override has replaced it for display.
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
    """A meaning of a name.

    Attributes:
        rank: Order among the meanings of a name, lowest first; see `meanings.py`.
        weight: Inhabitants (post offices of a district); decides between equal ranks.
        target: Id of the place, or name of the state for kind "state", or "".
        kind: Kind of the meaning.
        method: The `Match.method` if the whole text is this name.
    """

    rank: int
    weight: int
    target: str
    kind: Kind
    method: str


BLANK = Match("unmatched", None, None, "blank", None, None)
UNMATCHED = Match("unmatched", None, None, "none", None, None)
FOREIGN = Match("foreign", None, None, "foreign", None, None)
