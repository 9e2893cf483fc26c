"""A segment by gender and age band: shares of its customers next to the same shares of all customers.

A band that is not shown has a text instead of a bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.record import Column, Record

_STEP, _BAR, _SIZE = 32.0, 22.0, 14.0


@dataclass(frozen=True, slots=True)
class Band:
    """One band: kind (gender, age), name, customers, share of the segment's customers and of all.

    The share of all is None where any segment's count of the band is withheld: a sum would take it for zero.
    """

    kind: str
    name: str
    n: int | None
    share: float | None
    all_share: float | None


def segment_bands(chart: ChartContext, segment: str, texts: Texts) -> Figure | None:
    """Draw a segment's bands; None when the release has none for it."""
    bands = _bands(chart, segment)
    if not any(band.share is not None for band in bands):
        return None
    record = Record.of(texts.title, bands, _columns(chart))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(band.name, _share(chart, band)) for band in bands], " "),
        wide=_drawing(chart, segment, record, texts, svg.WIDE),
        narrow=_drawing(chart, segment, record, texts, svg.NARROW),
        spec=_spec(chart, segment, record),
        table=record.table,
    )


def _bands(chart: ChartContext, segment: str) -> list[Band]:
    """Return the bands of a segment: those of a kind hold all customers; those that are withheld are the rest."""
    cross = chart.views.release.overall.cross
    own = {cell.band: cell.n for cell in cross if cell.segment == segment}
    mine = next((group.n for group in chart.views.groups if group.segments == (segment,)), 0)
    rows = []
    for band in dict.fromkeys(cell.band for cell in cross):
        kind, _, name = band.partition(":")
        n, every = own.get(band), [cell.n for cell in cross if cell.band == band]
        shown = chart.say("bands.unknown") if name == "unknown" else name
        known = [n for n in every if n is not None]
        all_share = sum(known) / chart.views.n if len(known) == len(every) and chart.views.n else None
        share = n / mine if n is not None and mine else None
        rows.append(Band(kind, chart.say(f"bands.{kind}", band=shown), n, share, all_share))
    return rows


def _share(chart: ChartContext, band: Band) -> str:
    return chart.fmt.percent(band.share) if band.share is not None else chart.say("bands.few")


def _reference(chart: ChartContext, band: Band) -> str:
    return chart.fmt.percent(band.all_share) if band.all_share is not None else chart.say("bands.untold")


def _note(chart: ChartContext, band: Band) -> str:
    return chart.say("segments.all", value=_reference(chart, band)) if band.all_share is not None else ""


def _columns(chart: ChartContext) -> list[Column[Band]]:
    def share(band: Band) -> str:
        if band.n is None:
            return _share(chart, band)
        facts = {"share": _share(chart, band), "customers": chart.counted("customers", band.n)}
        return chart.say("bands.numbers", **facts)

    return [
        Column(chart.title("kind"), lambda band: band.name, {"band": lambda band: band.name}, lambda band: band.name),
        Column(
            chart.title("customers"),
            lambda band: chart.fmt.count(band.n) if band.n is not None else chart.say("bands.few"),
            {"customers": lambda band: band.n},
        ),
        Column(
            chart.title("customers_share"),
            lambda band: _share(chart, band),
            {"customers_share": lambda band: band.share},
            share,
        ),
        Column(
            chart.reference,
            lambda band: _reference(chart, band),
            {"all_customers_share": lambda band: band.all_share},
            lambda band: chart.say("tip.all", value=_reference(chart, band)),
        ),
    ]


def _drawing(chart: ChartContext, segment: str, record: Record[Band], texts: Texts, width: float) -> str:
    bands = record.items
    left = max(text_width.width(band.name, _SIZE) for band in bands) + 14
    notes = max(
        text_width.width(f"{_share(chart, band)} {_note(chart, band)}", _SIZE, bold=True) for band in bands
    )  # fmt: skip
    scale = scales.Scale(0, _top(bands), left, width - notes - 8)
    body: list[str] = []
    y = 4.0 - _STEP
    for i, (band, tip) in enumerate(record.pairs):
        y += _STEP + (_STEP / 2 if i and bands[i - 1].kind != band.kind else 0)
        mark = ""
        if band.share is not None:
            mark += context.tinted((segment,), left, y, max(0.5, scale(band.share) - left), _BAR)
        if band.all_share is not None:
            line = svg.segment(scale(band.all_share), y - 3, scale(band.all_share), y + _BAR + 3)
            mark += svg.path(line, "k") + svg.path(line, "r")
        value = (_share(chart, band), "v" if band.share is not None else "n")
        mark += svg.text_pair(width, y + 16, value, (_note(chart, band), "n"), "end")
        body += [svg.text(left - 10, y + 16, band.name, "l", "end"), svg.tipped(mark, tip)]
    return svg.drawing(width, y + _STEP, body, f"{texts.id}-t", f"{texts.id}-d")


def _top(bands: Sequence[Band]) -> float:
    return max(value or 0 for band in bands for value in (band.share, band.all_share)) or 1.0


def _spec(chart: ChartContext, segment: str, record: Record[Band]) -> plotly.Spec:
    bands = record.items
    names = [band.name for band in bands]
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": plotly.sigs([100 * band.share if band.share is not None else None for band in bands]),
        "marker": plotly.tint((segment,)),
        **plotly.hover(record.tips),
    }
    known = [band for band in bands if band.all_share is not None]
    mark = plotly.references(
        [(100 * (band.all_share or 0), band.name) for band in known],
        [chart.reference if i == 0 else "" for i in range(len(known))],
        chart.reference,
        26,
    )
    top = 100 * _top(bands)
    words = [f"{_share(chart, band)} {_note(chart, band)}".strip() for band in bands]
    values = plotly.texts([1.04 * top] * len(bands), names, words, **plotly.hover(record.tips))
    ticks = scales.ticks(0, top / 100, 3)
    return plotly.spec(
        [bar, mark, values],
        xaxis=plotly.ticked(
            [100 * t for t in ticks], [chart.fmt.percent(t) for t in ticks], range=[0, plotly.sig(1.6 * top)]
        ),
        yaxis=plotly.names(names),
        bargap=0.35,
        hovermode="closest",
        height=90 + 36 * len(bands),
    )
