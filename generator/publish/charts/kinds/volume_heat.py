"""Customers by city and segment, as a table whose cells are shaded by their number.

Merged segments share a cell; a city without a published mix has one cell across.
"""

from collections.abc import Sequence
from html import escape

from generator.publish.charts.base import plotly
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.kinds.distribution import TOP, counts_table, parts
from generator.publish.charts.kinds.spend_heat import head_row
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Shades of a cell, palest first.
STEPS = 5


def volume_heat(chart: ChartContext, views: Sequence[PlaceView], texts: Texts) -> Figure | None:
    """Draw the largest of the given places; None when none of them has a mix."""
    shown = tuple(views[:TOP])
    if not any(view.groups for view in shown):
        return None
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say("volume.described", places=chart.counted("places", len(shown))),
        wide=_html(chart, shown, texts),
        narrow="",
        spec=_spec(chart, shown),
        table=counts_table(chart, shown, texts),
    )


def depth(n: int, most: int) -> int:
    """Return a cell's shade, 1 to 5: steps of the square root, as counts of cities differ by orders of magnitude."""
    return min(STEPS, 1 + int(STEPS * (n / most) ** 0.5)) if most else 1


def _most(shown: Sequence[PlaceView]) -> int:
    return max((n for view in shown for ids, n in parts(view) if len(ids) == 1), default=0)


def _html(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts) -> str:
    most, total = _most(shown), f'<th scope="col">{escape(chart.say("volume.total"))}</th>'
    whole = "".join(_plain(chart, group.segments, group.n) for group in chart.views.groups)
    everyone = f"{whole}<td>{chart.fmt.count(chart.views.n)}</td>"
    rows = [f'<tr class="ref"><th scope="row">{escape(chart.reference)}</th>{everyone}</tr>']
    for view in shown:
        cells = "".join(_cell(chart, ids, n, most) for ids, n in parts(view))
        name = escape(display_names.unique(view, chart.views, chart.content))
        rows.append(f'<tr><th scope="row">{name}</th>{cells}<td class="sum">{chart.fmt.count(view.n)}</td></tr>')
    shades = "".join(f'<b class="v{i}"></b>' for i in range(1, STEPS + 1))
    fewer, more = escape(chart.say("volume.fewer")), escape(chart.say("volume.more"))
    return (
        f'<table class="heat"><caption class="vh">{escape(texts.title)}</caption>'
        f"<thead>{head_row(chart, total)}</thead><tbody>{''.join(rows)}</tbody></table>"
        f'<p class="scale" aria-hidden="true"><span>{fewer}</span>{shades}<span>{more}</span></p>'
    )


def _span(ids: Ids) -> str:
    return f' colspan="{len(ids)}"' if len(ids) > 1 else ""


def _plain(chart: ChartContext, ids: Ids, n: int) -> str:
    return f"<td{_span(ids)}>{_number(chart, ids, n)}</td>"


def _cell(chart: ChartContext, ids: Ids, n: int, most: int) -> str:
    """Return a cell; only a segment that stands alone is shaded, as a merged one would look larger than it is."""
    if not ids:
        every = len(chart.views.release.segments)
        return f'<td class="none" colspan="{every}">{escape(chart.say("distribution.unsplit"))}</td>'
    css = f' class="v{depth(n, most)}"' if len(ids) == 1 else ""
    return f"<td{css}{_span(ids)}>{_number(chart, ids, n)}</td>"


def _number(chart: ChartContext, ids: Ids, n: int) -> str:
    note = f" <i>{escape(display_names.codes(ids, chart.views))}</i>" if len(ids) > 1 else ""
    return f"{chart.fmt.count(n)}{note}"


def _spec(chart: ChartContext, shown: Sequence[PlaceView]) -> plotly.Spec:
    """Return a heatmap of the counts; merged and unpublished cells are gaps, never zero."""
    ids = [segment.id for segment in chart.views.release.segments]
    z, words = [], []
    for view in shown:
        own = {i: (segments, n) for segments, n in parts(view) for i in segments}
        z.append([own[i][1] if i in own and len(own[i][0]) == 1 else None for i in ids])
        words.append([_hover(chart, own.get(i)) for i in ids])
    heat = {
        "type": "heatmap",
        "x": [display_names.codes((i,), chart.views) for i in ids],
        "y": [display_names.unique(view, chart.views, chart.content) for view in shown],
        "z": z,
        "text": words,
        "texttemplate": "%{text}",
        "hovertemplate": "%{y}<br>%{x}<br>%{text}<extra></extra>",
        "colorscale": [[0, "var(--paper)"], [1, "var(--all)"]],
        "zmin": 0,
        # Like the table, use less than the full grey for the deepest shade, so that numbers stay readable on it.
        "zmax": plotly.sig(2 * _most(shown)),
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


def _hover(chart: ChartContext, found: tuple[Ids, int] | None) -> str:
    if found is None:
        return ""
    ids, n = found
    if len(ids) == 1:
        return chart.fmt.count(n)
    return chart.say("heat.joined", letters=display_names.codes(ids, chart.views), value=chart.fmt.count(n))
