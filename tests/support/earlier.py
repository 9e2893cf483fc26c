"""Earlier releases of the samples, and the changes since them."""

from dataclasses import replace
from typing import Any

from generator.analyse.disclosure.changes import changes_since
from generator.release import Changes, Mean, Release, Window

#: Days of the window before that of the samples.
EARLIER = Window("2016-05-11", "2016-07-31", 82, 82, 82, 0)


def earlier_release(release: Release) -> Release:
    """Return an earlier release of a sample.

    Since then typical spend rose by 15 %, in the largest city by half as much again, and the first segment gave way to
    the last there; the second city grew by 60 %; the smallest city is new, and another one is gone.
    """
    pages = sorted(
        (place.id for place in release.places if place.kind == "city"),
        key=lambda id_: (-sum(atom.n for atom in release.atoms if atom.place == id_), id_),
    )
    first, second, last = pages[0], pages[1], pages[-1]
    whole = sum(atom.n for atom in release.atoms)
    shifted = next(atom.n for atom in release.atoms if atom.place == first) // 20 * 10
    atoms = []
    for atom in release.atoms:
        n = atom.n
        if atom.place == first and len(atom.segments) == 1:
            ids = [item.segments for item in release.atoms if item.place == first]
            n += shifted if atom.segments == ids[0] else -shifted if atom.segments == ids[-1] else 0
        if atom.place == second:
            n = max(20, n // 16 * 10)
        atoms.append(replace(atom, n=n))
    here = sum(atom.n for atom in release.atoms if atom.place == first)
    places = [
        replace(place, means=_cheaper(place.means, 1.15 * 1.5 if place.id == first else 1.15))
        for place in release.places
    ]
    named = [replace(place, id="gone", slug="gone", name="Gone") if place.id == last else place for place in places]
    return replace(
        release,
        window=EARLIER,
        atoms=tuple(replace(atom, place="gone") if atom.place == last else atom for atom in atoms),
        places=tuple(named),
        overall=replace(release.overall, means=_cheaper(release.overall.means, 1.15 * 1.5 ** (here / whole))),
    )


def _cheaper(means: dict[str, Mean], factor: float) -> dict[str, Mean]:
    spend = means["typical_spend"]
    return {**means, "typical_spend": replace(spend, value=spend.value and round(spend.value / factor, 2))}


def with_changes(release: Release, **changed: Any) -> Release:
    """Return a sample with its changes since the earlier release, some of whose fields may be replaced."""
    found: Changes = changes_since(earlier_release(release), release, "frozen")
    return replace(release, changes=replace(found, **changed))
