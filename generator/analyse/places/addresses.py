"""Addresses that pages had before: what leads a saved link to the page of today.

A place keeps its id when its name changes, so an earlier release tells which address was whose. Knows addresses only.
"""

from collections.abc import Callable, Collection, Mapping

from generator.release import Release


def former_addresses(
    today: Mapping[str, str],
    taken: Collection[str],
    listed: Mapping[str, tuple[str, ...]],
    previous: Release | None,
    heir: Callable[[str], str] = str,
) -> dict[str, tuple[str, ...]]:
    """Return the former addresses of places, sorted, by id; places without any are absent.

    An address leads to one place: to whose it was in the earlier release, else to whose it was before that, else to
    whose it was by the gazetteer.

    Args:
        today: Address by place id.
        taken: All addresses that some place has today; none of them is a former one.
        listed: Former addresses by id, from the gazetteer.
        previous: The earlier release, if there is one.
        heir: Returns the id of the place that the customers of an earlier one are counted in today.
    """
    earlier = previous.places if previous else ()
    claims = [(place.slug, place.id) for place in earlier if place.slug]
    claims += [(slug, place.id) for place in earlier for slug in place.former]
    claims += [(slug, place) for place, slugs in sorted(listed.items()) for slug in slugs]
    owner: dict[str, str] = {}
    for slug, place in claims:
        owner.setdefault(slug, heir(place))
    found: dict[str, list[str]] = {}
    for slug, place in sorted(owner.items()):
        if place in today and slug not in taken:
            found.setdefault(place, []).append(slug)
    return {place: tuple(slugs) for place, slugs in found.items()}
