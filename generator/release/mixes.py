"""Segment mixes from partly merged cells: common partitions, and the counts of all customers.

Both halves use it: the public one for the shares of a release, the private one to compare two releases.
"""

from collections.abc import Iterable

from generator.release.types import Release

#: Segment ids in canonical order: one segment, or merged ones.
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
