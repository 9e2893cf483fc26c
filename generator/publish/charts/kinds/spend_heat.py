"""Typical spend by city and segment, as a table whose cells are shaded against the same segment elsewhere.

A suppressed or merged cell is marked as such in text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms import heat
from generator.publish.charts.forms.place_parts import TOP, Link
from generator.publish.charts.forms.place_shades import SHADES, STRENGTH
from generator.publish.charts.record import Column, Record, Tip
from generator.publish.model.averages import Spreads, interval
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.words import display_names
from generator.release import Mean

_COLUMN = "typical_spend"


@dataclass(frozen=True, slots=True)
class _Spend:
    """Typical spend of the segments of a place, or of all customers; the mean is None where there is none."""

    place: str
    link: str
    ids: Ids
    mean: Mean | None
    ends: tuple[float, float] | None
    reference: Mean | None

    @property
    def value(self) -> float | None:
        return self.mean.value if self.mean else None


def spend_heat(chart: ChartContext, views: Sequence[PlaceView], texts: Texts, link: Link) -> Figure | None:
    """Draw the largest places that have a mix; None when there is none."""
    shown = tuple(view for view in views if view.groups)[:TOP]
    if not shown:
        return None
    ids = [segment.id for segment in chart.views.release.segments]
    overall = [_Spend(chart.reference, "", (id_,), _overall(chart, (id_,)), None, None) for id_ in ids]
    parts = [part for view in shown for part in _spends(chart, view, link)]

    def cells(part: _Spend) -> Iterable[tuple[int, str]]:
        words = _words(chart, part)
        if len(part.ids) > 1:
            words = chart.say("heat.joined", letters=display_names.codes(part.ids, chart.views), value=words)
        yield from ((1 + ids.index(id_), words) for id_ in part.ids)

    head = (chart.title("city"), *(chart.full((id_,)) for id_ in ids))
    record = Record.of(texts.title, [*overall, *parts], _columns(chart), lambda part: part.link).pivoted(
        head, lambda part: part.place, cells, chart.say("not_told")
    )
    everyone = tuple(_cell(chart, pair) for pair in record.pairs[: len(ids)])
    rows = [
        heat.Row(name, pairs[0][0].link, tuple(_cell(chart, pair) for pair in pairs))
        for name, pairs in ((name, tuple(row)) for name, row in groupby(record.pairs[len(ids) :], _place_of))
    ]
    scale = {"colorscale": [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]], "zmin": -1, "zmax": 1}
    shades = heat.Shades(tuple(css for _, css in SHADES), chart.say("heat.less"), chart.say("heat.more"), scale)
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say("heat.described", places=chart.counted("places", len(shown))),
        wide=heat.table(chart, texts.title, everyone, rows, shades),
        narrow="",
        spec=heat.spec(chart, everyone, rows, shades),
        table=record.table,
    )


def _place_of(pair: tuple[_Spend, Tip]) -> str:
    return pair[0].place


def _overall(chart: ChartContext, ids: Ids) -> Mean | None:
    return chart.views.segments[ids[0]].means.get(_COLUMN) if len(ids) == 1 else None


def _spends(chart: ChartContext, view: PlaceView, link: Link) -> Iterable[_Spend]:
    spreads, name = Spreads.of(chart.views.release), chart.place(view)
    for group in view.groups:
        mean, reference = group.means.get(_COLUMN), _overall(chart, group.segments)
        ends = interval(_COLUMN, mean, spreads.group(group.segments, _COLUMN), group.n) if mean else None
        yield _Spend(name, link(view), group.segments, mean, ends, reference)


def _words(chart: ChartContext, part: _Spend) -> str:
    return chart.mean(_COLUMN, part.mean) if part.mean else chart.say("not_told")


def _columns(chart: ChartContext) -> list[Column[_Spend]]:
    def interval_of(part: _Spend) -> str:
        if part.ends is None or part.mean is None:
            return ""
        return chart.fmt.estimate(_COLUMN, Estimate(part.value, *part.ends, None, part.mean.step))

    def spend(part: _Spend) -> str:
        facts = {"measure": chart.title(_COLUMN), "value": _words(chart, part)}
        ends = interval_of(part)
        return chart.say("tip.interval", interval=ends, **facts) if ends else chart.say("tip.value", **facts)

    def everyone(part: _Spend) -> str:
        return chart.say("tip.all", value=chart.mean(_COLUMN, part.reference)) if part.reference else ""

    return [
        Column("", lambda part: part.place, {"city": lambda part: part.place}, lambda part: part.place),
        Column(
            "",
            lambda part: chart.full(part.ids),
            {"segment_id": lambda part: "+".join(part.ids)},
            lambda part: chart.full(part.ids),
        ),
        Column("", spend, {_COLUMN: lambda part: part.value}, spend),
        Column(
            "",
            interval_of,
            {"low": lambda part: part.ends and part.ends[0], "high": lambda part: part.ends and part.ends[1]},
        ),
        Column(
            "",
            everyone,
            {"all_customers_typical_spend": lambda part: part.reference and part.reference.value},
            everyone,
        ),
    ]


def shade(value: float, reference: float | None, ends: tuple[float, float] | None) -> str:
    """Return the class of a cell by its ratio to all customers.

    Colour is a claim: a cell is shaded only when its 95 % interval excludes the segment's value for all customers.
    """
    if not reference or ends is None or ends[0] <= reference <= ends[1]:
        return ""
    return next(css for top, css in SHADES if value / reference < top)


def _cell(chart: ChartContext, pair: tuple[_Spend, Tip]) -> heat.Cell:
    """Return a cell; in the interactive view, its shade lies on -1..1, 0 where no difference is clear."""
    part, tip = pair
    if part.value is None:
        return heat.Cell(part.ids, _words(chart, part), "none", tip, None)
    reference = part.reference.value if part.reference else None
    css = shade(part.value, reference, part.ends)
    return heat.Cell(part.ids, _words(chart, part), css, tip, STRENGTH.get(css, 0))
