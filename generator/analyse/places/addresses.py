"""Former slugs of places, for redirects from old URLs to current pages.

A place keeps its id when its name changes, so an earlier release shows which slug belonged to which place.
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
    """Return the sorted former slugs of places, by id; places without any are absent.

    A slug redirects to one place: its owner in the earlier release, else its owner before that release, else its owner
    in the gazetteer.

    Args:
        today: Current slug by place id.
        taken: All slugs in use, which therefore cannot be redirected.
        listed: Former slugs by id, from the gazetteer.
        previous: The earlier release, if there is one.
        heir: Maps the id of an earlier place to that of the place in which its customers are counted now.
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
