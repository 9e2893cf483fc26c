"""All customers on the plane of two principal components, as shaded cells."""

import math
from dataclasses import replace

from generator.publish.charts.base import context, plotly, scales, svg
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.charts.record import Column, Record
from generator.publish.words import display_names
from generator.release import Density, Projection

#: Opacity of a cell: five steps by its share of the largest cell, which keeps the markup small.
_STEPS = 5
_PLOT_HEIGHT = 380.0


def density(chart: ChartContext, data: Projection, texts: Texts) -> Figure:
    """Draw the cells that hold enough customers, with the centre of each segment marked by its code."""
    inside = sum(cell.n for cell in data.cells)

    def edge(value: float) -> str:
        return chart.fmt.number(value, 0 if float(value).is_integer() else 1)

    def place(cell: Density) -> str:
        across = {"x": edge(cell.x), "x_to": edge(cell.x + data.cell)}
        return chart.say("density.cell", **across, y=edge(cell.y), y_to=edge(cell.y + data.cell))

    columns: list[Column[Density]] = [
        Column("", place, {"x": lambda cell: cell.x, "y": lambda cell: cell.y}, place),
        Column(
            "", lambda cell: chart.counted("customers", cell.n), {"customers": lambda cell: cell.n},
            lambda cell: chart.counted("customers", cell.n),
        ),
    ]  # fmt: skip
    record = Record.of(texts.title, data.cells, columns)
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say(
            "density.described", cells=chart.fmt.count(len(data.cells)), customers=chart.fmt.count(inside)
        ),
        wide=_drawing(chart, data, record, texts, svg.WIDE),
        narrow=_drawing(chart, data, record, texts, svg.NARROW),
        spec=_spec(chart, data, record),
        table=_loadings(chart, data, record.table),
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


def _step(cell: Density, data: Projection) -> int:
    return max(1, round(_STEPS * math.sqrt(cell.n / max(one.n for one in data.cells))))


def _drawing(chart: ChartContext, data: Projection, record: Record[Density], texts: Texts, width: float) -> str:
    left, right, low, high = _bounds(chart, data)
    x, y = scales.Scale(left, right, 36, width - 14), scales.Scale(low, high, _PLOT_HEIGHT - 28, 14)
    shades: dict[int, list[str]] = {step: [] for step in range(1, _STEPS + 1)}
    for cell, tip in record.pairs:
        wide, tall = x(cell.x + data.cell) - x(cell.x), y(cell.y) - y(cell.y + data.cell)
        mark = svg.rect(x(cell.x), y(cell.y + data.cell), wide, tall, "whole")
        shades[_step(cell, data)].append(svg.tipped(mark, tip))
    body = [f'<g opacity="{step / _STEPS:.1f}">{"".join(cells)}</g>' for step, cells in shades.items() if cells]
    body += (svg.text(x(t), _PLOT_HEIGHT - 8, f"{t:g}", "t", "middle") for t in scales.ticks(left, right, 6))
    body += (svg.text(30, y(t) + 5, f"{t:g}", "t", "end") for t in scales.ticks(low, high, 6))
    for id_, cx, cy in centres(chart, data):
        body.append(svg.tipped(context.disc(chart, (id_,), x(cx), y(cy), 12), (chart.full((id_,)),)))
    return svg.drawing(width, _PLOT_HEIGHT, body, f"{texts.id}-t", f"{texts.id}-d")


def _spec(chart: ChartContext, data: Projection, record: Record[Density]) -> plotly.Spec:
    left, right, low, high = _bounds(chart, data)
    west, south = (min(getattr(cell, axis) for cell in data.cells) for axis in "xy")
    found: dict[tuple[int, int], tuple[int | None, str]] = {}
    for cell, tip in record.pairs:
        place = round((cell.x - west) / data.cell), round((cell.y - south) / data.cell)
        found[place] = _step(cell, data), plotly.lines(tip)
    columns, rows = (range(1 + max(place[i] for place in found)) for i in (0, 1))
    grid = [[found.get((x, y), (None, "")) for x in columns] for y in rows]
    cells = {
        "type": "heatmap",
        "x0": plotly.sig(west + data.cell / 2),
        "dx": plotly.sig(data.cell),
        "y0": plotly.sig(south + data.cell / 2),
        "dy": plotly.sig(data.cell),
        "z": [[step for step, _ in row] for row in grid],
        "hovertext": [[words for _, words in row] for row in grid],
        "hoverinfo": "text",
        "showscale": False,
        "colorscale": [[0, "var(--paper)"], [1, "var(--all)"]],
        "zmin": 0,
        "zmax": _STEPS,
    }
    discs: list[plotly.Spec] = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [plotly.sig(x)],
            "y": [plotly.sig(y)],
            "text": [display_names.codes((id_,), chart.views)],
            **plotly.disc((id_,), 24),
            **plotly.hover([(chart.full((id_,)),)]),
        }
        for id_, x, y in centres(chart, data)
    ]
    across, up = scales.ticks(left, right, 6), scales.ticks(low, high, 6)
    return plotly.spec(
        [cells, *discs],
        xaxis=plotly.ticked(across, [f"{t:g}" for t in across]),
        yaxis=plotly.ticked(up, [f"{t:g}" for t in up], automargin=True),
        hovermode="closest",
        height=420,
        margin={"l": 8, "r": 8, "t": 8, "b": 32},
    )


def _loadings(chart: ChartContext, data: Projection, cells: Table) -> Table:
    """Return loadings and explained variance, the composition of the axes, as the table of the cells' CSV."""
    head = (
        chart.say("density.component"),
        *(chart.content.words(f"features.{name}") for name in data.features),
        chart.say("density.explained"),
    )
    rows = tuple(
        (chart.fmt.count(i + 1), *(chart.fmt.number(value, 2) for value in row), chart.fmt.percent(share))
        for i, (row, share) in enumerate(zip(data.loadings, data.explained, strict=True))
    )
    return replace(cells, head=head, rows=rows)
