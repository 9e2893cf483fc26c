"""Addresses of places: ASCII, always with the state, unique, and the same in every build.

A slug is a function of a place's own id, name and state and of which other places share its name and state; it does not
depend on the data of a bank, so it stays when other places come or go.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.errors import ConfigError

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of(*parts: str) -> str:
    """Return the parts as one lower-case ASCII slug: ("Aurangabad", "Maharashtra") → "aurangabad-maharashtra".

    Letters that have no ASCII form are dropped, so the slug may be "".
    """
    text = " ".join(parts).lower()
    words = text.split()
    # Most names are letters and blanks, for which no expression is needed.
    if text.isascii() and "".join(words).isalnum():
        return "-".join(words)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", text).strip("-")


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
    plain = {place_id: slug_of(name, state) for place_id, name, state in places}
    settled = {place_id: slug for place_id, slug in pins.items() if place_id in plain}
    taken = Counter(settled.values())
    if twice := sorted(slug for slug, n in taken.items() if n > 1):
        raise ConfigError(f"slugs.csv: two places have the address {', '.join(twice)}.", "Give each place its own.")
    count = Counter(plain.values())
    return {
        place_id: settled.get(place_id)
        or (slug if slug and count[slug] == 1 and slug not in taken else _with_id(slug, place_id))
        for place_id, slug in plain.items()
    }


def _with_id(slug: str, place_id: str) -> str:
    """Return a slug that no other place can have: a plain slug never contains two hyphens in a row."""
    return f"{slug or 'place'}--{slug_of(place_id)}"
