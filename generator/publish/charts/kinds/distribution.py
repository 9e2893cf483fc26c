"""Customers by city and segment, the largest city first: bars stacked, side by side, or stretched to shares.

A city with merged segments shows the merged part in bands; one without a mix is plain grey. Readers choose
between the three drawings without JavaScript.
"""

from collections.abc import Sequence
from itertools import groupby

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Choice, Figure
from generator.publish.charts.forms.place_parts import TOP, Link, Part, Parts, counts, places
from generator.publish.charts.forms.rows import SIZE, Rows
from generator.publish.charts.record import Tip
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

_ROW, _BAR, _NARROW_ROW = 30.0, 24.0, 50.0

#: Height of one of several bars of a city, and the gap between cities.
_THIN, _BETWEEN = 15.0, 12.0

_Row = tuple[tuple[Part, Tip], ...]


def distribution(chart: ChartContext, views: Sequence[PlaceView], texts: Texts, link: Link) -> Figure:
    """Draw the first of the given places, at least one; `link` returns the link to a place's page."""
    shown = views[:TOP]
    record = counts(chart, texts.title, shown, link)
    rows = [tuple(row) for _, row in groupby(record.pairs, key=lambda pair: pair[0].place)]
    ends = [(row[0][0].place, chart.fmt.count(row[0][0].whole)) for row in (rows[0], rows[-1])[: len(rows)]]
    described = chart.say(
        "distribution.described", places=chart.counted("places", len(rows)), ends=context.describe(ends, " ", "")
    )
    drawn = {
        id_: tuple(_drawing(chart, record, rows, texts, id_, wide=wide) for wide in (True, False))
        for id_ in ("stack", "group", "share")
    }
    # Without any mix the three would be identical.
    choices = tuple(Choice(id_, chart.say(f"distribution.{id_}"), *pair) for id_, pair in drawn.items())
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=described,
        wide=drawn["stack"][0],
        narrow=drawn["stack"][1],
        spec=_spec(chart, record, rows),
        table=record.table,
        choices=choices if any(part.ids for part in record.items) else (),
        choose=chart.say("distribution.choose"),
    )


def _drawing(chart: ChartContext, record: Parts, rows: Sequence[_Row], texts: Texts, form: str, *, wide: bool) -> str:
    """Draw the bars of each city: one bar of parts, or a thin bar for each part on a common scale."""
    at = Rows.of(places(record.items), wide=wide)
    totals = [chart.fmt.count(row[0][0].whole) for row in rows]
    room = max(text_width.width(words, SIZE, bold=True) for words in totals) + 10
    end = at.width - room
    key, y = _key(chart, at.width) if any(part.ids for part in record.items) else ("", 4.0)
    body = [key]
    most = max(part.n if form == "group" else part.whole for part in record.items)
    for i, row in enumerate(rows):
        top = y if wide else y + 20
        if form == "group":
            scale = scales.Scale(0, most, at.left, end)
            body.append(at.label(i, top + _THIN * len(row) / 2 + 5 if wide else y + 14))
            body += [_thin(chart, pair, scale, top + _THIN * j) for j, pair in enumerate(row)]
            y = top + _THIN * len(row) + _BETWEEN
            continue
        scale = scales.Scale(0, row[0][0].whole if form == "share" else most, at.left, end)
        body.append(at.label(i, y + (17 if wide else 14)))
        body.append(_bar(chart, row, scale, top))
        css = "n" if form == "share" else "v"
        body.append(svg.text(scale(row[0][0].whole) + 7, top + 17, totals[i], css))
        y += _ROW if wide else _NARROW_ROW
    return at.drawing(y, body, texts.id)


def _key(chart: ChartContext, width: float) -> tuple[str, float]:
    """Return the key of codes and short names in one or more lines, and the y position where the bars begin."""
    x, y, out = 0.0, 16.0, []
    for segment in chart.views.release.segments:
        need = context.tag_width((segment.id,)) + text_width.width(segment.short, SIZE) + 16
        if x and x + need > width:
            x, y = 0.0, y + 28
        out.append(context.tag(chart, (segment.id,), x, y - 15))
        out.append(svg.text(x + context.tag_width((segment.id,)), y, segment.short, "l"))
        x += need
    return "".join(out), y + 20


def _mark(part: Part, x: float, y: float, width: float, height: float) -> str:
    if not part.ids:
        return svg.rect(x, y, width, height, "whole")
    return context.marks(part.ids, x, y, width, height, radius=0)


def _thin(chart: ChartContext, pair: tuple[Part, Tip], scale: scales.Scale, y: float) -> str:
    part, tip = pair
    long = max(1, round(scale(part.n) - scale.start))
    n = svg.text(scale.start + long + 5, y + 11.5, chart.fmt.count(part.n), "t x")
    return svg.tipped(_mark(part, scale.start, y, long, _THIN - 1) + n, tip)


def _bar(chart: ChartContext, row: _Row, scale: scales.Scale, y: float) -> str:
    out, at = [], 0
    for part, tip in row:
        # Whole units give crisp edges and a third fewer bytes.
        left, right = round(scale(at)), round(scale(at + part.n))
        at += part.n
        width = max(0.6, right - left - 1)
        mark = _mark(part, left, y, width, _BAR)
        letters = display_names.codes(part.ids, chart.views) if part.ids else ""
        if context.is_plain(part.ids) and text_width.width(letters, SIZE, bold=True) + 8 <= width:
            mark += svg.text(left + 6, y + 17, letters, f"tg o-{part.ids[0]}")
        out.append(svg.tipped(mark, tip))
    return "".join(out)


def _spec(chart: ChartContext, record: Parts, rows: Sequence[_Row]) -> plotly.Spec:
    """Return a trace for each segment or joined segments, and the totals as texts at the ends of the stacked bars."""
    order = [segment.id for segment in chart.views.release.segments]
    kinds = sorted(
        {part.ids for part in record.items},
        key=lambda ids: (order.index(ids[0]), len(ids)) if ids else (len(order), 0),
    )
    names = [name for name, _ in places(record.items)]
    wholes = [row[0][0].whole for row in rows]
    data = [
        _trace(chart, [pair for pair in record.pairs if pair[0].ids == ids], 0.05 * wholes[0]) for ids in kinds
    ]  # fmt: skip
    data.append(plotly.texts(wholes, names, [chart.fmt.count(n) for n in wholes]))
    ticks, parted = scales.ticks(0, wholes[0], 5), (0, 25, 50, 75, 100)
    top, ends = max(part.n for part in record.items), str(len(data) - 1)
    shares = plotly.ticked(parted, [chart.fmt.percent(t / 100) for t in parted], range=[0, 118])
    beside = {
        "barmode": "group",
        "height": 120 + 20 * len(record.items),
        "xaxis": {"range": [0, plotly.sig(1.22 * top)]},
    }
    return plotly.spec(
        data,
        barmode="stack",
        bargap=0.25,
        xaxis=plotly.ticked(ticks, [chart.fmt.count(int(t)) for t in ticks], range=[0, plotly.sig(1.22 * wholes[0])]),
        yaxis=plotly.names(names),
        showlegend=True,
        legend=plotly.LEGEND,
        uniformtext=plotly.LEGIBLE,
        height=120 + 32 * len(names),
        margin={**plotly.HEADED, "b": 32},
        meta={
            "stack": {"layout": {"barmode": "stack"}},
            "group": {"layout": beside, "data": {ends: {"visible": False}}},
            "share": {"layout": {"barnorm": "percent", "xaxis": shares}, "data": {ends: {"x": [100] * len(names)}}},
        },
    )


def _trace(chart: ChartContext, pairs: Sequence[tuple[Part, Tip]], least: float) -> plotly.Spec:
    """Return the bars of some segments, with their letters, and with counts from the least that has room for both."""
    ids = pairs[0][0].ids
    letters = display_names.codes(ids, chart.views) if ids else ""
    name = f"{letters} {display_names.group(ids, chart.views, chart.content, short=True)}" if ids else ""
    return {
        "type": "bar",
        "orientation": "h",
        "name": plotly.escaped(name or chart.say("distribution.unsplit")),
        "y": [part.place for part, _ in pairs],
        "x": [part.n for part, _ in pairs],
        "marker": plotly.colour(ids) if ids else {"color": "var(--all)"},
        "text": [f"{letters} {chart.fmt.count(part.n)}".strip() if part.n >= least else letters for part, _ in pairs],
        "textposition": "inside",
        "textangle": 0,
        "insidetextanchor": "start",
        "insidetextfont": {"color": f"var(--on-{ids[0]})" if context.is_plain(ids) else "var(--ink)"},
        **plotly.hover([tip for _, tip in pairs]),
    }
