"""Gazetteer of a country: all places that may have a page, and the meanings of each name, best first.

Independent of the country: places, renames, exceptions and address words come from `data/gazetteer/<country>/` and from
a folder of the user in the same format. Immutable after loading.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.analyse.places.gazetteer.files import country_folder, keys_of
from generator.analyse.places.gazetteer.listed import States, override_rows, read_places, require_known
from generator.analyse.places.gazetteer.meanings import meanings_of
from generator.analyse.places.gazetteer.model import Entry, Listed, Place
from generator.analyse.places.gazetteer.othernames import former_slugs, other_names
from generator.analyse.places.slugs import slugs_for
from generator.analyse.places.text import key_of
from generator.errors import ConfigError
from generator.resources import data_dir

_WORD_KINDS = ("compass", "district", "subdistrict", "affix", "generic")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Result of `load_gazetteer`; read-only.

    Attributes:
        country: ISO 3166-1 code in capitals.
        places: Place by id.
        weights: Inhabitants of a city (post offices of a district) by place id; 0 if unknown.
        names: Meanings of each name, best first, by key (`text.key_of`).
        abroad: Keys of large cities abroad and of countries, unless a domestic place of 5,000 inhabitants has the name.
        joined: Key of several words by the same words without spaces.
        states: State name by the key of each of its spellings.
        abbreviations: State name by the key of its abbreviation.
        words: Address words by kind: compass, district, subdistrict, affix, generic.
        metros: Metropolitan area by place id, with the main city of each before its other places; other places are
            absent.
        state_ids: Id of a state ("IN-KL") by its name.
        other_names: Additional names for searching, by place id.
        former: Former slugs by place id.
    """

    country: str
    places: Mapping[str, Place]
    weights: Mapping[str, int]
    names: Mapping[str, tuple[Entry, ...]]
    abroad: frozenset[str]
    joined: Mapping[str, str]
    states: Mapping[str, str]
    abbreviations: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    metros: Mapping[str, str]
    state_ids: Mapping[str, str]
    other_names: Mapping[str, tuple[str, ...]]
    former: Mapping[str, tuple[str, ...]]

    def joined_meanings(self, words: str, state: str = "") -> tuple[Entry, ...]:
        """Return the meanings of a key without regard to spaces: YAMUNA NAGAR, YAMUNANAGAR."""
        joined = words.replace(" ", "")
        return self.meanings(joined, state) or self.meanings(self.joined.get(joined, ""), state)

    def meanings(self, key: str, state: str = "") -> tuple[Entry, ...]:
        """Return the meanings of a key, best first: those within the state if there are any, else all.

        A state that matches none is ignored, because banks may still use the states of before a border change.
        """
        entries = self.names.get(key, ())
        return tuple(e for e in entries if e.target in self.places and self.places[e.target].state == state) or entries

    def district_named(self, place: Place) -> Entry | None:
        """Return the place itself if it is a district, else the district with its name and state; None without one."""
        entries = self.names.get(key_of(place.name), ()) if place.kind == "city" else ()
        if place.kind == "district":
            return Entry(0, self.weights[place.id], place.id, "district", "exact")
        same = (e for e in entries if e.kind == "district" and self.places[e.target].state == place.state)
        return next(same, None)


def load_gazetteer(country: str = "IN", overrides: Path | None = None) -> Gazetteer:
    """Load a country's gazetteer from the package's data folder.

    Args:
        country: ISO 3166-1 alpha-2 code.
        overrides: Folder with any of the files in `files.OVERRIDES`. Its rows are added to the shipped ones, and take
            precedence.

    Raises:
        ConfigError: The country has no gazetteer, a file is malformed, or an override names an id that does not exist.
    """
    shipped = country_folder(data_dir(), country)
    if overrides is None:
        return _shipped(country, shipped)
    with _uncollected():
        return _load(country, shipped, overrides)


@lru_cache(maxsize=1)
def _shipped(country: str, folder: Path) -> Gazetteer:
    """Load a gazetteer that the user adds nothing to; a process needs the same one each time."""
    with _uncollected():
        return _load(country, folder, None)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Disable garbage collection while many acyclic objects are created, which would take a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _load(country: str, shipped: Path, overrides: Path | None) -> Gazetteer:
    if overrides is not None and not overrides.is_dir():
        raise ConfigError(
            f"place_overrides: {overrides} is not a folder.", "Name the folder that holds your CSV files."
        )
    folders = (shipped,) if overrides is None else (shipped, overrides)
    states = States(shipped)
    listed = read_places(shipped, folders)
    require_known(folders, listed, states)
    names = meanings_of(folders, listed, states)
    words = override_rows(folders, "words.csv")
    districts_as = next((word for kind, word in words if kind == "title"), "{}")
    places = _places(listed, districts_as, dict(override_rows(folders, "slugs.csv")))
    return Gazetteer(
        country=country.upper(),
        places=places,
        weights={place.id: place.weight for place in listed.values()},
        names=names,
        abroad=_abroad(shipped, listed),
        joined=_joined(names),
        states=states.spellings,
        abbreviations=states.abbreviations,
        words={kind: frozenset(key_of(word) for k, word in words if k == kind) for kind in _WORD_KINDS},
        metros=_metros(override_rows(folders, "metros.csv")),
        state_ids={name: state_id for state_id, name in states.names.items()},
        other_names=other_names(folders, listed, names),
        former=former_slugs(folders, listed, {place.id: place.slug for place in places.values()}),
    )


def _metros(rows: list[list[str]]) -> dict[str, str]:
    """Return the area of each place, in the order of the rows; the last row for a place wins."""
    found: dict[str, str] = {}
    for metro, place in rows:
        found.pop(place, None)
        found[place] = " ".join(metro.split())
    return {place: metro for place, metro in found.items() if metro}


def _places(listed: Mapping[str, Listed], districts_as: str, pins: Mapping[str, str]) -> dict[str, Place]:
    if not listed:
        return {}
    ids, names, states, kinds, lats, lons, *_ = zip(*listed.values(), strict=True)
    shown = [districts_as.format(name) if kind == "district" else name for name, kind in zip(names, kinds, strict=True)]
    slugs = slugs_for(zip(ids, shown, states, strict=True), pins)
    places = map(Place, ids, shown, states, kinds, lats, lons, map(slugs.__getitem__, ids))
    return dict(zip(ids, places, strict=True))


def _abroad(shipped: Path, listed: Mapping[str, Listed]) -> frozenset[str]:
    # The generated list does not consider cities added by a supplement, whose ids are not numbers.
    added = {key_of(p.name) for p in listed.values() if p.kind == "city" and not p.id.isdigit()}
    return keys_of(shipped / "foreign.csv.gz") - added


def _joined(names: Mapping[str, tuple[Entry, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in sorted(key for key in names if " " in key):
        joined = key.replace(" ", "")
        other = found.get(joined, key)
        # Of two names that are equal without spaces, that of the larger place wins.
        found[joined] = key if names[key][0].weight > names[other][0].weight else other
    return found
