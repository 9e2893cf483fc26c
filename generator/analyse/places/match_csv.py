"""Matches of spellings as CSV, for people who maintain a gazetteer. Independent of customers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from generator.analyse.places import Area, Gazetteer, Match
from generator.analyse.places.as_is import PLAIN, Naming
from generator.analyse.places.matching import match_texts
from generator.csv_text import csv_lines
from generator.unprintable import printable

COLUMNS = ("location", "kind", "city", "state", "id", "slug", "method", "grade", "score")
#: Additional columns if the cities of a metropolitan area are one place.
AREA_COLUMNS = ("area", "area_id", "area_slug")


def locate_spellings(
    spellings: Sequence[str],
    gazetteer: Gazetteer | None,
    naming: Naming = PLAIN,
    read: Callable[[str], str] = str,
) -> list[Match]:
    """Return a match for each spelling, in order, exactly as in a build.

    Args:
        spellings: Location texts; each distinct one is matched once.
        gazetteer: None if places are used without a gazetteer.
        naming: How names are shown then; each spelling counts as often as it is listed.
        read: Returns the text to match; "" where there is no place.
    """
    texts = {text: read(text) for text in dict.fromkeys(spellings)}
    found = match_texts(Counter((texts[text], "") for text in spellings), gazetteer, naming)
    return [found[texts[text], ""] for text in spellings]


def matches_csv(
    spellings: Sequence[str],
    matches: Iterable[Match],
    gazetteer: Gazetteer | None,
    areas: Mapping[str, Area] = MappingProxyType({}),
) -> str:
    """Format the matches as CSV, one row per spelling.

    `city` is the name of the city or district; `id` that of the place, or of the state if only a state was found. With
    `areas`, three more columns name the area in which a city is counted.
    """
    states = gazetteer.state_ids if gazetteer else {}
    rows = zip(spellings, matches, strict=True)
    return csv_lines(
        COLUMNS + AREA_COLUMNS if areas else COLUMNS,
        (
            (
                printable(text),
                *_fields(match, states.get(match.state or "", "")),
                *(_area(match, areas) if areas else ()),
            )
            for text, match in rows
        ),
    )


def _area(match: Match, areas: Mapping[str, Area]) -> tuple[str, ...]:
    area = areas.get(match.place.id) if match.place else None
    return (area.place.name, area.place.id, area.place.slug) if area else ("", "", "")


def _fields(match: Match, state_id: str) -> tuple[str, ...]:
    place = match.place
    return (
        match.kind,
        place.name if place else "",
        match.state or "",
        place.id if place else state_id,
        place.slug if place else "",
        match.method,
        match.grade or "",
        "" if match.score is None else f"{match.score:.3f}",
    )
