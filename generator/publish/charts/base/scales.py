"""Linear and logarithmic scales, and round ticks."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear or logarithmic map of [low, high] to [start, end]; values outside are extrapolated.

    Attributes:
        low: Value drawn at `start`.
        high: Value drawn at `end`.
        start: Coordinate.
        end: Coordinate.
        log: Whether the map is logarithmic; both values must then be positive.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Return the coordinate of a value."""
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        part = (value - low) / (high - low) if high > low else 0.5
        return self.start + part * (self.end - self.start)


def round_step(span: float, most: int) -> float:
    """Return the smallest step of 1, 2 or 5 times a power of ten that divides a span into at most `most` intervals."""
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round values in [low, high], at most `most` + 1 of them."""
    if high <= low:
        return (low,)
    step = round_step(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(i * step, 10) for i in range(first, last + 1))


def log_ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return 1-2-5 values in [low, high], thinned to powers of ten when there would be more than `most`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    fine = [m * 10.0**p for p in powers for m in (1, 2, 5) if low <= m * 10.0**p <= high]
    coarse = [10.0**p for p in powers if low <= 10.0**p <= high]
    return tuple(fine if len(fine) <= most or len(coarse) < 2 else coarse)


def ceiling(value: float, most: int = 5) -> float:
    """Return the first round value at or above a positive value."""
    step = round_step(value, most)
    return math.ceil(value / step - 1e-9) * step


def widen(low: float, high: float, factor: float) -> tuple[float, float]:
    """Return a positive range widened on the log scale to span at least `factor`."""
    if high / low >= factor:
        return low, high
    middle = math.sqrt(low * high)
    return middle / math.sqrt(factor), middle * math.sqrt(factor)
