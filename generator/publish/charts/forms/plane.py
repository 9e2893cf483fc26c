"""Drawing of the positioning plane: scales, grid, bubbles with codes and labels, outlines with arrows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import context, labels, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.forms.bubbles import Bubble
from generator.publish.charts.record import Tip
from generator.publish.words import display_names

#: An arrow shorter than this would consist of its head only.
_SHORTEST = 10.0


@dataclass(frozen=True, slots=True)
class Plane:
    """Scales and ticks of one drawing."""

    x: scales.Scale
    y: scales.Scale
    x_ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]
    area: float

    def radius(self, share: float) -> float:
        """Return a bubble's radius: its area is in proportion to the share."""
        return max(9.0, self.area * math.sqrt(share))


def fit(bubbles: Sequence[Bubble], column: str, box: labels.Box, area: float) -> Plane:
    """Fit the scales so that every bubble and outline lies inside the box."""
    pad = area * math.sqrt(max([b.share for b in bubbles] + [b.all_share or 0 for b in bubbles])) + 6
    ys = [y for b in bubbles for y in (b.y, b.all_y) if y is not None]
    xs = [x for b in bubbles for x in (b.x, b.all_x) if x is not None]
    low, high = scales.widen(min(ys), max(ys), 4.0)
    y = scales.Scale(low, high, box.bottom - pad, box.top + pad, log=True)
    least = 0.4 if column == "transactions" else 30.0
    middle, span = (min(xs) + max(xs)) / 2, max(least, max(xs) - min(xs))
    x = scales.Scale(middle - span / 2, middle + span / 2, box.left + pad, box.right - pad)
    per_x, per_y = (x.high - x.low) / (x.end - x.start), math.log(y.high / y.low) / (y.start - y.end)
    first = 1.0 if column == "transactions" else 0.0
    x_ends = max(first, x.low - pad * per_x), x.high + pad * per_x
    y_ends = y.low * math.exp(-pad * per_y), y.high * math.exp(pad * per_y)
    return Plane(x, y, scales.ticks(*x_ends, 6), scales.log_ticks(*y_ends), area)


def drawing(
    chart: ChartContext, bubbles: Sequence[Bubble], tips: dict[Ids, Tip], texts: Texts, column: str, width: float
) -> str:
    """Return a drawing of some width; that of a phone is lower, with smaller bubbles."""
    wide = width > svg.NARROW
    height, area = (min(420.0, 0.8 * width), 62.0 if width > 600 else 52.0) if wide else (380.0, 46.0)
    box = labels.Box(64 if wide else 52, 8, width - (8 if wide else 2), height - 46)
    plane = fit(bubbles, column, box, area)
    words = [
        (display_names.group(b.ids, chart.views, chart.content, short=True), label_numbers(chart, b)) for b in bubbles
    ]
    ordered = sorted(zip(bubbles, words, strict=True), key=lambda pair: -pair[0].share)
    marks = [_mark(plane, bubble, pair) for bubble, pair in ordered]
    places = labels.place(marks, box, [ghost for b, _ in ordered for ghost in _ghost_box(b, plane)])
    body = [_grid(chart, plane, box, column, height)]
    body += [_outline(bubble, plane) for bubble, _ in ordered]
    body += [svg.tipped(_circle(b, plane) + _letter(chart, b, plane), tips[b.ids]) for b, _ in ordered]
    for (_, (name, numbers)), at in zip(ordered, places, strict=True):
        body.append(svg.text(at.x, at.y + 13, name, "tb lh", at.anchor))
        body.append(svg.text(at.x, at.y + 30, numbers, "t lh", at.anchor))
    return svg.drawing(width, height, body, f"{texts.id}-t", f"{texts.id}-d")


def label_numbers(chart: ChartContext, bubble: Bubble) -> str:
    """Return the second line beside a bubble."""
    return chart.say(
        "positioning.label",
        spend=chart.mean("typical_spend", bubble.means["typical_spend"]),
        share=chart.fmt.percent(bubble.share),
    )


def _mark(plane: Plane, bubble: Bubble, words: tuple[str, str]) -> labels.Mark:
    room = max(text_width.width(words[0], 15, bold=True), text_width.width(words[1], 14))
    return labels.Mark(plane.x(bubble.x), plane.y(bubble.y), plane.radius(bubble.share), room, 34)


def _ghost_box(bubble: Bubble, plane: Plane) -> list[labels.Box]:
    if bubble.all_x is None or bubble.all_y is None:
        return []
    x, y, radius = plane.x(bubble.all_x), plane.y(bubble.all_y), 0.9 * plane.radius(bubble.all_share or bubble.share)
    return [labels.Box(x - radius, y - radius, x + radius, y + radius)]


def _grid(chart: ChartContext, plane: Plane, box: labels.Box, column: str, height: float) -> str:
    across = "".join(svg.segment(box.left, plane.y(t), box.right, plane.y(t)) for t in plane.y_ticks)
    down = "".join(svg.segment(plane.x(t), box.top, plane.x(t), box.bottom) for t in plane.x_ticks)
    money = chart.fmt.axis_money(plane.y_ticks)
    words = [svg.text(box.left - 6, plane.y(t) + 4, m, "t", "end") for t, m in zip(plane.y_ticks, money, strict=True)]
    words += [svg.text(plane.x(t), box.bottom + 17, x_tick(t), "t", "middle") for t in plane.x_ticks]
    middle = (box.left + box.right) / 2
    words.append(svg.text(middle, height - 8, chart.say(f"positioning.axis.{column}"), "n", "middle"))
    return svg.path(across + down, "g") + "".join(words)


def x_tick(value: float) -> str:
    """Return a tick's text on the horizontal axis."""
    return f"{value:g}"


def is_plain(ids: Ids) -> bool:
    """Return whether a bubble is one segment of the plain palette."""
    return len(ids) == 1 and ids[0] in context.PLAIN


def _circle(bubble: Bubble, plane: Plane) -> str:
    """Return a bubble: filled for a segment of the plain palette, else a ring in its segments' colours."""
    x, y, radius = plane.x(bubble.x), plane.y(bubble.y), plane.radius(bubble.share)
    if is_plain(bubble.ids):
        return svg.circle(x, y, radius, f"bub s-{bubble.ids[0]}")
    turn = 2 * math.pi / len(bubble.ids)
    arcs = (_arc(x, y, radius - 3, i * turn, turn, f"arc s-{id_}") for i, id_ in enumerate(bubble.ids))
    return svg.circle(x, y, radius, "disc") + "".join(arcs)


def _letter(chart: ChartContext, bubble: Bubble, plane: Plane) -> str:
    css = f"tg o-{bubble.ids[0]}" if is_plain(bubble.ids) else "tg"
    return svg.text(
        plane.x(bubble.x), plane.y(bubble.y) + 4.5, display_names.codes(bubble.ids, chart.views), css, "middle"
    )


def _arc(x: float, y: float, radius: float, start: float, turn: float, css: str) -> str:
    if turn > 6:
        return svg.circle(x, y, radius, css)
    (x1, y1), (x2, y2) = (
        (x + radius * math.sin(a), y - radius * math.cos(a)) for a in (start + 0.04, start + turn - 0.04)
    )
    large = 1 if turn > math.pi else 0
    r = svg.num(radius)
    return svg.path(f"M{svg.num(x1)} {svg.num(y1)}A{r} {r} 0 {large} 1 {svg.num(x2)} {svg.num(y2)}", css)


def _outline(bubble: Bubble, plane: Plane) -> str:
    """Return the outline of all customers and, when it lies outside the bubble, an arrow to the bubble's rim."""
    if bubble.all_x is None or bubble.all_y is None:
        return ""
    x1, y1, x2, y2 = plane.x(bubble.all_x), plane.y(bubble.all_y), plane.x(bubble.x), plane.y(bubble.y)
    ghost = svg.circle(x1, y1, plane.radius(bubble.all_share or bubble.share), "ghost")
    rim = plane.radius(bubble.share) + 3
    length = math.hypot(x2 - x1, y2 - y1)
    if length < rim + _SHORTEST:
        return ghost
    angle = math.atan2(y2 - y1, x2 - x1)
    tip = x2 - rim * math.cos(angle), y2 - rim * math.sin(angle)
    sides = [(tip[0] - 7 * math.cos(angle + a), tip[1] - 7 * math.sin(angle + a)) for a in (0.5, -0.5)]
    head = "L".join(f"{svg.num(x)} {svg.num(y)}" for x, y in (sides[0], tip, sides[1]))
    arrow = svg.segment(x1, y1, *tip) + f"M{head}"
    return ghost + svg.path(arrow, "k") + svg.path(arrow, "w")
