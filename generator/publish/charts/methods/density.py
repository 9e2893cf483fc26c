"""All customers on the plane of two principal components, as shaded cells."""

from generator.publish.charts.base import plotly, scales, svg
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.words import display_names
from generator.release import Projection

#: Opacity of a cell: five steps by its share of the largest cell, which keeps the markup small.
_STEPS = 5
_PLOT_HEIGHT = 320.0


def density(chart: ChartContext, data: Projection, texts: Texts) -> Figure:
    """Draw the cells that hold enough customers, with the centre of each segment marked by its code."""
    inside = sum(cell.n for cell in data.cells)
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say(
            "density.described", cells=chart.fmt.count(len(data.cells)), customers=chart.fmt.count(inside)
        ),
        wide=_drawing(chart, data, texts, svg.WIDE),
        narrow=_drawing(chart, data, texts, svg.NARROW),
        spec=_spec(chart, data),
        table=_table(chart, data, texts),
    )


def centres(chart: ChartContext, data: Projection) -> tuple[tuple[str, float, float], ...]:
    """Return (segment id, x, y) of each segment's centre on the plane."""
    model = chart.views.release.model
    found = []
    for segment, centre in zip(chart.views.release.segments, model.centres, strict=True):
        offset = [value - mean for value, mean in zip(centre, data.centre, strict=True)]
        x, y = (sum(a * b for a, b in zip(row, offset, strict=True)) for row in data.loadings)
        found.append((segment.id, x, y))
    return tuple(found)


def _bounds(chart: ChartContext, data: Projection) -> tuple[float, float, float, float]:
    xs = [x for cell in data.cells for x in (cell.x, cell.x + data.cell)] + [x for _, x, _ in centres(chart, data)]
    ys = [y for cell in data.cells for y in (cell.y, cell.y + data.cell)] + [y for _, _, y in centres(chart, data)]
    return min(xs), max(xs), min(ys), max(ys)


def _drawing(chart: ChartContext, data: Projection, texts: Texts, width: float) -> str:
    left, right, low, high = _bounds(chart, data)
    x, y = scales.Scale(left, right, 36, width - 12), scales.Scale(low, high, _PLOT_HEIGHT - 28, 8)
    most = max((cell.n for cell in data.cells), default=1)
    shades: dict[int, list[str]] = {step: [] for step in range(1, _STEPS + 1)}
    for cell in data.cells:
        wide, tall = x(cell.x + data.cell) - x(cell.x), y(cell.y) - y(cell.y + data.cell)
        step = max(1, round(_STEPS * (cell.n / most) ** 0.5))
        shades[step].append(svg.rect(x(cell.x), y(cell.y + data.cell), wide, tall, "whole"))
    body = [f'<g opacity="{step / _STEPS:.1f}">{"".join(cells)}</g>' for step, cells in shades.items() if cells]
    body += (svg.text(x(tick), _PLOT_HEIGHT - 10, f"{tick:g}", "t", "middle") for tick in scales.ticks(left, right, 6))
    body += (svg.text(30, y(tick) + 4, f"{tick:g}", "t", "end") for tick in scales.ticks(low, high, 6))
    for id_, cx, cy in centres(chart, data):
        body.append(svg.circle(x(cx), y(cy), 11, f"bub s-{id_}"))
        body.append(svg.text(x(cx), y(cy) + 4.5, display_names.codes((id_,), chart.views), f"tg o-{id_}", "middle"))
    return svg.drawing(width, _PLOT_HEIGHT, body, f"{texts.id}-t", f"{texts.id}-d")


def _spec(chart: ChartContext, data: Projection) -> plotly.Spec:
    half = data.cell / 2
    most = max((cell.n for cell in data.cells), default=1)
    cells = {
        "type": "scatter",
        "mode": "markers",
        "x": plotly.sigs([cell.x + half for cell in data.cells]),
        "y": plotly.sigs([cell.y + half for cell in data.cells]),
        "marker": {
            "symbol": "square",
            "color": "var(--all)",
            "size": 9,
            "opacity": plotly.sigs([max(0.15, (cell.n / most) ** 0.5) for cell in data.cells]),
        },
        "hovertext": [chart.fmt.count(cell.n) for cell in data.cells],
        "hoverinfo": "text",
    }
    marks = centres(chart, data)
    middles = {
        "type": "scatter",
        "mode": "markers+text",
        "x": plotly.sigs([x for _, x, _ in marks]),
        "y": plotly.sigs([y for _, _, y in marks]),
        "text": [display_names.codes((id_,), chart.views) for id_, _, _ in marks],
        "textposition": "top center",
        "marker": {"color": [f"var(--{id_})" for id_, _, _ in marks], "size": 16},
        "hovertext": [chart.full((id_,)) for id_, _, _ in marks],
        "hoverinfo": "text",
    }
    return plotly.spec([cells, middles], xaxis=plotly.axis(), yaxis=plotly.axis(), showlegend=False)


def _table(chart: ChartContext, data: Projection, texts: Texts) -> Table:
    """Return loadings and explained variance: the composition of the axes; the cells are in the CSV."""
    head = (
        chart.say("density.component"),
        *(chart.content.words(f"features.{name}") for name in data.features),
        chart.say("density.explained"),
    )
    rows = tuple(
        (chart.fmt.count(i + 1), *(chart.fmt.number(value, 2) for value in row), chart.fmt.percent(share))
        for i, (row, share) in enumerate(zip(data.loadings, data.explained, strict=True))
    )
    records = tuple((cell.x, cell.y, cell.n) for cell in data.cells)
    return Table(texts.title, head, rows, ("x", "y", "customers"), records)
