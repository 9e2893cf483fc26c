"""The map: places as bubbles on a coastline, area by customers, coloured by a selectable measure.

Bubbles are links. Overlapping ones are separated, each with a line to its true position. No border
is drawn.
"""

import math
from collections.abc import Callable, Sequence
from html import escape

from generator.publish.charts.base import context, labels, plotly, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Choice, Figure, Table
from generator.publish.charts.forms import land
from generator.publish.charts.forms.map_field import (
    LARGEST,
    LARGEST_NARROW,
    MAP_WIDE,
    SMALLEST,
    TARGET,
    Bubble,
    Field,
    bubbles_of,
    stops_of,
)
from generator.publish.charts.forms.place_shades import NEITHER, UNPUBLISHED, Measure, measures
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: A bubble displaced by more than this has a line to its true position.
_TIED = 5.0


def places_map(chart: ChartContext, on: Field, texts: Texts, link: Callable[[PlaceView], str]) -> Figure:
    """Draw the places.

    Args:
        chart: Views, words, formats.
        on: Places and extent to show.
        texts: Texts around the figure.
        link: Returns the link to a place's page, relative to the page of the map.
    """
    found, bubbles = measures(chart, on.shown), bubbles_of(on, MAP_WIDE, LARGEST)
    ends = (on.shown[0], on.shown[-1]) if len(on.shown) > 1 else on.shown
    pairs = [(display_names.unique(view, chart.views, chart.content), chart.fmt.count(view.n)) for view in ends]
    places = chart.counted("places", len(on.shown))
    described = chart.say("map.described", places=places, ends=context.describe(pairs, " ", ""))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=described,
        wide=_drawing(chart, on, found, bubbles, texts, link, wide=True),
        narrow=_drawing(chart, on, found, bubbles_of(on, svg.NARROW, LARGEST_NARROW), texts, link, wide=False),
        spec=_spec(chart, on, found, bubbles),
        table=_table(chart, on, found, texts, link),
        choices=tuple(Choice(one.id, one.label) for one in found),
        choose=chart.say("map.choose"),
    )


def _drawing(
    chart: ChartContext,
    on: Field,
    found: Sequence[Measure],
    bubbles: Sequence[Bubble],
    texts: Texts,
    link: Callable[[PlaceView], str],
    *,
    wide: bool,
) -> str:
    width, largest, names = (MAP_WIDE, LARGEST, 10) if wide else (svg.NARROW, LARGEST_NARROW, 4)
    height = width * on.box.aspect
    stops = stops_of(bubbles)
    body = []
    if on.coast:
        # The wide drawing defines the symbol of the land for both; a hidden element can still be referenced.
        body += [land.symbol(on.coast, f"{texts.id}-land")] if wide else []
        body.append(land.laid(f"{texts.id}-land", width, height))
    body += ['<g class="dots">', _ties(bubbles)]
    for i, bubble in enumerate(bubbles):
        mark = _mark(bubble, [one.values[i].shade for one in found])
        # Touch targets need space: on phones the small places are in the table only.
        linked = wide or i in stops
        body.append(_linked(chart, bubble, mark, link(bubble.view), i in stops) if linked else mark)
    body.append("</g>")
    body += _names(chart, bubbles, names, labels.Box(0, 0, width, height))
    body.append(_sizes(chart, on.shown[0].n, largest, height))
    return svg.drawing(width, height + 2 * largest + 8, body, f"{texts.id}-t", f"{texts.id}-d", role="group")


def _ties(bubbles: Sequence[Bubble]) -> str:
    """Return the lines from displaced bubbles to their true positions."""
    far = [b for b in bubbles if math.dist((b.x, b.y), b.home) > _TIED]
    return svg.path("".join(svg.segment(*b.home, b.x, b.y) for b in far), "tie") if far else ""


def _mark(bubble: Bubble, shades: Sequence[int]) -> str:
    """Return a bubble with a class for each measure that is shaded or unpublished: "m15" is shade 5 of 1."""
    tokens = " ".join(f"m{i}{shade}" for i, shade in enumerate(shades) if i and shade != NEITHER)
    css = f' class="{tokens}"' if tokens else ""
    return f'<circle{css} cx="{svg.num(bubble.x)}" cy="{svg.num(bubble.y)}" r="{svg.num(bubble.radius)}"/>'


def _linked(chart: ChartContext, bubble: Bubble, mark: str, href: str, stop: bool) -> str:
    """Return a bubble as a link; those outside the tab order are reachable by pointer and in the table."""
    target = svg.circle(bubble.x, bubble.y, TARGET, "target") if stop and bubble.radius < TARGET else ""
    order = "" if stop else ' tabindex="-1"'
    return f'<a href="{escape(href)}"{order}><title>{escape(_words(chart, bubble.view))}</title>{target}{mark}</a>'


def _words(chart: ChartContext, view: PlaceView) -> str:
    return chart.say(
        "map.bubble", place=display_names.unique(view, chart.views, chart.content), n=chart.fmt.count(view.n)
    )


def _names(chart: ChartContext, bubbles: Sequence[Bubble], most: int, box: labels.Box) -> list[str]:
    """Return the names of the largest places, where they fit."""
    named = bubbles[:most]
    words = [display_names.unique(bubble.view, chart.views, chart.content) for bubble in named]
    marks = [
        labels.Mark(b.x, b.y, b.radius, text_width.width(word, 12), 14) for b, word in zip(named, words, strict=True)
    ]
    others = [labels.Mark(b.x, b.y, b.radius, 0, 0).box for b in bubbles[most:]]
    out = []
    for label, word in zip(labels.place(marks, box, others), words, strict=True):
        covered = sum(label.box.overlap(mark.box) for mark in marks) > 30
        if not covered:
            out.append(svg.text(label.x, label.y + 11, word, "l lh s", label.anchor))
    return out


def _sizes(chart: ChartContext, top: int, largest: float, height: float) -> str:
    """Return the size legend: one or two round numbers of customers."""
    powers = range(len(str(top)))
    rounds = [m * 10**p for p in powers for m in (1, 2, 5) if m * 10**p <= top]
    values = sorted({rounds[-1], rounds[-3]}) if len(rounds) > 2 else rounds[-1:]
    x, out, middle = 2.0, [], height + largest + 6
    for value in values:
        radius = max(SMALLEST, largest * math.sqrt(value / top))
        words = chart.fmt.count(value)
        if value == values[-1]:
            words = chart.say("map.customers", n=words)
        out.append(svg.circle(x + radius, middle, radius, "size"))
        out.append(svg.text(x + 2 * radius + 6, middle + 4, words, "t"))
        x += 2 * radius + text_width.width(words, 12) + 22
    return "".join(out)


def _spec(chart: ChartContext, on: Field, found: Sequence[Measure], bubbles: Sequence[Bubble]) -> plotly.Spec:
    """Return bubbles over the coastline; each choice changes the colours of the bubbles only."""
    at = [on.box.degrees(b.x, b.y, MAP_WIDE) for b in bubbles]
    data: list[plotly.Spec] = []
    if on.coast:
        still = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
        filled = {"fill": "toself", "fillcolor": "var(--land)", "line": {"width": 0}}
        data.append({**still, **_lines(on.coast.land), **filled})
        data.append({**still, **_lines(on.coast.coast), "line": {"width": 1, "color": "var(--shore)"}})
    hover = [
        "<br>".join(
            (
                display_names.unique(view, chart.views, chart.content),
                *(f"{one.head}: {one.values[i].words}" for one in found),
            )
        )
        for i, view in enumerate(on.shown)
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": plotly.sigs([x for x, _ in at]),
            "y": plotly.sigs([y for _, y in at]),
            "marker": {
                "size": plotly.sigs([2 * b.radius for b in bubbles]),
                "colorscale": [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]],
                "cmin": -1,
                "cmax": 1,
                **_colours(found[0]),
            },
            "hovertext": hover,
            "hoverinfo": "text",
        }
    )
    box = on.box
    return plotly.spec(
        data,
        hovermode="closest",
        xaxis=plotly.axis(visible=False, range=plotly.sigs([box.west, box.east]), constrain="domain"),
        yaxis=plotly.axis(
            visible=False,
            range=plotly.sigs([box.south, box.north]),
            scaleanchor="x",
            scaleratio=plotly.sig(box.ratio),
            constrain="domain",
        ),
        margin={"l": 0, "r": 0, "t": 0, "b": 2 * LARGEST + 8},
        meta={one.id: {"data": {str(len(data) - 1): {"marker": _colours(one)}}} for one in found},
    )


def _lines(lines: Sequence[Sequence[tuple[float, float]]]) -> plotly.Spec:
    """Return lines as one trace, with a gap after each."""
    points: list[tuple[float | None, float | None]] = []
    for line in lines:
        points += [*line, (None, None)]
    return {"x": plotly.sigs([x for x, _ in points[:-1]]), "y": plotly.sigs([y for _, y in points[:-1]])}


def _colours(one: Measure) -> plotly.Spec:
    """Return the colours of the bubbles: one for customers, else shades, faint where the value is not published."""
    if one.id == "customers":
        return {
            "color": "var(--here)",
            "opacity": 0.6,
            "line": {"width": 1, "color": "var(--paper)"},
        }
    strength = {1: -1, 2: -0.4, NEITHER: 0, 4: 0.4, 5: 1, UNPUBLISHED: 0}
    return {
        "color": [strength[value.shade] for value in one.values],
        "opacity": [0.4 if value.shade == UNPUBLISHED else 1 for value in one.values],
        "line": {"width": 1, "color": "var(--all)"},
    }


def _table(
    chart: ChartContext, on: Field, found: Sequence[Measure], texts: Texts, link: Callable[[PlaceView], str]
) -> Table:
    head = (chart.title("city"), *(one.head for one in found))
    rows = tuple(
        (display_names.unique(view, chart.views, chart.content), *(one.values[i].words for one in found))
        for i, view in enumerate(on.shown)
    )
    records = tuple(
        (
            display_names.unique(view, chart.views, chart.content),
            view.place.lat,
            view.place.lon,
            *(one.values[i].value for one in found),
        )
        for i, view in enumerate(on.shown)
    )
    columns = ("city", "latitude", "longitude", *(one.id for one in found))
    return Table(texts.title, head, rows, columns, records, tuple(link(view) for view in on.shown))
