"""Distribution of one measure over all customers, for the methods page."""

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.record import Column, Record
from generator.release import Bin, Histogram
from generator.release.columns import COLUMNS

_STEP, _SIZE = 28.0, 14.0


def histogram(chart: ChartContext, data: Histogram, texts: Texts) -> Figure:
    """Draw one distribution, a bar for each bin; bins differ in width, so each is labelled."""
    whole = sum(bin_.n for bin_ in data.bins) or 1
    title = chart.title(data.measure) if data.measure in COLUMNS else data.measure

    def name(bin_: Bin) -> str:
        return _name(chart, data.measure, bin_)

    def share(bin_: Bin) -> str:
        return chart.fmt.percent(bin_.n / whole)

    columns: list[Column[Bin]] = [
        Column(title, name, {"low": lambda bin_: bin_.low, "high": lambda bin_: bin_.high}, name),
        Column(
            chart.title("customers"), lambda bin_: chart.fmt.count(bin_.n), {"customers": lambda bin_: bin_.n},
            lambda bin_: chart.say("histogram.numbers", share=share(bin_), n=chart.counted("customers", bin_.n)),
        ),
        Column(chart.title("customers_share"), share, {"customers_share": lambda bin_: bin_.n / whole}),
    ]  # fmt: skip
    record = Record.of(texts.title, data.bins, columns)
    most = sorted(data.bins, key=lambda bin_: -bin_.n)[: context.FEW]
    shown = data.bins if len(data.bins) <= context.FEW else most
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(name(bin_), share(bin_)) for bin_ in shown], " "),
        wide=_drawing(record, texts, svg.WIDE),
        narrow=_drawing(record, texts, svg.NARROW),
        spec=_spec(chart, record),
        table=record.table,
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


def _drawing(record: Record[Bin], texts: Texts, width: float) -> str:
    """Draw horizontal bars: bin labels stay readable at any number of bins and any width."""
    rows = record.table.rows
    left = min(width * 0.45, max(text_width.width(name, _SIZE) for name, *_ in rows) + 10)
    scale = scales.Scale(0, max(bin_.n for bin_ in record.items) or 1, left, width - 64)
    body = []
    for i, ((bin_, tip), (name, _, share)) in enumerate(zip(record.pairs, rows, strict=True)):
        y = 4 + _STEP * i
        bar = svg.rect(left, y + 1, max(0.5, scale(bin_.n) - left), _STEP - 6, "whole", 2)
        value = svg.text(scale(bin_.n) + 6, y + 17, share, "v")
        body += [svg.text(left - 8, y + 17, name, "t", "end"), svg.tipped(bar + value, tip)]
    return svg.drawing(width, _STEP * len(rows) + 8, body, f"{texts.id}-t", f"{texts.id}-d")


def _spec(chart: ChartContext, record: Record[Bin]) -> plotly.Spec:
    names = [row[0] for row in record.table.rows]
    shares = [float(row[-1]) for row in record.table.records]
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": plotly.sigs([100 * share for share in shares]),
        "marker": {"color": "var(--all)"},
        "text": [row[-1] for row in record.table.rows],
        "textposition": "outside",
        "cliponaxis": False,
        **plotly.hover(record.tips),
    }
    top = max(shares) or 1
    ticks = scales.ticks(0, top, 5)
    return plotly.spec(
        [bar],
        xaxis=plotly.ticked(
            [100 * t for t in ticks], [chart.fmt.percent(t) for t in ticks], range=[0, plotly.sig(118 * top)]
        ),
        yaxis=plotly.names(names),
        height=80 + 30 * len(names),
        margin={"l": 8, "r": 8, "t": 8, "b": 32},
    )
