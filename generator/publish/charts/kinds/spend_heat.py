"""Typical spend by city and segment, as a table whose cells are shaded against the same segment elsewhere.

A suppressed or merged cell is marked as such in text.
"""

from collections.abc import Sequence
from html import escape

from generator.publish.charts.base import plotly
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.charts.forms.place_shades import SHADES
from generator.publish.charts.kinds.distribution import TOP
from generator.publish.model.averages import Spreads, interval
from generator.publish.model.types import GroupView, PlaceView
from generator.publish.words import display_names
from generator.release import Mean


def spend_heat(chart: ChartContext, views: Sequence[PlaceView], texts: Texts) -> Figure | None:
    """Draw the largest places that have a mix; None when there is none."""
    shown = tuple(view for view in views if view.groups)[:TOP]
    if not shown:
        return None
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say("heat.described", places=chart.counted("places", len(shown))),
        wide=_html(chart, shown, texts),
        narrow="",
        spec=_spec(chart, shown),
        table=_table(chart, shown, texts),
    )


def shade(mean: Mean, reference: float | None, sd: float | None, n: int) -> str:
    """Return the class of a cell by its ratio to all customers.

    Colour is a claim: a cell is shaded only when its 95 % interval excludes the segment's value for all customers.
    """
    ends = interval("typical_spend", mean, sd, n)
    if mean.value is None or not reference or ends is None or ends[0] <= reference <= ends[1]:
        return ""
    return next(css for top, css in SHADES if mean.value / reference < top)


def _groups(view: PlaceView) -> dict[str, GroupView]:
    return {i: group for group in view.groups for i in group.segments}


def _reference(chart: ChartContext, ids: Ids) -> float | None:
    mean = chart.views.segments[ids[0]].means.get("typical_spend") if len(ids) == 1 else None
    return mean.value if mean else None


def _html(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts) -> str:
    """Return the table; a merged group spans its segments' columns, which are neighbours by construction."""
    totals = "".join(f"<td>{escape(_all(chart, s.id))}</td>" for s in chart.views.release.segments)
    rows = [f'<tr class="ref"><th scope="row">{escape(chart.reference)}</th>{totals}</tr>']
    for view in shown:
        cells = "".join(_cell(chart, group) for group in view.groups)
        rows.append(
            f'<tr><th scope="row">{escape(display_names.unique(view, chart.views, chart.content))}</th>{cells}</tr>'
        )
    return (
        f'<table class="heat"><caption class="vh">{escape(texts.title)}</caption>'
        f"<thead>{head_row(chart)}</thead><tbody>{''.join(rows)}</tbody></table>{_scale(chart)}"
    )


def head_row(chart: ChartContext, more: str = "") -> str:
    """Return the head of a table of cities by segments: "City", the segments, and any further cells as HTML."""
    heads = "".join(
        f'<th scope="col"><b class="tag s-{s.id}">{escape(s.letter)}</b> <span>{escape(s.short)}</span></th>'
        for s in chart.views.release.segments
    )
    return f'<tr><th scope="col">{escape(chart.title("city"))}</th>{heads}{more}</tr>'


def _scale(chart: ChartContext) -> str:
    """Return the legend of the shades, hidden from screen readers; the cells hold the numbers."""
    shades = "".join(f'<b class="{css}"></b>' for _, css in SHADES)
    less, more = escape(chart.say("heat.less")), escape(chart.say("heat.more"))
    return f'<p class="scale" aria-hidden="true"><span>{less}</span>{shades}<span>{more}</span></p>'


def _all(chart: ChartContext, id_: str) -> str:
    mean = chart.views.segments[id_].means.get("typical_spend")
    return chart.mean("typical_spend", mean) if mean else chart.say("not_told")


def _cell(chart: ChartContext, group: GroupView) -> str:
    ids, mean = group.segments, group.means.get("typical_spend")
    span = f' colspan="{len(ids)}"' if len(ids) > 1 else ""
    if mean is None or mean.value is None:
        words = chart.mean("typical_spend", mean) if mean else chart.say("not_told")
        return f'<td class="none"{span}>{escape(words)}</td>'
    note = f" <i>{escape(display_names.codes(ids, chart.views))}</i>" if len(ids) > 1 else ""
    return f'<td class="{_shade_of(chart, group, mean)}"{span}>{escape(chart.mean("typical_spend", mean))}{note}</td>'


def _shade_of(chart: ChartContext, group: GroupView, mean: Mean) -> str:
    sd = Spreads.of(chart.views.release).group(group.segments, "typical_spend")
    return shade(mean, _reference(chart, group.segments), sd, group.n)


def _spec(chart: ChartContext, shown: Sequence[PlaceView]) -> plotly.Spec:
    ids = [segment.id for segment in chart.views.release.segments]
    names = [display_names.unique(view, chart.views, chart.content) for view in shown]
    z, words = [], []
    for view in shown:
        own = _groups(view)
        z.append([_ratio(chart, own.get(i)) for i in ids])
        means = [own[i].means.get("typical_spend") if i in own else None for i in ids]
        words.append([chart.mean("typical_spend", mean) if mean and mean.value is not None else "" for mean in means])
    heat = {
        "type": "heatmap",
        "x": [display_names.codes((i,), chart.views) for i in ids],
        "y": names,
        "z": z,
        "text": words,
        "texttemplate": "%{text}",
        "hovertemplate": "%{y}<br>%{x}<br>%{text}<extra></extra>",
        "colorscale": [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]],
        "zmin": -50,
        "zmax": 50,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    return plotly.spec(
        [heat],
        xaxis=plotly.axis(side="top", tickangle=0, showgrid=False),
        yaxis=plotly.axis(autorange="reversed", automargin=True, showgrid=False),
        margin=plotly.HEADED,
    )


def _ratio(chart: ChartContext, group: GroupView | None) -> float | int | None:
    """Return the difference from the segment among all customers in per cent; 0 (neutral) where it is not clear."""
    mean = group.means.get("typical_spend") if group else None
    if group is None or mean is None or mean.value is None:
        return None
    reference = _reference(chart, group.segments)
    return plotly.sig(100 * (mean.value / reference - 1)) if reference and _shade_of(chart, group, mean) else 0


def _table(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts) -> Table:
    ids = [segment.id for segment in chart.views.release.segments]
    rows, records = [], []
    for view in shown:
        own = _groups(view)
        cells = []
        for i in ids:
            found = own.get(i)
            mean = found.means.get("typical_spend") if found else None
            group = found.segments if found else (i,)
            cells.append(chart.mean("typical_spend", mean) if mean else chart.say("not_told"))
            if len(group) > 1:
                cells[-1] = chart.say("heat.joined", letters=display_names.codes(group, chart.views), value=cells[-1])
        rows.append((display_names.unique(view, chart.views, chart.content), *cells))
        for group_view in view.groups:
            mean = group_view.means.get("typical_spend")
            records.append(
                (
                    display_names.unique(view, chart.views, chart.content),
                    "+".join(group_view.segments),
                    plotly.sig(mean.value if mean else None),
                )
            )
    head = (chart.title("city"), *(chart.full((i,)) for i in ids))
    return Table(texts.title, head, tuple(rows), ("city", "segment_id", "typical_spend"), tuple(records))
