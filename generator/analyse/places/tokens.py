"""Finds a place in a longer text: the longest name wins over names within it, then the last one in the text.

Addresses end with their city (BHAWANI SHANKAR MUMBAI); words before it may be names of distant cities (ASHOK NAGAR
MORADABAD), so a name that is not the last must be that of a large city.
"""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.meanings import ALIAS, CITY_WEIGHT, QUARTER, RARE_NAME
from generator.analyse.places.gazetteer.model import Entry, Place
from generator.analyse.places.phrase import Phrase, outer_words, trimmed

_MOST_WORDS = 4
# Words of one or two letters are initials and house numbers.
_SHORTEST = 3
# Smaller places are not found in longer texts, because many have the name of an address word.
_SMALLEST_LAST = 5_000
# TOWN DISTRICT-SEAT ("VASAI THANE") means the town, if it is large enough and not a quarter of the seat.
_SMALLEST_TOWN = 15_000
# A place of this size is a separate city, however near: MIRA ROAD MUMBAI.
_NO_QUARTER = 500_000
# A town may be larger than its seat (NALASOPARA PALGHAR), but MUMBAI THANE is not a town in Thane.
_LARGEST_TOWN = 3
# The built-up area grows with the inhabitants: Thane's 1.8 million extend to 11 km, Chennai's 4.7 million to 17 km.
_QUARTER_KM_PER_ROOT = 1 / 125
_WITHIN_A_DISTRICT_KM = 120.0
_EARTH_KM = 6371.0


class _Span(NamedTuple):
    """Words `start` to `end` (exclusive) of a text, and their meaning."""

    start: int
    end: int
    entry: Entry


def place_within(phrase: Phrase, gazetteer: Gazetteer) -> Entry | None:
    """Return the place that a text contains, or None.

    A name after the word for a district only locates the place, so the rest is tried first: KATRA DISTT REASI.
    """
    rest = _without_districts(phrase.core, gazetteer)
    for words in dict.fromkeys((rest, phrase.core)):
        best = _best(_spans(words, phrase.state, gazetteer))
        if best is not None:
            return _town_of_district(words, best, gazetteer) or best.entry
    return None


def _without_districts(words: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, ...]:
    kept: list[str] = []
    i = 0
    while i < len(words):
        if words[i] not in gazetteer.words["district"]:
            kept.append(words[i])
            i += 1
            continue
        ends = (
            n
            for n in range(min(len(words), i + 1 + _MOST_WORDS), i + 1, -1)
            if " ".join(words[i + 1 : n]) in gazetteer.names
        )
        i = next(ends, i + 1)
    return tuple(kept)


def _spans(words: tuple[str, ...], state: str, gazetteer: Gazetteer) -> list[_Span]:
    """Return the accepted names in a text, without those within a longer one."""
    found: list[_Span] = []
    for n in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - n + 1):
            part = words[start : start + n]
            if n == 1 and (len(part[0]) < _SHORTEST or part[0] in gazetteer.words["generic"]):
                continue
            inside = any(s.start <= start and start + n <= s.end for s in found)
            entries = () if inside else gazetteer.meanings(" ".join(part), state)
            if entries and _counts(entries[0], start + n == len(words), gazetteer):
                found.append(_Span(start, start + n, entries[0]))
    return found


def _counts(entry: Entry, is_last: bool, gazetteer: Gazetteer) -> bool:
    if entry.kind == "city":
        weight = gazetteer.weights[entry.target]
        known = entry.rank in {ALIAS, QUARTER} or (entry.rank < RARE_NAME and weight >= _SMALLEST_LAST)
        return known and (is_last or (weight >= CITY_WEIGHT and entry.rank != QUARTER))
    return entry.kind == "district" or (is_last and entry.kind == "foreign")


def _best(spans: list[_Span]) -> _Span | None:
    """Return the last city or foreign place, else the last district."""
    by_end = sorted(spans, key=lambda s: s.end, reverse=True)
    cities = [s for s in by_end if s.entry.kind != "district"]
    return next(iter(cities or by_end), None)


def _town_of_district(words: tuple[str, ...], best: _Span, gazetteer: Gazetteer) -> Entry | None:
    """Return the town of a text that consists of a town and its district or the district's seat."""
    if best.end != len(words) or best.entry.target not in gazetteer.places:
        return None
    seat = gazetteer.places[best.entry.target]
    towns = gazetteer.meanings(" ".join(trimmed(words[: best.start], outer_words(gazetteer))), seat.state)
    if not towns or towns[0].kind != "city" or towns[0].rank == QUARTER or gazetteer.district_named(seat) is None:
        return None
    town, weight = gazetteer.places[towns[0].target], gazetteer.weights[towns[0].target]
    nearest, most = 0.0, weight + 1
    if seat.kind == "city":
        people = gazetteer.weights[seat.id]
        nearest, most = sqrt(people) * _QUARTER_KM_PER_ROOT, people * _LARGEST_TOWN
    if weight >= _NO_QUARTER:
        nearest = 0.0
    fits = _SMALLEST_TOWN <= weight < most and nearest <= _kilometres(town, seat) <= _WITHIN_A_DISTRICT_KM
    return towns[0] if fits and town.state == seat.state else None


def _kilometres(a: Place, b: Place) -> float:
    """Return the great-circle distance; 0 if a position is unknown."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    lat_a, lat_b, lon = radians(a.lat), radians(b.lat), radians(b.lon - a.lon)
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(lon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(h))
