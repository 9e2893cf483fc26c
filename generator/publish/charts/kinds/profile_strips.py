"""Profile strips: a place among the larger cities, one strip for each measure, in the measure's own unit.

Each strip runs from the lowest to the highest of the cities. Horizontal positions are per cent, so that one drawing
serves every width.
"""

import math
from collections import Counter
from html import escape

from generator.publish.charts.base import context, plotly, svg
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.strips import Cities, City, Row, ends, rank, rows_of, with_unit
from generator.publish.charts.record import Column, Record, Tip
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

_HEIGHT, _AXIS, _STACK = 88.0, 42.0, 9.0

#: Width within which dots are stacked, in per cent.
_WITHIN = 1.3


def profile_strips(chart: ChartContext, view: PlaceView, cities: Cities, texts: Texts) -> Figure | None:
    """Draw the strips of one place; None when none of its averages is published."""
    rows = rows_of(chart, view, cities)
    if not rows:
        return None
    name = display_names.place(view, chart.content)
    record = Record.of(texts.title, rows, _columns(chart, name))
    body = (_strip(chart, row, tip, name) for row, tip in zip(rows, record.tips, strict=True))
    label = f'role="img" aria-labelledby="{escape(texts.id)}-t" aria-describedby="{escape(texts.id)}-d"'
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(chart.title(row.measure), _sentence(chart, row)) for row in rows], " "),
        wide=f'<div class="strips" {label}>{"".join(body)}</div>',
        narrow="",
        spec=_spec(chart, record, name),
        table=record.table,
    )


def _reference(chart: ChartContext, row: Row) -> str:
    return "" if row.reference.value is None else with_unit(chart, row.measure, row.reference)


def _sentence(chart: ChartContext, row: Row) -> str:
    value, words = with_unit(chart, row.measure, row.own), rank(chart, row)
    return f"{value}, {words}" if words else value


def _columns(chart: ChartContext, name: str) -> list[Column[Row]]:
    def own(row: Row) -> str:
        interval = chart.fmt.estimate(row.measure, row.own)
        value = with_unit(chart, row.measure, row.own)
        return chart.say("strips.tip", place=name, value=f"{value} ({interval})" if interval else value)

    def everyone(row: Row) -> str:
        value = _reference(chart, row)
        return chart.say("strips.tip_all", value=value) if value else ""

    nothing = chart.say("nothing")
    return [
        Column(
            chart.say("measure"),
            lambda r: chart.title(r.measure),
            {"measure": lambda r: r.measure},
            lambda r: chart.title(r.measure),
        ),
        Column(name, lambda r: with_unit(chart, r.measure, r.own), {"value": lambda r: r.value}, own),
        Column(
            chart.say("interval"),
            lambda r: chart.fmt.estimate(r.measure, r.own) or nothing,
            {"low": lambda r: r.own.low, "high": lambda r: r.own.high},
        ),
        Column(
            chart.reference,
            lambda r: _reference(chart, r) or nothing,
            {"all_customers": lambda r: r.reference.value},
            everyone,
        ),
        Column(chart.say("strips.rank"), lambda r: rank(chart, r) or nothing, {}),
    ]


def _strip(chart: ChartContext, row: Row, tip: Tip, name: str) -> str:
    """Return one strip: name and rank, the other cities as rings, all customers as a tick, the place with its range."""
    marks = [f'<line class="axis" x2="100%" y1="{_AXIS:g}" y2="{_AXIS:g}"/>', _dots(row)]
    if row.reference.value is not None:
        at = f"{row.at(row.reference.value):.1f}%"
        marks.append(f'<line class="allm" x1="{at}" x2="{at}" y1="{_AXIS - 20:g}" y2="{_AXIS + 20:g}"/>')
    here = ""
    if row.own.low is not None and row.own.high is not None:
        left, right = sorted((row.at(row.own.low), row.at(row.own.high)))
        here = f'<line class="ci" x1="{left:.1f}%" x2="{right:.1f}%" y1="{_AXIS:g}" y2="{_AXIS:g}"/>'
    here += f'<circle class="here" cx="{row.at(row.value):.1f}%" cy="{_AXIS:g}" r="8"/>'
    marks += [svg.tipped(here, tip), *_words(chart, row, name)]
    words = rank(chart, row)
    ranked = f'<p class="w">{escape(words)}</p>' if words else ""
    return (
        f'<div class="strip"><div><p class="st">{escape(chart.title(row.measure))}</p>{ranked}</div>'
        f'<svg class="fig" width="100%" height="{_HEIGHT:g}" aria-hidden="true">{"".join(marks)}</svg></div>'
    )


def _dots(row: Row) -> str:
    """Return the other cities; those at nearly the same place are stacked, at most two above and below the axis."""
    taken: Counter[int] = Counter()
    out = []
    for city in row.others:
        at = row.at(city.value)
        slot = round(at / _WITHIN)
        step = min(taken[slot], 4)
        taken[slot] += 1
        y = _AXIS + _STACK * ((step + 1) // 2) * (1 if step % 2 else -1)
        tip = f"{escape(city.name)}&#10;{escape(city.words)}"
        out.append(f'<circle cx="{at:.1f}%" cy="{y:g}" r="5" data-t="{tip}"/>')
    return f'<g class="ct">{"".join(out)}</g>' if out else ""


def _words(chart: ChartContext, row: Row, name: str) -> list[str]:
    """Return the labels: the place above its mark; below the axis the cities at both ends and all customers."""
    out = [_label(row.at(row.value), 15, f"{name} {with_unit(chart, row.measure, row.own)}", "tb halo")]
    left, right = ends(row)
    if left:
        out.append(f'<text class="t sf" x="0" y="80">{escape(f"{left.name} {left.words}")}</text>')
    if right:
        words = escape(f"{right.name} {right.words}")
        out.append(f'<text class="t sf" x="100%" y="80" text-anchor="end">{words}</text>')
    if row.reference.value is not None:
        at = row.at(row.reference.value)
        # On a phone the ends leave room in the middle only.
        css = "t sf halo" if 38 <= at <= 62 else "t sf halo wide"
        if 22 <= at <= 78 or not (left if at < 50 else right):
            out.append(_label(at, 80, chart.say("strips.all", value=_reference(chart, row)), css))
    return out


def _label(at: float, y: float, words: str, css: str) -> str:
    """Return a text at a position, turned inwards near the ends."""
    anchor = "start" if at < 15 else "end" if at > 85 else "middle"
    return f'<text class="{css}" x="{at:.1f}%" y="{y:g}" text-anchor="{anchor}">{escape(words, quote=False)}</text>'


def _spec(chart: ChartContext, record: Record[Row], name: str) -> plotly.Spec:
    """Return a strip for each measure below each other, each with its own axis."""
    data: list[plotly.Spec] = []
    layout: plotly.Spec = {"annotations": [], "shapes": []}
    step = 1 / len(record.items)
    for i, (row, tip) in enumerate(zip(record.items, record.tips, strict=True)):
        tail, top = str(i + 1) if i else "", 1 - i * step
        on = {"type": "scatter", "xaxis": f"x{tail}", "yaxis": f"y{tail}"}
        data += [{**on, **_rings(row)}, {**on, **_here(chart, row, tip, name)}]
        if row.reference.value is not None:
            at = plotly.sig(row.reference.value)
            layout["shapes"].append(
                {"type": "line", "xref": f"x{tail}", "yref": f"y{tail}", "x0": at, "x1": at, "y0": -0.6, "y1": 0.6,
                 "line": {"color": "var(--all)", "width": 2}}
            )  # fmt: skip
        layout["annotations"].append(
            {"xref": "paper", "yref": "paper", "x": 0, "y": plotly.sig(top), "showarrow": False, "xanchor": "left",
             "yanchor": "top", "text": f"<b>{escape(chart.title(row.measure))}</b>"}
        )  # fmt: skip
        layout[f"xaxis{tail}"] = _axis(chart, row, f"y{tail}")
        layout[f"yaxis{tail}"] = plotly.axis(
            visible=False, range=[-1.2, 1.6], anchor=f"x{tail}",
            domain=plotly.sigs([max(0.0, top - step + 0.26 * step), top - 0.12 * step]),
        )  # fmt: skip
    margin = {"l": 24, "r": 24, "t": 8, "b": 40}
    return plotly.spec(data, **layout, height=130 * len(record.items) + 20, margin=margin)


def _rings(row: Row) -> plotly.Spec:
    return {
        "mode": "markers",
        "x": plotly.sigs([city.value for city in row.others]),
        "y": [0] * len(row.others),
        "marker": {"size": 9, "color": "var(--place)", "line": {"width": 1, "color": "var(--dot)"}},
        **plotly.hover([(city.name, city.words) for city in row.others]),
    }


def _here(chart: ChartContext, row: Row, tip: Tip, name: str) -> plotly.Spec:
    here: plotly.Spec = {
        "mode": "markers+text",
        "x": [plotly.sig(row.value)],
        "y": [0],
        "marker": {"size": 15, "color": "var(--ink)"},
        "text": [f"{escape(name)} {with_unit(chart, row.measure, row.own)}"],
        "textposition": "top center",
        "textfont": {"color": "var(--ink)", "size": 14},
        "cliponaxis": False,
        **plotly.hover([tip]),
    }
    if row.own.low is None or row.own.high is None:
        return here
    error = {"type": "data", "symmetric": False, "color": "var(--ink)", "thickness": 3, "width": 0}
    ends_ = {"array": [plotly.sig(row.own.high - row.value)], "arrayminus": [plotly.sig(row.value - row.own.low)]}
    return {**here, "error_x": {**error, **ends_}}


def _axis(chart: ChartContext, row: Row, anchor: str) -> plotly.Spec:
    """Return the axis of a strip, whose ticks are the named ends and all customers, as on the drawing."""
    marks = [(city.value, _two_lines(city)) for city in ends(row) if city]
    if row.reference.value is not None and 22 <= row.at(row.reference.value) <= 78:
        marks.append((row.reference.value, chart.say("strips.all", value=_reference(chart, row))))
    span = [math.log10(end) if row.scale.log else end for end in (row.scale.low, row.scale.high)]
    pad = 0.06 * (span[1] - span[0]) or 0.5
    reach = [span[0] - pad, span[1] + pad]
    return plotly.ticked(
        [value for value, _ in marks],
        [words for _, words in marks],
        anchor=anchor,
        type="log" if row.scale.log else "linear",
        showgrid=False,
        range=plotly.sigs(reach[::-1] if row.measure == "recency" else reach),
    )


def _two_lines(city: City) -> str:
    return f"{escape(city.name)}<br>{city.words}"
