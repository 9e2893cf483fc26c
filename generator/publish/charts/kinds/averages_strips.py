"""Averages by city: one row for each city, one small scale for each measure, a dot with its interval on each.

The grey line of each scale is all customers. A suppressed average has a text instead of a dot.
"""

from collections.abc import Sequence

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.charts.kinds.distribution import TOP
from generator.publish.model import conditions
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.words import display_names
from generator.release.columns import BALANCE, IMPORTED_MEASURES

#: Measures shown, in this order, if the release has them; typical spend on a log scale.
SHOWN = ("typical_spend", BALANCE, "transactions", "recency", "age")
#: The same for an imported table, whose days since last seen are unreliable.
IMPORTED = ("transactions", "age", *IMPORTED_MEASURES)

_ROW, _NARROW_ROW = 26.0, 50.0
_FEATURE = {"transactions": "frequency"}


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


def averages(chart: ChartContext, views: Sequence[PlaceView], texts: Texts) -> Figure | None:
    """Draw the largest of the given places; None without any, or without a measure."""
    shown, columns = tuple(views[:TOP]), columns_of(chart)
    if not shown or not columns:
        return None
    pairs = [
        (display_names.unique(view, chart.views, chart.content), _numbers(chart, view, columns))
        for view in (shown[0], shown[-1])[: len(shown)]
    ]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, ": "),
        wide=_wide(chart, shown, columns, texts),
        narrow=_narrow(chart, shown, columns, texts),
        spec=_spec(chart, shown, columns),
        table=_table(chart, shown, columns, texts),
    )


def _numbers(chart: ChartContext, view: PlaceView, columns: Sequence[str]) -> str:
    return ", ".join(f"{chart.title(name)} {chart.mean(name, view.measures[name])}" for name in columns)


def _range(chart: ChartContext, shown: Sequence[PlaceView], name: str) -> tuple[float, float]:
    """Return the range of a measure: values and intervals of the places, and all customers."""
    found = [chart.views.measures[name].value]
    for view in shown:
        if one := _drawn(view, name):
            found += [one.value, one.low, one.high]
    values = [value for value in found if value is not None and (value > 0 or name != "typical_spend")]
    low, high = min(values), max(values)
    return (low, high) if high > low else (low * 0.9 - 1e-9, high * 1.1 + 1e-9)


def _drawn(view: PlaceView, name: str) -> Estimate | None:
    """Return the average that a dot stands for; None with fewer than 30 customers, of whom only the number is shown."""
    return None if view.strength == "counts" else view.measures[name]


def _scale(chart: ChartContext, shown: Sequence[PlaceView], name: str, left: float, right: float) -> scales.Scale:
    low, high = _range(chart, shown, name)
    return scales.Scale(low, high, left, right, log=name == "typical_spend")


def _wide(chart: ChartContext, shown: Sequence[PlaceView], columns: Sequence[str], texts: Texts) -> str:
    names = [text_width.wrap(display_names.unique(view, chart.views, chart.content), 150, most=1) for view in shown]
    left = min(150.0, context.label_column(names)) + 14
    panel = (svg.WIDE - left) / len(columns)
    body, top = [], 42.0
    bottom = top + _ROW * len(shown)
    for i, name in enumerate(columns):
        x = left + i * panel
        scale = _scale(chart, shown, name, x + 66, x + panel - 16)
        body.append(_head(chart, name, x, panel, scale, (top, bottom)))
    for row, (view, words) in enumerate(zip(shown, names, strict=True)):
        y = top + _ROW * row + _ROW / 2
        body.append(svg.text(left - 10, y + 4.5, words[0], "l", "end"))
        for i, name in enumerate(columns):
            x = left + i * panel
            scale = _scale(chart, shown, name, x + 66, x + panel - 16)
            css = "v" if view.measures[name].value is not None else "t"
            body.append(svg.text(x + 52, y + 4.5, chart.mean(name, view.measures[name]), css, "end"))
            body.append(_dot(view, name, scale, y))
    return svg.drawing(svg.WIDE, bottom + 4, body, f"{texts.id}-t", f"{texts.id}-d")


def _head(
    chart: ChartContext, name: str, x: float, panel: float, scale: scales.Scale, span: tuple[float, float]
) -> str:
    """Return the title of a measure, and the reference line of all customers through the rows."""
    title = text_width.wrap(chart.title(name), panel - 12, 12)
    reference = chart.views.measures[name].value
    out = svg.lines(x + 8, 14 + 8 * (len(title) - 1), title, "n", 15)
    if reference is None:
        return out
    at = scale(reference)
    return out + svg.path(svg.segment(at, span[0] - 4, at, span[1]), "r")


def _narrow(chart: ChartContext, shown: Sequence[PlaceView], columns: Sequence[str], texts: Texts) -> str:
    panel, gap = svg.NARROW / len(columns), 12.0
    body, top = [], 46.0
    bottom = top + _NARROW_ROW * len(shown)
    for i, name in enumerate(columns):
        title = text_width.wrap(chart.say(f"averages.{name}"), panel - 4, 12)
        body.append(svg.lines(i * panel, 14 + 8 * (len(title) - 1), title, "n", 15))
    for row, view in enumerate(shown):
        y = top + _NARROW_ROW * row
        word = text_width.wrap(display_names.unique(view, chart.views, chart.content), 340, most=1)[0]
        body.append(svg.text(0, y + 13, word, "l"))
        for i, name in enumerate(columns):
            scale = _scale(chart, shown, name, i * panel + 6, (i + 1) * panel - gap)
            body.append(svg.text(i * panel, y + 29, chart.mean(name, view.measures[name]), "t"))
            reference = chart.views.measures[name].value
            if reference is not None:
                body.append(svg.path(svg.segment(scale(reference), y + 34, scale(reference), y + 46), "r"))
            body.append(_dot(view, name, scale, y + 40))
    return svg.drawing(svg.NARROW, bottom, body, f"{texts.id}-t", f"{texts.id}-d")


def _dot(view: PlaceView, name: str, scale: scales.Scale, y: float) -> str:
    one = _drawn(view, name)
    if one is None or one.value is None:
        return ""
    line = ""
    if one.low is not None and one.high is not None and one.low > 0:
        line = svg.path(svg.segment(scale(one.low), y, scale(one.high), y), "hw thin")
    return line + svg.circle(scale(one.value), y, 5, "h")


def _spec(chart: ChartContext, shown: Sequence[PlaceView], columns: Sequence[str]) -> plotly.Spec:
    names = [display_names.unique(view, chart.views, chart.content) for view in shown]
    width, data, axes, shapes = 1 / len(columns), [], {}, []
    for i, name in enumerate(columns):
        tail = str(i + 1) if i else ""
        found = [view.measures[name] for view in shown]
        words = [chart.mean(name, one) for one in found]
        drawn = [one.value if _drawn(view, name) else None for view, one in zip(shown, found, strict=True)]
        lows = [one.value - one.low if one.value is not None and one.low is not None else None for one in found]
        highs = [one.high - one.value if one.value is not None and one.high is not None else None for one in found]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": plotly.sigs(drawn),
                "y": names,
                "xaxis": f"x{tail}",
                "marker": {"color": "var(--here)", "size": 9},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": plotly.sigs(highs),
                    "arrayminus": plotly.sigs(lows),
                    "width": 0,
                    "color": "var(--here)",
                },
                "hovertext": [
                    f"{place}<br>{chart.title(name)}: {word}" for place, word in zip(names, words, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
        low, high = _range(chart, shown, name)
        log = name == "typical_spend"
        ticks = scales.log_ticks(low, high, 3) if log else scales.ticks(low, high, 3)
        texts = chart.fmt.axis_money(ticks) if log else [chart.fmt.value(name, t) for t in ticks]
        title = {"text": chart.title(name), "font": {"size": 12}}
        axes[f"xaxis{tail}"] = plotly.ticked(
            ticks,
            texts,
            title=title,
            type="log" if log else "linear",
            domain=[plotly.sig(i * width + 0.01), plotly.sig((i + 1) * width - 0.03)],
        )
        reference = chart.views.measures[name].value
        if reference is not None:
            at = {"x0": plotly.sig(reference), "x1": plotly.sig(reference), "y0": 0, "y1": 1}
            line = {"color": "var(--all)", "width": 2}
            shapes.append({"type": "line", "xref": f"x{tail}", "yref": "paper", **at, "line": line})
    return plotly.spec(
        data,
        **axes,
        shapes=shapes,
        yaxis=plotly.axis(autorange="reversed", automargin=True, categoryorder="array", categoryarray=names),
        margin={"l": 8, "r": 8, "t": 44, "b": 52},
    )


def _table(chart: ChartContext, shown: Sequence[PlaceView], columns: Sequence[str], texts: Texts) -> Table:
    head = (chart.title("city"), *(chart.title(name) for name in columns))
    reference = (chart.reference, *(chart.mean(name, chart.views.measures[name]) for name in columns))
    rows = (
        reference,
        *(
            (
                display_names.unique(view, chart.views, chart.content),
                *(chart.mean(name, view.measures[name]) for name in columns),
            )
            for view in shown
        ),
    )
    records = (
        (chart.reference, *plotly.sigs([chart.views.measures[name].value for name in columns])),
        *(
            (
                display_names.unique(view, chart.views, chart.content),
                *plotly.sigs([view.measures[name].value for name in columns]),
            )
            for view in shown
        ),
    )
    return Table(texts.title, head, rows, ("city", *columns), records)
