"""Decimals of averages: no more than their rounding step has, and enough to show what is said of them."""

import math

from generator.publish.words.digits import rounded

#: Decimals of averages by kind, where their rounding step is not coarser; and kinds said to be "about" where it is.
DIGITS = {"days": 1, "years": 1, "ratio": 2}
ROUGH = frozenset({"days", "years"})


def digits_of(kind: str, step: float | None) -> int:
    """Return the decimals of an average: no more than its rounding step has."""
    most = DIGITS.get(kind, 0)
    return min(most, max(0, -math.floor(math.log10(step) + 1e-9))) if step else most


def digits_apart(low: float, high: float, digits: int, beside: float | None) -> int:
    """Return the decimals, up to two more, with which two ends differ and a value outside is seen to be outside."""
    more = range(digits, digits + 3)
    return next((d for d in more if low == high or not (_same(low, high, d) or hidden(low, high, d, beside))), digits)


def hidden(low: float, high: float, digits: int, beside: float | None) -> bool:
    """Return whether a value outside an interval seems to be inside as printed."""
    if beside is None or low <= beside <= high:
        return False
    return rounded(low, digits) <= rounded(beside, digits) <= rounded(high, digits)


def _same(low: float, high: float, digits: int) -> bool:
    return rounded(low, digits) == rounded(high, digits)
