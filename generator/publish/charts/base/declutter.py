"""Separates overlapping round marks.

A simplified form of Dorling (1996): marks push their neighbours and are pulled back to their true position, until each
is mostly visible. Deterministic.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ROUNDS = 120
#: Permitted overlap of two marks, as a share of the smaller radius; and the pull to the true position in each round.
_UNDER, _HOME = 0.2, 0.01
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark at its true position."""

    x: float
    y: float
    radius: float


def spread(discs: Sequence[Disc], width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Return where the marks are drawn.

    Args:
        discs: The marks; of two that overlap, the smaller one moves more.
        width: Width of the field, which no mark leaves.
        height: Its height.
    """
    at = [_inside(disc, disc.x, disc.y, (width, height)) for disc in discs]
    reach = 2 * max((disc.radius for disc in discs), default=1.0)
    for turn in range(_ROUNDS):
        moves = [(0.0, 0.0)] * len(at)
        met = False
        for i, j in _neighbours(at, reach):
            push = _push(discs[i], discs[j], at[i], at[j], i * _GOLDEN)
            if push is not None:
                met = True
                (xi, yi), (xj, yj) = moves[i], moves[j]
                moves[i], moves[j] = (xi + push[0], yi + push[1]), (xj + push[2], yj + push[3])
        if not met:
            break
        # No pull in the last rounds, so that marks separate wherever possible.
        home = _HOME if turn < 0.7 * _ROUNDS else 0.0
        at = [_displaced(disc, xy, by, home, (width, height)) for disc, xy, by in zip(discs, at, moves, strict=True)]
    return tuple(at)


def _neighbours(at: Sequence[tuple[float, float]], reach: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of marks near each other, each once, found by a grid of cells as wide as the reach."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(at):
        cells[int(x // reach), int(y // reach)].append(i)
    for (cx, cy), inside in cells.items():
        for dx, dy in ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)):
            for j in cells.get((cx + dx, cy + dy), ()):
                yield from ((i, j) for i in inside if (dx or dy) or i < j)


def _push(
    one: Disc, other: Disc, a: tuple[float, float], b: tuple[float, float], angle: float
) -> tuple[float, float, float, float] | None:
    """Return the displacements of two marks that are too close; None when they are not."""
    small, large = sorted((one.radius, other.radius))
    want = large + (1 - _UNDER) * small
    dx, dy = b[0] - a[0], b[1] - a[1]
    far = math.hypot(dx, dy)
    if far >= want - 0.05:
        return None
    if far < 1e-6:
        dx, dy, far = math.cos(angle), math.sin(angle), 1.0
        gap = want
    else:
        gap = want - far
    mine = other.radius**2 / (one.radius**2 + other.radius**2)
    ux, uy = 0.5 * gap * dx / far, 0.5 * gap * dy / far
    return -ux * mine, -uy * mine, ux * (1 - mine), uy * (1 - mine)


def _displaced(
    disc: Disc, xy: tuple[float, float], by: tuple[float, float], home: float, field: tuple[float, float]
) -> tuple[float, float]:
    x = xy[0] + by[0] + home * (disc.x - xy[0])
    y = xy[1] + by[1] + home * (disc.y - xy[1])
    return _inside(disc, x, y, field)


def _inside(disc: Disc, x: float, y: float, field: tuple[float, float]) -> tuple[float, float]:
    r = min(disc.radius, field[0] / 2, field[1] / 2)
    return min(max(x, r), field[0] - r), min(max(y, r), field[1] - r)
