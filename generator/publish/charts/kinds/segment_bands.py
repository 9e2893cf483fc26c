"""A segment by gender and age band: shares of its customers next to the same shares of all customers.

A band that is not shown has a text instead of a bar.
"""

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table

_STEP = 26.0

Band = tuple[str, int | None, float | None, float | None]


def segment_bands(chart: ChartContext, segment: str, texts: Texts) -> Figure | None:
    """Draw a segment's bands; None when the release has none for it."""
    bands = _bands(chart, segment)
    if not any(share is not None for _, _, share, _ in bands):
        return None
    pairs = [(name, _value(chart, share)) for name, _, share, _ in bands]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=_drawing(chart, segment, bands, texts, svg.WIDE),
        narrow=_drawing(chart, segment, bands, texts, svg.NARROW),
        spec=_spec(chart, segment, bands),
        table=_table(chart, bands, texts),
    )


def _bands(chart: ChartContext, segment: str) -> list[Band]:
    """Return name, customers, share of the segment's customers and of all.

    The bands of a kind (gender, age) hold all customers; those that are withheld are the rest. The share of all is None
    where any segment's count of the band is withheld: a sum would take it for zero.
    """
    cross = chart.views.release.overall.cross
    order = list(dict.fromkeys(cell.band for cell in cross))
    own = {cell.band: cell.n for cell in cross if cell.segment == segment}
    every = {band: sum(cell.n or 0 for cell in cross if cell.band == band) for band in order}
    complete = {band: all(cell.n is not None for cell in cross if cell.band == band) for band in order}
    total = chart.views.n
    mine = next((group.n for group in chart.views.groups if group.segments == (segment,)), 0)
    rows: list[Band] = []
    for band in order:
        kind, _, name = band.partition(":")
        n = own.get(band)
        share = n / mine if n is not None and mine else None
        shown = chart.say("bands.unknown") if name == "unknown" else name
        rows.append(
            (
                chart.say(f"bands.{kind}", band=shown),
                n,
                share,
                every[band] / total if complete[band] and total else None,
            )
        )
    return rows


def _value(chart: ChartContext, share: float | None) -> str:
    return chart.fmt.percent(share) if share is not None else chart.say("bands.few")


def _reference(chart: ChartContext, share: float | None) -> str:
    return chart.fmt.percent(share) if share is not None else chart.say("bands.untold")


def _drawing(chart: ChartContext, segment: str, bands: list[Band], texts: Texts, width: float) -> str:
    kinds = [cell.partition(":")[0] for cell in dict.fromkeys(c.band for c in chart.views.release.overall.cross)]
    left = max(text_width.width(name, 13) for name, *_ in bands) + 14
    notes = max(text_width.width(f"{_value(chart, s)} {_note(chart, r)}", 13, bold=True) for _, _, s, r in bands) + 8
    top = max([s or 0 for _, _, s, _ in bands] + [r or 0 for *_, r in bands])
    scale = scales.Scale(0, top or 1, left, width - notes)
    body: list[str] = []
    y = 4.0 - _STEP
    for i, (name, _, share, reference) in enumerate(bands):
        y += _STEP + (_STEP / 2 if i and kinds[i] != kinds[i - 1] else 0)
        body.append(svg.text(left - 10, y + 14, name, "l", "end"))
        if share is not None:
            body.append(context.marks((segment,), left, y + 2, max(0.5, scale(share) - left), 16))
        if reference is not None:
            mark = svg.segment(scale(reference), y - 1, scale(reference), y + 21)
            body += [svg.path(mark, "k"), svg.path(mark, "r")]
        value = (_value(chart, share), "v" if share is not None else "n")
        body.append(svg.text_pair(width, y + 14, value, (_note(chart, reference), "n"), "end"))
    return svg.drawing(width, y + _STEP + 4, body, f"{texts.id}-t", f"{texts.id}-d")


def _note(chart: ChartContext, reference: float | None) -> str:
    return chart.say("segments.all", value=chart.fmt.percent(reference)) if reference is not None else ""


def _spec(chart: ChartContext, segment: str, bands: list[Band]) -> plotly.Spec:
    names = [name for name, *_ in bands]
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": plotly.sigs([100 * share if share is not None else None for _, _, share, _ in bands]),
        "marker": plotly.colour((segment,)),
        "hovertext": [f"{name}<br>{_value(chart, share)}" for name, _, share, _ in bands],
        "hoverinfo": "text",
    }
    mark = {
        "type": "scatter",
        "mode": "markers",
        "y": names,
        "x": plotly.sigs([100 * r if r is not None else None for *_, r in bands]),
        "marker": {"symbol": "line-ns-open", "size": 18, "color": "var(--all)", "line": {"width": 2}},
        "hovertext": [f"{chart.reference}<br>{_reference(chart, r)}" for *_, r in bands],
        "hoverinfo": "text",
    }
    return plotly.spec(
        [bar, mark],
        xaxis=plotly.axis(ticksuffix=" %"),
        yaxis=plotly.axis(autorange="reversed", automargin=True, showgrid=False, type="category"),
    )


def _table(chart: ChartContext, bands: list[Band], texts: Texts) -> Table:
    rows = tuple(
        (
            name,
            chart.fmt.count(n) if n is not None else chart.say("bands.few"),
            _value(chart, share),
            _reference(chart, reference),
        )
        for name, n, share, reference in bands
    )
    records = tuple((name, n, plotly.sig(s), plotly.sig(r)) for name, n, s, r in bands)
    head = (chart.title("kind"), chart.title("customers"), chart.title("customers_share"), chart.reference)
    return Table(texts.title, head, rows, ("band", "customers", "customers_share", "all_customers_share"), records)
