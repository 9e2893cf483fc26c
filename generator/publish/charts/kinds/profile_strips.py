"""Profile strips: a place among the larger cities, one strip for each measure, in the measure's own unit.

Each strip runs from the lowest to the highest of the cities, to the right is always more or more recent. Horizontal
positions are per cent, so that one drawing serves every width.
"""

import math
from collections import Counter
from dataclasses import dataclass
from html import escape

from generator.publish.charts.base import context, plotly, scales, svg
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.record import Column, Record, Tip
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.words import display_names

#: Maximum number of other cities on a strip, the largest ones.
MOST_DOTS = 60

_HEIGHT, _AXIS, _STACK = 88.0, 42.0, 9.0

#: Space at both ends of a strip, in per cent, and the width within which dots are stacked.
_MARGIN, _WITHIN = 3.0, 1.3


@dataclass(frozen=True, slots=True)
class Cities:
    """The cities on all strips, computed once for all pages.

    Attributes:
        names: Their names, by id of the place.
        values: Published averages by measure, and in it by id of the place.
    """

    names: dict[str, str]
    values: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class _Row:
    """One strip: measure, estimate of the place, that of all customers, and the scale from 0 to 100 per cent."""

    measure: str
    own: Estimate
    reference: Estimate
    others: tuple[tuple[str, float], ...]
    scale: scales.Scale

    def at(self, value: float) -> float:
        """Return a position in per cent, inside the strip."""
        return min(100.0, max(0.0, self.scale(value)))


def cities_of(chart: ChartContext) -> Cities:
    """Return the largest cities with enough customers for claims, and their averages."""
    views = chart.views.comparable[:MOST_DOTS]
    names = {view.place.id: display_names.unique(view, chart.views, chart.content) for view in views}
    values: dict[str, dict[str, float]] = {}
    for _, measure in chart.strips():
        found = ((view.place.id, view.measures[measure].value) for view in views)
        values[measure] = {id_: value for id_, value in found if value is not None}
    return Cities(names, values)


def profile_strips(chart: ChartContext, view: PlaceView, cities: Cities, texts: Texts) -> Figure | None:
    """Draw the strips of one place; None when none of its averages is published."""
    rows = _rows(chart, view, cities)
    if not rows:
        return None
    name = display_names.place(view, chart.content)
    record = Record.of(texts.title, rows, _columns(chart, name, view, cities))
    body = (
        _strip(chart, row, tip, name, _rank(chart, row, view, cities), cities)
        for row, tip in zip(rows, record.tips, strict=True)
    )
    label = f'role="img" aria-labelledby="{escape(texts.id)}-t" aria-describedby="{escape(texts.id)}-d"'
    pairs = [(chart.title(row.measure), _sentence(chart, row, view, cities)) for row in rows]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=f'<div class="strips" {label}>{"".join(body)}</div>',
        narrow="",
        spec=_spec(chart, record, name, cities),
        table=record.table,
    )


def _rows(chart: ChartContext, view: PlaceView, cities: Cities) -> tuple[_Row, ...]:
    rows = []
    for _, measure in chart.strips():
        own, reference = view.measures[measure], chart.views.measures[measure]
        if own.value is None:
            continue
        others = [(id_, value) for id_, value in cities.values[measure].items() if id_ != view.place.id]
        known = [own.value, *(value for _, value in others)]
        known += [reference.value] if reference.value is not None else []
        if not others:
            known += [end for end in (own.low, own.high) if end is not None]
        log = measure == "typical_spend" and min(known) > 0
        low, high = min(known), max(known)
        ends = (100 - _MARGIN, _MARGIN) if measure == "recency" else (_MARGIN, 100 - _MARGIN)
        rows.append(_Row(measure, own, reference, tuple(others), scales.Scale(low, high, *ends, log=log)))
    return tuple(rows)


def _unit(chart: ChartContext, measure: str, mean: Estimate) -> str:
    """Return an average with its unit where that is not part of the number."""
    words = chart.mean(measure, mean)
    return chart.say("strips.days", days=words) if measure == "recency" and mean.value is not None else words


def _value(chart: ChartContext, measure: str, value: float) -> str:
    words = chart.fmt.value(measure, value)
    return chart.say("strips.days", days=words) if measure == "recency" else words


def _reference(chart: ChartContext, row: _Row) -> str:
    return "" if row.reference.value is None else _unit(chart, row.measure, row.reference)


def _rank(chart: ChartContext, row: _Row, view: PlaceView, cities: Cities) -> str:
    """Return the place's rank among the cities in words; empty where it is not one of them, or none is left."""
    if view.place.id not in cities.names or not row.others or row.own.value is None:
        return ""
    own, values = row.own.value, [value for _, value in row.others]
    # Recency runs from the most recent, the others from the highest.
    above = sum(value < own for value in values) if row.measure == "recency" else sum(value > own for value in values)
    tied = any(value == own for value in values)
    side, before = "from_above", above
    if 2 * above > len(values):
        side, before = "from_below", len(values) - above - values.count(own)
    rank = chart.fmt.ordinal(before + 1) if before else ""
    words = chart.say(
        f"strips.{'joint_' if tied else ''}{side}.{row.measure}", rank=rank, of=chart.fmt.count(len(values) + 1)
    )
    # "highest of 29" is not numbered.
    return words.replace("  ", " ").strip()


def _sentence(chart: ChartContext, row: _Row, view: PlaceView, cities: Cities) -> str:
    rank = _rank(chart, row, view, cities)
    value = _unit(chart, row.measure, row.own)
    return f"{value}, {rank}" if rank else value


def _columns(chart: ChartContext, name: str, view: PlaceView, cities: Cities) -> list[Column[_Row]]:
    def own(row: _Row) -> str:
        interval = chart.fmt.estimate(row.measure, row.own)
        value = _unit(chart, row.measure, row.own)
        return chart.say("strips.tip", place=name, value=f"{value} ({interval})" if interval else value)

    def everyone(row: _Row) -> str:
        value = _reference(chart, row)
        return chart.say("strips.tip_all", value=value) if value else ""

    return [
        Column(chart.say("measure"), lambda r: chart.title(r.measure), {"measure": lambda r: r.measure},
               lambda r: chart.title(r.measure)),
        Column(name, lambda r: _unit(chart, r.measure, r.own), {"value": lambda r: r.own.value}, own),
        Column(chart.say("interval"), lambda r: chart.fmt.estimate(r.measure, r.own) or chart.say("nothing"),
               {"low": lambda r: r.own.low, "high": lambda r: r.own.high}),
        Column(chart.reference, lambda r: _reference(chart, r), {"all_customers": lambda r: r.reference.value},
               everyone),
        Column(chart.say("strips.rank"), lambda r: _rank(chart, r, view, cities) or chart.say("nothing"), {}),
    ]  # fmt: skip


def _ends(row: _Row, cities: Cities) -> list[tuple[str, float]]:
    """Return names and values of the cities at the left and at the right end; none where several share it."""
    found = []
    for extreme in (min, max):
        value = extreme((value for _, value in row.others), default=None)
        at_end = [id_ for id_, other in row.others if other == value]
        own = row.own.value or 0.0
        beyond = value is None or (own < value if extreme is min else own > value)
        found.append(("", own) if beyond or value is None else (cities.names[at_end[0]], value))
    return found[::-1] if row.measure == "recency" else found


def _strip(chart: ChartContext, row: _Row, tip: Tip, name: str, rank: str, cities: Cities) -> str:
    """Return one strip: name and rank, the other cities as rings, all customers as a tick, the place with its range."""
    own = row.own.value or 0.0
    marks = [f'<line class="axis" x2="100%" y1="{_AXIS:g}" y2="{_AXIS:g}"/>', _dots(chart, row, cities)]
    if row.reference.value is not None:
        at = f"{row.at(row.reference.value):.1f}%"
        marks.append(f'<line class="allm" x1="{at}" x2="{at}" y1="{_AXIS - 20:g}" y2="{_AXIS + 20:g}"/>')
    here = ""
    if row.own.low is not None and row.own.high is not None:
        ends = sorted((row.at(row.own.low), row.at(row.own.high)))
        span = f'x1="{ends[0]:.1f}%" x2="{ends[1]:.1f}%" y1="{_AXIS:g}" y2="{_AXIS:g}"'
        here = f'<line class="ci" {span}/>'
    here += f'<circle class="here" cx="{row.at(own):.1f}%" cy="{_AXIS:g}" r="8"/>'
    marks.append(svg.tipped(here, tip))
    marks += _words(chart, row, name, cities)
    ranked = f'<p class="w">{escape(rank)}</p>' if rank else ""
    head = f'<div><p class="st">{escape(chart.title(row.measure))}</p>{ranked}</div>'
    return (
        f'<div class="strip">{head}<svg class="fig" width="100%" height="{_HEIGHT:g}" aria-hidden="true">'
        f"{''.join(marks)}</svg></div>"
    )


def _dots(chart: ChartContext, row: _Row, cities: Cities) -> str:
    """Return the other cities; those at nearly the same place are stacked, at most two above and below the axis."""
    taken: Counter[int] = Counter()
    out = []
    for id_, value in sorted(row.others, key=lambda pair: (pair[1], pair[0])):
        at = row.at(value)
        slot = round(at / _WITHIN)
        step = min(taken[slot], 4)
        taken[slot] += 1
        y = _AXIS + _STACK * ((step + 1) // 2) * (1 if step % 2 else -1)
        tip = f"{escape(cities.names[id_])}&#10;{escape(_value(chart, row.measure, value))}"
        out.append(f'<circle class="ct" cx="{at:.1f}%" cy="{y:g}" r="5" data-t="{tip}"/>')
    return "".join(out)


def _words(chart: ChartContext, row: _Row, name: str, cities: Cities) -> list[str]:
    """Return the labels: the place above its mark; below the axis the cities at both ends and all customers."""
    own = row.at(row.own.value or 0.0)
    out = [_label(own, 15, f"{name} {_unit(chart, row.measure, row.own)}", "tb halo")]
    (low, least), (high, most) = _ends(row, cities)
    left = f"{low} {_value(chart, row.measure, least)}" if low else ""
    right = f"{high} {_value(chart, row.measure, most)}" if high else ""
    if left:
        out.append(f'<text class="t sf" x="0" y="80">{escape(left)}</text>')
    if right:
        out.append(f'<text class="t sf" x="100%" y="80" text-anchor="end">{escape(right)}</text>')
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


def _spec(chart: ChartContext, record: Record[_Row], name: str, cities: Cities) -> plotly.Spec:
    """Return a strip for each measure below each other, each with its own axis."""
    data: list[plotly.Spec] = []
    axes: dict[str, plotly.Spec] = {}
    notes: list[plotly.Spec] = []
    shapes: list[plotly.Spec] = []
    step = 1 / len(record.items)
    for i, (row, tip) in enumerate(zip(record.items, record.tips, strict=True)):
        tail, top = str(i + 1) if i else "", 1 - i * step
        own, axis = row.own.value or 0.0, {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
        cities_ = sorted(row.others, key=lambda pair: pair[1])
        tips = [(cities.names[id_], _value(chart, row.measure, value)) for id_, value in cities_]
        ring = {"size": 9, "color": "var(--place)", "line": {"width": 1, "color": "var(--dot)"}}
        data.append({"type": "scatter", "mode": "markers", "x": plotly.sigs([value for _, value in cities_]),
                     "y": [0] * len(cities_), **axis, **plotly.hover(tips), "marker": ring})  # fmt: skip
        here: plotly.Spec = {"type": "scatter", "mode": "markers+text", "x": [plotly.sig(own)], "y": [0], **axis,
                             "marker": {"size": 15, "color": "var(--ink)"}, **plotly.hover([tip]),
                             "text": [f"{escape(name)} {_unit(chart, row.measure, row.own)}"], "cliponaxis": False,
                             "textposition": "top center", "textfont": {"color": "var(--ink)", "size": 14}}  # fmt: skip
        if row.own.low is not None and row.own.high is not None:
            here["error_x"] = {"type": "data", "symmetric": False, "array": [plotly.sig(row.own.high - own)],
                               "arrayminus": [plotly.sig(own - row.own.low)], "color": "var(--ink)",
                               "thickness": 3, "width": 0}  # fmt: skip
        data.append(here)
        if row.reference.value is not None:
            at = plotly.sig(row.reference.value)
            shapes.append({"type": "line", "xref": f"x{tail}", "yref": f"y{tail}", "x0": at, "x1": at, "y0": -0.6,
                           "y1": 0.6, "line": {"color": "var(--all)", "width": 2}})  # fmt: skip
        title = f"<b>{escape(chart.title(row.measure))}</b>"
        notes.append({"xref": "paper", "yref": "paper", "x": 0, "y": plotly.sig(top), "showarrow": False,
                      "xanchor": "left", "yanchor": "top", "text": title})  # fmt: skip
        ticks, texts = _ticks(chart, row, cities)
        span = [_on_axis(row, row.scale.low), _on_axis(row, row.scale.high)]
        pad = 0.06 * (span[1] - span[0]) or 0.5
        ends = [span[0] - pad, span[1] + pad]
        axes[f"xaxis{tail}"] = plotly.ticked(
            ticks, texts, anchor=f"y{tail}", type="log" if row.scale.log else "linear", showgrid=False,
            range=plotly.sigs(ends[::-1] if row.measure == "recency" else ends),
        )  # fmt: skip
        axes[f"yaxis{tail}"] = plotly.axis(
            visible=False, range=[-1.2, 1.6], anchor=f"x{tail}",
            domain=plotly.sigs([max(0.0, top - step + 0.26 * step), top - 0.12 * step]),
        )  # fmt: skip
    return plotly.spec(
        data, **axes, annotations=notes, shapes=shapes, height=130 * len(record.items) + 20,
        margin={"l": 24, "r": 24, "t": 8, "b": 40},
    )  # fmt: skip


def _on_axis(row: _Row, value: float) -> float:
    """Return a value as Plotly wants the ends of an axis: the decimal logarithm on a log axis."""
    return math.log10(value) if row.scale.log else value


def _ticks(chart: ChartContext, row: _Row, cities: Cities) -> tuple[list[float], list[str]]:
    """Return the named ends and all customers, as on the drawing."""
    ticks, texts = [], []
    ends = _ends(row, cities)
    for name, value in ends:
        if name:
            ticks.append(value)
            texts.append(f"{escape(name)}<br>{_value(chart, row.measure, value)}")
    if row.reference.value is not None and 22 <= row.at(row.reference.value) <= 78:
        ticks.append(row.reference.value)
        texts.append(chart.say("strips.all", value=_reference(chart, row)))
    return ticks, texts
