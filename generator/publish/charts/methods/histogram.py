"""Distribution of one measure over all customers, for the methods page."""

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.release import Bin, Histogram
from generator.release.columns import COLUMNS

#: Alt text names every bin up to this number.
_FEW = 6


def histogram(chart: ChartContext, data: Histogram, texts: Texts) -> Figure:
    """Draw one distribution, a bar for each bin; bins differ in width, so each is labelled."""
    whole = sum(bin_.n for bin_ in data.bins) or 1
    names = [_name(chart, data.measure, bin_) for bin_ in data.bins]
    shares = [bin_.n / whole for bin_ in data.bins]
    pairs = [(name, chart.fmt.percent(share)) for name, share in zip(names, shares, strict=True)]
    if len(pairs) > _FEW:
        pairs = sorted(pairs, key=lambda pair: -shares[names.index(pair[0])])[:_FEW]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=_drawing(chart, names, shares, texts, svg.WIDE),
        narrow=_drawing(chart, names, shares, texts, svg.NARROW),
        spec=_spec(chart, names, shares),
        table=_table(chart, data, names, shares, texts),
    )


def _name(chart: ChartContext, column: str, bin_: Bin) -> str:
    kind = COLUMNS[column].kind if column in COLUMNS else "count"
    show = chart.fmt.money_words if kind == "money" else _plain
    if bin_.low is None:
        return chart.say("histogram.under", high=show(bin_.high or 0))
    if bin_.high is None:
        return chart.say("histogram.over", low=show(bin_.low))
    if kind != "money" and bin_.high - bin_.low == 1:
        return show(bin_.low)
    return chart.say("histogram.between", low=show(bin_.low), high=show(bin_.high))


def _plain(value: float) -> str:
    return f"{value:g}"


def _drawing(chart: ChartContext, names: list[str], shares: list[float], texts: Texts, width: float) -> str:
    """Draw horizontal bars: bin labels stay readable at any number of bins and any width."""
    left = min(width * 0.45, max(text_width.width(name, 12) for name in names) + 10)
    room = width - left - 56
    scale = scales.Scale(0, max(shares) or 1, left, left + room)
    step = 24.0
    body = []
    for i, (name, share) in enumerate(zip(names, shares, strict=True)):
        y = 4 + step * i
        body += [
            svg.text(left - 8, y + 14, name, "t", "end"),
            svg.rect(left, y + 1, max(0.5, scale(share) - left), step - 6, "whole", 2),
            svg.text(scale(share) + 6, y + 14, chart.fmt.percent(share), "v"),
        ]
    return svg.drawing(width, step * len(names) + 8, body, f"{texts.id}-t", f"{texts.id}-d")


def _spec(chart: ChartContext, names: list[str], shares: list[float]) -> plotly.Spec:
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": plotly.sigs([100 * share for share in shares]),
        "marker": {"color": "var(--all)"},
        "hovertext": [f"{n}<br>{chart.fmt.percent(s)}" for n, s in zip(names, shares, strict=True)],
        "hoverinfo": "text",
    }
    ticks = scales.ticks(0, max(shares) or 1, 5)
    return plotly.spec(
        [bar],
        xaxis=plotly.ticked([100 * t for t in ticks], [chart.fmt.percent(t) for t in ticks]),
        yaxis=plotly.axis(autorange="reversed", automargin=True, showgrid=False, type="category"),
    )


def _table(chart: ChartContext, data: Histogram, names: list[str], shares: list[float], texts: Texts) -> Table:
    title = chart.title(data.measure) if data.measure in COLUMNS else data.measure
    rows = tuple(
        (name, chart.fmt.count(bin_.n), chart.fmt.percent(share))
        for name, bin_, share in zip(names, data.bins, shares, strict=True)
    )
    records = tuple((b.low, b.high, b.n, plotly.sig(s)) for b, s in zip(data.bins, shares, strict=True))
    head = (title, chart.title("customers"), chart.title("customers_share"))
    return Table(texts.title, head, rows, ("low", "high", "customers", "customers_share"), records)
