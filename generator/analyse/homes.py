"""Where customers live: distinct spellings through the cascade, and what each match means for disclosure.

Joins `places` (which knows names, not customers) to the customers' table. Private: spellings stop here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.analyse.disclosure import Site
from generator.analyse.engine.base import Engine
from generator.analyse.partition import OTHER
from generator.analyse.places import Match, load_gazetteer, locate, locate_as_is
from generator.analyse.places.slugs import slug_of
from generator.analyse.profile import Home
from generator.config import Settings

_NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Homes:
    """Places of the customers.

    Attributes:
        homes: Candidate place by (place text, state text).
        candidates: Per candidate id: the pool it joins when too small, and whether it may have a page.
        sites: Name and position by id, for candidates, pools and "other".
        customers: Customers by candidate id; exact.
        matches: Customers by "kind:grade"; exact.
        methods: Customers by the step of the cascade that found their place; exact.
        unnamed: Spellings of several words in which no place was found: they may hold a person's details.
    """

    homes: dict[tuple[str, str], Home]
    candidates: dict[str, tuple[str, bool]]
    sites: dict[str, Site]
    customers: dict[str, int]
    matches: dict[str, int]
    methods: dict[str, int]
    unnamed: tuple[str, ...]


def find_homes(engine: Engine, settings: Settings) -> Homes:
    """Match each distinct spelling once and describe the places found."""
    texts = engine.rows("select place_text, state_text, count(*) from gridded group by 1, 2 order by 1, 2")
    matches = match_places(((place, state) for place, state, _ in texts), settings)
    homes: dict[tuple[str, str], Home] = {}
    candidates: dict[str, tuple[str, bool]] = {}
    sites: dict[str, Site] = {OTHER: Site("", "", "other", "", None, None)}
    customers: dict[str, int] = {}
    by_grade: dict[str, int] = {}
    by_method: dict[str, int] = {}
    for place, state, n in texts:
        match = matches[place, state]
        found = candidate(match, candidates, sites)
        homes[place, state] = Home(found, weak=match.grade == "C")
        customers[found] = customers.get(found, 0) + n
        grade = f"{match.kind}:{match.grade or ''}"
        by_grade[grade] = by_grade.get(grade, 0) + n
        by_method[match.method] = by_method.get(match.method, 0) + n
    return Homes(
        homes,
        candidates,
        sites,
        customers,
        matches=dict(sorted(by_grade.items())),
        methods=dict(sorted(by_method.items())),
        unnamed=tuple(place for place, state, _ in texts if matches[place, state].kind == "unmatched" and " " in place),
    )


def match_places(texts: Iterable[tuple[str, str]], settings: Settings) -> Mapping[tuple[str, str], Match]:
    """Read each (place text, state text) as the settings say: through the gazetteer, or as it stands."""
    pairs = list(texts)
    if settings.places == "as-is":
        found = locate_as_is(pairs)
        return {(place, state): found[place, state] for place, state in pairs}
    gazetteer = load_gazetteer(settings.country, settings.overrides_dir)
    # A state column, where there is one, helps a name that stands in several states.
    spelled = {(place, state): f"{place} {state}".strip() if place else "" for place, state in pairs}
    located = locate(sorted(set(spelled.values())), gazetteer)
    return {pair: located[text] for pair, text in spelled.items()}


def candidate(match: Match, candidates: dict[str, tuple[str, bool]], sites: dict[str, Site]) -> str:
    """Enter a match into the tables and return its candidate id."""
    place, state = match.place, match.state
    pool = OTHER
    if state:
        pool = f"pool:{slug_of(state)}"
        sites.setdefault(pool, Site("", state, "pool", state, None, None))
    if place:
        candidates[place.id] = (pool, True)
        sites[place.id] = Site(place.slug, place.name, place.kind, place.state, place.lat, place.lon)
        return place.id
    name = f"state:{pool}" if state else _NOWHERE
    candidates[name] = (pool, False)
    return name
