"""Customers by city and segment, the largest city first: bars stacked, side by side, or stretched to shares.

A city with merged segments shows the merged part in bands; one without a mix is plain grey. Readers choose
between the three drawings without JavaScript.
"""

from collections.abc import Sequence

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Choice, Figure, Table
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Cities drawn.
TOP = 15

_ROW, _BAR = 26.0, 18.0

#: Height of one of several bars of a city, and the gap between cities.
_THIN, _BETWEEN = 12.0, 10.0


def distribution(chart: ChartContext, views: Sequence[PlaceView], texts: Texts) -> Figure:
    """Draw the first of the given places, at least one."""
    shown = tuple(views[:TOP])
    ends = (shown[0], shown[-1]) if len(shown) > 1 else shown
    pairs = [(display_names.place(view, chart.content), chart.fmt.count(view.n)) for view in ends]
    described = chart.say(
        "distribution.described", places=chart.counted("places", len(shown)), ends=context.describe(pairs, " ", "")
    )
    drawn = {
        "stack": (_wide(chart, shown, texts), _narrow(chart, shown, texts)),
        "group": (_grouped(chart, shown, texts, wide=True), _grouped(chart, shown, texts, wide=False)),
        "share": (_wide(chart, shown, texts, shares=True), _narrow(chart, shown, texts, shares=True)),
    }
    # Without any mix the three would be identical.
    choices = tuple(Choice(id_, chart.say(f"distribution.{id_}"), *pair) for id_, pair in drawn.items())
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=described,
        wide=drawn["stack"][0],
        narrow=drawn["stack"][1],
        spec=_spec(chart, shown),
        table=counts_table(chart, shown, texts),
        choices=choices if any(view.groups for view in shown) else (),
        choose=chart.say("distribution.choose"),
    )


def parts(view: PlaceView) -> tuple[tuple[Ids, int], ...]:
    """Return the parts of a place's bar: its groups, or one part without segments where the mix is not published."""
    return tuple((group.segments, group.n) for group in view.groups) or (((), view.n),)


def _wide(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts, *, shares: bool = False) -> str:
    names, left, end = _column(chart, shown)
    key, top = _key(chart, svg.WIDE, 14)
    body = [key]
    for i, (view, name) in enumerate(zip(shown, names, strict=True)):
        y = top + _ROW * i
        scale = scales.Scale(0, view.n if shares else shown[0].n, left, end)
        body.append(svg.text(left - 10, y + 13.5, name, "l", "end"))
        body.append(_bar(chart, view, scale, y))
        body.append(svg.text(scale(view.n) + 7, y + 13.5, chart.fmt.count(view.n), "t" if shares else "v"))
    return svg.drawing(svg.WIDE, top + _ROW * len(shown), body, f"{texts.id}-t", f"{texts.id}-d")


def _column(chart: ChartContext, shown: Sequence[PlaceView]) -> tuple[list[str], float, float]:
    """Return the names, and the x positions where the bars of a wide drawing begin and the longest ends."""
    names = [text_width.wrap(display_names.unique(view, chart.views, chart.content), 150, most=1)[0] for view in shown]
    left = round(min(150.0, context.label_column((name,) for name in names))) + 14.0
    room = max(text_width.width(chart.fmt.count(view.n), 13, bold=True) for view in shown) + 8
    return names, left, svg.WIDE - room


def _narrow(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts, *, shares: bool = False) -> str:
    key, top = _key(chart, svg.NARROW, 14)
    body = [key]
    for i, view in enumerate(shown):
        y = top + 42.0 * i
        scale = scales.Scale(0, view.n if shares else shown[0].n, 0, svg.NARROW)
        name = text_width.wrap(display_names.unique(view, chart.views, chart.content), 260, most=1)[0]
        body.append(svg.text_pair(0, y + 13, (name, "l"), (chart.fmt.count(view.n), "n")))
        body.append(_bar(chart, view, scale, y + 18))
    return svg.drawing(svg.NARROW, top + 42.0 * len(shown), body, f"{texts.id}-t", f"{texts.id}-d")


def _grouped(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts, *, wide: bool) -> str:
    """Draw one thin bar for each segment, those of a city below each other, on a common scale."""
    width = svg.WIDE if wide else svg.NARROW
    names, left, end = _column(chart, shown) if wide else ([], 0.0, width - 48)
    most = max(n for view in shown for _, n in parts(view))
    scale = scales.Scale(0, most, left, end)
    key, y = _key(chart, width, 14)
    body = [key]
    for i, view in enumerate(shown):
        own = parts(view)
        if wide:
            body.append(svg.text(left - 10, y + _THIN * len(own) / 2 + 4.5, names[i], "l", "end"))
        else:
            name = text_width.wrap(display_names.unique(view, chart.views, chart.content), 260, most=1)[0]
            body.append(svg.text_pair(0, y + 11, (name, "l"), (chart.fmt.count(view.n), "n")))
            y += 16
        for ids, n in own:
            long = max(1, round(scale(n) - left))
            body.append(_thin(ids, left, y, long))
            body.append(svg.text(left + long + 5, y + 9.5, chart.fmt.count(n), "t x"))
            y += _THIN
        y += _BETWEEN
    return svg.drawing(width, y, body, f"{texts.id}-t", f"{texts.id}-d")


def _thin(ids: Ids, x: float, y: float, width: float) -> str:
    if not ids:
        return svg.rect(x, y, width, _THIN - 1, "whole")
    return context.marks(ids, x, y, width, _THIN - 1).replace(' rx="2"', "")


def _key(chart: ChartContext, width: float, y: float) -> tuple[str, float]:
    """Return the key of codes and short names in one or more lines, and the y position where the bars begin."""
    x, out = 0.0, []
    for segment in chart.views.release.segments:
        need = context.tag_width((segment.id,), 18) + text_width.width(segment.short, 13) + 16
        if x and x + need > width:
            x, y = 0.0, y + 26
        out.append(context.tag(chart, (segment.id,), x, y - 13, 18))
        out.append(svg.text(x + context.tag_width((segment.id,), 18), y, segment.short, "l"))
        x += need
    return "".join(out), y + 20


def _bar(chart: ChartContext, view: PlaceView, scale: scales.Scale, y: float) -> str:
    out, at = [], 0
    for ids, n in parts(view):
        # Whole units give crisp edges and a third fewer bytes.
        left, right = round(scale(at)), round(scale(at + n))
        at += n
        width = max(0.6, right - left - 1)
        if not ids:
            out.append(svg.rect(left, y, width, _BAR, "whole"))
            continue
        out.append(context.marks(ids, left, y, width, _BAR).replace(' rx="2"', ""))
        letters = display_names.codes(ids, chart.views)
        if len(ids) == 1 and ids[0] in context.PLAIN and text_width.width(letters, 12, bold=True) + 6 <= width:
            out.append(svg.text(round((left + right - 1) / 2), y + 13.5, letters, f"tg o-{ids[0]}", "middle"))
    return "".join(out)


def _spec(chart: ChartContext, shown: Sequence[PlaceView]) -> plotly.Spec:
    order = list(dict.fromkeys(ids for view in shown for ids, _ in parts(view)))
    ids_order = [segment.id for segment in chart.views.release.segments]
    order.sort(key=lambda ids: (ids_order.index(ids[0]), len(ids)) if ids else (len(ids_order), 0))
    names = [display_names.unique(view, chart.views, chart.content) for view in shown]
    data = []
    for ids in order:
        rows = [
            (name, n, view.n) for name, view in zip(names, shown, strict=True) for own, n in parts(view) if own == ids
        ]
        title = chart.full(ids) if ids else chart.say("distribution.unsplit")
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [name for name, _, _ in rows],
                "x": plotly.sigs([n for _, n, _ in rows]),
                "marker": plotly.colour(ids) if ids else {"color": "var(--all)"},
                "hovertext": [f"{name}<br>{title}: {_text(chart, n, whole)}" for name, n, whole in rows],
                "hoverinfo": "text",
            }
        )
    ticks, parted = scales.ticks(0, shown[0].n, 5), (0, 25, 50, 75, 100)
    axis = plotly.ticked(ticks, [chart.fmt.count(int(t)) for t in ticks])
    shares = plotly.ticked(parted, [chart.fmt.percent(t / 100) for t in parted])
    return plotly.spec(
        data,
        barmode="stack",
        xaxis=axis,
        yaxis=plotly.axis(
            autorange="reversed", automargin=True, showgrid=False, categoryorder="array", categoryarray=names
        ),
        meta={
            "stack": {"layout": {"barmode": "stack"}},
            "group": {"layout": {"barmode": "group"}},
            "share": {"layout": {"barnorm": "percent", "xaxis": shares}},
        },
    )


def _text(chart: ChartContext, n: int, whole: int) -> str:
    return chart.say("distribution.numbers", n=chart.fmt.count(n), share=chart.fmt.percent(n / whole))


def counts_table(chart: ChartContext, shown: Sequence[PlaceView], texts: Texts) -> Table:
    """Return customers of these places by segment; merged segments and unpublished counts are marked as such."""
    ids = [segment.id for segment in chart.views.release.segments]
    head = (chart.title("city"), *(chart.full((i,)) for i in ids), chart.title("customers"))
    rows: list[tuple[str, ...]] = []
    records: list[tuple[str, str, str, int]] = []
    for view in shown:
        own = {i: (segments, n) for segments, n in parts(view) for i in segments}
        cells = [_cell(chart, i, own) for i in ids]
        rows.append((display_names.unique(view, chart.views, chart.content), *cells, chart.fmt.count(view.n)))
        records.extend(
            (
                display_names.unique(view, chart.views, chart.content),
                "+".join(segments),
                display_names.group(segments, chart.views, chart.content) if segments else "",
                n,
            )
            for segments, n in parts(view)
        )
    return Table(texts.title, head, tuple(rows), ("city", "segment_id", "segment", "customers"), tuple(records))


def _cell(chart: ChartContext, id_: str, own: dict[str, tuple[Ids, int]]) -> str:
    if id_ not in own:
        return chart.say("not_told")
    segments, n = own[id_]
    if len(segments) == 1:
        return chart.fmt.count(n)
    return chart.say("distribution.together", letters=display_names.codes(segments, chart.views), n=chart.fmt.count(n))
