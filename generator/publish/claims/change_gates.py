"""Gates of changes since an earlier release: whether one is large enough, and how it compares with others.

Arithmetic only; the tests were made in the private half, which has both releases.
"""

import math
from datetime import date

from generator import limits
from generator.publish.model.significance import significant
from generator.release import Changes, FigureChange, Release, Window


def expected_share(change: FigureChange) -> float:
    """Return the share that a place would have now if its odds had changed like those of all other customers.

    Odds keep a share between 0 and 1, and are what remains the same where each place loses the same proportion of a
    segment. Without a place, or where odds do not exist, it is the earlier share.
    """
    shares = change.before, change.rest_before, change.rest_now
    if not all(share is not None and 0 < share < 1 for share in shares):
        return change.before
    before, rest_before, rest_now = (share / (1 - share) for share in shares if share is not None)
    odds = before * rest_now / rest_before
    return odds / (1 + odds)


def points(change: FigureChange) -> float:
    """Return the change of a share as a fraction: for a place, the smaller one in points and in odds.

    If all customers change by the same factor, places that differ beforehand change by different numbers of points, and
    the other way round: only what exceeds both is the place's own. It is 0 where the two point in opposite directions.
    """
    if change.place is None:
        return change.change
    beyond = change.now - expected_share(change)
    return min(change.change, beyond, key=abs) if change.change * beyond > 0 else 0.0


def lengths(release: Release) -> float:
    """Return the ratio of the longer window to the shorter one of two releases that are compared; 1 without any."""
    if release.changes is None or not release.window.days:
        return 1.0
    earlier = _days(release.changes.first, release.changes.last)
    return max(earlier, release.window.days) / min(earlier, release.window.days)


def least_ratio(change: FigureChange, release: Release) -> float:
    """Return the smallest ratio that is reported: more for all customers where the windows differ in length."""
    return limits.CHANGE_RATIO * (lengths(release) if change.place is None else 1.0)


def size(change: FigureChange, release: Release) -> float:
    """Return the size of a change as a multiple of the smallest one reported, so that all figures can be ordered."""
    if change.figure == "share":
        return round(abs(points(change)), 4) / limits.CHANGE_GAP
    return abs(math.log(change.change)) / math.log(least_ratio(change, release))


def large(change: FigureChange, release: Release) -> bool:
    """Return whether a change is large enough to be reported."""
    return size(change, release) >= 1 - limits.TOLERANCE


def reported(change: FigureChange, release: Release) -> bool:
    """Return whether a change is certain and large enough to be reported."""
    return significant(change.q) and large(change, release)


def shared_days(changes: Changes, window: Window) -> int:
    """Return the number of days that are in both windows."""
    first, last = max(changes.first, window.first), min(changes.last, window.last)
    return max(0, _days(first, last))


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
