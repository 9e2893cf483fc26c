"""The cities index, the segments index and the segment pages. No sentence is typed here."""

from collections.abc import Iterable

from generator.publish.charts.base.svg import BESIDE, WIDE
from generator.publish.charts.kinds.radar import radar
from generator.publish.charts.kinds.segment_bands import segment_bands
from generator.publish.charts.kinds.segment_strips import segment_strips
from generator.publish.claims import select
from generator.publish.facts import values
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.output import links
from generator.publish.pages import sorting
from generator.publish.pages.bank_figures import plane_figure, shares_figure
from generator.publish.pages.builder import Maker
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.pages import CitiesContext, SegmentContext, SegmentsContext
from generator.publish.pages.contexts.rows import CityGroup, CityRow, Kpi, MixPart, SegmentLine
from generator.publish.words import display_names
from generator.release.columns import IMPORTED_MEASURES


def doors(maker: Maker, path: str) -> tuple[Link, ...]:
    """Return the states with the number of their pages, as links into the cities page."""
    rows = []
    for state, views in _states(maker.views.cities).items():
        key = "page.door_one" if len(views) == 1 else "page.door"
        note = maker.kit.say(key, n=maker.fmt.count(len(views)))
        rows.append(Link(f"{path}#{links.state_anchor(state)}", state, "", note))
    return tuple(rows)


def _states(views: Iterable[PlaceView]) -> dict[str, list[PlaceView]]:
    found: dict[str, list[PlaceView]] = {}
    for view in sorted(views, key=lambda view: view.place.state):
        found.setdefault(view.place.state, []).append(view)
    return found


def cities(maker: Maker) -> CitiesContext:
    """Return the context of the cities index: by state, then districts, then pools."""
    text = maker.content.page("cities")
    groups = [
        _group(maker, links.state_anchor(state), state, views) for state, views in _states(maker.views.cities).items()
    ]
    if maker.views.districts:
        groups.append(_group(maker, "", maker.t("table.districts"), maker.views.districts))
    if maker.views.pools:
        rows = tuple(_row(maker, view, "") for view in maker.views.pools)
        groups.append(CityGroup("pools", maker.t("table.pools"), "", rows, state=False))
    crumbs = maker.crumbs(Link("", text.title))
    return CitiesContext(
        **maker.head(links.CITIES, "cities", text.title, text.description, crumbs),
        key=tuple(SegmentLine(maker.letters((s.id,)), s.short) for s in maker.views.segments.values()),
        doors=doors(maker, links.CITIES),
        sorts=sorting.choices(maker.views, maker.content),
        letters=sorting.letters(maker.views.cities),
        groups=tuple(groups),
        compared=not maker.views.imported,
        body=text.html,
    )


def _group(maker: Maker, id_: str, title: str, views: Iterable[PlaceView]) -> CityGroup:
    """Return a section; without an id that of the districts."""
    shown = tuple(views)
    note = maker.kit.say("page.subtotal", n=maker.fmt.count(sum(view.n for view in shown)))
    rows = tuple(_row(maker, view, id_) for view in shown)
    return CityGroup(id_ or "districts", title, note, rows, state=bool(id_))


def _row(maker: Maker, view: PlaceView, section: str) -> CityRow:
    """Return a row; `section` is the anchor of the state whose section it stands in."""
    named = bool(view.place.slug)
    silent = (
        "not_comparable"
        if maker.views.imported
        else "nothing_stands_out"
        if view.strength == "claims"
        else "too_few_to_tell"
    )
    finding, apart = maker.t(f"table.{silent}"), named and _apart(view)
    if apart:
        told = select.place(view, maker.edition)
        finding = next((s.text for s in (told.headline, *told.standouts) if s.confidence == "clear"), finding)
    name = display_names.place(view, maker.content)
    values = ", ".join(
        f"{display_names.letters(g.segments, maker.kit.views)} {maker.fmt.percent(g.share)}" for g in view.groups
    )
    return CityRow(
        path=maker.links.city(view.place.slug) if named else "",
        name=name,
        customers=maker.fmt.count(view.n),
        mix=tuple(_part(group.segments, group.share) for group in view.groups),
        mix_label=maker.kit.say("page.mix", place=name, values=values),
        typical=maker.fmt.mean("typical_spend", view.measures["typical_spend"], short=True),
        finding=finding,
        apart=apart,
        state="" if section or not view.place.state else links.state_anchor(view.place.state),
        also=", ".join(view.place.aliases),
        values=sorting.values(view, maker.views, apart=apart),
    )


def _apart(view: PlaceView) -> bool:
    """Return whether anything of a place passes its test and gate."""
    return bool(view.apart) or view.typical_differs or any(group.passes for group in view.groups)


def _part(ids: tuple[str, ...], share: float) -> MixPart:
    width = f"{100 * share:.0f}"
    return MixPart(f"s-{ids[0]}", width) if len(ids) == 1 else MixPart(f"s-{ids[0]} many", width, ids[1])


def segments(maker: Maker) -> SegmentsContext:
    """Return the context of the segments index."""
    text = maker.content.page("segments")
    crumbs = maker.crumbs(Link("", text.title))
    texts = maker.texts("segment-profile", n=maker.fmt.count(maker.views.n), letter="")
    return SegmentsContext(
        **maker.head(links.SEGMENTS, "segments", text.title, text.description, crumbs),
        cards=maker.cards(),
        shares=shares_figure(maker),
        strips=segment_strips(maker.kit, texts),
        plane=plane_figure(maker),
        body=text.html,
    )


def segment(maker: Maker, id_: str) -> SegmentContext:
    """Return the context of one segment's page."""
    one, path = maker.views.segments[id_], maker.links.segment(id_)
    told = select.segment(id_, maker.edition)
    words = maker.content.fill(values.of_segment(id_, maker.edition))
    text = words.page("segment", at=path)
    measures = {name: Estimate(mean.value, None, None, mean.withheld) for name, mean in one.means.items()}
    whole = next(group for group in maker.views.groups if id_ in group.segments)
    n = maker.fmt.count(whole.n)
    crumbs = maker.crumbs(Link(links.SEGMENTS, maker.t("nav.segments")), Link("", one.name))
    order = list(maker.views.segments)
    at = order.index(id_)
    shape = radar(maker.kit, measures, one.name, maker.texts("radar"))
    strips = segment_strips(
        maker.kit, maker.texts("segment-profile", n=n, letter=one.letter), id_, BESIDE if shape else WIDE
    )
    bands = segment_bands(maker.kit, id_, maker.texts("segment-bands", letter=one.letter))
    anchors = frozenset(figure.id for figure in (shape, strips, bands) if figure)
    return SegmentContext(
        **maker.head(path, "segments", text.title, text.description, crumbs),
        letters=maker.letters((id_,)),
        name=one.name,
        headline=told.headline,
        rule=told.rule,
        kpi_row=_segment_kpis(maker, id_, measures),
        profile=maker.said(told.profile, path, anchors),
        strips=strips,
        radar=shape,
        bands=bands,
        over=maker.said(told.over, path),
        under=maker.said(told.under, path),
        nowhere=told.nowhere,
        options=maker.content.options(one.rule),
        body=text.html,
        previous=_other(maker, order[at - 1]) if at else None,
        next=_other(maker, order[at + 1]) if at + 1 < len(order) else None,
    )


def _segment_kpis(maker: Maker, id_: str, measures: dict[str, Estimate]) -> tuple[Kpi, ...]:
    group = next(group for group in maker.views.groups if id_ in group.segments)
    share = maker.kit.say("page.share_of_all", share=maker.fmt.percent(group.share))
    size = Kpi(maker.t("kpi.customers"), maker.fmt.count(group.n), (share,))
    columns = [name for name in ("typical_spend", "transactions", "recency", "age") if maker.measured(name)]
    columns = [*(name for name in IMPORTED_MEASURES if maker.measured(name)), *columns]
    return (
        size,
        *(maker.kpi(name, measures) for name in columns[: 5 if maker.views.imported else 3] if name in measures),
    )


def _other(maker: Maker, id_: str) -> Link:
    return Link(maker.links.segment(id_), f"{maker.views.segments[id_].letter} {maker.views.segments[id_].name}")
