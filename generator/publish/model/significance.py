"""Clear differences between places and all customers: tests over all pages together, then effect gates.

Knows no words.
"""

from dataclasses import replace

from generator import limits
from generator.publish.model import averages, conditions, mix, stats
from generator.publish.model.types import Estimate, GroupView, PlaceView, Views
from generator.release import Release


def significant(q: float | None) -> bool:
    """Return whether an adjusted p-value is small enough; None (not tested) is not."""
    return q is not None and q < limits.FALSE_DISCOVERY


def shares(pages: tuple[PlaceView, ...]) -> tuple[PlaceView, ...]:
    """Set `q` and `passes` of each cell of the places with claims.

    One family of tests over all their pages, since readers see all of them. Cells of smaller places are not tested: no
    claim is made about them, and their tests would reduce the power of the others.
    """
    claiming = [view for view in pages if view.strength == "claims"]
    residuals = [group.residual for view in claiming for group in view.groups if group.residual is not None]
    adjusted = iter(stats.benjamini_hochberg([stats.two_sided_p(z) for z in residuals]))

    def judge(group: GroupView) -> GroupView:
        if group.residual is None or group.all_share is None:
            return group
        q = next(adjusted)
        return replace(group, q=q, passes=significant(q) and mix.passes_effect(group.share, group.all_share))

    return tuple(
        replace(view, groups=tuple(judge(group) for group in view.groups)) if view.strength == "claims" else view
        for view in pages
    )


#: Measures compared between places; each has a gate in `averages.far_enough`.
COMPARED = ("typical_spend", "transactions", "recency_pct", "age")


def speakable(views: Views) -> tuple[str, ...]:
    """Return the measures that support sentences in this release."""
    if views.imported:
        return ()
    silent = {
        "transactions": conditions.frequency_dropped(views),
        "recency_pct": not conditions.recency_rests(views),
        "age": not conditions.age_rests(views),
    }
    return tuple(name for name in COMPARED if not silent.get(name, False))


def measures(pages: tuple[PlaceView, ...], release: Release) -> tuple[PlaceView, ...]:
    """Set `q` of every average compared, `apart` and `typical_differs`.

    Places with claims only, one family over all of them and all measures.
    """
    overall, q = release.overall.means, _adjusted(pages, release)

    def judge(view: PlaceView) -> PlaceView:
        judged = {name: replace(view.measures[name], q=q.get((view.place.id, name))) for name in COMPARED}
        names = frozenset(
            name for name, mean in judged.items() if _clear(mean, overall.get(name, averages.ABSENT).value, name)
        )
        typical = "typical_spend" in names
        return replace(view, measures={**view.measures, **judged}, apart=names, typical_differs=typical)

    return tuple(judge(view) if view.strength == "claims" else view for view in pages)


def _adjusted(pages: tuple[PlaceView, ...], release: Release) -> dict[tuple[str, str], float]:
    """Return the adjusted p-value of each average that is compared, by place id and measure."""
    spreads = averages.Spreads.of(release)
    overall = release.overall.means
    cells: dict[tuple[str, str], float] = {}
    for view in pages:
        for name in COMPARED if view.strength == "claims" else ():
            mean = view.place.means.get(name, averages.ABSENT)
            z = averages.deviate(name, mean, overall.get(name, averages.ABSENT), spreads.place(name), view.n)
            if z is not None:
                cells[view.place.id, name] = stats.two_sided_p(z)
    return dict(zip(cells, stats.benjamini_hochberg(tuple(cells.values())), strict=True))


def _clear(mean: Estimate, reference: float | None, measure: str) -> bool:
    if mean.value is None or reference is None:
        return False
    clear = significant(mean.q) and outside(mean, reference) is True
    return clear and averages.far_enough(measure, mean.value, reference)


def outside(mean: Estimate, reference: float | None) -> bool | None:
    """Return whether a value lies outside the 95 % interval of an average; None where either is not known."""
    if mean.low is None or mean.high is None or reference is None:
        return None
    return not mean.low <= reference <= mean.high
