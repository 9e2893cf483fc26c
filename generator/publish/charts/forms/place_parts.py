"""Customers of places by segment: the record that bars, shaded tables and treemaps of the overview share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.publish.charts.base.context import ChartContext, Ids
from generator.publish.charts.record import Column, Record
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Places drawn.
TOP = 10

Link = Callable[[PlaceView], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a place's customers.

    Attributes:
        place: Name of the place.
        link: Link to its page; empty for none.
        ids: The segments of the part; none where the place's mix is not published.
        n: Customers.
        whole: Customers of the place.
        all_share: Share of the same segments among all customers; None where it is not known.
    """

    place: str
    link: str
    ids: Ids
    n: int
    whole: int
    all_share: float | None = None


Parts = Record[Part]


def parts_of(chart: ChartContext, view: PlaceView, link: Link) -> tuple[Part, ...]:
    """Return the parts of a place: its groups, or one part without segments where the mix is not published."""
    name, href = chart.place(view), link(view)
    found = tuple(Part(name, href, group.segments, group.n, view.n, group.all_share) for group in view.groups)
    return found or (Part(name, href, (), view.n, view.n),)


def places(parts: Iterable[Part]) -> tuple[tuple[str, str], ...]:
    """Return the names and links of the places, each once."""
    return tuple(dict.fromkeys((part.place, part.link) for part in parts))


def segment(chart: ChartContext, part: Part) -> str:
    """Return the codes and name of a part."""
    return chart.full(part.ids) if part.ids else chart.say("distribution.unsplit")


def record_of(chart: ChartContext, caption: str, parts: Sequence[Part], *, whole: int = 0) -> Parts:
    """Return the record of some parts.

    Args:
        chart: Views, words, formats.
        caption: Caption of the table.
        parts: The parts, place by place.
        whole: Customers that shares in the table are of; 0 for those of the place.
    """

    def numbers(part: Part) -> str:
        if not part.ids:
            return chart.counted("customers", part.n)
        share = chart.fmt.percent(part.n / part.whole)
        return chart.say(
            "distribution.numbers", n=chart.fmt.count(part.n), whole=chart.fmt.count(part.whole), share=share
        )

    def everyone(part: Part) -> str:
        if whole:
            return chart.say("treemap.of_all", share=chart.fmt.percent(part.n / whole))
        return chart.say("mix.tip_all", share=chart.fmt.percent(part.all_share)) if part.all_share is not None else ""

    columns: list[Column[Part]] = [
        Column(
            chart.title("city"), lambda part: part.place, {"city": lambda part: part.place}, lambda part: part.place
        ),
        Column(
            chart.title("segment"),
            lambda part: segment(chart, part),
            {
                "segment_id": lambda part: "+".join(part.ids),
                "segment": lambda part: display_names.group(part.ids, chart.views, chart.content) if part.ids else "",
            },
            lambda part: segment(chart, part),
        ),
        Column(
            chart.title("customers"),
            lambda part: chart.fmt.count(part.n),
            {"customers": lambda part: part.n, "city_customers": lambda part: part.whole},
            numbers,
        ),
        Column(
            chart.say("treemap.share") if whole else chart.title("customers_share"),
            lambda part: chart.fmt.percent(part.n / (whole or part.whole)),
            {"customers_share": lambda part: part.n / (whole or part.whole)},
            everyone,
        ),
    ]
    return Record.of(caption, parts, columns, lambda part: part.link)


def counts(
    chart: ChartContext, caption: str, views: Sequence[PlaceView], link: Link, *, everyone: bool = False
) -> Parts:
    """Return the record of some places, its table a row for each place and a column for each segment.

    Args:
        chart: Views, words, formats.
        caption: Caption of the table.
        views: The places.
        link: Returns the link to a place's page.
        everyone: Whether a row of all customers is the first.
    """
    ids = [segment.id for segment in chart.views.release.segments]

    def cells(part: Part) -> Iterable[tuple[int, str]]:
        n = chart.fmt.count(part.n)
        if len(part.ids) > 1:
            n = chart.say("heat.joined", letters=display_names.codes(part.ids, chart.views), value=n)
        yield from ((1 + ids.index(id_), n) for id_ in part.ids)
        yield 1 + len(ids), chart.fmt.count(part.whole)

    whole = chart.views.groups if everyone else ()
    parts = [Part(chart.reference, "", group.segments, group.n, chart.views.n) for group in whole]
    parts += [part for view in views for part in parts_of(chart, view, link)]
    head = (chart.title("city"), *(chart.full((id_,)) for id_ in ids), chart.title("customers"))
    return record_of(chart, caption, parts).pivoted(head, lambda part: part.place, cells, chart.say("not_told"))
