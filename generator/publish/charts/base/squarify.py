"""Squarified treemap layout.

Squarified treemaps (Bruls, Huizing and van Wijk, 2000), in the order given.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def whole(self) -> "Box":
        """Return the box with its edges on whole units; neighbours still meet."""
        left, top = round(self.x), round(self.y)
        return Box(left, top, round(self.x + self.width) - left, round(self.y + self.height) - top)


def squarified(values: Sequence[float], box: Box) -> tuple[Box, ...]:
    """Divide a box into one rectangle a value, areas in proportion; in the order of the values.

    Args:
        values: Positive numbers, best largest first.
        box: The rectangle to fill.
    """
    total = sum(values)
    if not values or total <= 0 or box.width <= 0 or box.height <= 0:
        return tuple(Box(box.x, box.y, 0, 0) for _ in values)
    scale = box.width * box.height / total
    left = [value * scale for value in values]
    found: list[Box] = []
    while left:
        side = min(box.width, box.height)
        row = 1
        while row < len(left) and _worst(left[: row + 1], side) <= _worst(left[:row], side):
            row += 1
        placed, box = _laid(left[:row], box)
        found += placed
        left = left[row:]
    return tuple(found)


def _worst(row: Sequence[float], side: float) -> float:
    """Return the worst aspect ratio in a row of areas along a side."""
    total = sum(row)
    if not total or not side:
        return float("inf")
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)) if min(row) else float("inf"))


def _laid(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """Place a row along the shorter side; return its boxes and the remaining box."""
    total, out = sum(row), []
    if box.width >= box.height:
        across = min(total / box.height, box.width) if box.height else 0.0
        y = box.y
        for area in row:
            tall = box.height * area / total
            out.append(Box(box.x, y, across, tall))
            y += tall
        return out, Box(box.x + across, box.y, box.width - across, box.height)
    down = min(total / box.width, box.height) if box.width else 0.0
    x = box.x
    for area in row:
        long = box.width * area / total
        out.append(Box(x, box.y, long, down))
        x += long
    return out, Box(box.x, box.y + down, box.width, box.height - down)
