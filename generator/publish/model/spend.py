"""Shares of capped spend, and whether they may be shown beside shares of customers.

Spend is capped before it is averaged, so a share of it is a share of capped spend. A place can have a larger part of
the spend above the cap than of the rest, and then the caps, or rounding, would turn the order of its share of spend and
its share of customers. Everything here follows from published figures, so it reveals nothing about those above the cap.
"""

from generator import limits
from generator.release import ABSENT, Mean, Release


def share_of_place(n: int, means: dict[str, Mean], all_n: int, release: Release) -> float | None:
    """Return a place's share of capped spend; None where it is not known, or its order might be turned."""
    mine, whole = (found.get("spend", ABSENT) for found in (means, release.overall.means))
    if mine.value is None or not whole.value or not all_n or not order_is_sure(mine, whole, above_caps(release)):
        return None
    return n * mine.value / (all_n * whole.value)


def above_caps(release: Release) -> float | None:
    """Return the greatest share of all spend that may lie above the caps; None where the release does not say.

    The published share is rounded down to a multiple of a step that is not published with it: the greatest that fits.
    """
    if release.policy.kind == "internal":
        return 0.0
    least = release.overall.above_caps
    if least is None:
        return None
    steps = (step for step in limits.CAP_STEPS if abs(least / step - round(least / step)) < limits.TOLERANCE)
    return min(1.0, least + max(steps, default=limits.CAP_STEPS[0]))


def leads(first: float, second: float, above: float | None) -> bool:
    """Return whether one share of spend is greater than another even if the second has all spend above the caps."""
    return above is not None and first * (1 - above) > second * (1 - above) + above


def order_is_sure(mine: Mean, whole: Mean, above: float | None) -> bool:
    """Return whether a mean of capped spend differs from that of all by more than rounding and the caps could.

    Args:
        mine: Mean of a place.
        whole: Mean of all customers.
        above: Share of all spend that may be above the cap.
    """
    if mine.value is None or whole.value is None or above is None:
        return False
    off = ((mine.step or 0.0) + (whole.step or 0.0)) / 2
    return (
        mine.value - off > whole.value / (1 - above)
        if mine.value > whole.value
        else (mine.value + off < whole.value * (1 - above))
    )


def excess_of_segments(release: Release, sizes: dict[tuple[str, ...], int]) -> float | None:
    """Return by how much the spend of all segments exceeds that of all customers, as a share of the latter.

    Means of segments have caps of their own. None where a mean is not known.
    """
    means = {segment.id: segment.means.get("spend", ABSENT).value for segment in release.segments}
    whole = release.overall.means.get("spend", ABSENT).value
    amounts = [n * value for group, n in sizes.items() if len(group) == 1 and (value := means[group[0]]) is not None]
    if len(amounts) < len(sizes) or not amounts or not whole:
        return None
    return sum(amounts) / (n * whole) - 1 if (n := sum(sizes.values())) else None
