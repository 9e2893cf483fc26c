"""Gates of changes since an earlier release: whether one is large enough, and how it compares with others.

Arithmetic only; the tests were made in the private half, which has both releases.
"""

from datetime import date

from generator import limits
from generator.publish.model.significance import significant
from generator.release import Changes, FigureChange, Release, Window


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
    """Return the size of a change as a multiple of the smallest one reported of that figure."""
    return change.size(least_ratio(change, release))


def large(change: FigureChange, release: Release) -> bool:
    """Return whether a change is large enough to be reported."""
    return change.large(least_ratio(change, release))


def reported(change: FigureChange, release: Release) -> bool:
    """Return whether a change is certain and large enough to be reported."""
    return significant(change.q) and large(change, release)


def shared_days(changes: Changes, window: Window) -> int:
    """Return the number of days that are in both windows."""
    first, last = max(changes.first, window.first), min(changes.last, window.last)
    return max(0, _days(first, last))


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
