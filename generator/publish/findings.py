"""Which differences between places and all customers are clear: tests over all pages together, then effect gates.

May import `release`, `viewtypes`, `stats`, `mix` and `averages`. Knows no words.
"""

from dataclasses import replace

from generator.publish import averages, mix, stats
from generator.publish.viewtypes import Estimate, GroupView, PlaceView
from generator.release import Release

#: Largest rate of false finds among what is said to differ.
Q = 0.05


def shares(pages: tuple[PlaceView, ...]) -> tuple[PlaceView, ...]:
    """Fill in q and passes of every shown cell: one family over all pages, since readers look at all of them."""
    residuals = [group.residual for view in pages for group in view.groups if group.residual is not None]
    adjusted = iter(stats.benjamini_hochberg([stats.two_sided_p(z) for z in residuals]))

    def judge(group: GroupView) -> GroupView:
        if group.residual is None or group.all_share is None:
            return group
        q = next(adjusted)
        return replace(group, q=q, passes=q < Q and mix.passes_effect(group.share, group.all_share))

    return tuple(replace(view, groups=tuple(judge(group) for group in view.groups)) for view in pages)


#: Measures on which a place may be said to differ; each has a gate in `averages.far_enough`.
COMPARED = ("typical_spend", "transactions", "recency_pct", "age")


def measures(pages: tuple[PlaceView, ...], release: Release) -> tuple[PlaceView, ...]:
    """Fill in `apart` and `typical_differs`: places with claims only, one family over all of them and all measures."""
    overall, q = release.overall.means, measure_q(pages, release)

    def apart(view: PlaceView) -> frozenset[str]:
        return frozenset(
            name
            for name in COMPARED
            if q.get((view.place.id, name), 1.0) < Q
            and _clear(view.measures[name], overall.get(name, averages.ABSENT).value, name)
        )

    return tuple(
        replace(view, apart=names, typical_differs="typical_spend" in names)
        for view, names in ((view, apart(view)) for view in pages)
    )


def measure_q(pages: tuple[PlaceView, ...], release: Release) -> dict[tuple[str, str], float]:
    """Return the adjusted p-value of each average that is compared, by place id and measure."""
    spreads = averages.Spreads.of(release)
    overall = release.overall.means
    cells: dict[tuple[str, str], float] = {}
    for view in pages:
        known = {group.segments: group.n for group in view.groups}
        for name in COMPARED if view.strength == "claims" else ():
            mean = view.place.means.get(name, averages.ABSENT)
            z = averages.deviate(name, mean, overall.get(name, averages.ABSENT), spreads.mix(known, name), view.n)
            if z is not None:
                cells[view.place.id, name] = stats.two_sided_p(z)
    return dict(zip(cells, stats.benjamini_hochberg(tuple(cells.values())), strict=True))


def _clear(estimate: Estimate, reference: float | None, measure: str) -> bool:
    if estimate.value is None or estimate.low is None or estimate.high is None or reference is None:
        return False
    outside = not estimate.low <= reference <= estimate.high
    return outside and averages.far_enough(measure, estimate.value, reference)
