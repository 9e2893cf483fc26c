"""Profile strips: a place among all customers, one strip for each measure, the other cities behind it.

Positions are mean mid-rank percentiles, 50 = all customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.model.types import Estimate

#: Up to so many other cities are drawn as dots, more as the outline of their distribution.
MOST_DOTS = 60

_BIN = 2.0


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The other cities of all strips, computed once for all pages.

    Attributes:
        low: Percentile at the left end.
        high: Percentile at the right end.
        values: Percentiles of the cities by measure.
    """

    low: float
    high: float
    values: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    """One strip: its two measures and their estimates."""

    pct: str
    value: str
    at: Estimate
    shown: Estimate
    reference: Estimate


def backdrop(chart: ChartContext) -> Backdrop:
    """Collect the positions of the cities; the ends are round and enclose every city and its interval."""
    values: dict[str, tuple[float, ...]] = {}
    ends = [22.0, 78.0]
    for pct, _ in chart.strips():
        known = [view.measures[pct] for view in chart.views.pages if view.strength != "counts"]
        values[pct] = tuple(e.value for e in known if e.value is not None)
        ends += [x for e in known for x in (e.value, e.low, e.high) if x is not None]
    low, high = max(0.0, min(ends)), min(100.0, max(ends))
    return Backdrop(5.0 * (low // 5), 5.0 * -(-high // 5), values)


def profile_strips(
    chart: ChartContext,
    name: str,
    measures: dict[str, Estimate],
    behind: Backdrop,
    texts: Texts,
    width: float = svg.WIDE,
) -> Figure | None:
    """Draw the strips of one place or segment.

    Args:
        chart: Views, words, formats.
        name: Name of the place or segment.
        measures: Its estimates by measure.
        behind: The other cities.
        texts: Texts around the figure.
        width: Width of the wide drawing; less when a radar shares the row.

    Returns:
        The figure, or None when no position is published.
    """
    rows = [
        _Row(pct, value, measures[pct], measures[value], chart.views.measures[value])
        for pct, value in chart.strips()
        if measures[pct].value is not None and measures[value].value is not None
    ]
    if not rows:
        return None
    pairs = [(chart.title(r.value), f"{chart.mean(r.value, r.shown)} ({_place(chart, r)})") for r in rows]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=_drawing(chart, rows, behind, texts, name, width),
        narrow=_drawing(chart, rows, behind, texts, name, svg.NARROW),
        spec=_spec(chart, rows, behind, name),
        table=_table(chart, rows, texts, name),
    )


def _place(chart: ChartContext, row: _Row) -> str:
    return chart.say("strips.place", percentile=chart.fmt.percentile(row.at.value or 0))


def _drawing(chart: ChartContext, rows: Sequence[_Row], behind: Backdrop, texts: Texts, name: str, width: float) -> str:
    """Draw all strips; in the narrow drawing, names and values are above their strip."""
    narrow = width <= svg.NARROW
    names = [text_width.wrap(chart.title(row.value), 130) for row in rows]
    left = 8 if narrow else context.label_column(names) + 18
    values = max(text_width.width(chart.mean(r.value, r.shown), 13, bold=True) for r in rows)
    values = max(values, *(text_width.width(_reference(chart, r), 12) for r in rows))
    scale = scales.Scale(behind.low, behind.high, left, width - 8 if narrow else width - values - 16)
    step, first = (86.0, 72.0) if narrow else (64.0, 46.0)
    bottom = first + step * (len(rows) - 1) + 26
    body = [_axis(chart, scale, bottom, first if not narrow else first - 24)]
    for i, (row, words) in enumerate(zip(rows, names, strict=True)):
        y = first + step * i
        body.append(_strip(chart, row, behind, scale, y))
        if narrow:
            body += [
                svg.text(0, y - 30, chart.title(row.value), "l lh"),
                svg.text_pair(
                    width, y - 30, (chart.mean(row.value, row.shown), "v lh"), (_reference(chart, row), "n"), "end"
                ),
            ]
        else:
            body += [
                svg.lines(0, y + 4.5, words, "l"),
                svg.text(width - values, y, chart.mean(row.value, row.shown), "v"),
                svg.text(width - values, y + 16, _reference(chart, row), "n"),
            ]
    body.append(_name(rows[0], scale, name, first - 12))
    return svg.drawing(width, bottom + 26, body, f"{texts.id}-t", f"{texts.id}-d")


def _reference(chart: ChartContext, row: _Row) -> str:
    if row.reference.value is None:
        return ""
    return chart.say("strips.all", value=chart.fmt.mean(row.value, row.reference))


def _axis(chart: ChartContext, scale: scales.Scale, bottom: float, top: float) -> str:
    """Return the ticks 25, 50 and 75 and the line of all customers, named at the top."""
    marks = "".join(svg.segment(scale(tick), top - 14, scale(tick), bottom) for tick in (25, 75))
    words = "".join(svg.text(scale(t), bottom + 18, chart.fmt.percentile(t), "t", "middle") for t in (25, 50, 75))
    line = svg.segment(scale(50), 18 if top < 50 else 20, scale(50), bottom)
    return svg.path(marks, "g") + svg.path(line, "r") + words + svg.text(scale(50) + 6, 13, chart.reference, "n")


def _strip(chart: ChartContext, row: _Row, behind: Backdrop, scale: scales.Scale, y: float) -> str:
    """Return one strip: its line and end words, the other cities, the interval and the place itself."""
    words = chart.say(f"ends.{row.pct}.low"), chart.say(f"ends.{row.pct}.high")
    at, low, high = row.at.value or 0.0, row.at.low, row.at.high
    whisker = ""
    if low is not None and high is not None:
        span = svg.segment(scale(max(low, scale.low)), y, scale(min(high, scale.high)), y)
        whisker = svg.path(span, "k") + svg.path(span, "hw")
    return "".join(
        (
            svg.path(svg.segment(scale.start, y, scale.end, y), "g"),
            _others(behind.values.get(row.pct, ()), scale, y),
            svg.text(scale.start, y + 21, words[0], "t"),
            svg.text(scale.end, y + 21, words[1], "t", "end"),
            whisker,
            svg.circle(scale(at), y, 6.5, "h"),
        )
    )


def _others(values: tuple[float, ...], scale: scales.Scale, y: float) -> str:
    if not values:
        return ""
    if len(values) <= MOST_DOTS:
        return svg.dots(((scale(value), y + 4.0 * (i % 3 - 1)) for i, value in enumerate(values)), "o")
    points = outline(values, scale.low, scale.high)
    top = max(height for _, height in points)
    return svg.polygon(
        [(scale.start, y), *((scale(x), y - 18 * height / top) for x, height in points), (scale.end, y)], "ridge"
    )


@lru_cache(maxsize=64)
def outline(values: tuple[float, ...], low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Return a smoothed distribution as (percentile, share of cities) at bin middles: one path for any number."""
    bins = max(1, round((high - low) / _BIN))
    counts = [0.0] * (bins + 2)
    for value in values:
        counts[1 + min(bins - 1, max(0, int((value - low) / _BIN)))] += 1 / len(values)
    smooth = [(counts[i - 1] + 2 * counts[i] + counts[i + 1]) / 4 for i in range(1, bins + 1)]
    return tuple((low + _BIN * (i + 0.5), share) for i, share in enumerate(smooth))


def _name(row: _Row, scale: scales.Scale, name: str, y: float) -> str:
    """Return the place's name above its first dot, kept inside the strip."""
    half = text_width.width(name, 13, bold=True) / 2
    x = scale(row.at.value or 0)
    x = min(max(x, scale.start + half - 8), max(scale.end - half + 8, scale.start + half))
    return svg.text(x, y, name, "ht lh", "middle")


def _spec(chart: ChartContext, rows: Sequence[_Row], behind: Backdrop, name: str) -> plotly.Spec:
    titles = [chart.title(row.value) for row in rows]
    data: list[plotly.Spec] = []
    for i, row in enumerate(rows):
        values = behind.values.get(row.pct, ())
        if len(values) <= MOST_DOTS:
            shape = {"mode": "markers", "x": plotly.sigs(list(values)), "y": [i] * len(values)}
        else:
            points = outline(values, behind.low, behind.high)
            top = max(height for _, height in points)
            heights = [i - 0.4 * height / top for _, height in points]
            shape = {"mode": "lines", "x": plotly.sigs([x for x, _ in points]), "y": plotly.sigs(heights)}
        marker = {"marker": {"color": "var(--all)", "opacity": 0.4, "size": 6}} if shape["mode"] == "markers" else {}
        data.append({"type": "scatter", **shape, **marker, "line": {"color": "var(--all)"}, "hoverinfo": "skip"})
    known = [(r.at.value or 0.0, r.at.low, r.at.high) for r in rows]
    error = {
        "type": "data",
        "symmetric": False,
        "array": plotly.sigs([h - v if h is not None else 0 for v, _, h in known]),
        "arrayminus": plotly.sigs([v - lo if lo is not None else 0 for v, lo, _ in known]),
        "color": "var(--here)",
        "width": 0,
    }
    here = {
        "type": "scatter",
        "mode": "markers",
        "x": plotly.sigs([v for v, _, _ in known]),
        "y": list(range(len(rows))),
        "error_x": error,
        "marker": {"color": "var(--here)", "size": 13},
        "hovertext": [
            f"{name}<br>{title}: {chart.mean(r.value, r.shown)}<br>{_place(chart, r)}"
            for title, r in zip(titles, rows, strict=True)
        ],
        "hoverinfo": "text",
    }
    line = {"type": "line", "x0": 50, "x1": 50, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": "var(--all)"}}
    ticks = (25, 50, 75)
    return plotly.spec(
        [*data, here],
        xaxis=plotly.ticked(
            ticks, [chart.fmt.percentile(t) for t in ticks], range=plotly.sigs([behind.low, behind.high])
        ),
        yaxis=plotly.ticked(
            list(range(len(rows))), titles, automargin=True, showgrid=False, range=[len(rows) - 0.5, -0.6]
        ),
        shapes=[line],
    )


def _table(chart: ChartContext, rows: Sequence[_Row], texts: Texts, name: str) -> Table:
    cells = tuple(
        (
            chart.title(row.value),
            chart.mean(row.value, row.shown),
            chart.mean(row.value, row.reference),
            chart.fmt.percentile(row.at.value or 0),
            chart.fmt.estimate(row.pct, row.at),
        )
        for row in rows
    )
    records = tuple(
        (row.value, *plotly.sigs([row.shown.value, row.reference.value, row.at.value, row.at.low, row.at.high]))
        for row in rows
    )
    head = (chart.say("measure"), name, chart.reference, chart.say("strips.percentile"), chart.say("interval"))
    return Table(texts.title, head, cells, ("measure", "value", "all_customers", "percentile", "low", "high"), records)
