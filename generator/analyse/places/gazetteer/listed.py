"""Places and states listed in the files of a gazetteer, with the user's overrides applied and checked."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Literal

from generator.analyse.places.gazetteer.files import OVERRIDES, rows_of
from generator.analyse.places.gazetteer.model import Listed
from generator.analyse.places.text import key_of
from generator.errors import ConfigError

_COLUMNS = {
    "city": ("id", "name", "state", "lat", "lon", "weight", "alternates"),
    "district": ("id", "name", "state", "lat", "lon", "weight"),
}


class States:
    """States of a country: names by id, by spelling and by abbreviation (the latter two as keys of `text.key_of`)."""

    __slots__ = ("abbreviations", "names", "spellings")

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, str] = {}
        self.spellings: dict[str, str] = {}
        self.abbreviations: dict[str, str] = {}
        rows = rows_of(folder / "states.csv", ("id", "name", "spellings", "abbreviations"))
        for state_id, name, spellings, abbreviations in rows:
            self.names[state_id] = name
            self.spellings.update((key_of(s), name) for s in spellings.split("|") if s)
            self.abbreviations.update((key_of(a), name) for a in abbreviations.split("|") if a)


def override_rows(folders: Iterable[Path], name: str) -> list[list[str]]:
    """Return the rows of an override file from all folders, the shipped ones first."""
    return [row for folder in folders for row in rows_of(folder / name, OVERRIDES[name])]


def read_places(shipped: Path, folders: tuple[Path, ...]) -> dict[str, Listed]:
    """Return all places by id: cities and supplements, then districts, with their display names.

    A supplement row with the id of a shipped city replaces it. A district with an empty display name is left out.

    Raises:
        ConfigError: A row has no id, name or state, or a latitude, longitude or weight that is not a number.
    """
    display = dict(override_rows(folders, "names.csv"))
    paths = [shipped / "cities.csv.gz", *(folder / "supplement.csv" for folder in folders)]
    places = {place.id: place for path in paths for place in _listed(path, "city", display)}
    places.update((place.id, place) for place in _listed(shipped / "districts.csv", "district", display) if place.name)
    return places


def _listed(path: Path, kind: Literal["city", "district"], display: Mapping[str, str]) -> Iterable[Listed]:
    """Return the places of a file; parsed by column for speed, because every command reads thousands of rows."""
    rows = rows_of(path, _COLUMNS[kind])
    if not rows:
        return ()
    ids, names, states, lats, lons, weights, *others = zip(*rows, strict=True)
    try:
        north, east = ([float(text) if text else None for text in column] for column in (lats, lons))
        people = [int(text or 0) for text in weights]
    except ValueError as error:
        raise ConfigError(f"{path}: {_culprit(rows)}: lat, lon and weight must be numbers ({error}).") from error
    if not (all(ids) and all(names) and all(states)):
        row = next(row for row in rows if not all(row[:3]))
        raise ConfigError(f"{path}: a row lacks id, name or state: {', '.join(row)}.")
    if odd := next((id_ for id_ in ids if ":" in id_), ""):
        raise ConfigError(f"{path}: the id {odd!r} contains a colon.", "Use the prefix x- for your own ids.")
    alternates = [tuple(text.split("|")) if text else () for text in others[0]] if others else repeat(())
    return map(Listed, ids, map(display.get, ids, names), states, repeat(kind), north, east, people, names, alternates)


def _culprit(rows: Iterable[Sequence[str]]) -> str:
    """Return the name of the first place with an invalid number."""
    for row in rows:
        try:
            float(row[3] or 0), float(row[4] or 0), int(row[5] or 0)
        except ValueError:
            return row[1]
    return ""


def require_known(folders: tuple[Path, ...], places: Mapping[str, Listed], states: States) -> None:
    """Check that all ids in overrides exist.

    Raises:
        ConfigError: Some do not; the message lists them all.
    """
    meanings = set(places) | set(states.names) | {"", "foreign", "unmatched"}
    faults = []
    for name, column, known in (
        ("aliases.csv", 1, meanings),
        ("quarters.csv", 1, meanings),
        ("names.csv", 0, meanings),
        ("denied.csv", 1, meanings),
        ("former.csv", 0, meanings),
        ("metros.csv", 1, set(places)),
    ):
        # An empty display name removes its district, so its id is unknown on purpose.
        rows = [row for row in override_rows(folders, name) if row[column] not in known and (row[1] or column)]
        faults += [f"{name}: {' → '.join(row)}" for row in rows]
    if faults:
        raise ConfigError("Overrides name ids that the gazetteer does not have:\n  " + "\n  ".join(faults))
