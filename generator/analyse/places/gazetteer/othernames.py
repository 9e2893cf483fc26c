"""Other names of places, for searching, and their former slugs.

Only entries that are marked for publication: most aliases are misspellings, which never leave the private half.
"""

from collections.abc import Mapping
from pathlib import Path

from generator.analyse.places.gazetteer.files import OVERRIDES, rows_of
from generator.analyse.places.gazetteer.listed import override_rows
from generator.analyse.places.gazetteer.meanings import CLEAR_LEAD
from generator.analyse.places.gazetteer.model import Entry, Listed
from generator.analyse.places.text import key_of
from generator.errors import ConfigError
from generator.release.slugs import is_slug

#: Most other names of a place.
MOST_NAMES = 6
_SHOWN = "shown"


def other_names(
    folders: tuple[Path, ...], places: Mapping[str, Listed], meanings: Mapping[str, tuple[Entry, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the names of `aliases.csv` that are marked as shown, by place id, in the order of the files.

    A name that is also the primary name of another place is left out, unless that place is much smaller.
    """
    found: dict[str, dict[str, str]] = {}
    for folder in folders:
        for spelling, target, shown in rows_of(folder / "aliases.csv", OVERRIDES["aliases.csv"], (_SHOWN,)):
            key, name = key_of(spelling), " ".join(spelling.split())
            if shown.lower() != "yes" or target not in places or not key or not name.isprintable():
                continue
            if key != key_of(places[target].name) and not _is_of_another(key, target, places, meanings):
                found.setdefault(target, {}).setdefault(key, name)
    return {target: tuple(names.values())[:MOST_NAMES] for target, names in sorted(found.items())}


def _is_of_another(
    key: str, target: str, places: Mapping[str, Listed], meanings: Mapping[str, tuple[Entry, ...]]
) -> bool:
    own = places[target].weight
    others = (e.target for e in meanings.get(key, ()) if e.method == "exact" and e.kind == "city")
    return any(other != target and own < CLEAR_LEAD * places[other].weight for other in others)


def former_slugs(
    folders: tuple[Path, ...], places: Mapping[str, Listed], slugs: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the former slugs of `former.csv` by place id, without slugs that are in use.

    Raises:
        ConfigError: A row is not a valid slug, or two places have the same one.
    """
    today = frozenset(slugs.values())
    owner: dict[str, str] = {}
    for place, slug in override_rows(folders, "former.csv"):
        if not is_slug(slug):
            raise ConfigError(
                f"former.csv: {slug!r} is not a valid slug.", "Use lower-case letters, digits and hyphens."
            )
        if owner.setdefault(slug, place) != place:
            raise ConfigError(f"former.csv: two places have the former slug {slug}.", "Keep only the later one's row.")
    found: dict[str, list[str]] = {}
    for slug, place in owner.items():
        if slug not in today and place in places:
            found.setdefault(place, []).append(slug)
    return {place: tuple(slugs_) for place, slugs_ in sorted(found.items())}
