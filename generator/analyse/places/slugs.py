"""Addresses of places: ASCII, always with the state, unique, and the same in every build.

A slug is a function of a place's own id, name and state and of which other places share its name and state; it does not
depend on the data of a bank, so it stays when other places come or go.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from generator.analyse.places.text import MAX_CHARACTERS, keys_of_each
from generator.errors import ConfigError

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of(*parts: str) -> str:
    """Return the parts as one lower-case ASCII slug: ("Aurangabad", "Maharashtra") → "aurangabad-maharashtra".

    Letters that have no ASCII form are dropped, so the slug may be "".
    """
    text = " ".join(parts).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", text).strip("-")


def _slugs_of(texts: Sequence[str]) -> list[str]:
    """Return `slug_of` of each text; plain ones, as a gazetteer's are, hold the same words as their keys."""
    if all(map(str.isascii, texts)) and max(map(len, texts), default=0) <= MAX_CHARACTERS:
        return [key.lower().replace(" ", "-") for key in keys_of_each(texts)]
    return [slug_of(text) for text in texts]


def slugs_for(places: Iterable[tuple[str, str, str]], pins: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return id → slug for (id, name, state) triples; the slugs are unique.

    Where name and state are shared, every one of the places carries its id: were the largest left bare, a new count of
    inhabitants could hand its address to another town. Only a pin, kept by hand, gives one of them the bare address.

    Args:
        places: (id, name, state) of every place of a gazetteer.
        pins: id → slug that is settled; a pin for an unknown id does nothing.

    Raises:
        ConfigError: Two pins give the same slug.
    """
    listed = list(places)
    slugs = _slugs_of([f"{name} {state}" for _, name, state in listed])
    plain = dict(zip((place_id for place_id, _, _ in listed), slugs, strict=True))
    settled = {place_id: slug for place_id, slug in pins.items() if place_id in plain}
    taken = Counter(settled.values())
    if twice := sorted(slug for slug, n in taken.items() if n > 1):
        raise ConfigError(f"slugs.csv: two places have the address {', '.join(twice)}.", "Give each place its own.")
    shared = {slug for slug, n in Counter(plain.values()).items() if n > 1} | taken.keys() | {""}
    clashing = {place_id: with_id(slug, place_id) for place_id, slug in plain.items() if slug in shared}
    return plain | clashing | settled


def with_id(slug: str, place_id: str) -> str:
    """Return a slug that no other place can have: a plain slug never contains two hyphens in a row."""
    return f"{slug or 'place'}--{slug_of(place_id)}"
