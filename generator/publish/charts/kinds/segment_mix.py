"""The mix of a place above that of all customers: one bar each, the parts joined. Shares lie on 0..1."""

from collections.abc import Callable, Sequence

from generator.publish.charts.base import context, plotly, scales
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Figure, Key
from generator.publish.charts.forms.mix import Part, Sizes, mix
from generator.publish.charts.record import Column, Record
from generator.publish.model.types import GroupView
from generator.publish.words import display_names


def segment_mix(
    chart: ChartContext,
    groups: Sequence[GroupView],
    texts: Texts,
    place: str,
    n: int,
    link: Callable[[Ids], str],
    sizes: Sizes | None = None,
) -> Figure:
    """Draw the mix of one place.

    Args:
        chart: Views, words, formats.
        groups: Its segments or groups, at least one.
        texts: Texts around the figure.
        place: Its name.
        n: Its customers.
        link: Path of the page about a segment; empty for joined segments.
        sizes: Heights and width of the drawing.
    """
    record = Record.of(texts.title, groups, _columns(chart, place))
    noted = _noted(groups)
    parts = [_part(chart, group, tip, group is noted) for group, tip in zip(groups, record.tips, strict=True)]
    label = chart.say("mix.label", place=place, customers=chart.counted("customers", n))
    below = chart.say("mix.below", n=chart.fmt.count(chart.views.n))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(chart.full(g.segments), _both(chart, g)) for g in groups], " "),
        wide=mix(
            parts,
            label,
            below,
            texts.id,
            sizes,
        ),
        narrow="",
        spec=_spec(chart, record, parts, (label, below)),
        table=record.table,
        keys=tuple(_key(chart, group, link) for group in groups),
    )


def _noted(groups: Sequence[GroupView]) -> GroupView | None:
    """Return the group with the largest clear difference, whose gap is written between the bars."""
    clear = [group for group in groups if group.answer == "clear" and len(group.segments) == 1]
    return max(clear, key=lambda group: abs(group.gap or 0.0), default=None)


def _interval(chart: ChartContext, group: GroupView) -> str:
    return "" if chart.views.imported else chart.fmt.interval(group.low, group.high, "share")


def _all(chart: ChartContext, group: GroupView) -> str:
    return "" if group.all_share is None else chart.fmt.percent(group.all_share)


def _both(chart: ChartContext, group: GroupView) -> str:
    """Return share and reference for the alternative text."""
    share = chart.fmt.percent(group.share)
    return chart.say("mix.both", share=share, all=_all(chart, group)) if group.all_share is not None else share


def _columns(chart: ChartContext, place: str) -> list[Column[GroupView]]:
    def share(group: GroupView) -> str:
        facts = {"share": chart.fmt.percent(group.share), "place": place}
        interval = _interval(chart, group)
        return chart.say("mix.tip_interval", interval=interval, **facts) if interval else chart.say("mix.tip", **facts)

    def everyone(group: GroupView) -> str:
        return chart.say("mix.tip_all", share=_all(chart, group)) if group.all_share is not None else ""

    def spend(group: GroupView) -> str:
        mean = group.means.get("typical_spend")
        customers = chart.counted("customers", group.n)
        if mean is None or mean.value is None:
            return customers
        return chart.say("mix.tip_spend", customers=customers, spend=chart.fmt.mean("typical_spend", mean))

    columns = [
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
            chart.title("customers"), lambda g: chart.fmt.count(g.n), {"customers": lambda g: g.n}
        ),
        Column(
            chart.title("customers_share"),
            lambda g: chart.fmt.percent(g.share),
            {"customers_share": lambda g: g.share},
            share,
        ),
    ]  # fmt: skip
    if not chart.views.imported:
        columns.append(
            Column(
                chart.say("interval"),
                lambda g: _interval(chart, g),
                {"low": lambda g: g.low, "high": lambda g: g.high},
            )
        )
    columns.append(
        Column(
            chart.reference,
            lambda g: chart.fmt.value("customers_share", g.all_share),
            {"all_customers_share": lambda g: g.all_share},
            everyone,
        )
    )
    columns.append(Column("", spend, {}, spend))
    return columns


def _part(chart: ChartContext, group: GroupView, tip: tuple[str, ...], noted: bool) -> Part:
    note = ("", "")
    if noted and group.gap:
        more = "more" if group.gap > 0 else "fewer"
        points = chart.fmt.points(group.gap)
        note = (chart.say(f"mix.{more}", points=points), chart.say(f"mix.{more}_short", points=points))
    return Part(
        ids=group.segments,
        letters=display_names.codes(group.segments, chart.views),
        name=short_name(chart, group),
        share=group.share,
        value=chart.fmt.percent(group.share),
        below=group.all_share,
        below_value=_all(chart, group),
        claimed=group.answer == "clear",
        tip=tip,
        note=note,
    )


def short_name(chart: ChartContext, group: GroupView) -> str:
    """Return the name written on a bar next to the code; empty for merged segments, whose name would be their codes."""
    return chart.views.segments[group.segments[0]].short if len(group.segments) == 1 else ""


def _name(chart: ChartContext, group: GroupView) -> str:
    """Return the name below the drawing: merged segments by their codes, since their names are those of all."""
    if len(group.segments) == 1:
        return chart.views.segments[group.segments[0]].name
    letters = [chart.views.segments[id_].letter for id_ in group.segments]
    return chart.say("mix.together", letters=display_names.join(letters, chart.content))


def _key(chart: ChartContext, group: GroupView, link: Callable[[Ids], str]) -> Key:
    side = "more" if (group.gap or 0.0) > 0 else "fewer"
    if group.answer in {"clear", "small"}:
        verdict = chart.say(f"mix.answer.{group.answer}_{side}")
    else:
        verdict = chart.say(f"mix.answer.{group.answer}") if group.answer else ""
    return Key(
        letters=tuple((id_, chart.views.segments[id_].letter) for id_ in group.segments),
        name=_name(chart, group),
        path=link(group.segments),
        verdict=verdict,
        note=_interval(chart, group),
        claimed=group.answer == "clear",
    )


def _spec(
    chart: ChartContext, record: Record[GroupView], parts: Sequence[Part], titles: tuple[str, str]
) -> plotly.Spec:  # fmt: skip
    """Return bars side by side: share with its interval, and the mark of all customers with its value."""
    groups = record.items
    names = [f"{part.letters} {part.name}" for part in parts]
    high = max([g.high for g in groups] + [g.all_share or 0.0 for g in groups])
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": plotly.escaped(titles[0]),
        "x": plotly.sigs([100 * g.share for g in groups]),
        "y": names,
        "marker": plotly.colours([g.segments for g in groups]),
        "text": [part.value for part in parts],
        **plotly.inside([g.segments for g in groups]),
        **plotly.hover(record.tips),
    }
    traces = [bars]
    if not chart.views.imported:
        traces += plotly.whiskers(names, [(100 * g.share, 100 * g.low, 100 * g.high) for g in groups])
    known = [(name, part) for name, part in zip(names, parts, strict=True) if part.below is not None]
    words = [f"{part.letters} {part.below_value}" for _, part in known]
    traces.append(plotly.references([(100 * (part.below or 0), name) for name, part in known], words, titles[1]))
    marks = scales.ticks(0, high, 4)
    noted = next(((name, part) for name, part in zip(names, parts, strict=True) if part.note[0]), None)
    notes = [_note(*noted, size) for size in (0, 1)] if noted else []
    return plotly.spec(
        traces,
        xaxis=plotly.ticked(
            [100 * tick for tick in marks],
            [chart.fmt.percent(t) for t in marks],
            range=[0, plotly.sig(100 * max(high, marks[-1]))],
        ),
        yaxis=plotly.names(names, 260),
        annotations=notes[:1],
        bargap=0.5,
        barmode="overlay",
        showlegend=True,
        legend=plotly.LEGEND,
        height=120 + 64 * len(groups),
        meta=plotly.narrow({"layout": {"annotations": notes[1:]}}),
    )


def _note(name: str, part: Part, size: int) -> plotly.Spec:
    """Return what is said of a part, below its bar; `size` is 0 for the long text and 1 for that of a phone."""
    at = {"x": 0, "y": name, "xanchor": "left", "yshift": -27, "showarrow": False}
    return {**at, "text": plotly.escaped(part.note[size]), "font": {"color": f"var(--{part.ids[0]}-x)"}}
