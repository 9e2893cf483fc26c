"""Treemap of customers: cities as rectangles, their segments inside; area by customers.

The largest cities are separate, everyone else is one rectangle, so that the whole is all customers. A city without room
for its name is named in its tooltip and in the table.
"""

from collections.abc import Sequence
from itertools import groupby

from generator.publish.charts.base import context, plotly, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.base.squarify import Box, squarified
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.place_parts import Link, Part, parts_of, record_of
from generator.publish.charts.record import Tip
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Maximum number of cities shown separately: smaller ones would have no room for a name.
MOST = 12

_HEAD, _GAP, _SIZE = 20.0, 2.0, 14.0

_City = tuple[tuple[Part, Tip], ...]


def treemap(chart: ChartContext, views: Sequence[PlaceView], texts: Texts, link: Link) -> Figure | None:
    """Draw the given places, most customers first, and everyone else; None without any mix."""
    shown = views[:MOST]
    if not any(view.groups for view in shown):
        return None
    parts = [part for view in shown for part in parts_of(chart, view, link)]
    rest = chart.views.n - sum(view.n for view in shown)
    if rest > 0:
        parts.append(Part(chart.say("treemap.rest"), "", (), rest, rest))
    record = record_of(chart, texts.title, parts, whole=chart.views.n)
    cities = [tuple(city) for _, city in groupby(record.pairs, key=lambda pair: pair[0].place)]
    ends = [(city[0][0].place, chart.fmt.count(city[0][0].whole)) for city in (cities[0], cities[-1])]
    places = chart.counted("places", len(shown))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say("treemap.described", places=places, ends=context.describe(ends, " ", "")),
        wide=_drawing(chart, cities, texts, Box(0, 0, svg.WIDE, 520), rest=rest > 0),
        narrow=_drawing(chart, cities, texts, Box(0, 0, svg.NARROW, 600), rest=rest > 0),
        spec=_spec(chart, cities),
        table=record.table,
    )


def _drawing(chart: ChartContext, cities: Sequence[_City], texts: Texts, field: Box, *, rest: bool) -> str:
    body = []
    boxes = _boxes([city[0][0].whole for city in cities], Box(0, 0, field.width + _GAP, field.height + _GAP), rest=rest)
    for city, box in zip(cities, boxes, strict=True):
        whole = box.whole()
        # Very small cities get a minimum width so that they remain visible.
        inside = max(0.6, whole.width - _GAP), max(0.6, whole.height - _GAP)
        at = Box(min(whole.x, field.width - 0.6), min(whole.y, field.height - 0.6), *inside)
        body.append(_city(chart, city, at))
    return svg.drawing(field.width, field.height, svg.unread(body), f"{texts.id}-t", f"{texts.id}-d", role="group")


def _boxes(sizes: Sequence[int], box: Box, *, rest: bool) -> tuple[Box, ...]:
    """Return one box for each city: everyone else, if any, gets the far end, the cities the remaining area."""
    if not rest or len(sizes) == 1:
        return squarified(sizes, box)
    part = sizes[-1] / sum(sizes)
    if box.width >= box.height:
        near = Box(box.x, box.y, box.width * (1 - part), box.height)
        far = Box(near.x + near.width, box.y, box.width * part, box.height)
    else:
        near = Box(box.x, box.y, box.width, box.height * (1 - part))
        far = Box(box.x, near.y + near.height, box.width, box.height * part)
    return (*squarified(sizes[:-1], near), far)


def _city(chart: ChartContext, city: _City, box: Box) -> str:
    """Draw a city: its name above its segments where both fit, never a piece of it."""
    (first, tip), *_ = city
    rows = text_width.wrap(first.place, box.width - 4, _SIZE)
    head, top = "", 0.0
    if not any(row.endswith("…") for row in rows) and box.height >= _HEAD * (len(rows) + 1):
        lines = "".join(svg.text(box.x + 1, box.y + 14 + 17 * i, row, "l") for i, row in enumerate(rows))
        head, top = svg.linked(lines, first.link), _HEAD + 17 * (len(rows) - 1)
    inner = Box(box.x, box.y + top, box.width, box.height - top)
    if not first.ids:
        ground = svg.rect(inner.x, inner.y, inner.width, inner.height, "rest")
        return svg.tipped(head + ground + _count(chart, first, inner), tip)
    boxes = squarified([part.n for part, _ in city], inner)
    return head + "".join(_part(chart, pair, part) for pair, part in zip(city, boxes, strict=True))


def _part(chart: ChartContext, pair: tuple[Part, Tip], box: Box) -> str:
    (part, tip), box = pair, box.whole()
    width, height = max(0.6, box.width - 1), max(0.6, box.height - 1)
    mark = context.marks(part.ids, box.x, box.y, width, height, radius=0)
    letters = display_names.codes(part.ids, chart.views)
    if context.is_plain(part.ids) and text_width.width(letters, _SIZE, bold=True) + 4 <= width and height >= 17:
        middle = round(box.x + width / 2), round(box.y + height / 2 + 5)
        mark += svg.text(*middle, letters, f"tg o-{part.ids[0]}", "middle")
    return svg.tipped(mark, tip)


def _count(chart: ChartContext, part: Part, box: Box) -> str:
    words = chart.fmt.count(part.n)
    if text_width.width(words, _SIZE) + 8 > box.width or box.height < 20:
        return ""
    return svg.text(box.x + box.width / 2, box.y + box.height / 2 + 5, words, "t", "middle")


def _spec(chart: ChartContext, cities: Sequence[_City]) -> plotly.Spec:
    """Return the cities as roots and their parts inside; a city without parts is a plain rectangle with its count."""
    rows: list[tuple[str, str, str, int, str, str, str, str]] = []
    for i, city in enumerate(cities):
        first, tip = city[0]
        label = plotly.lines((first.place,) if first.ids else (first.place, chart.fmt.count(first.n)))
        ground = "var(--paper)" if first.ids else "var(--line)"
        rows.append((f"{i}", label, "", first.whole, ground, "", "var(--ink)", "" if first.ids else plotly.lines(tip)))
        for part, words in city if first.ids else ():
            marker = plotly.colour(part.ids)
            ink = f"var(--on-{part.ids[0]})" if context.is_plain(part.ids) else "var(--ink)"
            shape = marker.get("pattern", {}).get("shape", "")
            letters = display_names.codes(part.ids, chart.views)
            id_ = f"{i}/{'+'.join(part.ids)}"
            rows.append((id_, letters, f"{i}", part.n, marker["color"], shape, ink, plotly.lines(words)))
    ids, labels, parents, values, colours, shapes, inks, hover = (list(column) for column in zip(*rows, strict=True))
    trace = {
        "type": "treemap",
        "ids": ids,
        "labels": labels,
        "parents": parents,
        "values": values,
        "hovertext": hover,
        "hoverinfo": "text",
        "branchvalues": "total",
        "sort": False,
        "textinfo": "label",
        "textfont": {"color": inks, "size": 14},
        "pathbar": {"visible": False},
        "tiling": {"pad": 2},
        "marker": {
            "colors": colours,
            "pattern": {"shape": shapes, "fgcolor": "var(--paper)", "size": 8, "solidity": 0.3},
            "line": {"width": 1, "color": "var(--paper)"},
            "pad": {"t": 28, "l": 0, "r": 0, "b": 0},
        },
    }
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return plotly.spec([trace], height=560, margin=margin)
