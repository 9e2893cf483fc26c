"""Share of customers against share of spend by segment: two stacked bars joined by bands.

Shares lie on 0..1 and add to one in each bar.
"""

from collections.abc import Sequence

from generator.publish.charts.base import context, plotly, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.model.types import GroupView
from generator.publish.words import display_names

_BAR, _GAP = 40.0, 64.0


def segment_share(chart: ChartContext, groups: Sequence[GroupView], texts: Texts) -> Figure | None:
    """Draw shares of customers and of spend; None when a segment's mean spend is suppressed."""
    if not groups or any(group.spend_share is None for group in groups):
        return None
    pairs = [(chart.full(g.segments), _numbers(chart, g)) for g in groups]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=_drawing(chart, groups, texts, svg.WIDE),
        narrow=_drawing(chart, groups, texts, svg.NARROW),
        spec=_spec(chart, groups),
        table=_table(chart, groups, texts),
    )


def _numbers(chart: ChartContext, group: GroupView) -> str:
    return chart.say(
        "share.numbers", customers=chart.fmt.percent(group.share), spend=chart.fmt.percent(group.spend_share or 0)
    )


def _edges(shares: Sequence[float], width: float) -> list[float]:
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + share * width)
    return edges


def _drawing(chart: ChartContext, groups: Sequence[GroupView], texts: Texts, width: float) -> str:
    tops = _edges([g.share for g in groups], width)
    lows = _edges([g.spend_share or 0 for g in groups], width)
    first, second = 22.0, 22.0 + _BAR + _GAP
    body = [
        svg.text(0, 14, chart.say("share.customers"), "n"),
        svg.text(0, second + _BAR + 17, chart.say("share.spend"), "n"),
    ]
    for i, group in enumerate(groups):
        band = [(tops[i], first + _BAR), (tops[i + 1], first + _BAR), (lows[i + 1], second), (lows[i], second)]
        body.append(svg.polygon(band, f"band s-{group.segments[0]}"))
    for i, group in enumerate(groups):
        body.append(_block(chart, group, tops[i], tops[i + 1], first, group.share))
        body.append(_block(chart, group, lows[i], lows[i + 1], second, group.spend_share or 0))
    return svg.drawing(width, second + _BAR + 24, body, f"{texts.id}-t", f"{texts.id}-d")


def _block(chart: ChartContext, group: GroupView, left: float, right: float, y: float, share: float) -> str:
    """Return one part of a bar with its code and share inside, as far as they fit."""
    width = max(0.5, right - left - 1.5)
    bar = context.marks(group.segments, left, y, width, _BAR)
    letters, percent = display_names.codes(group.segments, chart.views), chart.fmt.percent(share)
    plain = len(group.segments) == 1 and group.segments[0] in context.PLAIN
    css = f"tg o-{group.segments[0]}" if plain else "tg lh"
    words = f"{letters} {percent}"
    if text_width.width(words, 12.5, bold=True) + 8 <= width:
        room = text_width.width(words, 12.5, bold=True) + 6
        ground = "" if plain else svg.rect(left + 5, y + _BAR / 2 - 9, room, 18, "disc", 3)
        return bar + ground + svg.text(left + 8, y + _BAR / 2 + 4.5, words, css)
    if max(text_width.width(letters, 12.5, bold=True), text_width.width(percent, 12.5, bold=True)) + 4 <= width:
        middle = left + width / 2
        return bar + svg.text(middle, y + 17, letters, css, "middle") + svg.text(middle, y + 32, percent, css, "middle")
    if text_width.width(letters, 12.5, bold=True) + 2 <= width:
        return bar + svg.text(left + width / 2, y + _BAR / 2 + 4.5, letters, css, "middle")
    return bar


def _spec(chart: ChartContext, groups: Sequence[GroupView]) -> plotly.Spec:
    rows = [chart.say("share.customers"), chart.say("share.spend")]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": rows,
            "x": plotly.sigs([100 * g.share, 100 * (g.spend_share or 0)]),
            "marker": plotly.colour(g.segments),
            "text": [display_names.codes(g.segments, chart.views)] * 2,
            "textposition": "inside",
            "insidetextanchor": "middle",
            "hovertext": [f"{chart.full(g.segments)}<br>{_numbers(chart, g)}"] * 2,
            "hoverinfo": "text",
        }
        for g in groups
    ]
    return plotly.spec(
        data,
        barmode="stack",
        xaxis=plotly.axis(visible=False, range=[0, 100]),
        yaxis=plotly.axis(autorange="reversed", automargin=True, showgrid=False),
    )


def _table(chart: ChartContext, groups: Sequence[GroupView], texts: Texts) -> Table:
    rows = tuple(
        (
            chart.full(g.segments),
            chart.fmt.count(g.n),
            chart.fmt.percent(g.share),
            chart.fmt.percent(g.spend_share or 0),
        )
        for g in groups
    )
    records = tuple(
        (
            "+".join(g.segments),
            display_names.group(g.segments, chart.views, chart.content),
            g.n,
            *plotly.sigs([g.share, g.spend_share]),
        )
        for g in groups
    )
    head = tuple(chart.title(name) for name in ("segment", "customers", "customers_share", "spend_share"))
    columns = ("segment_id", "segment", "customers", "customers_share", "spend_share")
    return Table(texts.title, head, rows, columns, records)
