"""Segment mixes from partly merged cells: totals and comparisons.

Counts only.
"""

from generator import limits
from generator.release.mixes import Ids, all_customers, coarsen

__all__ = ["Ids", "all_customers", "coarsen", "high", "inside_gate", "low", "passes_effect", "total_of", "wide"]


def total_of(segments: Ids, everywhere: dict[Ids, int]) -> int | None:
    """Return the number of all customers in these segments together; None when the release does not have it."""
    inside = {group: n for group, n in everywhere.items() if set(group) <= set(segments)}
    known = {segment for group in inside for segment in group}
    return sum(inside.values()) if known == set(segments) else None


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


def inside_gate(low: float, high: float, all_share: float) -> bool:
    """Return whether a share would be inside the effect gate even at the ends of its interval."""
    return not (passes_effect(low, all_share) or passes_effect(high, all_share))
