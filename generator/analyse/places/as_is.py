"""Places without a gazetteer, for a bank with a clean place column: each distinct name is a place."""

import hashlib
import unicodedata
from collections.abc import Iterable

from generator.analyse.places.gazetteer.model import BLANK, Match, Place
from generator.analyse.places.slugs import slugs_for
from generator.unprintable import printable

#: Longest name of a place or state.
_LONGEST = 120


def locate_as_is(pairs: Iterable[tuple[str | None, str | None]]) -> dict[tuple[str | None, str | None], Match]:
    """Treat each (name, state) pair as a city of that name.

    Pairs that differ only in capitals, spaces or Unicode form are one place, shown as the first of them in sorted
    order. An id depends only on the pair; a slug ends in the id if two places would otherwise share it.

    Args:
        pairs: Name and state as in the bank's data; the state may be None.

    Returns:
        One match per distinct pair: kind "city" (no coordinates), "state" if only a state is given, else "unmatched".
    """
    shown: dict[tuple[str, str], tuple[str, str]] = {}
    asked: dict[tuple[str | None, str | None], tuple[str, str]] = {}
    for pair in sorted(set(pairs), key=lambda p: (p[0] or "", p[1] or "")):
        tidy = _tidy(pair[0]), _tidy(pair[1])
        asked[pair] = tidy[0].casefold(), tidy[1].casefold()
        shown.setdefault(asked[pair], tidy)
    ids = {key: "n-" + hashlib.sha256("\0".join(key).encode()).hexdigest()[:12] for key in shown}
    slugs = slugs_for((ids[key], *tidy) for key, tidy in shown.items())
    matches = {key: _match(ids[key], slugs[ids[key]], *tidy) for key, tidy in shown.items()}
    return {pair: matches[key] for pair, key in asked.items()}


def _tidy(text: str | None) -> str:
    """Return the text on one line, without unprintable characters."""
    plain = unicodedata.normalize("NFC", text or "")
    return " ".join(printable(plain).split())


def _match(place_id: str, slug: str, name: str, state: str) -> Match:
    if max(len(name), len(state)) > _LONGEST:
        # Free text is no name; it may describe a customer.
        return Match("unmatched", None, None, "as-is", None, None)
    if name:
        return Match("city", Place(place_id, name, state, "city", None, None, slug), state or None, "as-is", "A", None)
    return Match("state", None, state, "as-is", "A", None) if state else BLANK
