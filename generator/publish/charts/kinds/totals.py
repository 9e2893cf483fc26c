"""Totals by city: customers, and spend estimated from published figures, as two bars for each city.

A release holds no total spend. The estimate is customers times mean spend, rounded to the precision that the rounding
of both allows, and omitted where that is less than one digit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.place_parts import TOP, Link
from generator.publish.charts.forms.rows import SIZE, Rows
from generator.publish.charts.record import Column, Record
from generator.publish.model.types import PlaceView

_ROW, _BAR, _NARROW_ROW = 30.0, 18.0, 66.0

#: Largest relative error of an estimate that is shown.
_WORST = 0.25


@dataclass(frozen=True, slots=True)
class Total:
    """One city: customers and estimated spend; None when its mean spend is suppressed or too coarse."""

    name: str
    link: str
    n: int
    share: float
    spend: float | None
    spend_share: float | None


def totals(chart: ChartContext, views: Sequence[PlaceView], texts: Texts, link: Link) -> Figure | None:
    """Draw the largest of the given places; None without any."""
    rows = [total(chart, view, link) for view in views[:TOP]]
    if not rows:
        return None
    record = Record.of(texts.title, rows, _columns(chart), lambda row: row.link)
    pairs = [(tip[0], context.SEPARATOR.join(tip[1:])) for tip in record.tips]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs if len(pairs) <= context.FEW else [pairs[0], pairs[-1]], ": "),
        wide=_drawing(chart, record, texts, wide=True),
        narrow=_drawing(chart, record, texts, wide=False),
        spec=_spec(chart, record),
        table=record.table,
    )


def total(chart: ChartContext, view: PlaceView, link: Link) -> Total:
    """Return the totals of a place."""
    mean = view.place.means.get("spend")
    off = None
    if mean is not None and mean.value and view.n:
        # A printed count is less than one base off.
        off = (chart.views.release.policy.base - 1) / view.n + (mean.step or 0.0) / 2 / mean.value
    if mean is None or not mean.value or off is None or off > _WORST:
        return Total(chart.place(view), link(view), view.n, view.share, None, None)
    spend = rounded(view.n * mean.value, off)
    return Total(chart.place(view), link(view), view.n, view.share, spend, view.spend_share)


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
    return chart.say("totals.none") if row.spend is None else chart.fmt.money_words(row.spend)


def _columns(chart: ChartContext) -> list[Column[Total]]:
    def share(part: float | None) -> str:
        return chart.say("totals.none") if part is None else chart.fmt.percent(part)

    def customers(row: Total) -> str:
        facts = {"n": chart.counted("customers", row.n), "share": share(row.share)}
        return chart.say("totals.customers", **facts)

    def spend(row: Total) -> str:
        if row.spend is None:
            return chart.say("totals.no_spend", none=chart.say("totals.none"))
        words = chart.say("totals.about", spend=spend_words(chart, row))
        if row.spend_share is None:
            return chart.say("totals.spent", spend=words)
        return chart.say("totals.spent_share", spend=words, share=share(row.spend_share))

    def about(row: Total) -> str:
        words = spend_words(chart, row)
        return words if row.spend is None else chart.say("totals.about", spend=words)

    return [
        Column(chart.title("city"), lambda row: row.name, {"city": lambda row: row.name}, lambda row: row.name),
        Column(
            chart.title("customers"), lambda row: chart.fmt.count(row.n), {"customers": lambda row: row.n}, customers
        ),
        Column(
            chart.title("customers_share"), lambda row: share(row.share), {"customers_share": lambda row: row.share}
        ),
        Column(chart.title("spend_total"), about, {"spend_total": lambda row: row.spend}, spend),
        Column(
            chart.title("spend_share"), lambda row: share(row.spend_share), {"spend_share": lambda row: row.spend_share}
        ),
    ]  # fmt: skip


def _most(rows: Sequence[Total]) -> tuple[float, float]:
    return max(row.n for row in rows), max((row.spend or 0 for row in rows), default=0) or 1.0


def _drawing(chart: ChartContext, record: Record[Total], texts: Texts, *, wide: bool) -> str:
    rows = record.items
    at = Rows.of([(row.name, row.link) for row in rows], wide=wide)
    labels = [(chart.fmt.count(row.n), spend_words(chart, row)) for row in rows]
    room = 16 + max(text_width.width(words, SIZE, bold=True) for pair in labels for words in pair)
    most, spent = _most(rows)
    half = (at.width - at.left) / 2 if wide else 0.0
    width = (half or at.width) - room
    first = scales.Scale(0, most, at.left, at.left + width)
    second = scales.Scale(0, spent, at.left + half, at.left + half + width)
    body, top = [], 30.0 if wide else 0.0
    if wide:
        body += [svg.text(at.left, 14, chart.title("customers"), "n")]
        body += [svg.text(at.left + half, 14, chart.say("totals.spend"), "n")]
    for i, ((row, tip), words) in enumerate(zip(record.pairs, labels, strict=True)):
        y = top + (_ROW if wide else _NARROW_ROW) * i
        ys = (y, y) if wide else (y + 20, y + 40)
        body.append(at.label(i, y + 14))
        body.append(svg.tipped(_bars(row, words, (first, second), ys), tip))
    return at.drawing(top + (_ROW if wide else _NARROW_ROW) * len(rows), body, texts.id)


def _bars(row: Total, words: tuple[str, str], axes: tuple[scales.Scale, scales.Scale], ys: tuple[float, float]) -> str:
    """Return both bars; a missing spend has a text and no bar, so that it cannot be confused with zero."""
    out = []
    for value, word, scale, y, css in zip((row.n, row.spend), words, axes, ys, ("whole", "spent"), strict=True):
        if value is None:
            out.append(svg.text(scale.start, y + 14, word, "t"))
            continue
        out.append(svg.rect(scale.start, y, max(1, scale(value) - scale.start), _BAR, css, 1))
        out.append(svg.text(scale(value) + 7, y + 14, word, "v"))
    return "".join(out)


def _spec(chart: ChartContext, record: Record[Total]) -> plotly.Spec:
    """Return both bars of a city below each other, each measure on an axis of its own from zero."""
    rows = record.items
    names = [row.name for row in rows]
    most, spent = _most(rows)
    common = {
        "type": "bar", "orientation": "h", "y": names, "alignmentgroup": "city", "textposition": "outside",
        "cliponaxis": False, "textfont": {"color": "var(--ink)"}, **plotly.hover(record.tips),
    }  # fmt: skip
    measures = (
        (chart.title("customers"), [row.n for row in rows], [chart.fmt.count(row.n) for row in rows], "x", "all"),
        (
            chart.say("totals.spend"),
            [row.spend for row in rows],
            [spend_words(chart, row) for row in rows],
            "x2",
            "ink",
        ),
    )
    data: list[plotly.Spec] = [
        {
            **common, "name": name, "offsetgroup": axis, "xaxis": axis, "x": plotly.sigs(values), "text": words,
            "marker": {"color": f"var(--{colour})"},
        }
        for name, values, words, axis, colour in measures
    ]  # fmt: skip
    missing = [row.name for row in rows if row.spend is None]
    if missing:
        beside = {"xaxis": "x2", "orientation": "h", "offsetgroup": "x2", "alignmentgroup": "city"}
        data.append(plotly.texts([0] * len(missing), missing, [chart.say("totals.none")] * len(missing), **beside))
    return plotly.spec(
        data,
        barmode="group",
        scattermode="group",
        bargap=0.3,
        xaxis=plotly.axis(visible=False, range=[0, plotly.sig(1.3 * most)]),
        xaxis2=plotly.axis(visible=False, range=[0, plotly.sig(1.3 * spent)], overlaying="x"),
        yaxis=plotly.names(names),
        showlegend=True,
        legend=plotly.LEGEND,
        height=80 + 48 * len(rows),
        margin=plotly.HEADED,
    )
