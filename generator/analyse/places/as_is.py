"""Places without a gazetteer, for a bank with a clean place column: each distinct name is a place.

A name is shown as it is spelled most often, see `place_texts.shown`, and all its spellings count together. What differs
by marks on letters only stays apart, because nothing here knows whether Munster and Münster are one town;
`accent_twins` counts such places.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.analyse.places.gazetteer.model import BLANK, Match, Place
from generator.analyse.places.slugs import slug_of, slugs_for, with_id
from generator.analyse.values.place_texts import fold_name, shown, tidy
from generator.release import Release
from generator.settings.settings import Settings

Pair = tuple[str | None, str | None]

#: Longest name of a place or state.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Naming:
    """How names are shown and which slugs they get.

    Attributes:
        least: Customers that must share a spelling for its capitals to be shown; places with fewer have no page, so
            their slugs give way.
        fold_accents: Whether spellings that differ by marks on letters are one name.
        pins: Slug by place id, from an earlier release.
    """

    least: int = 1
    fold_accents: bool = False
    pins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, previous: Release | None = None) -> "Naming":
        """Return the naming of a run; `previous` is the release whose addresses are kept."""
        least = settings.threshold if settings.policy == "public" else 1
        pins = {place.id: place.slug for place in previous.places if place.slug} if previous else {}
        return cls(least, settings.fold_accents, pins)


#: Every spelling may be shown.
PLAIN = Naming()


def locate_as_is(pairs: Mapping[Pair, int] | Iterable[Pair], naming: Naming = PLAIN) -> dict[Pair, Match]:
    """Treat each (name, state) pair as a city of that name.

    Spellings of one name, see `place_texts.fold_name`, are one place. An id depends only on the folded pair; a slug
    ends in the id if two places with a page would otherwise share it.

    Args:
        pairs: Name and state as in the bank's data, either may be None or empty; with the number of customers of each,
            or one each.
        naming: How names are shown.

    Returns:
        One match per distinct pair: kind "city" (no coordinates), "state" if only a state is given, else "unmatched".
    """
    counts = Counter(pairs)
    keys = {pair: (_fold(pair[0], naming), _fold(pair[1], naming)) for pair in counts}
    names: dict[tuple[str, str], Counter[str]] = {}
    states: dict[str, Counter[str]] = {}
    for pair, n in counts.items():
        names.setdefault(keys[pair], Counter())[tidy(pair[0] or "")] += n
        states.setdefault(keys[pair][1], Counter())[tidy(pair[1] or "")] += n
    shown_states = {key: shown(spellings, naming.least) for key, spellings in states.items()}
    ids = {key: "n-" + hashlib.sha256("\0".join(key).encode()).hexdigest()[:12] for key in names}
    slugs = _slugs({ids[key]: (key, spellings.total()) for key, spellings in sorted(names.items())}, naming)
    matches = {
        key: _match(ids[key], slugs[ids[key]], shown(spellings, naming.least), shown_states[key[1]])
        for key, spellings in names.items()
    }
    return {pair: matches[key] for pair, key in keys.items()}


def accent_twins(pairs: Iterable[tuple[str, str]]) -> int:
    """Return how many pairs of a name and a state differ from another one only by marks on letters."""
    distinct = {(fold_name(name), fold_name(state)): (name, state) for name, state in pairs}
    forms = Counter(
        (fold_name(name, accents=True), fold_name(state, accents=True)) for name, state in distinct.values()
    )
    return sum(n for n in forms.values() if n > 1)


def _fold(text: str | None, naming: Naming) -> str:
    return fold_name(text or "", naming.fold_accents)


def _slugs(keys: Mapping[str, tuple[tuple[str, str], int]], naming: Naming) -> dict[str, str]:
    """Return the slugs by id, from the folded names, so that they do not depend on the commonest spelling.

    Of places that share a plain slug, the one that had it in an earlier release keeps it.
    """
    plain = {id_: slug_of(*key) for id_, (key, _) in keys.items()}
    pins = {id_: slug for id_, slug in naming.pins.items() if plain.get(id_, slug) == slug}
    paged = slugs_for(((id_, *key) for id_, (key, n) in keys.items() if n >= naming.least or id_ in pins), pins)
    return {id_: paged.get(id_) or with_id(slug, id_) for id_, slug in plain.items()}


def _match(place_id: str, slug: str, name: str, state: str) -> Match:
    if max(len(name), len(state)) > _LONGEST:
        # Free text is no name; it may describe a customer.
        return Match("unmatched", None, None, "as-is", None, None)
    if name:
        return Match("city", Place(place_id, name, state, "city", None, None, slug), state or None, "as-is", "A", None)
    return Match("state", None, state, "as-is", "A", None) if state else BLANK
