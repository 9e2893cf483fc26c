"""Bounds of shares of spend: what the caps and the rounding of mean spend leave open. Knows no words."""

from generator import limits
from generator.publish.model import averages
from generator.publish.model.types import PlaceView, Views


def above_caps(views: Views) -> float | None:
    """Return the greatest share of all spend that may lie above the caps; None where the release does not say.

    The published share is rounded down to a multiple of a step that is not published with it: the greatest that fits.
    """
    least = views.release.overall.above_caps
    if least is None:
        return None
    steps = (step for step in limits.CAP_STEPS if abs(least / step - round(least / step)) < limits.TOLERANCE)
    return min(1.0, least + max(steps, default=limits.CAP_STEPS[0]))


def of_place(view: PlaceView, views: Views) -> tuple[float, float] | None:
    """Return the least and the greatest share of all spend that a place may have; None where that is not known.

    Published shares are of spend up to the caps. Whose the spend above them is cannot be seen: none of it may be the
    place's, or all of it. The mean spends are rounded.
    """
    above = above_caps(views)
    if view.spend_share is None or above is None:
        return None
    rounding = _rounding(view.place.means) + _rounding(views.release.overall.means)
    low, high = view.spend_share * (1 - rounding) * (1 - above), view.spend_share * (1 + rounding) * (1 - above) + above
    return max(0.0, low), min(1.0, high)


def leads(first: float, second: float, views: Views) -> bool:
    """Return whether one share of spend is greater than another even if the second has all spend above the caps."""
    above = above_caps(views)
    return above is not None and first * (1 - above) > second * (1 - above) + above


def _rounding(means: averages.Means) -> float:
    """Return the largest relative error of a mean spend from its rounding."""
    mean = means.get("spend", averages.ABSENT)
    return (mean.step or 0.0) / 2 / mean.value if mean.value else 0.0
