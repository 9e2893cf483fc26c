"""Releases of another country: places as they are spelled, with or without states."""

from dataclasses import replace

from generator.release import Reading, Release
from tests.support.releases import Kind, sample_release


def foreign_release(kind: Kind = "full", *, states: bool = False, **changes: str) -> Release:
    """Return a sample release without a gazetteer, so without districts and positions, and without states if wanted."""
    public = sample_release(kind)
    kinds = {"city", "other", "pool"} if states else {"city", "other"}
    places = tuple(
        replace(place, state=place.state if states else "", metro="", aliases=(), lat=None, lon=None)
        for place in public.places
        if place.kind in kinds
    )
    kept = {place.id for place in places}
    return replace(
        public,
        currency=changes.get("currency", "EUR"),
        locale=changes.get("locale", "pl_PL"),
        customer=replace(public.customer, words="client", columns=("client",)),
        reading=Reading("as-is", "format"),
        places=places,
        atoms=tuple(atom for atom in public.atoms if atom.place in kept),
        overall=replace(public.overall, matches=tuple(m for m in public.overall.matches if m.name != "city:C")),
    )
