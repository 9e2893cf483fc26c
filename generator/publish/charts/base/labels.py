"""Label placement that avoids overlaps with other labels and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from generator.publish.charts.base.svg import Anchor


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the area that two boxes share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label: anchor point of its first line, and its bounding box."""

    x: float
    y: float
    anchor: Anchor
    box: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """A round mark to be labelled with a label of a given size."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """The square around it, a little smaller than the circle's so that corners stay usable."""
        r = self.radius * 0.9
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


def place(marks: Sequence[Mark], field: Box, also: Sequence[Box] = ()) -> tuple[Label, ...]:
    """Place each label right, left, above or below its mark, where it overlaps least.

    Args:
        marks: Marks in drawing order.
        field: Area available to labels.
        also: Other boxes to keep free.
    """
    taken: list[Box] = [mark.box for mark in marks] + list(also)
    found: list[Label] = []
    for mark in marks:
        label = min(_candidates(mark), key=lambda choice: _cost(choice[0], taken, field) + choice[1])[0]
        taken.append(label.box)
        found.append(label)
    return tuple(found)


def _candidates(mark: Mark) -> list[tuple[Label, float]]:
    """Return candidate positions with a small penalty for distance from the default (right, level)."""
    gap, h, w = 7.0, mark.height, mark.width
    choices = []
    for side, shift in product((1, -1), (0.0, -0.5, 0.5, -1.0, 1.0)):
        y = mark.y + shift * (mark.radius + h / 2)
        reach = (mark.radius**2 - min(abs(y - mark.y), mark.radius) ** 2) ** 0.5
        x = mark.x + side * (reach + gap)
        box = Box(x, y - h / 2, x + w, y + h / 2) if side > 0 else Box(x - w, y - h / 2, x, y + h / 2)
        price = (0 if side > 0 else 4) + 6 * abs(shift)
        choices.append((Label(x, y - h / 2, "start" if side > 0 else "end", box), price))
    for side in (-1, 1):
        top = mark.y + side * (mark.radius + gap) - (h if side < 0 else 0)
        box = Box(mark.x - w / 2, top, mark.x + w / 2, top + h)
        choices.append((Label(mark.x, top, "middle", box), 12.0))
    return choices


def _cost(label: Label, taken: Sequence[Box], field: Box) -> float:
    inside = label.box.overlap(field)
    area = (label.box.right - label.box.left) * (label.box.bottom - label.box.top)
    return sum(label.box.overlap(box) for box in taken) + 20 * (area - inside)
