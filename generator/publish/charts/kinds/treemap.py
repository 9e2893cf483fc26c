"""Treemap of customers: cities as rectangles, their segments inside; area by customers.

The largest cities are separate, everyone else is one rectangle, so that the whole is all customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import context, plotly, svg, text_width
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.base.squarify import Box, squarified
from generator.publish.charts.figure import Figure, Table
from generator.publish.charts.kinds.distribution import parts
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Maximum number of cities shown separately.
MOST = 20

_HEAD, _GAP = 17.0, 2.0


@dataclass(frozen=True, slots=True)
class _City:
    """A rectangle's name, customers and parts; no parts where the mix is not published; whether it is everyone else."""

    name: str
    n: int
    parts: tuple[tuple[Ids, int], ...]
    rest: bool = False


def treemap(chart: ChartContext, views: Sequence[PlaceView], texts: Texts) -> Figure | None:
    """Draw the given places, most customers first, and everyone else; None without any mix."""
    shown = tuple(views[:MOST])
    if not any(view.groups for view in shown):
        return None
    cities = [
        _City(display_names.unique(view, chart.views, chart.content), view.n, parts(view) if view.groups else ())
        for view in shown
    ]
    rest = chart.views.n - sum(city.n for city in cities)
    if rest > 0:
        cities.append(_City(chart.say("treemap.rest"), rest, (), rest=True))
    ends = [(city.name, chart.fmt.count(city.n)) for city in (cities[0], cities[-1])]
    places = chart.counted("places", len(shown))
    described = chart.say("treemap.described", places=places, ends=context.describe(ends, " ", ""))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=described,
        wide=_drawing(chart, cities, texts, svg.WIDE, 470.0),
        narrow=_drawing(chart, cities, texts, svg.NARROW, 560.0),
        spec=_spec(chart, cities),
        table=_table(chart, cities, texts),
    )


def _drawing(chart: ChartContext, cities: Sequence[_City], texts: Texts, width: float, height: float) -> str:
    body = []
    boxes = _boxes(cities, Box(0, 0, width + _GAP, height + _GAP))
    for city, box in zip(cities, boxes, strict=True):
        whole = box.whole()
        # Very small cities get a minimum width so that they remain visible.
        inside = max(0.6, whole.width - _GAP), max(0.6, whole.height - _GAP)
        body.append(_city(chart, city, Box(min(whole.x, width - 0.6), min(whole.y, height - 0.6), *inside)))
    return svg.drawing(width, height, body, f"{texts.id}-t", f"{texts.id}-d")


def _boxes(cities: Sequence[_City], box: Box) -> tuple[Box, ...]:
    """Return one box for each city: everyone else gets the far end, the cities the remaining area."""
    if not cities[-1].rest or len(cities) == 1:
        return squarified([city.n for city in cities], box)
    part = cities[-1].n / sum(city.n for city in cities)
    if box.width >= box.height:
        near = Box(box.x, box.y, box.width * (1 - part), box.height)
        far = Box(near.x + near.width, box.y, box.width * part, box.height)
    else:
        near = Box(box.x, box.y, box.width, box.height * (1 - part))
        far = Box(box.x, near.y + near.height, box.width, box.height * part)
    return (*squarified([city.n for city in cities[:-1]], near), far)


def _city(chart: ChartContext, city: _City, box: Box) -> str:
    """Draw a city: its name above its segments, as far as both fit."""
    name = text_width.wrap(city.name, box.width - 4, 12, 1)[0]
    headed = box.height >= 2 * _HEAD + 6 and len(name.rstrip("…")) >= min(4, len(city.name)) and box.width > 26
    head = svg.text(box.x + 1, box.y + 12, name, "l s") if headed else ""
    top = _HEAD if headed else 0.0
    inner = Box(box.x, box.y + top, box.width, box.height - top)
    if not city.parts:
        return head + svg.rect(inner.x, inner.y, inner.width, inner.height, "rest") + _rest_words(chart, city, inner)
    boxes = squarified([n for _, n in city.parts], inner)
    return head + "".join(_part(chart, ids, part) for (ids, _), part in zip(city.parts, boxes, strict=True))


def _part(chart: ChartContext, ids: Ids, box: Box) -> str:
    box = box.whole()
    width, height = max(0.6, box.width - 1), max(0.6, box.height - 1)
    mark = context.marks(ids, box.x, box.y, width, height).replace(' rx="2"', "")
    letters = display_names.codes(ids, chart.views)
    plain = len(ids) == 1 and ids[0] in context.PLAIN
    if not plain or text_width.width(letters, 12, bold=True) + 4 > width or height < 15:
        return mark
    x, y = round(box.x + width / 2), round(box.y + height / 2 + 4.5)
    return mark + svg.text(x, y, letters, f"tg o-{ids[0]}", "middle")


def _rest_words(chart: ChartContext, city: _City, box: Box) -> str:
    words = chart.fmt.count(city.n)
    if text_width.width(words, 12) + 8 > box.width or box.height < 18:
        return ""
    return svg.text(box.x + box.width / 2, box.y + box.height / 2 + 4.5, words, "t", "middle")


def _spec(chart: ChartContext, cities: Sequence[_City]) -> plotly.Spec:
    root = chart.reference
    ids, words, parents, values = ["all"], [root], [""], [sum(city.n for city in cities)]
    colours, shapes, letters = ["var(--paper)"], [""], ["var(--ink)"]
    for i, city in enumerate(cities):
        ids.append(f"{i}")
        words.append(city.name)
        parents.append("all")
        values.append(city.n)
        colours.append("var(--paper)" if city.parts else "var(--line)")
        shapes.append("")
        letters.append("var(--ink)")
        for segments, n in city.parts:
            marker = plotly.colour(segments)
            ids.append(f"{i}/{'+'.join(segments)}")
            words.append(display_names.codes(segments, chart.views))
            parents.append(f"{i}")
            values.append(n)
            colours.append(marker["color"])
            letters.append(f"var(--on-{segments[0]})" if segments[0] in context.PLAIN else "var(--ink)")
            shapes.append(marker.get("pattern", {}).get("shape", ""))
    full = [chart.fmt.count(n) for n in values]
    trace = {
        "type": "treemap",
        "ids": ids,
        "labels": words,
        "parents": parents,
        "values": values,
        "text": full,
        "branchvalues": "total",
        "sort": False,
        "textinfo": "label",
        "textfont": {"color": letters},
        "hovertemplate": "%{currentPath}%{label}<br>%{text}<extra></extra>",
        "pathbar": {"visible": False},
        "tiling": {"pad": 1},
        "marker": {
            "colors": colours,
            "pattern": {"shape": shapes, "fgcolor": "var(--paper)", "size": 8, "solidity": 0.3},
            "line": {"width": 1, "color": "var(--paper)"},
            "pad": {"t": 15, "l": 0, "r": 0, "b": 0},
        },
    }
    return plotly.spec([trace], margin={"l": 0, "r": 0, "t": 0, "b": 0})


def _table(chart: ChartContext, cities: Sequence[_City], texts: Texts) -> Table:
    rows: list[tuple[str, ...]] = []
    records: list[tuple[str, str, str, int, float | int | None]] = []
    for city in cities:
        for ids, n in city.parts or (((), city.n),):
            share = n / chart.views.n
            name = chart.full(ids) if ids else chart.say("distribution.unsplit")
            rows.append((city.name, name, chart.fmt.count(n), chart.fmt.percent(share)))
            records.append(
                (
                    city.name,
                    "+".join(ids),
                    display_names.group(ids, chart.views, chart.content) if ids else "",
                    n,
                    plotly.sig(share),
                )
            )
    head = (*(chart.title(name) for name in ("city", "segment", "customers")), chart.say("treemap.share"))
    columns = ("city", "segment_id", "segment", "customers", "customers_share")
    return Table(texts.title, head, tuple(rows), columns, tuple(records))
