"""Share of spend above share of customers by segment: one bar each, the parts joined. Shares lie on 0..1."""

from collections.abc import Sequence

from generator.publish.charts.base import context, plotly
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.mix import Part, Sizes, mix
from generator.publish.charts.kinds.segment_mix import short_name
from generator.publish.charts.record import Column, Record, Tip
from generator.publish.model.types import GroupView
from generator.publish.words import display_names


def segment_share(
    chart: ChartContext, groups: Sequence[GroupView], texts: Texts, n: int, named: str = "", sizes: Sizes | None = None
) -> Figure | None:
    """Draw shares of spend and of customers; None when a segment's mean spend is suppressed.

    Args:
        chart: Views, words, formats.
        groups: Segments or groups of all customers, or of a place.
        texts: Texts around the figure.
        n: Customers of the whole.
        named: Id of the segment that the sentence above the figure names; empty for none.
        sizes: Heights and width of the drawing.
    """
    if not groups or any(group.spend_share is None for group in groups):
        return None
    record = Record.of(texts.title, groups, _columns(chart))
    parts = [_part(chart, group, tip, named) for group, tip in zip(groups, record.tips, strict=True)]
    titles = chart.say("share.spend"), chart.say("share.below", n=chart.fmt.count(n))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(chart.full(g.segments), _numbers(chart, g)) for g in groups], " "),
        wide=mix(parts, *titles, texts.id, sizes),
        narrow="",
        spec=_spec(record, parts, titles),
        table=record.table,
    )


def _numbers(chart: ChartContext, group: GroupView) -> str:
    facts = {"customers": chart.fmt.percent(group.share), "spend": chart.fmt.percent(group.spend_share or 0)}
    return chart.say("share.numbers", **facts)


def _columns(chart: ChartContext) -> list[Column[GroupView]]:
    return [
        Column(
            chart.title("segment"),
            lambda g: chart.full(g.segments),
            {
                "segment_id": lambda g: "+".join(g.segments),
                "segment": lambda g: display_names.group(g.segments, chart.views, chart.content),
            },
            lambda g: chart.full(g.segments),
        ),
        Column(
            chart.title("customers"),
            lambda g: chart.fmt.count(g.n),
            {"customers": lambda g: g.n},
            lambda g: chart.counted("customers", g.n),
        ),
        Column(
            chart.title("customers_share"),
            lambda g: chart.fmt.percent(g.share),
            {"customers_share": lambda g: g.share},
            lambda g: _numbers(chart, g),
        ),
        Column(
            chart.title("spend_share"),
            lambda g: chart.fmt.percent(g.spend_share or 0),
            {"spend_share": lambda g: g.spend_share},
        ),
    ]


def _part(chart: ChartContext, group: GroupView, tip: Tip, named: str) -> Part:
    return Part(
        ids=group.segments,
        letters=display_names.codes(group.segments, chart.views),
        name=short_name(chart, group),
        share=group.spend_share or 0,
        value=chart.fmt.percent(group.spend_share or 0),
        below=group.share,
        below_value=chart.fmt.percent(group.share),
        claimed=group.segments == (named,),
        tip=tip,
    )


def _spec(record: Record[GroupView], parts: Sequence[Part], titles: tuple[str, str]) -> plotly.Spec:
    """Return both shares side by side: spend in the segment's colour, customers in grey."""
    groups = record.items
    names = [f"{part.letters} {part.name}" for part in parts]
    common = {"type": "bar", "orientation": "h", "y": names, "textposition": "auto", "cliponaxis": False}
    hover = plotly.hover(record.tips)
    spend = {
        **common,
        "x": plotly.sigs([100 * (g.spend_share or 0) for g in groups]),
        "name": plotly.escaped(titles[0]),
        "marker": plotly.colours([g.segments for g in groups]),
        "text": [part.value for part in parts],
        **plotly.inside([g.segments for g in groups]),
        **hover,
    }
    customers = {
        **common,
        "x": plotly.sigs([100 * g.share for g in groups]),
        "name": plotly.escaped(titles[1]),
        "marker": {"color": "var(--all-fill)", "line": {"color": "var(--all)", "width": 1}},
        "text": [f"{part.letters} {part.below_value}" for part in parts],
        "textfont": {"color": "var(--ink)"},
        **hover,
    }
    top = max(max(g.share, g.spend_share or 0) for g in groups)
    return plotly.spec(
        [spend, customers],
        barmode="group",
        xaxis=plotly.axis(visible=False, range=[0, plotly.sig(115 * top)]),
        yaxis=plotly.names(names, 260),
        showlegend=True,
        legend=plotly.LEGEND,
        height=100 + 76 * len(groups),
        margin=plotly.HEADED,
    )
