"""The map: places as discs on a coastline, area by customers.

At rest only places whose mix differs clearly are coloured, with the code of the segment that differs; readers can
choose a measure to colour by instead. Discs are links. Overlapping ones are separated, each with a line to its true
position. No border is drawn.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from generator.publish.charts.base import context, labels, plotly, svg
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Choice, Figure
from generator.publish.charts.forms import land, map_labels
from generator.publish.charts.forms.map_field import (
    LARGEST,
    LARGEST_NARROW,
    MAP_WIDE,
    TARGET,
    Bubble,
    Field,
    bubbles_of,
    stops_of,
)
from generator.publish.charts.forms.map_labels import LETTERED, Name
from generator.publish.charts.forms.place_shades import (
    NEITHER,
    STRENGTH,
    UNPUBLISHED,
    Measure,
    PlaceValue,
    difference,
    measures,
)
from generator.publish.charts.record import Column, Record
from generator.publish.model.types import GroupView, PlaceView
from generator.publish.words import display_names

#: A bubble displaced by more has a line to its true position.
_TIED = 5.0


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place, what differs there (None: nothing clearly), and its values of the measures."""

    view: PlaceView
    group: GroupView | None
    values: tuple[PlaceValue, ...]


def places_map(chart: ChartContext, on: Field, texts: Texts, link: Callable[[PlaceView], str]) -> Figure:
    """Draw the places.

    Args:
        chart: Views, words, formats.
        on: Places and extent to show.
        texts: Texts around the figure.
        link: Returns the link to a place's page, relative to the page of the map.
    """
    found = measures(chart, on.shown)
    spots = [_Spot(view, difference(view), tuple(m.values[view.place.id] for m in found)) for view in on.shown]
    record = Record.of(texts.title, spots, _columns(chart, found), lambda spot: link(spot.view))
    ends = [(tip[0], chart.fmt.count(spot.view.n)) for spot, tip in (record.pairs[0], record.pairs[-1])[: len(spots)]]
    wide, narrow = bubbles_of(on, MAP_WIDE, LARGEST), bubbles_of(on, svg.NARROW, LARGEST_NARROW)
    places = [(tip[0], spot.group) for spot, tip in record.pairs]
    named = (
        map_labels.names(chart, places, wide, 14, labels.Box(0, 0, MAP_WIDE, MAP_WIDE * on.box.aspect)),
        map_labels.names(chart, places, narrow, 6, labels.Box(0, 0, svg.NARROW, svg.NARROW * on.box.aspect)),
    )
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say(
            "map.described", places=chart.counted("places", len(spots)), ends=context.describe(ends, " ", "")
        ),
        wide=_drawing(chart, on, record, wide, named[0], texts),
        narrow=_drawing(chart, on, record, narrow, named[1], texts),
        spec=_spec(chart, on, record, found, wide, named),
        table=record.table,
        choices=(Choice("mix", chart.say("map.mix")), *(Choice(one.id, one.label) for one in found)) if found else (),
        choose=chart.say("map.choose"),
    )


def _columns(chart: ChartContext, found: Sequence[Measure]) -> list[Column[_Spot]]:
    def differs(spot: _Spot, name: Callable[[Ids], str] = chart.full) -> str:
        if spot.group is None:
            return ""
        facts = {"share": chart.fmt.percent(spot.group.share), "all": chart.fmt.percent(spot.group.all_share or 0)}
        return chart.say("map.differs", segment=name(spot.group.segments), **facts)

    columns = [
        Column(
            chart.title("city"), lambda spot: chart.place(spot.view),
            {
                "city": lambda spot: chart.place(spot.view),
                "latitude": lambda spot: spot.view.place.lat,
                "longitude": lambda spot: spot.view.place.lon,
            },
            lambda spot: chart.place(spot.view),
        ),
        Column(
            chart.title("customers"), lambda spot: chart.fmt.count(spot.view.n),
            {"customers": lambda spot: spot.view.n}, lambda spot: chart.counted("customers", spot.view.n),
        ),
        Column(
            chart.say("map.difference"),
            lambda spot: differs(spot, lambda ids: display_names.codes(ids, chart.views)),
            {
                "segment_id": lambda spot: "+".join(spot.group.segments) if spot.group else "",
                "customers_share": lambda spot: spot.group and spot.group.share,
                "all_customers_share": lambda spot: spot.group and spot.group.all_share,
            },
            differs,
        ),
    ]  # fmt: skip
    columns += [_measured(i, one) for i, one in enumerate(found)]
    return columns


def _measured(i: int, one: Measure) -> Column[_Spot]:
    return Column(one.head, lambda spot: spot.values[i].words, {one.id: lambda spot: spot.values[i].value})


def _drawing(
    chart: ChartContext, on: Field, record: Record[_Spot], bubbles: Sequence[Bubble], names: dict[int, Name],
    texts: Texts,
) -> str:  # fmt: skip
    wide = bubbles[0].radius > LARGEST_NARROW
    width, largest = (MAP_WIDE, LARGEST) if wide else (svg.NARROW, LARGEST_NARROW)
    height = width * on.box.aspect
    stops = stops_of(bubbles)
    body = []
    if on.coast:
        # The wide drawing defines the symbol of the land for both; a hidden element can still be referenced.
        body += [land.symbol(on.coast, f"{texts.id}-land")] if wide else []
        body += [svg.rect(0, 0, width, height, "sea", 8), land.laid(f"{texts.id}-land", width, height)]
    body += ['<g class="dots">', _ties(bubbles)]
    for i, bubble in enumerate(bubbles):
        mark = _mark(chart, record.items[i], bubble)
        # Touch targets need space: on phones the small places are in the table only.
        if wide or i in stops:
            mark = _linked(mark, bubble, record.table.links[i], record.tips[i][0], stop=i in stops)
        body.append(svg.tipped(mark, record.tips[i]))
    body.append('</g><g class="names">')
    for name in names.values():
        css = f"lab x lh s-{name.group.segments[0]}" if name.group else "l lh"
        body.append(svg.text(name.label.x, name.label.y + 15, name.words, css, name.label.anchor))
    body += ["</g>", map_labels.legend(map_labels.sizes(chart, on.shown[0].n, largest), height + largest + 8)]
    return svg.drawing(width, height + 2 * largest + 12, body, f"{texts.id}-t", f"{texts.id}-d", role="group")


def _ties(bubbles: Sequence[Bubble]) -> str:
    """Return the lines from displaced bubbles to their true positions."""
    far = [b for b in bubbles if math.dist((b.x, b.y), b.home) > _TIED]
    return svg.path("".join(svg.segment(*b.home, b.x, b.y) for b in far), "tie") if far else ""


def _filled(group: GroupView) -> bool:
    """Return whether a disc is filled: a segment that is more common; one that is rarer, or joined, is outlined."""
    return context.is_plain(group.segments) and (group.gap or 0) > 0


def _mark(chart: ChartContext, spot: _Spot, bubble: Bubble) -> str:
    """Return a disc with a class for each measure that is shaded or unpublished: "m15" is shade 5 of 1."""
    tokens = [f"m{i}{value.shade}" for i, value in enumerate(spot.values, 1) if value.shade != NEITHER]
    letter = ""
    if spot.group is None:
        tokens.append("pl")
    else:
        id_ = spot.group.segments[0]
        tokens.append(f"bub s-{id_}" if _filled(spot.group) else f"ring s-{id_}")
        if bubble.radius >= LETTERED:
            codes = display_names.codes(spot.group.segments, chart.views)
            ink = f"tg o-{id_}" if _filled(spot.group) else "tg"
            letter = svg.text(bubble.x, bubble.y + 5, codes, ink, "middle")
    return svg.circle(bubble.x, bubble.y, bubble.radius, " ".join(tokens)) + letter


def _linked(mark: str, bubble: Bubble, href: str, name: str, *, stop: bool) -> str:
    """Return a bubble as a link; those outside the tab order are reachable by pointer and in the table."""
    target = svg.circle(bubble.x, bubble.y, TARGET, "target") if stop and bubble.radius < TARGET else ""
    named = f' aria-label="{escape(name)}"' if stop else ' tabindex="-1" aria-hidden="true"'
    return f'<a href="{escape(href)}"{named}>{target}{mark}</a>'


def _spec(
    chart: ChartContext, on: Field, record: Record[_Spot], found: Sequence[Measure], bubbles: Sequence[Bubble],
    named: tuple[dict[int, Name], dict[int, Name]],
) -> plotly.Spec:  # fmt: skip
    """Return the discs over the coastline with names, codes and sizes; a choice changes the colours of the discs."""
    at = [on.box.degrees(b.x, b.y, MAP_WIDE) for b in bubbles]
    xs, ys = (plotly.sigs([point[i] for point in at]) for i in (0, 1))
    data: list[plotly.Spec] = []
    if on.coast:
        ground = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
        filled = {"fill": "toself", "fillcolor": "var(--wash)", "line": {"width": 0}}
        data.append({**ground, **_lines(on.coast.land), **filled})
        data.append({**ground, **_lines(on.coast.coast), "line": {"width": 1, "color": "var(--coast)"}})
    discs = len(data)
    texts = [[plotly.escaped(names[i].words) if i in names else "" for i in range(len(bubbles))] for names in named]
    sides = [[names[i].side if i in names else "middle right" for i in range(len(bubbles))] for names in named]
    groups = [spot.group for spot in record.items]
    data.append(
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": xs,
            "y": ys,
            "text": texts[0],
            "textposition": sides[0],
            "textfont": {"size": 13, "color": [_ink(g) for g in groups]},
            "cliponaxis": False,
            "marker": {
                "size": plotly.sigs([2 * b.radius for b in bubbles]),
                "opacity": 1,
                "color": [f"var(--{g.segments[0]})" if g and _filled(g) else _ground(g) for g in groups],
                "line": {
                    "width": [2 if g and not _filled(g) else 1 for g in groups],
                    "color": [f"var(--{g.segments[0]})" if g and not _filled(g) else "var(--dot)" for g in groups],
                },
                "colorscale": [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]],
                "cmin": -1,
                "cmax": 1,
            },
            **plotly.hover(record.tips),
        }
    )
    lettered = [(i, g) for i, g in enumerate(groups) if g and bubbles[i].radius >= LETTERED]
    if lettered:
        inks = [f"var(--on-{g.segments[0]})" if _filled(g) else "var(--ink)" for _, g in lettered]
        codes = [display_names.codes(g.segments, chart.views) for _, g in lettered]
        letters = plotly.texts([at[i][0] for i, _ in lettered], [ys[i] for i, _ in lettered], codes)
        data.append(letters | {"textposition": "middle center", "textfont": {"color": inks, "size": 14}})
    sizes = map_labels.sizes(chart, on.shown[0].n, LARGEST)
    words = [text for _, text in sizes]
    key = plotly.texts(list(range(len(sizes))), [0] * len(sizes), words, xaxis="x2", yaxis="y2", mode="markers+text")
    key["marker"] = {
        "size": plotly.sigs([2 * radius for radius, _ in sizes]),
        "color": "rgba(0,0,0,0)",
        "line": {"width": 1, "color": "var(--all)"},
    }
    data.append(key)
    smaller = {"marker": {"sizeref": plotly.sig(LARGEST / LARGEST_NARROW)}}
    phone = {str(discs): {"text": texts[1], "textposition": sides[1], **smaller}, str(len(data) - 1): smaller}
    box, unlettered = on.box, {str(discs + 1): {"visible": False}} if lettered else {}
    plain = {"textfont": {"color": "var(--ink)"}}
    meta = {one.id: {"data": {str(discs): {"marker": _shades(one, record), **plain}, **unlettered}} for one in found}
    corners = dict(zip(("x0", "x1", "y0", "y1"), (box.west, box.east, box.south, box.north), strict=True))
    sea = {"type": "rect", **corners, "fillcolor": "var(--sea)", "line": {"width": 0}, "layer": "below"}
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
            domain=[0.1, 1],
        ),
        xaxis2=plotly.axis(visible=False, range=[-0.3, 3], anchor="y2"),
        yaxis2=plotly.axis(visible=False, range=[-1, 1], anchor="x2", domain=[0, 0.09]),
        shapes=[sea] if on.coast else [],
        height=760,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        meta={**meta, **plotly.narrow({"data": phone, "layout": {"height": 520}})},
    )


def _ink(group: GroupView | None) -> str:
    return f"var(--{group.segments[0]}-x)" if group and context.is_plain(group.segments) else "var(--ink)"


def _ground(group: GroupView | None) -> str:
    return "var(--place)" if group is None else "var(--paper)"


def _lines(lines: Sequence[Sequence[tuple[float, float]]]) -> plotly.Spec:
    """Return lines as one trace, with a gap after each."""
    points: list[tuple[float | None, float | None]] = []
    for line in lines:
        points += [*line, (None, None)]
    return {"x": plotly.sigs([x for x, _ in points[:-1]]), "y": plotly.sigs([y for _, y in points[:-1]])}


def _shades(one: Measure, record: Record[_Spot]) -> plotly.Spec:
    """Return the colours of the discs by a measure; a disc is faint where the value is not published."""
    shades = [one.values[spot.view.place.id].shade for spot in record.items]
    return {
        "color": [STRENGTH.get(f"k{shade}", 0) for shade in shades],
        "opacity": [0.4 if shade == UNPUBLISHED else 1 for shade in shades],
        "line": {"width": 1, "color": "var(--all)"},
    }
