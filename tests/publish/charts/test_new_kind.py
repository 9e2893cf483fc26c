"""A new kind of chart is one module: here a dot for each city, on a scale of customers."""

from __future__ import annotations

import csv
import io
import re

import pytest

from generator.publish.charts.base import context, plotly, scales, svg
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.record import Column, Record
from generator.publish.model.types import PlaceView
from generator.publish.render import csv_text
from tests.publish.charts.test_map import maker_of
from tests.support.releases import sample_release


def dots(chart: ChartContext, views: tuple[PlaceView, ...], texts: Texts) -> Figure:
    """Draw the number of customers of each city."""
    columns = [
        Column(chart.title("city"), chart.place, {"city": chart.place}, chart.place),
        Column(
            chart.title("customers"),
            lambda view: chart.fmt.count(view.n),
            {"customers": lambda view: view.n},
            lambda view: chart.counted("customers", view.n),
        ),
    ]
    record = Record.of(texts.title, views, columns)

    def drawing(width: float) -> str:
        scale = scales.Scale(0, views[0].n, 160, width - 20)
        marks = (
            svg.text(150, 20 + 24 * i, row[0], "l", "end")
            + svg.tipped(svg.circle(scale(view.n), 16 + 24 * i, 6, "here"), tip)
            for i, ((view, tip), row) in enumerate(zip(record.pairs, record.table.rows, strict=True))
        )
        return svg.drawing(width, 24 * len(views) + 8, marks, f"{texts.id}-t", f"{texts.id}-d")

    trace = {"type": "scatter", "mode": "markers", "x": [view.n for view in views], **plotly.hover(record.tips)}
    names = [row[0] for row in record.table.rows]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(row[0], row[1]) for row in record.table.rows], " "),
        wide=drawing(svg.WIDE),
        narrow=drawing(svg.NARROW),
        spec=plotly.spec([{**trace, "y": names}], yaxis=plotly.names(names), height=300),
        table=record.table,
    )


@pytest.fixture
def figure() -> Figure:
    builder = maker_of(sample_release("full"))
    return dots(builder.chart, builder.views.cities[:5], Texts("dots", "How many", "Customers by city", ""))


def test_every_form_has_the_same_values_and_labels(figure: Figure) -> None:
    assert figure.spec is not None
    [trace] = figure.spec["data"]
    for drawing in (figure.wide, figure.narrow):
        tips = [tip.replace("&#10;", "<br>") for tip in re.findall(r'data-t="([^"]*)"', drawing)]
        assert tips == trace["hovertext"]
    rows = list(csv.DictReader(io.StringIO(csv_text(figure.table).lstrip("\ufeff"))))
    assert [row["city"] for row in rows] == trace["y"]
    assert [int(row["customers"]) for row in rows] == trace["x"]
    for (name, n), tip in zip(figure.table.rows, trace["hovertext"], strict=True):
        assert tip.startswith(f"{name}<br>{n} ")
        assert f"{name} {n}" in figure.description
