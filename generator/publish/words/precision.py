"""Decimals of averages: no more than their rounding step has, and enough to show what is said of them."""

import math
from collections.abc import Sequence

from generator.publish.words.digits import rounded
from generator.release.columns import OF_LOGARITHMS

#: Decimals of averages by kind, where their rounding step is not coarser; and kinds said to be "about" where it is.
DIGITS = {"days": 1, "years": 1, "ratio": 2}
ROUGH = frozenset({"days", "years"})


def digits_of(kind: str, step: float | None) -> int:
    """Return the decimals of an average: no more than its rounding step has."""
    most = DIGITS.get(kind, 0)
    return min(most, max(0, -math.floor(math.log10(step) + 1e-9))) if step else most


def step_at(column: str, value: float, step: float | None) -> float:
    """Return the rounding step of an average near a value, in its own unit; 0 where none is known."""
    return abs(value) * (step or 0.0) if column in OF_LOGARITHMS else step or 0.0


def to_step(x: float, step: float) -> float:
    """Return an amount without the digits that its rounding step does not support: 89,679 is 90,000 where it is 4,484.

    Digits are kept down to the highest one of the step, so this changes an amount by less than its rounding did.
    """
    if not step or not math.isfinite(x):
        return x
    digits = -math.floor(math.log10(step) + 1e-9)
    return float(rounded(x, digits))


def digits_apart(low: float, high: float, digits: int, beside: float | None) -> int:
    """Return the decimals, up to two more, with which two ends differ and a value outside is seen to be outside."""
    more = range(digits, digits + 3)
    return next((d for d in more if low == high or not (_same(low, high, d) or hidden(low, high, d, beside))), digits)


def hidden(low: float, high: float, digits: int, beside: float | None, step: float = 0.0) -> bool:
    """Return whether a value outside an interval seems to be inside as printed."""
    if beside is None or low <= beside <= high:
        return False
    ends = [rounded(to_step(end, step), digits) for end in (low, high)]
    return ends[0] <= rounded(beside, digits) <= ends[1]


def percent_digits(shares: Sequence[float], digits: int) -> int:
    """Return the decimals of percentages: one where a share is close to 0 or 1."""
    # 0.95 % and more is "1 %", never "1.0 %" beside it.
    small = any(0 < abs(share) < 0.0095 or 0.9905 < share < 1 for share in shares)
    return max(digits, 1) if small else digits


def needed_digits(values: Sequence[float]) -> int:
    """Return the decimals, at most two, that some numbers need to be printed as they are."""
    return next((d for d in range(3) if all(abs(round(v, d) - v) < 1e-9 * max(1, abs(v)) for v in values)), 2)


def _same(low: float, high: float, digits: int) -> bool:
    return rounded(low, digits) == rounded(high, digits)
