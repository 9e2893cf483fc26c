"""Slugs of places: ASCII, always with the state, unique, and the same in every build.

A slug depends only on the place's id, name and state, and on which other places of the gazetteer share its name and
state. It does not depend on the data of a bank, so it does not change when other places appear or disappear.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from generator.analyse.places.text import MAX_CHARACTERS, keys_of_each
from generator.errors import ConfigError
from generator.latin import hyphenate
from generator.release.slugs import is_slug

#: Longest slug, without an id that may follow: names of folders may have 255 bytes, and whole paths 260 on Windows.
_LONGEST = 100


def slug_of(*parts: str) -> str:
    """Join the parts to a lower-case ASCII slug: ("Aurangabad", "Maharashtra") → "aurangabad-maharashtra".

    Other scripts are transliterated, and the rest of a very long text is left out; a text without letters and digits
    gives "".
    """
    return _shortened(hyphenate(" ".join(parts)))


def _shortened(slug: str) -> str:
    return slug[:_LONGEST].rstrip("-")


def _slugs_of(texts: Sequence[str]) -> list[str]:
    """Return `slug_of` of each text; faster for plain ASCII texts, whose slugs follow from their keys."""
    if all(map(str.isascii, texts)) and max(map(len, texts), default=0) <= MAX_CHARACTERS:
        return [_shortened(key.lower().replace(" ", "-")) for key in keys_of_each(texts)]
    return [slug_of(text) for text in texts]


def slugs_for(places: Iterable[tuple[str, str, str]], pins: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return unique slugs by id for (id, name, state) triples.

    If places share a slug, each slug ends in the id. If the largest had none, a new census could give its slug to
    another town. Only a pin, which is maintained by hand or comes from an earlier release, gives one of them the plain
    slug. A slug that Windows reserves for a device ends in the id, too.

    Args:
        places: (id, name, state) of every place of a gazetteer.
        pins: Fixed slug by id; those of unknown ids are given to no other place.

    Raises:
        ConfigError: Two pins give the same slug.
    """
    listed = list(places)
    slugs = _slugs_of([f"{name} {state}" for _, name, state in listed])
    plain = dict(zip((place_id for place_id, _, _ in listed), slugs, strict=True))
    settled = {place_id: slug for place_id, slug in pins.items() if place_id in plain}
    taken = Counter(settled.values())
    if twice := sorted(slug for slug, n in taken.items() if n > 1):
        raise ConfigError(f"slugs.csv: two places have the slug {', '.join(twice)}.", "Give each place another slug.")
    if odd := sorted(slug for slug in settled.values() if not is_slug(slug)):
        raise ConfigError(
            f"slugs.csv: {len(odd)} of the slugs cannot name a page, such as {odd[0][:40]!r}.",
            "Write small letters, digits and single hyphens, and no name that Windows reserves, such as con.",
        )
    shared = {slug for slug, n in Counter(plain.values()).items() if n > 1} | {*pins.values()}
    shared |= {slug for slug in plain.values() if not is_slug(slug)}
    clashing = {place_id: with_id(slug, place_id) for place_id, slug in plain.items() if slug in shared}
    return plain | clashing | settled


def with_id(slug: str, place_id: str) -> str:
    """Return a slug that is unique, because plain slugs never contain two hyphens in a row."""
    return f"{slug or 'place'}--{slug_of(place_id)}"
