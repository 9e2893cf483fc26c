"""Metropolitan areas as places, for banks that want to count the cities of an area together.

Areas are defined in `metros.csv` and do not depend on the data: name, slug and cities reveal nothing about customers.
"""

from collections import Counter
from typing import NamedTuple

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.model import Place
from generator.analyse.places.slugs import slugs_for, with_id

#: Prefix of an area's id, followed by that of its main city; no other id contains a colon.
PREFIX = "metro:"


class Area(NamedTuple):
    """A metropolitan area.

    Attributes:
        place: The area as a city: id "metro:" + that of the main city, with its position; `state` names all states.
        members: Its places, the main city first.
        state: The state of all members; "" if they are in several.
    """

    place: Place
    members: tuple[Place, ...]
    state: str


def areas_of(gazetteer: Gazetteer) -> dict[str, Area]:
    """Return the area of each place, by the place's id; areas of a single place are ignored."""
    size = Counter(gazetteer.metros.values())
    found: dict[str, list[Place]] = {}
    for id_, name in gazetteer.metros.items():
        if size[name] > 1:
            found.setdefault(name, []).append(gazetteer.places[id_])
    states = {name: _states(members) for name, members in found.items()}
    ids = {name: PREFIX + members[0].id for name, members in found.items()}
    slugs = slugs_for((ids[name], name, " ".join(states[name])) for name in found)
    taken = {place.slug for place in gazetteer.places.values()}
    areas: dict[str, Area] = {}
    for name, members in found.items():
        main, within, slug = members[0], states[name], slugs[ids[name]]
        slug = with_id(slug, ids[name]) if slug in taken else slug
        place = Place(ids[name], name, ", ".join(within), "city", main.lat, main.lon, slug)
        area = Area(place, tuple(members), within[0] if len(within) == 1 else "")
        areas |= dict.fromkeys((member.id for member in members), area)
    return areas


def _states(members: list[Place]) -> list[str]:
    """Return the states of an area: that of its main city first, then the others in alphabetical order."""
    others = {member.state for member in members} - {members[0].state}
    return [members[0].state, *sorted(others)]
