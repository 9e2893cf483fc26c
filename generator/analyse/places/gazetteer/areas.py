"""Metropolitan areas as places of their own: cities of one area counted together, for a bank that asks for it.

An area is what `metros.csv` says, whoever the customers are: its name, address and cities tell nothing about them.
"""

from collections import Counter
from typing import NamedTuple

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.model import Place
from generator.analyse.places.slugs import slugs_for, with_id

#: What the id of an area begins with, before that of its main city; no id of a gazetteer holds a colon.
PREFIX = "metro:"


class Area(NamedTuple):
    """A metropolitan area.

    Attributes:
        place: As a city: id "metro:" and that of the main city, whose position it has; `state` names all of its states.
        members: Its places, the main city first.
        state: The state that they all lie in; "" when they lie in several.
    """

    place: Place
    members: tuple[Place, ...]
    state: str


def areas_of(gazetteer: Gazetteer) -> dict[str, Area]:
    """Return the area of each place that is in one, by the place's id; an area of one place is none."""
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
    """Return the states of an area, that of its main city first and the others in order."""
    others = {member.state for member in members} - {members[0].state}
    return [members[0].state, *sorted(others)]
