"""Segment mixes from partly merged cells: common partitions, totals and comparisons.

Counts only.
"""

from collections.abc import Iterable

from generator import limits
from generator.publish.model import stats
from generator.release import Release

Ids = tuple[str, ...]


def coarsen(parts: Iterable[Iterable[str]], order: Ids) -> tuple[Ids, ...]:
    """Return the finest partition in which no part is split.

    Args:
        parts: Sets of segment ids, overlapping or not.
        order: All segment ids in canonical order.

    Returns:
        Disjoint groups that cover `order`, each in canonical order.
    """
    group = {segment: {segment} for segment in order}
    for part in parts:
        union = set().union(*(group[segment] for segment in part))
        for segment in union:
            group[segment] = union
    seen: dict[Ids, None] = {}
    for segment in order:
        seen.setdefault(tuple(s for s in order if s in group[segment]))
    return tuple(seen)


def all_customers(release: Release) -> dict[Ids, int]:
    """Return all customers by segment: single-segment atoms plus margin; segments are merged where the margin merges.

    Where two margin cells overlap or touch the same segment, they are merged too.
    """
    order = tuple(segment.id for segment in release.segments)
    groups = coarsen((cell.segments for cell in release.margin), order)
    singles = dict.fromkeys(order, 0)
    for atom in release.atoms:
        if len(atom.segments) == 1 and len(order) > 1:
            singles[atom.segments[0]] += atom.n
    if len(order) == 1:
        return {order: sum(atom.n for atom in release.atoms)}
    return {
        group: sum(singles[s] for s in group) + sum(cell.n for cell in release.margin if cell.segments[0] in group)
        for group in groups
    }


def total_of(segments: Ids, everywhere: dict[Ids, int]) -> int | None:
    """Return the number of all customers in these segments together; None when the release does not have it."""
    inside = {group: n for group, n in everywhere.items() if set(group) <= set(segments)}
    known = {segment for group in inside for segment in group}
    return sum(inside.values()) if known == set(segments) else None


def omnibus_p(here: dict[Ids, int], everywhere: dict[Ids, int]) -> float | None:
    """Return the chi-square p-value of a place's mix against the rest, on the finest groups known for both."""
    order = tuple(segment for group in everywhere for segment in group)
    common = coarsen([*here, *everywhere], tuple(sorted(order)))
    counts = [sum(n for group, n in here.items() if set(group) <= set(part)) for part in common]
    totals = [sum(n for group, n in everywhere.items() if set(group) <= set(part)) for part in common]
    return stats.homogeneity_p(counts, totals)


def wide(gap: float) -> bool:
    """Return whether two shares differ by enough percentage points."""
    return abs(gap) >= limits.SHARE_GAP - limits.TOLERANCE


def high(index: float) -> bool:
    """Return whether an index is high enough for "more common"."""
    return index >= limits.INDEX_HIGH - limits.TOLERANCE


def low(index: float) -> bool:
    """Return whether an index is low enough for "less common"."""
    return index <= limits.INDEX_LOW + limits.TOLERANCE


def passes_effect(share: float, all_share: float) -> bool:
    """Return whether a share differs enough from that of all customers to be reported.

    Effect gate: at least 5 percentage points, and an index of at least 120 or at most 83, or at least 8 points: a share
    of 43 % would otherwise need 8.6. With hundreds of thousands of customers nearly every difference is significant, so
    a test alone is not enough.
    """
    gap = share - all_share
    index = 100 * share / all_share if all_share else 100.0
    return wide(gap) and (high(index) or low(index) or abs(gap) >= limits.SHARE_GAP_ALONE - limits.TOLERANCE)
