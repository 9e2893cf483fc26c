"""Places of residence of the customers: matches distinct spellings, and prepares the candidates for disclosure.

Connects the matching of names with the table of customers. Private: spellings never leave this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from types import MappingProxyType

from generator.analyse.disclosure.disclosure import Site
from generator.analyse.disclosure.partition import OTHER, UNKNOWN
from generator.analyse.engine.base import Engine
from generator.analyse.places import PREFIX, Area, Gazetteer, Match
from generator.analyse.places.addresses import former_addresses
from generator.analyse.places.as_is import Naming, accent_twins
from generator.analyse.places.matching import chosen_areas, match_texts, open_gazetteer
from generator.analyse.places.slugs import slug_of
from generator.analyse.places.text import key_of
from generator.release import Release
from generator.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Home:
    """Place of residence of the customers with one spelling.

    Attributes:
        place: Candidate id: a place, a state or "other".
        weak: Whether the place was found only by phonetic or fuzzy matching (grade C).
    """

    place: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Homes:
    """Places of the customers.

    Attributes:
        homes: Candidate place by (place text, state text).
        candidates: By candidate id: the pool that it joins if too small, and whether it may have a page.
        sites: Names and position by id, for candidates, pools and "other".
        customers: Customers by candidate id; exact.
        matches: Customers by "kind:grade"; exact.
        methods: Customers by matching method; exact.
        unnamed: Unmatched spellings of several words, which may contain personal details.
        accent_twins: Places without a gazetteer that differ from another one only by marks on letters.
    """

    homes: dict[tuple[str, str], Home]
    candidates: dict[str, tuple[str, bool]]
    sites: dict[str, Site]
    customers: dict[str, int]
    matches: dict[str, int]
    methods: dict[str, int]
    unnamed: tuple[str, ...]
    accent_twins: int


def find_homes(engine: Engine, settings: Settings, previous: Release | None = None) -> Homes:
    """Match each distinct spelling once, and describe the places found.

    Args:
        engine: Holds the table `gridded`.
        settings: Country, overrides, use of a gazetteer, and whether an area is one place.
        previous: The earlier release, whose slugs are redirected.
    """
    texts = engine.rows("select place_text, state_text, count(*) from gridded group by 1, 2 order by 1, 2")
    gazetteer = open_gazetteer(settings)
    apart = gazetteer is None and not settings.fold_accents
    areas = chosen_areas(settings, gazetteer)
    matches = match_texts({(place, state): n for place, state, n in texts}, gazetteer, Naming.of(settings, previous))
    homes: dict[tuple[str, str], Home] = {}
    candidates: dict[str, tuple[str, bool]] = {}
    sites: dict[str, Site] = {OTHER: Site("", "", "other", "", None, None)}
    customers: dict[str, int] = {}
    by_grade: dict[str, int] = {}
    by_method: dict[str, int] = {}
    for place, state, n in texts:
        match = matches[place, state]
        found = candidate(match, candidates, sites, areas, f"spelling:{len(homes)}" if place else UNKNOWN)
        homes[place, state] = Home(found, weak=match.grade == "C")
        customers[found] = customers.get(found, 0) + n
        grade = f"{match.kind}:{match.grade or ''}"
        by_grade[grade] = by_grade.get(grade, 0) + n
        by_method[match.method] = by_method.get(match.method, 0) + n
    return Homes(
        homes,
        candidates,
        with_names(sites, gazetteer, previous, areas),
        customers,
        matches=dict(sorted(by_grade.items())),
        methods=dict(sorted(by_method.items())),
        unnamed=tuple(place for place, state, _ in texts if matches[place, state].kind == "unmatched" and " " in place),
        accent_twins=accent_twins((place, state) for place, state, _ in texts) if apart else 0,
    )


def with_names(
    sites: Mapping[str, Site],
    gazetteer: Gazetteer | None,
    previous: Release | None,
    areas: Mapping[str, Area] = MappingProxyType({}),
) -> dict[str, Site]:
    """Add former slugs, other names and metropolitan areas from the gazetteer and an earlier release.

    Args:
        sites: As filled by `candidate`.
        gazetteer: None if places are used without a gazetteer.
        previous: The earlier release, which may have counted the cities of areas differently.
        areas: Areas that are one place, by the id of each city.
    """

    def heir(id_: str) -> str:
        city = id_.removeprefix(PREFIX)
        return areas[city].place.id if city in areas else city

    today = {id_: site.slug for id_, site in sites.items() if site.slug}
    everywhere = (place.slug for place in gazetteer.places.values() if place.id not in areas) if gazetteer else ()
    listed = gazetteer.former if gazetteer else {}
    former = former_addresses(today, {*today.values(), *everywhere}, listed, previous, heir)
    named = {id_: replace(site, former=former.get(id_, ())) for id_, site in sites.items()}
    if gazetteer is None:
        return named
    if areas:
        named |= {
            area.place.id: replace(
                named[area.place.id],
                covers=tuple(member.name for member in area.members),
                aliases=_within(area, gazetteer),
            )
            for area in areas.values()
            if area.place.id in named
        }
    metros = {id_: gazetteer.metros.get(id_, "") for id_ in named}
    cores = {metro: _cores(metro, gazetteer) for metro in set(metros.values())}
    return {
        id_: replace(
            site,
            metro=metros[id_],
            cores=cores[metros[id_]],
            aliases=site.aliases or gazetteer.other_names.get(id_, ()),
        )
        for id_, site in named.items()
    }


def _within(area: Area, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the names by which readers may search for an area: those of its cities."""
    names = (name for member in area.members for name in (member.name, *gazetteer.other_names.get(member.id, ())))
    return tuple(name for name in dict.fromkeys(names) if name != area.place.name)


def _cores(area: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the ids of the cities whose names occur in the name of a metropolitan area."""
    words = key_of(area).split()
    runs = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    entries = (gazetteer.names[run][0] for run in runs if run in gazetteer.names)
    return tuple(sorted({entry.target for entry in entries if entry.kind == "city"}))


def candidate(
    match: Match,
    candidates: dict[str, tuple[str, bool]],
    sites: dict[str, Site],
    areas: Mapping[str, Area] = MappingProxyType({}),
    nowhere: str = UNKNOWN,
) -> str:
    """Add a match to the tables and return its candidate id; an area in several states joins no state's pool.

    Args:
        match: Match of a spelling.
        candidates: Updated in place; as in `Homes`.
        sites: Updated in place; as in `Homes`.
        areas: Areas that are one place, by the id of each city.
        nowhere: Candidate id of a spelling without place and state.
    """
    place, state = match.place, match.state
    if place and place.id in areas:
        place, state = areas[place.id].place, areas[place.id].state
    pool = OTHER
    if state:
        pool = _pool_of(state, sites)
        sites.setdefault(pool, Site("", state, "pool", state, None, None))
    if place:
        candidates[place.id] = (pool, True)
        sites[place.id] = Site(place.slug, place.name, place.kind, place.state, place.lat, place.lon)
        return place.id
    name = f"state:{pool}" if state else nowhere
    candidates[name] = (pool, False)
    return name


def _pool_of(state: str, sites: Mapping[str, Site]) -> str:
    """Return the id of a state's pool; of states with one slug, the later ones have a number."""
    slug = slug_of(state) or "state"
    ids = (f"pool:{slug}" + (f"--{n}" if n > 1 else "") for n in count(1))
    return next(id_ for id_ in ids if id_ not in sites or sites[id_].name == state)
