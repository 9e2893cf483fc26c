"""Arithmetic on a release: shares, intervals, ranks, comparisons.

Input of all sentences, figures and tables. Knows no words, no formats and no HTML.
"""

from dataclasses import dataclass, replace

from generator import limits
from generator.latin import sort_key
from generator.publish.model import answers, averages, mix, stats
from generator.publish.model.spend import share_of_place
from generator.publish.model.types import Estimate, GroupView, PlaceView, Strength, Views
from generator.release import ABSENT, Atom, Mean, Place, Release
from generator.release.columns import BALANCE, measures_of

__all__ = ["Estimate", "GroupView", "PlaceView", "Strength", "Views", "build_views"]


@dataclass(frozen=True, slots=True)
class _Whole:
    """The reference that every place is compared with."""

    release: Release
    n: int
    everywhere: dict[mix.Ids, int]
    spreads: averages.Spreads

    @property
    def compared(self) -> bool:
        """Return whether places may be compared with the rest."""
        return self.release.origin == "transactions"

    @property
    def rounding(self) -> float:
        """Return the variance that rounding adds to each count."""
        return stats.count_variance(self.release.policy.base)


def build_views(release: Release) -> Views:
    """Compute all derived numbers of a release."""
    everywhere = mix.all_customers(release)
    whole = _Whole(release, sum(atom.n for atom in release.atoms), everywhere, averages.Spreads.of(release))
    atoms: dict[str, list[Atom]] = {}
    for atom in release.atoms:
        atoms.setdefault(atom.place, []).append(atom)
    places = [_place(place, tuple(atoms.get(place.id, ())), whole) for place in release.places]
    cities, districts, pools = (_sorted(places, kinds) for kinds in (("city",), ("district",), ("pool", "other")))
    views = Views(
        release=release,
        n=whole.n,
        groups=_all_groups(whole),
        measures={
            name: _estimate(release.overall.means.get(name, ABSENT), None)
            for name in (*measures_of(release.origin), *((BALANCE,) if BALANCE in release.overall.means else ()))
        },
        cities=_ranked(cities),
        districts=districts,
        pools=tuple(sorted(pools, key=lambda view: view.place.kind == "other")),
        segments={segment.id: segment for segment in release.segments},
    )
    return answers.answered(views)


def _sorted(places: list[PlaceView], kinds: tuple[str, ...]) -> tuple[PlaceView, ...]:
    """Most customers first; ties by name, then id, so that the order is independent of the release's."""
    chosen = (view for view in places if view.place.kind in kinds)
    return tuple(sorted(chosen, key=lambda view: (-view.n, sort_key(view.place.name), view.place.id)))


def _ranked(cities: tuple[PlaceView, ...]) -> tuple[PlaceView, ...]:
    """Rank cities by customers; equal rounded counts share the better rank, as they cannot be distinguished."""
    return tuple(replace(view, rank=1 + sum(other.n > view.n for other in cities)) for view in cities)


def _strength(n: int, release: Release) -> Strength:
    if release.origin == "kpis":
        # A table of averages has no spreads, and does not say which customers are counted where they live.
        return "counts"
    threshold = release.policy.threshold
    if n >= max(limits.CLAIM_CUSTOMERS, threshold):
        return "claims"
    return "intervals" if n >= max(limits.INTERVAL_CUSTOMERS, threshold) else "counts"


def _estimate(mean: Mean, limits: tuple[float, float] | None) -> Estimate:
    low, high = limits or (None, None)
    return Estimate(mean.value, low, high, mean.withheld, mean.step)


def _place(place: Place, atoms: tuple[Atom, ...], whole: _Whole) -> PlaceView:
    n = sum(atom.n for atom in atoms)
    strength = _strength(n, whole.release)
    measures = {}
    for name in (*measures_of(whole.release.origin), *((BALANCE,) if BALANCE in place.means else ())):
        mean = place.means.get(name, ABSENT)
        # With fewer than 30 customers a place shows counts and averages without intervals.
        ends = None if strength == "counts" else averages.interval(name, mean, whole.spreads.place(name), n)
        measures[name] = _estimate(mean, ends)
    return PlaceView(
        place=place,
        n=n,
        rank=None,
        share=n / whole.n if whole.n else 0.0,
        spend_share=share_of_place(n, place.means, whole.n, whole.release),
        strength=strength,
        groups=() if place.detail == "total" else _groups(atoms, whole),
        measures=measures,
    )


def _spend_shares(amounts: list[float | None]) -> list[float | None]:
    """Convert amounts to shares of their sum; all None when one is unknown, so that shares always sum to 1."""
    known = [amount for amount in amounts if amount is not None]
    total = sum(known)
    return [
        amount / total if len(known) == len(amounts) and amount is not None and total else None for amount in amounts
    ]


def _amount(n: int, means: dict[str, Mean]) -> float | None:
    mean = means.get("spend", ABSENT).value
    return None if mean is None else n * mean


def _groups(atoms: tuple[Atom, ...], whole: _Whole) -> tuple[GroupView, ...]:
    order = [segment.id for segment in whole.release.segments]
    atoms = tuple(sorted(atoms, key=lambda atom: order.index(atom.segments[0])))
    n = sum(atom.n for atom in atoms)
    spends = _spend_shares([_amount(atom.n, atom.means) for atom in atoms])
    return tuple(_group(atom, n, spend, whole) for atom, spend in zip(atoms, spends, strict=True))


def _group(atom: Atom, n: int, spend_share: float | None, whole: _Whole) -> GroupView:
    low, high = stats.wilson(atom.n, n, whole.rounding) if whole.compared else (atom.n / n, atom.n / n)
    everywhere = mix.total_of(atom.segments, whole.everywhere)
    all_share = everywhere / whole.n if everywhere is not None else None
    share = atom.n / n
    return GroupView(
        segments=atom.segments,
        n=atom.n,
        share=share,
        low=low,
        high=high,
        all_share=all_share,
        index=100 * share / all_share if all_share else None,
        residual=None
        if everywhere is None or not whole.compared
        else stats.adjusted_residual(atom.n, n, everywhere, whole.n, whole.rounding),
        spend_share=spend_share,
        means=atom.means,
    )


def _all_groups(whole: _Whole) -> tuple[GroupView, ...]:
    """All customers by segment. A census: the interval is kept for charts, the comparison is with itself."""
    by_id = {segment.id: segment for segment in whole.release.segments}
    means = {group: by_id[group[0]].means if len(group) == 1 else {} for group in whole.everywhere}
    amounts = [_amount(n, means[group]) for group, n in whole.everywhere.items()]
    total = _amount(whole.n, whole.release.overall.means)
    known = sum(amount for amount in amounts if amount is not None)
    if amounts.count(None) == 1 and total is not None and total > known:
        # A single group with unknown spend gets the remainder of all spend.
        amounts[amounts.index(None)] = total - known
    views = []
    for (segments, n), spend in zip(whole.everywhere.items(), _spend_shares(amounts), strict=True):
        low, high = stats.wilson(n, whole.n) if whole.n else (0.0, 1.0)
        share = n / whole.n if whole.n else 0.0
        views.append(GroupView(segments, n, share, low, high, share, 100.0, None, spend, means[segments]))
    return tuple(views)
