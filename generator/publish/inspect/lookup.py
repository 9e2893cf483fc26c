"""Resolves a name to a place (slug, name or alias), a segment (code or name), or all customers."""

import unicodedata
from difflib import get_close_matches

from generator.errors import UsageError
from generator.publish.model.types import PlaceView, Views

#: Names of the whole bank.
ALL = ("all", "bank", "everyone")


def find(name: str, views: Views) -> PlaceView | str | None:
    """Resolve a name to a place, the id of a segment, or None for all customers.

    Args:
        name: What the user typed, in any case: "pune-maharashtra", "Pune", "Poona", "Pune, Maharashtra", "B", "all".
        views: The release as published.

    Raises:
        UsageError: The name is unknown or ambiguous.
    """
    key = _key(name)
    if key in ALL:
        return None
    for segment in views.segments.values():
        if key in {_key(segment.letter), _key(f"segment {segment.letter}"), _key(segment.name), _key(segment.short)}:
            return segment.id
    # Current names take precedence over former slugs and aliases, which may now belong to another place.
    for names in (_names, _other_names):
        found = [view for view in views.pages if key in {_key(text) for text in names(view)}]
        if len(found) > 1:
            slugs = ", ".join(view.place.slug for view in found)
            raise UsageError(f"{name!r} is the name of {len(found)} places: {slugs}.", "Use one of these slugs.")
        if found:
            return found[0]
    raise UsageError(f"{name!r} has no page in this release.", _near(name, views))


def two_places(name: str, other: str, views: Views) -> tuple[PlaceView, PlaceView]:
    """Resolve two names to two different places.

    Raises:
        UsageError: As `find`; or a name is not a place; or both are the same place.
    """
    one, two = find(name, views), find(other, views)
    if not isinstance(one, PlaceView) or not isinstance(two, PlaceView) or one is two:
        raise UsageError(f"{name!r} and {other!r} are not two places.", "Name two places with pages.")
    return one, two


def _names(view: PlaceView) -> tuple[str, ...]:
    place = view.place
    return place.slug, place.name, f"{place.name} {place.state}"


def _other_names(view: PlaceView) -> tuple[str, ...]:
    return *view.place.aliases, *view.place.former


def _near(name: str, views: Views) -> str:
    known = {_key(text): view.place for view in views.pages for text in (*_names(view), *_other_names(view))}
    close = get_close_matches(_key(name), known, n=6, cutoff=0.6)
    names = list(dict.fromkeys(f"{known[key].name} ({known[key].slug})" for key in close))[:3]
    if names:
        return f"Did you mean {' or '.join(names)}?"
    letters = ", ".join(segment.letter for segment in views.segments.values())
    return f"Name a place with a page, a segment ({letters}) or all; smaller places are counted together."


def _key(text: str) -> str:
    """Normalise a name: case, accents and punctuation removed: "Pune, Maharashtra" and "pune-maharashtra" are one."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())
