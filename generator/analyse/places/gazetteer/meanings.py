"""Ranks the meanings of each name (places, states and places abroad with the same spelling), best first.

Rules such as "primary names win over alternates" and "a district wins over a village" are applied here, at loading.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from rapidfuzz.distance import OSA

from generator.analyse.places.gazetteer.listed import States, override_rows
from generator.analyse.places.gazetteer.model import Entry, Kind, Listed
from generator.analyse.places.text import key_of, keys_of_each

# Order of the meanings of a name. Aliases and foreign places maintained by hand come first. A village ranks below a
# district and below the well-known other name of a large city, so primary names have two ranks (TOWN, VILLAGE).
ALIAS, QUARTER, ABROAD, STATE, TOWN, VARIANT, DISTRICT, OTHER_NAME, VILLAGE, RARE_NAME = range(10)

# A place of fewer inhabitants is a village here.
TOWN_WEIGHT = 20_000
# From this size on, the other names of a city are better known than villages of that name: Baroda is Vadodara.
CITY_WEIGHT = 100_000
# The seat of a district of the same name is meant more often than its size suggests (Una in Himachal Pradesh).
SEAT_FACTOR = 5
# An ambiguous text means the larger of two places only if that is this many times larger.
CLEAR_LEAD = 10
# From this similarity on, an alternate is a spelling variant of the name (Sholapur, Solapur), not another name.
VARIANT_SIMILARITY = 0.6

#: Meanings by key.
Found = dict[str, tuple[Entry, ...]]

_OTHER_TARGETS: Mapping[str, Kind] = {"foreign": "foreign", "unmatched": "unmatched"}


def meanings_of(
    folders: tuple[Path, ...], places: Mapping[str, Listed], states: States
) -> dict[str, tuple[Entry, ...]]:
    """Return the meanings of each key, best first."""
    found: Found = {}
    _add_cities(found, [p for p in places.values() if p.kind == "city"], _seats(places))
    _add_districts(found, [p for p in places.values() if p.kind == "district"])
    for spelling, name in states.spellings.items():
        _add(found, spelling, Entry(STATE, 0, name, "state", "exact"))
    _take_out(found, override_rows(folders, "denied.csv"))
    for (spelling,) in override_rows(folders, "foreign.csv"):
        _add(found, key_of(spelling), Entry(ABROAD, 0, "", "foreign", "foreign"))
    _put_aliases(found, QUARTER, override_rows(folders, "quarters.csv"), places, states)
    _put_aliases(found, ALIAS, override_rows(folders, "aliases.csv"), places, states)
    found.pop("", None)
    found.update((key, tuple(sorted(e, key=_order))) for key, e in list(found.items()) if len(e) > 1)
    return found


def _add(found: Found, key: str, entry: Entry) -> None:
    found[key] = (*found[key], entry) if key in found else (entry,)


def _order(entry: Entry) -> tuple[int, int, str]:
    return entry.rank, -entry.weight, entry.target


def _seats(places: Mapping[str, Listed]) -> frozenset[tuple[str, str]]:
    """Return (key, state) of the names of all districts; a city with such a name is considered the district's seat."""
    districts = (p for p in places.values() if p.kind == "district")
    return frozenset((key_of(name), p.state) for p in districts for name in {p.name, p.source_name})


def _add_cities(found: Found, cities: Sequence[Listed], seats: frozenset[tuple[str, str]]) -> None:
    names = keys_of_each([city.name for city in cities])
    others = iter(keys_of_each([other for city in cities for other in city.alternates]))
    for city, own in zip(cities, names, strict=True):
        _, name, state, _, _, _, people, source_name, alternates = city
        primaries = (own,) if source_name == name else tuple({own: 0, key_of(source_name): 0})
        seat = (own, state) in seats or (primaries[-1], state) in seats
        weight = people * SEAT_FACTOR if seat else people
        rank = TOWN if seat or people >= TOWN_WEIGHT else VILLAGE
        for key in primaries:
            entry = Entry(rank, weight, city.id, "city", "exact")
            # Inlined `_add`, because this line runs for every city.
            found[key] = (*found[key], entry) if key in found else (entry,)
        if not alternates:
            continue
        usual = OTHER_NAME if people >= CITY_WEIGHT else RARE_NAME
        for key in set(islice(others, len(alternates))).difference(primaries):
            # Only names that are also those of a district need the slow comparison.
            claimed = (key, state) in seats and OSA.normalized_similarity(own, key) >= VARIANT_SIMILARITY
            entry = Entry(VARIANT if claimed else usual, weight, city.id, "city", "alternate")
            found[key] = (*found[key], entry) if key in found else (entry,)


def _add_districts(found: Found, districts: Iterable[Listed]) -> None:
    for district in districts:
        for spelling in {key_of(name) for name in {district.name, district.source_name}}:
            _add(found, spelling, Entry(DISTRICT, district.weight, district.id, "district", "exact"))


def _take_out(found: Found, denied: Iterable[list[str]]) -> None:
    """Remove meanings that are known to be wrong; an empty id means every city of that name."""
    for spelling, target in denied:
        key = key_of(spelling)
        left = tuple(e for e in found.pop(key, ()) if not (e.target == target or (not target and e.kind == "city")))
        if left:
            found[key] = left


def _put_aliases(
    found: Found, rank: int, aliases: Iterable[list[str]], places: Mapping[str, Listed], states: States
) -> None:
    """Rank each alias before all other meanings; of two for a spelling the later one wins, which is the user's."""
    chosen = {key_of(spelling): target for spelling, target in aliases}
    for key, target in chosen.items():
        if target in places:
            entry = Entry(rank, places[target].weight, target, places[target].kind, "alias")
        elif target in states.names:
            entry = Entry(rank, 0, states.names[target], "state", "alias")
        else:
            entry = Entry(rank, 0, "", _OTHER_TARGETS.get(target, "unmatched"), "alias")
        _add(found, key, entry)
