"""Totals by city: customers, and spend estimated from published figures, as two bars for each city.

A release holds no total spend. The estimate is customers times mean spend, rounded to the precision that the rounding
of both allows, and omitted where that is less than one digit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.charts.kinds.distribution import TOP
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

_ROW, _BAR, _NARROW_ROW = 26.0, 16.0, 58.0

#: Largest relative error of an estimate that is shown.
_WORST = 0.25


@dataclass(frozen=True, slots=True)
class Total:
    """One city: customers and estimated spend; None when its mean spend is suppressed or too coarse."""

    name: str
    n: int
    share: float
    spend: float | None
    spend_share: float | None


def totals(chart: ChartContext, views: Sequence[PlaceView], texts: Texts) -> Figure | None:
    """Draw the largest of the given places; None without any."""
    rows = tuple(total(chart, view) for view in views[:TOP])
    if not rows:
        return None
    pairs = [(row.name, _both(chart, row)) for row in (rows if len(rows) <= 6 else (rows[0], rows[-1]))]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=_wide(chart, rows, texts),
        narrow=_narrow(chart, rows, texts),
        spec=_spec(chart, rows),
        table=_table(chart, rows, texts),
    )


def total(chart: ChartContext, view: PlaceView) -> Total:
    """Return the totals of a place."""
    mean = view.place.means.get("spend")
    off = None
    if mean is not None and mean.value and view.n:
        # A printed count is less than one base off.
        off = (chart.views.release.policy.base - 1) / view.n + (mean.step or 0.0) / 2 / mean.value
    if mean is None or not mean.value or off is None or off > _WORST:
        return Total(display_names.unique(view, chart.views, chart.content), view.n, view.share, None, None)
    spend = rounded(view.n * mean.value, off)
    return Total(display_names.unique(view, chart.views, chart.content), view.n, view.share, spend, view.spend_share)


def rounded(value: float, off: float) -> float:
    """Round a positive estimate to the step of 1, 2 or 5 times a power of ten that its error reaches.

    Args:
        value: The estimate.
        off: Largest relative error; 0 keeps about four significant digits.
    """
    error = max(off * value, value / 5000)
    power = 10.0 ** math.floor(math.log10(error))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= error * (1 - 1e-9))
    return round(value / step) * step


def spend_words(chart: ChartContext, row: Total) -> str:
    """Return the estimated spend as text, or the text for a missing one."""
    if row.spend is None:
        return chart.say("totals.none")
    return chart.say("totals.about", spend=chart.fmt.money_words(row.spend))


def _both(chart: ChartContext, row: Total) -> str:
    return chart.say("totals.numbers", n=chart.fmt.count(row.n), spend=spend_words(chart, row))


def _most(rows: Sequence[Total]) -> tuple[float, float]:
    return max(row.n for row in rows), max((row.spend or 0 for row in rows), default=0) or 1.0


def _wide(chart: ChartContext, rows: Sequence[Total], texts: Texts) -> str:
    names = [text_width.wrap(row.name, 150, most=1) for row in rows]
    left = min(150.0, context.label_column(names)) + 14
    half = (svg.WIDE - left) / 2
    room = 16 + max(text_width.width(words, 13, bold=True) for row in rows for words in _labels(chart, row))
    most, spent = _most(rows)
    first = scales.Scale(0, most, left, left + half - room)
    second = scales.Scale(0, spent, left + half, svg.WIDE - room)
    body = [
        svg.text(left, 12, chart.title("customers"), "n"),
        svg.text(left + half, 12, chart.say("totals.spend"), "n"),
    ]
    for i, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = 22 + _ROW * i
        body.append(svg.text(left - 10, y + 12.5, name[0], "l", "end"))
        body.append(_bar(chart, row, first, second, (y, y)))
    return svg.drawing(svg.WIDE, 22 + _ROW * len(rows), body, f"{texts.id}-t", f"{texts.id}-d")


def _narrow(chart: ChartContext, rows: Sequence[Total], texts: Texts) -> str:
    room = 16 + max(text_width.width(words, 13, bold=True) for row in rows for words in _labels(chart, row))
    most, spent = _most(rows)
    first, second = scales.Scale(0, most, 0, svg.NARROW - room), scales.Scale(0, spent, 0, svg.NARROW - room)
    body = []
    for i, row in enumerate(rows):
        y = _NARROW_ROW * i
        body.append(svg.text(0, y + 13, text_width.wrap(row.name, 340, most=1)[0], "l"))
        body.append(_bar(chart, row, first, second, (y + 18, y + 36)))
    return svg.drawing(svg.NARROW, _NARROW_ROW * len(rows), body, f"{texts.id}-t", f"{texts.id}-d")


def _labels(chart: ChartContext, row: Total) -> tuple[str, str]:
    spend = chart.say("totals.none") if row.spend is None else chart.fmt.money_words(row.spend)
    return chart.fmt.count(row.n), spend


def _bar(chart: ChartContext, row: Total, first: scales.Scale, second: scales.Scale, ys: tuple[float, float]) -> str:
    """Return both bars; a missing spend has a text and no bar, so that it cannot be confused with zero."""
    n, words = _labels(chart, row)
    out = svg.rect(first.start, ys[0], max(1, first(row.n) - first.start), _BAR, "whole", 1)
    out += svg.text(first(row.n) + 7, ys[0] + 12.5, n, "v")
    if row.spend is None:
        return out + svg.text(second.start, ys[1] + 12.5, words, "t")
    out += svg.rect(second.start, ys[1], max(1, second(row.spend) - second.start), _BAR, "spent", 1)
    return out + svg.text(second(row.spend) + 7, ys[1] + 12.5, words, "v")


def _spec(chart: ChartContext, rows: Sequence[Total]) -> plotly.Spec:
    names = [row.name for row in rows]
    hover = [f"{row.name}<br>{_both(chart, row)}" for row in rows]
    common = {"type": "bar", "orientation": "h", "y": names, "hovertext": hover, "hoverinfo": "text"}
    most, spent = _most(rows)
    axes = (scales.ticks(0, most, 3), scales.ticks(0, spent, 3))
    data = [
        {**common, "x": plotly.sigs([row.n for row in rows]), "marker": {"color": "var(--all)"}},
        {**common, "x": plotly.sigs([row.spend for row in rows]), "marker": {"color": "var(--here)"}, "xaxis": "x2"},
    ]
    return plotly.spec(
        data,
        xaxis=plotly.ticked(axes[0], [chart.fmt.count(int(t)) for t in axes[0]], domain=[0, 0.46]),
        xaxis2=plotly.ticked(axes[1], chart.fmt.axis_money(axes[1]), domain=[0.54, 1]),
        yaxis=plotly.axis(autorange="reversed", automargin=True, showgrid=False),
    )


def _table(chart: ChartContext, rows: Sequence[Total], texts: Texts) -> Table:
    names = ("city", "customers", "customers_share", "spend_total", "spend_share")
    cells = tuple(
        (
            row.name,
            chart.fmt.count(row.n),
            chart.fmt.percent(row.share),
            spend_words(chart, row),
            chart.say("totals.none") if row.spend_share is None else chart.fmt.percent(row.spend_share),
        )
        for row in rows
    )
    records = tuple((r.name, r.n, *plotly.sigs([r.share, r.spend, r.spend_share])) for r in rows)
    return Table(texts.title, tuple(chart.title(name) for name in names), cells, names, records)
