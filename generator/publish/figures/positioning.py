"""Segments on the positioning plane: how often (or how recently) against how much, as bubbles by customers.

Where frequency was dropped, the horizontal axis is the recency percentile. Outlines stand for all customers, joined to
the place's own bubble by a thin arrow. May import the figure modules only.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.columns import COLUMNS
from generator.publish.figure import Figure, Table
from generator.publish.figures import kit as kits
from generator.publish.figures import labels, measure, scales, spec, svg
from generator.publish.figures.kit import Ids, Kit, Texts
from generator.publish.viewtypes import GroupView
from generator.release import Mean

#: An arrow shorter than this is all head.
_SHORTEST = 10.0


@dataclass(frozen=True, slots=True)
class _Bubble:
    """One bubble: position in data units, share of customers, and where all customers stand if that is known."""

    ids: Ids
    x: float
    y: float
    share: float
    n: int
    all_x: float | None = None
    all_y: float | None = None
    all_share: float | None = None
    days: float | None = None
    all_days: float | None = None


@dataclass(frozen=True, slots=True)
class _Plane:
    """Scales and ticks of one drawing."""

    x: scales.Scale
    y: scales.Scale
    x_ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]
    area: float

    def radius(self, share: float) -> float:
        """Return a bubble's radius: its area is in proportion to the share."""
        return max(9.0, self.area * math.sqrt(share))


def x_measure(kit: Kit) -> str:
    """Return what lies on the horizontal axis: transactions, or the recency percentile without them."""
    dropped = {feature.name for feature in kit.views.release.model.dropped}
    return "recency_pct" if "frequency" in dropped else "transactions"


def positioning(kit: Kit, groups: Sequence[GroupView], texts: Texts, *, whole: bool = False) -> Figure | None:
    """Draw segments or groups on the plane.

    Args:
        kit: Views, words, formats.
        groups: Segments or groups of a place, or of all customers.
        texts: Words around the figure.
        whole: True when the groups are all customers: no outlines then.

    Returns:
        The figure, or None when fewer than two groups have both averages.
    """
    column = x_measure(kit)
    bubbles = [bubble for group in groups if (bubble := _bubble(kit, group, column, whole)) is not None]
    if len(bubbles) < 2:
        return None
    pairs = [(kit.full(b.ids), _numbers(kit, b, column)) for b in bubbles]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=kits.describe(pairs, " "),
        wide=_drawing(kit, bubbles, texts, column, wide=True),
        narrow=_drawing(kit, bubbles, texts, column, wide=False),
        spec=_spec(kit, bubbles, column),
        table=_table(kit, groups, texts, column, whole),
    )


def _value(means: dict[str, Mean], column: str) -> float | None:
    mean = means.get(column)
    return mean.value if mean else None


def _reference(kit: Kit, ids: Ids, whole: bool) -> dict[str, Mean]:
    return {} if whole or len(ids) > 1 else kit.views.segments[ids[0]].means


def _bubble(kit: Kit, group: GroupView, column: str, whole: bool) -> _Bubble | None:
    x, y = _value(group.means, column), _value(group.means, "typical_spend")
    if x is None or y is None or y <= 0:
        return None
    means = _reference(kit, group.segments, whole)
    all_x, all_y = _value(means, column), _value(means, "typical_spend")
    known = all_x is not None and all_y is not None
    share = group.all_share if known else None
    return _Bubble(
        group.segments, x, y, group.share, group.n, all_x if known else None, all_y if known else None, share
    )


def _numbers(kit: Kit, bubble: _Bubble, column: str) -> str:
    return _told(kit, column, (bubble.x, bubble.y, bubble.share, bubble.days))


def _told(kit: Kit, column: str, at: tuple[float, float, float, float | None]) -> str:
    """Return position, share and, where the axis is a percentile, the days behind it."""
    x, y, share, days = at
    return kit.say(
        f"positioning.numbers.{column}",
        spend=kit.fmt.money(y),
        x=kit.fmt.value(column, x),
        share=kit.fmt.percent(share),
        days=kit.fmt.value("recency", days),
    )


def _plane(bubbles: Sequence[_Bubble], column: str, box: labels.Box, area: float) -> _Plane:
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
    return _Plane(x, y, scales.ticks(*x_ends, 6), scales.log_ticks(*y_ends), area)


def _drawing(kit: Kit, bubbles: Sequence[_Bubble], texts: Texts, column: str, *, wide: bool) -> str:
    width, height, area = (svg.WIDE, 400.0, 62.0) if wide else (svg.NARROW, 380.0, 46.0)
    box = labels.Box(58 if wide else 48, 8, width - (8 if wide else 2), height - 46)
    plane = _plane(bubbles, column, box, area)
    words = [(kit.short(b.ids), _label_numbers(kit, b)) for b in bubbles]
    ordered = sorted(zip(bubbles, words, strict=True), key=lambda pair: -pair[0].share)
    marks = [_mark(plane, bubble, pair) for bubble, pair in ordered]
    places = labels.place(marks, box, [ghost for b, _ in ordered for ghost in _ghost_box(b, plane)])
    body = [_grid(kit, plane, box, column, height)]
    body += [_circle(bubble, plane) for bubble, _ in ordered]
    body += [_outline(bubble, plane) for bubble, _ in ordered]
    body += [_letter(kit, bubble, plane) for bubble, _ in ordered]
    for (_, (name, numbers)), at in zip(ordered, places, strict=True):
        body.append(svg.text(at.x, at.y + 13, name, "l lh", at.anchor))
        body.append(svg.text(at.x, at.y + 29, numbers, "n lh", at.anchor))
    return svg.drawing(width, height, body, f"{texts.id}-t", f"{texts.id}-d")


def _label_numbers(kit: Kit, bubble: _Bubble) -> str:
    return kit.say("positioning.label", spend=kit.fmt.money(bubble.y), share=kit.fmt.percent(bubble.share))


def _mark(plane: _Plane, bubble: _Bubble, words: tuple[str, str]) -> labels.Mark:
    room = max(measure.width(words[0], 13), measure.width(words[1], 12))
    return labels.Mark(plane.x(bubble.x), plane.y(bubble.y), plane.radius(bubble.share), room, 32)


def _ghost_box(bubble: _Bubble, plane: _Plane) -> list[labels.Box]:
    if bubble.all_x is None or bubble.all_y is None:
        return []
    x, y, radius = plane.x(bubble.all_x), plane.y(bubble.all_y), 0.9 * plane.radius(bubble.all_share or bubble.share)
    return [labels.Box(x - radius, y - radius, x + radius, y + radius)]


def _grid(kit: Kit, plane: _Plane, box: labels.Box, column: str, height: float) -> str:
    across = "".join(svg.segment(box.left, plane.y(t), box.right, plane.y(t)) for t in plane.y_ticks)
    down = "".join(svg.segment(plane.x(t), box.top, plane.x(t), box.bottom) for t in plane.x_ticks)
    money = kit.fmt.axis_money(plane.y_ticks)
    words = [svg.text(box.left - 6, plane.y(t) + 4, m, "t", "end") for t, m in zip(plane.y_ticks, money, strict=True)]
    words += [svg.text(plane.x(t), box.bottom + 17, _x_tick(t), "t", "middle") for t in plane.x_ticks]
    middle = (box.left + box.right) / 2
    words.append(svg.text(middle, height - 8, kit.say(f"positioning.axis.{column}"), "n", "middle"))
    return svg.path(across + down, "g") + "".join(words)


def _x_tick(value: float) -> str:
    return f"{value:g}"


def _is_plain(ids: Ids) -> bool:
    return len(ids) == 1 and ids[0] in kits.PLAIN


def _circle(bubble: _Bubble, plane: _Plane) -> str:
    """Return a bubble: filled for a segment of the plain palette, else a ring in its segments' colours."""
    x, y, radius = plane.x(bubble.x), plane.y(bubble.y), plane.radius(bubble.share)
    if _is_plain(bubble.ids):
        return svg.circle(x, y, radius, f"bub s-{bubble.ids[0]}")
    turn = 2 * math.pi / len(bubble.ids)
    arcs = (_arc(x, y, radius - 3, i * turn, turn, f"arc s-{id_}") for i, id_ in enumerate(bubble.ids))
    return svg.circle(x, y, radius, "disc") + "".join(arcs)


def _letter(kit: Kit, bubble: _Bubble, plane: _Plane) -> str:
    css = f"tg o-{bubble.ids[0]}" if _is_plain(bubble.ids) else "tg"
    return svg.text(plane.x(bubble.x), plane.y(bubble.y) + 4.5, kit.letters(bubble.ids), css, "middle")


def _arc(x: float, y: float, radius: float, start: float, turn: float, css: str) -> str:
    if turn > 6:
        return svg.circle(x, y, radius, css)
    (x1, y1), (x2, y2) = (
        (x + radius * math.sin(a), y - radius * math.cos(a)) for a in (start + 0.04, start + turn - 0.04)
    )
    large = 1 if turn > math.pi else 0
    r = svg.num(radius)
    return svg.path(f"M{svg.num(x1)} {svg.num(y1)}A{r} {r} 0 {large} 1 {svg.num(x2)} {svg.num(y2)}", css)


def _outline(bubble: _Bubble, plane: _Plane) -> str:
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


def _spec(kit: Kit, bubbles: Sequence[_Bubble], column: str) -> spec.Spec:
    ordered = sorted(bubbles, key=lambda b: -b.share)
    box = labels.Box(0, 0, 800, 360)
    plane = _plane(bubbles, column, box, 62)
    data: list[spec.Spec] = []
    for b in ordered:
        plain = _is_plain(b.ids)
        marker = {
            "size": spec.sig(2 * plane.radius(b.share)),
            "color": f"var(--{b.ids[0]})" if plain else "var(--paper)",
            "opacity": 1,
            "line": {"width": 1.5 if plain else 5, "color": "var(--paper)" if plain else f"var(--{b.ids[0]})"},
        }
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [spec.sig(b.x)],
                "y": [spec.sig(b.y)],
                "text": [kit.letters(b.ids)],
                "textfont": {"color": f"var(--on-{b.ids[0]})" if plain else "var(--ink)"},
                "marker": marker,
                "hovertext": [f"{kit.full(b.ids)}<br>{_numbers(kit, b, column)}"],
                "hoverinfo": "text",
            }
        )
    data += [_ghost(kit, b, plane, column) for b in ordered if b.all_x is not None]
    lows, highs = (plane.y.low / 1.6, plane.x.low), (plane.y.high * 1.6, plane.x.high)
    pad = (highs[1] - lows[1]) * 0.12
    title = {"text": kit.say(f"positioning.axis.{column}"), "font": {"size": 12}}
    return spec.spec(
        data,
        xaxis=spec.ticked(
            plane.x_ticks,
            [_x_tick(t) for t in plane.x_ticks],
            title=title,
            automargin=True,
            range=spec.sigs([lows[1] - pad, highs[1] + pad]),
        ),
        yaxis=spec.ticked(
            plane.y_ticks,
            kit.fmt.axis_money(plane.y_ticks),
            type="log",
            automargin=True,
            range=spec.sigs([math.log10(lows[0]), math.log10(highs[0])]),
        ),
    )


def _ghost(kit: Kit, b: _Bubble, plane: _Plane, column: str) -> spec.Spec:
    numbers = _told(kit, column, (b.all_x or 0.0, b.all_y or 0.0, b.all_share or 0.0, b.all_days))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spec.sig(b.all_x)],
        "y": [spec.sig(b.all_y)],
        "marker": {
            "symbol": "circle-open",
            "size": spec.sig(2 * plane.radius(b.all_share or b.share)),
            "color": "var(--all)",
            "line": {"width": 1.5},
        },
        "hovertext": [f"{kit.full(b.ids)}, {kit.reference}<br>{numbers}"],
        "hoverinfo": "text",
    }


def _table(kit: Kit, groups: Sequence[GroupView], texts: Texts, column: str, whole: bool) -> Table:
    shown = ("typical_spend", column, "recency") if column == "recency_pct" else ("typical_spend", column)
    head = [COLUMNS["segment"].title, COLUMNS["customers"].title, *(COLUMNS[name].title for name in shown)]
    columns = ["segment_id", "segment", "customers", *shown]
    if not whole:
        head += [kit.say("of_all", what=COLUMNS[name].title) for name in shown]
        columns += [f"all_customers_{name}" for name in shown]
    rows, records = [], []
    for group in groups:
        own = [group.means.get(name) for name in shown]
        reference = _reference(kit, group.segments, whole)
        theirs = [] if whole else [reference.get(name) for name in shown]
        cells = [
            kit.mean(name, mean) if mean else kit.say("not_told")
            for name, mean in zip(shown * 2, own + theirs, strict=False)
        ]
        rows.append((kit.full(group.segments), kit.fmt.count(group.n), *cells))
        values = spec.sigs([mean.value if mean else None for mean in own + theirs])
        records.append(("+".join(group.segments), kit.name(group.segments), group.n, *values))
    return Table(texts.title, tuple(head), tuple(rows), tuple(columns), tuple(records))
