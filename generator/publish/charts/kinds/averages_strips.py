"""Averages by city: one row for each city, one small scale for each measure, a dot with its interval on each.

The grey line of each scale is all customers. A suppressed average has a text instead of a dot.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.place_parts import TOP, Link
from generator.publish.charts.forms.rows import SIZE, Rows
from generator.publish.charts.record import Column, Record, Tip
from generator.publish.model import conditions
from generator.publish.model.types import Estimate, PlaceView
from generator.release.columns import BALANCE, IMPORTED_MEASURES

#: Measures shown, in this order, if the release has them; typical spend on a log scale.
SHOWN = ("typical_spend", BALANCE, "transactions", "recency", "age")
#: The same for an imported table, whose days since last seen are unreliable.
IMPORTED = ("transactions", "age", *IMPORTED_MEASURES)

_LOG = "typical_spend"
_ROW, _NARROW_ROW = 30.0, 60.0

#: Size of the titles of measures side by side on a phone.
_SMALL = 12.0
_FEATURE = {"transactions": "frequency"}


@dataclass(frozen=True, slots=True)
class _Average:
    """One average of a place, or of all customers, whose own reference is None.

    Attributes:
        place: Name of the place.
        link: Link to its page.
        column: The measure.
        at: The average.
        reference: That of all customers.
        dot: What the dot stands for: nothing with fewer than 30 customers, of whom only the number is shown.
    """

    place: str
    link: str
    column: str
    at: Estimate
    reference: Estimate | None
    dot: Estimate


_NO_DOT = Estimate(None, None, None, None)


def columns_of(chart: ChartContext) -> tuple[str, ...]:
    """Return the measures of this release that are in the data and not dropped."""
    dropped = {feature.name for feature in chart.views.release.model.dropped}
    known = {name for name, one in chart.views.measures.items() if one.value is not None}
    known -= set() if conditions.balances_by_place(chart.views) else {BALANCE}
    return tuple(
        name
        for name in (IMPORTED if chart.views.imported else SHOWN)
        if name in known and _FEATURE.get(name, name) not in dropped
    )


def averages(chart: ChartContext, views: Sequence[PlaceView], texts: Texts, link: Link) -> Figure | None:
    """Draw the largest of the given places; None without any, or without a measure."""
    shown, columns = views[:TOP], columns_of(chart)
    if not shown or not columns:
        return None
    overall = chart.views.measures
    items = [_Average(chart.reference, "", name, overall[name], None, overall[name]) for name in columns]
    items += [
        _Average(
            chart.place(view), link(view), name, view.measures[name], overall[name],
            _NO_DOT if view.strength == "counts" else view.measures[name],
        )
        for view in shown
        for name in columns
    ]  # fmt: skip

    def cells(one: _Average) -> Iterable[tuple[int, str]]:
        yield 1 + columns.index(one.column), chart.mean(one.column, one.at)

    head = (chart.title("city"), *(chart.title(name) for name in columns))
    record = Record.of(texts.title, items, _columns(chart), lambda one: one.link).pivoted(
        head, lambda one: one.place, cells
    )
    rows = [(name, tuple(row)) for name, row in groupby(record.pairs, key=lambda pair: pair[0].place)]
    ends = [
        (name, context.SEPARATOR.join(tip[1] for _, tip in row)) for name, row in ((rows[1], rows[-1])[: len(shown)])
    ]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(ends, ": "),
        wide=_drawing(chart, record, texts, wide=True),
        narrow=_drawing(chart, record, texts, wide=False),
        spec=_spec(chart, record),
        table=record.table,
    )


def _columns(chart: ChartContext) -> list[Column[_Average]]:
    def value(one: _Average) -> str:
        facts = {"measure": chart.title(one.column), "value": chart.mean(one.column, one.at)}
        ends = chart.fmt.estimate(one.column, one.at)
        return chart.say("tip.interval", interval=ends, **facts) if ends else chart.say("tip.value", **facts)

    def everyone(one: _Average) -> str:
        return chart.say("tip.all", value=chart.mean(one.column, one.reference)) if one.reference else ""

    return [
        Column("", lambda one: one.place, {"city": lambda one: one.place}, lambda one: one.place),
        Column(
            "", value,
            {
                "measure": lambda one: one.column,
                "value": lambda one: one.at.value,
                "low": lambda one: one.at.low,
                "high": lambda one: one.at.high,
            },
            value,
        ),
        Column("", everyone, {"all_customers": lambda one: one.reference and one.reference.value}, everyone),
    ]  # fmt: skip


def _scale(items: Sequence[_Average], left: float, right: float) -> scales.Scale:
    """Return the scale of one measure: values and intervals of the places, and all customers."""
    found = [value for one in items for value in (one.dot.value, one.dot.low, one.dot.high)]
    log = items[0].column == _LOG
    values = [value for value in found if value is not None and (value > 0 or not log)]
    low, high = min(values), max(values)
    if high == low:
        low, high = low * 0.9 - 1e-9, high * 1.1 + 1e-9
    return scales.Scale(low, high, left, right, log=log)


def _panels(record: Record[_Average]) -> list[list[tuple[_Average, Tip]]]:
    """Return the values of each measure, all customers first."""
    columns = dict.fromkeys(one.column for one in record.items)
    return [[pair for pair in record.pairs if pair[0].column == name] for name in columns]


def _drawing(chart: ChartContext, record: Record[_Average], texts: Texts, *, wide: bool) -> str:
    """Draw a panel for each measure; values are left of the dots, on a phone above them."""
    panels = _panels(record)
    at = Rows.of([(one.place, one.link) for one, _ in panels[0][1:]], wide=wide)
    panel = (at.width - at.left) / len(panels)
    row, top = (_ROW, 46.0) if wide else (_NARROW_ROW, 46.0)
    bottom = top + row * len(at.names)
    body = [at.label(i, top + row * i + (row / 2 + 5 if wide else 14)) for i in range(len(at.names))]
    for i, ((everyone, words), *pairs) in enumerate(panels):
        x = at.left + i * panel
        values = max(text_width.width(chart.mean(one.column, one.at), SIZE, bold=True) for one, _ in pairs) + 20
        items = [one for one, _ in panels[i]]
        scale = _scale(items, x + values, x + panel - 16) if wide else _scale(items, x + 6, x + panel - 12)
        name = chart.title(everyone.column) if wide else chart.say(f"averages.{everyone.column}")
        title = text_width.wrap(name, panel - 12, SIZE) if wide else text_width.wrap(name, panel - 3, _SMALL)
        left = x + 8 if wide else x
        body.append(svg.lines(left, 14 + 8 * (len(title) - 1), title, "n" if wide else "n s", 16))
        mid = top + row / 2 if wide else top + 47
        reference = scale(everyone.at.value or 0)
        spans = [(top - 4, bottom)] if wide else [(mid + row * j - 7, mid + row * j + 7) for j in range(len(pairs))]
        line = "".join(svg.segment(reference, y1, reference, y2) for y1, y2 in spans)
        body.append(svg.tipped(svg.path(line, "r"), words))
        for j, (one, tip) in enumerate(pairs):
            y = mid + row * j
            css = "v" if one.at.value is not None else "t"
            words_at = (x + values - 14, y + 5) if wide else (x, y - 13)
            mark = svg.text(*words_at, chart.mean(one.column, one.at), css, "end" if wide else "start")
            body.append(svg.tipped(mark + _dot(one.dot, scale, y), tip))
    return at.drawing(bottom + 4, body, texts.id)


def _dot(at: Estimate, scale: scales.Scale, y: float) -> str:
    if at.value is None:
        return ""
    line = ""
    if at.low is not None and at.high is not None and (at.low > 0 or not scale.log):
        line = svg.path(svg.segment(scale(at.low), y, scale(at.high), y), "hw thin")
    return line + svg.circle(scale(at.value), y, 5, "h")


def _spec(chart: ChartContext, record: Record[_Average]) -> plotly.Spec:
    """Return the panels side by side, on a phone below each other; values as texts at the left of each."""
    panels, data = _panels(record), []
    axes: dict[str, plotly.Spec] = {}
    phone: dict[str, plotly.Spec] = {}
    names = [one.place for one, _ in panels[0][1:]]
    for i, ((everyone, words), *pairs) in enumerate(panels):
        tail, column = str(i + 1) if i else "", everyone.column
        items = [one for one, _ in pairs]
        scale = _scale([everyone, *items], 0.0, 1.0)
        # The texts take the left third of a panel.
        first = scale.low * (scale.low / scale.high) ** 0.6 if scale.log else scale.low - 0.6 * (scale.high - scale.low)
        axis = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
        tips = [tip for _, tip in pairs]
        line = {"type": "scatter", "mode": "lines", "line": {"color": "var(--all)", "width": 2}}
        at = plotly.sig(everyone.at.value)
        data.append({**line, **axis, "x": [at, at], "y": [names[0], names[-1]], **plotly.hover([words] * 2)})
        data.append({**plotly.whisker(names, [one.dot for one in items]), **axis, **plotly.hover(tips)})
        shown = [chart.mean(column, one.at) for one in items]
        # Where there is a dot, it has the hover text.
        missing = [tip if one.at.value is None else () for one, tip in pairs]
        data.append({**plotly.texts([first] * len(names), names, shown), **axis, **plotly.hover(missing)})
        ticks = scales.log_ticks(scale.low, scale.high, 3) if scale.log else scales.ticks(scale.low, scale.high, 2)
        marks = chart.fmt.axis_money(ticks) if scale.log else [chart.fmt.value(column, t) for t in ticks]
        ends = [first, scale.high + (scale.high - scale.low) * 0.08]
        step = 1 / len(panels)
        axes[f"xaxis{tail}"] = plotly.ticked(
            ticks, marks, anchor=f"y{tail}", type="log" if scale.log else "linear", tickangle=0,
            title={"text": chart.title(column), "font": {"size": 13}},
            domain=plotly.sigs([i * step, (i + 0.94) * step]),
            range=plotly.sigs([math.log10(end) for end in ends] if scale.log else ends),
        )  # fmt: skip
        axes[f"yaxis{tail}"] = {**plotly.names(names), "anchor": f"x{tail}", "showticklabels": not i}
        low = 1 - (i + 1) * step + 0.25 * step
        phone |= {
            f"xaxis{tail}": {"domain": [0, 1], "title": {"text": chart.say(f"averages.{column}")}},
            f"yaxis{tail}": {"domain": plotly.sigs([low, 1 - i * step]), "showticklabels": True},
        }
    height = 110 + 30 * len(names)
    return plotly.spec(
        data, **axes, height=height, margin={"l": 8, "r": 8, "t": 16, "b": 52}, hovermode="closest",
        meta=plotly.narrow({"layout": {**phone, "height": 60 + len(panels) * (80 + 26 * len(names))}}),
    )  # fmt: skip
