"""Tables of cities by segments whose cells are shaded: the HTML table, and the same as a Plotly heatmap.

A merged group spans the columns of its segments, which are neighbours by construction. Cells without a number have a
text; in the interactive view they are gaps with a text, never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from generator.publish.charts.base import plotly, svg, text_width
from generator.publish.charts.base.context import ChartContext, Ids
from generator.publish.charts.record import Tip
from generator.publish.words import display_names


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        ids: Its segments; none for a cell across all of them.
        words: Its text.
        css: Class of its shade; empty for none.
        tip: Its tooltip.
        z: Its shade in the interactive view; None where it has no number.
    """

    ids: Ids
    words: str
    css: str
    tip: Tip
    z: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: name, link, cells, and the text of its last column, empty for none."""

    name: str
    link: str
    cells: tuple[Cell, ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Shades:
    """Legend of the shades: classes from low to high, the words at both ends, and the same as a Plotly colour scale."""

    classes: tuple[str, ...]
    low: str
    high: str
    scale: plotly.Spec


def table(
    chart: ChartContext, caption: str, everyone: Sequence[Cell], rows: Sequence[Row], shades: Shades, total: str = ""
) -> str:
    """Return the HTML table with its legend, which is hidden from screen readers: the cells hold the numbers."""
    heads = "".join(
        f'<th scope="col"><b class="tag s-{s.id}">{escape(s.letter)}</b> <span>{escape(s.short)}</span></th>'
        for s in chart.views.release.segments
    )
    more = f'<th scope="col">{escape(total)}</th>' if total else ""
    sums = f"<td>{chart.fmt.count(chart.views.n)}</td>" if total else ""
    cells = "".join(_cell(chart, cell) for cell in everyone)
    body = [f'<tr class="ref"><th scope="row">{escape(chart.reference)}</th>{cells}{sums}</tr>']
    for row in rows:
        cells = "".join(_cell(chart, cell) for cell in row.cells)
        sums = f'<td class="sum">{row.total}</td>' if total else ""
        name = f'<a href="{escape(row.link)}">{escape(row.name)}</a>' if row.link else escape(row.name)
        body.append(f'<tr><th scope="row">{name}</th>{cells}{sums}</tr>')
    steps = "".join(f'<b class="{css}"></b>' for css in shades.classes)
    return (
        f'<table class="heat"><caption class="vh">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(chart.title("city"))}</th>{heads}{more}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
        f'<p class="scale" aria-hidden="true"><span>{escape(shades.low)}</span>{steps}'
        f"<span>{escape(shades.high)}</span></p>"
    )


def _cell(chart: ChartContext, cell: Cell) -> str:
    across = len(cell.ids) or len(chart.views.release.segments)
    css = f' class="{cell.css}"' if cell.css else ""
    span = f' colspan="{across}"' if across > 1 else ""
    note = f" <i>{escape(display_names.codes(cell.ids, chart.views))}</i>" if len(cell.ids) > 1 else ""
    return f"<td{css}{span}{svg.tip_attribute(cell.tip)}>{escape(cell.words)}{note}</td>"


def spec(chart: ChartContext, everyone: Sequence[Cell], rows: Sequence[Row], shades: Shades) -> plotly.Spec:
    """Return the heatmap: shaded cells with their numbers, and texts over the gaps; the first row is all customers."""
    segments = chart.views.release.segments
    names = [chart.reference, *(row.name for row in rows)]
    grid = [tuple(everyone), *(row.cells for row in rows)]
    at = {segment.id: i for i, segment in enumerate(segments)}
    z: list[list[float | None]] = [[None] * len(segments) for _ in names]
    hover, texts = [[""] * len(segments) for _ in names], [[""] * len(segments) for _ in names]
    gaps: list[tuple[float, str, str, Tip]] = []
    for i, cells in enumerate(grid):
        for cell in cells:
            columns = [at[id_] for id_ in cell.ids] or list(range(len(segments)))
            words = f"{cell.words} {display_names.codes(cell.ids, chart.views)}" if len(cell.ids) > 1 else cell.words
            if cell.z is None or len(columns) > 1:
                gaps.append((sum(columns) / len(columns), names[i], words, cell.tip))
            for column in columns if cell.z is not None else ():
                z[i][column] = plotly.sig(cell.z)
                hover[i][column] = plotly.lines(cell.tip)
                texts[i][column] = words if len(columns) == 1 else ""
    heat = {
        "type": "heatmap",
        "x": list(range(len(segments))),
        "y": names,
        "z": z,
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"color": "var(--ink)"},
        "hovertext": hover,
        "hoverinfo": "text",
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        **shades.scale,
    }
    notes = plotly.texts([x for x, *_ in gaps], [y for _, y, *_ in gaps], [words for _, _, words, _ in gaps])
    notes |= {"textposition": "middle center", "cliponaxis": True, **plotly.hover([tip for *_, tip in gaps])}
    letters = [segment.letter for segment in segments]
    full = [plotly.lines((s.letter, *text_width.wrap(s.short, 150))) for s in segments]
    return plotly.spec(
        [heat, notes] if gaps else [heat],
        xaxis=plotly.axis(
            side="top", ticks="", tickangle=0, showgrid=False, tickvals=list(range(len(segments))), ticktext=full,
            range=[-0.5, len(segments) - 0.5],
        ),
        yaxis=plotly.names(names),
        title={
            "text": f"← {shades.low} · {shades.high} →", "x": 0, "xref": "container", "y": 0, "yref": "container",
            "yanchor": "bottom", "pad": {"l": 8, "b": 8}, "font": {"size": 13},
        },
        hovermode="closest",
        height=120 + 32 * len(names),
        margin={"l": 8, "r": 8, "t": 72, "b": 36},
        meta=plotly.narrow({"layout": {"xaxis": {"ticktext": letters}}}),
    )  # fmt: skip
