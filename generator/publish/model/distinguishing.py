"""What distinguishes cities from each other by more than chance, for the choice of similar ones."""

import math
from collections.abc import Sequence
from statistics import fmean, pstdev

from generator import limits
from generator.publish.model import averages, conditions, stats
from generator.publish.model.mix import Ids
from generator.publish.model.pairs import Comparer
from generator.publish.model.types import PlaceView, Views
from generator.release import ABSENT

Columns = tuple[list[float], list[float]]


def share_of(view: PlaceView, group: Ids) -> float:
    """Return the share of some segments together, for a place that publishes it."""
    return sum(part.n for part in view.groups if set(part.segments) <= set(group)) / view.n


def publishes(view: PlaceView, wanted: Ids) -> bool:
    """Return whether a place publishes the share of some segments together."""
    inside = [group.segments for group in view.groups if set(group.segments) <= set(wanted)]
    return bool(inside) and sum(map(len, inside)) == len(wanted)


def measures(views: Views) -> tuple[str, ...]:
    """Return the averages compared: frequency only where ids repeat, recency only where enough days have rows."""
    names = ["typical_spend"]
    if conditions.recency_rests(views):
        names.append("recency_pct")
    if not conditions.frequency_dropped(views):
        names.append("frequency_pct")
    return tuple(names)


def complete(cities: Sequence[PlaceView], names: Sequence[str], comparer: Comparer) -> list[PlaceView]:
    """Return the cities that publish all these averages."""
    return [
        view
        for view in cities
        if all(_value(view, name) is not None and _error(view, name, comparer) for name in names)
    ]


def _value(view: PlaceView, name: str) -> float | None:
    """Return a published average, of typical spend its logarithm."""
    value = view.place.means.get(name, ABSENT).value
    if name not in averages.LOGARITHMIC:
        return value
    return math.log(value) if value else None


def _error(view: PlaceView, name: str, comparer: Comparer) -> float | None:
    return averages.error_of(view.place.means.get(name, ABSENT), comparer.spreads.place(name), view.n)


def _column(chosen: Sequence[PlaceView], name: str, comparer: Comparer) -> Columns:
    return [_value(view, name) or 0.0 for view in chosen], [_error(view, name, comparer) or 0.0 for view in chosen]


def standardised(chosen: Sequence[PlaceView], name: str, comparer: Comparer) -> Columns:
    """Return an average of all cities and its errors, standardised over them."""
    values, errors = _column(chosen, name, comparer)
    middle, sd = fmean(values), pstdev(values)
    return [(value - middle) / sd for value in values], [error / sd for error in errors]


def found(chosen: Sequence[PlaceView], names: Sequence[str], comparer: Comparer) -> tuple[str, ...]:
    """Return the averages on which these cities differ by more than chance, and "mix" if they do in any share.

    Cochran's test of homogeneity, at 5 % for all of them together.
    """
    tests = {name: [stats.homogeneous_p(*_column(chosen, name, comparer))] for name in names}
    groups = sorted({group.segments for view in chosen for group in view.groups})
    columns = [_shares(chosen, group, comparer) for group in groups if len(group) < len(comparer.order)]
    tests["mix"] = [stats.homogeneous_p(*column) for column in columns if column is not None]
    level = limits.UNLIKE_TEST / max(1, sum(map(len, tests.values())))
    return tuple(name for name, some in tests.items() if any(p < level for p in some))


def _shares(chosen: Sequence[PlaceView], group: Ids, comparer: Comparer) -> Columns | None:
    """Return the shares of some segments together, with errors if all are equal; None where nothing can be tested."""
    known = [view for view in chosen if publishes(view, group)]
    shares, n = [share_of(view, group) for view in known], sum(view.n for view in known)
    pooled = sum(share * view.n for share, view in zip(shares, known, strict=True)) / n
    return (shares, [share_error(pooled, view.n, comparer) for view in known]) if 0 < pooled < 1 else None


def share_error(share: float, n: int, comparer: Comparer) -> float:
    """Return the standard error of a share, from sampling and from the rounding of both counts."""
    return math.sqrt(share * (1 - share) / n + comparer.rounding * (1 + share * share) / (n * n))
