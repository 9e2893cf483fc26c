"""The cities index, the segments index and the segment pages. Holds no wording."""

from collections.abc import Iterable, Mapping

from generator.latin import sort_key
from generator.publish.charts.kinds.segment_bands import segment_bands
from generator.publish.charts.kinds.segment_strips import segment_strips
from generator.publish.claims import select
from generator.publish.facts import values
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.output import links
from generator.publish.pages import sorting
from generator.publish.pages.bank_figures import plane_figure, shares_figure
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.pages import CitiesContext, SegmentContext, SegmentsContext
from generator.publish.pages.contexts.rows import CityGroup, CityRow, Kpi, SegmentLine
from generator.publish.pages.mix_bars import mix_label, mix_parts
from generator.publish.words import display_names, naming_rules
from generator.release.columns import BALANCE, IMPORTED_MEASURES


def doors(builder: PageBuilder, path: str) -> tuple[Link, ...]:
    """Return the states with the number of their pages, as links into the cities page; without states, all cities."""
    if not builder.views.has_states:
        note = builder.by_number("figures.draw.page.door", len(builder.views.cities), "n")
        return (Link(path, builder.t("cities.all"), "", note),) if builder.views.cities else ()
    rows, anchors = [], links.state_anchors(builder.views)
    for state, views in _states(builder.views.cities).items():
        note = builder.by_number("figures.draw.page.door", len(views), "n")
        rows.append(Link(f"{path}#{anchors[state]}", state or builder.t("cities.no_state"), "", note))
    return tuple(rows)


def _states(views: Iterable[PlaceView]) -> dict[str, list[PlaceView]]:
    found: dict[str, list[PlaceView]] = {}
    for view in sorted(views, key=lambda view: (not view.place.state, sort_key(view.place.state))):
        found.setdefault(view.place.state, []).append(view)
    return found


def cities(builder: PageBuilder) -> CitiesContext:
    """Return the context of the cities index: by state, then districts, then pools."""
    text, anchors = builder.content.page("cities"), links.state_anchors(builder.views)
    by_state = builder.views.has_states
    nowhere = builder.t("cities.no_state" if by_state else "cities.all")
    states = _states(builder.views.cities).items()
    groups = [_group(builder, anchors[state], state or nowhere, views, {}) for state, views in states]
    if builder.views.districts:
        groups.append(_group(builder, "", builder.t("table.districts"), builder.views.districts, anchors))
    if builder.views.pools:
        rows = tuple(_row(builder, view, anchors) for view in builder.views.pools)
        groups.append(CityGroup("pools", builder.t("table.pools"), "", rows, state=False))
    crumbs = builder.crumbs(Link("", text.title))
    return CitiesContext(
        **builder.head(links.CITIES, "cities", text.title, text.description, crumbs),
        key=tuple(SegmentLine(builder.codes((s.id,)), s.short) for s in builder.views.segments.values()),
        doors=doors(builder, links.CITIES) if by_state else (),
        by_state=by_state,
        sorts=sorting.choices(builder.views, builder.content),
        letters=sorting.initials(builder.views.cities),
        groups=tuple(groups),
        compared=not builder.views.imported,
        body=text.html,
    )


def _group(
    builder: PageBuilder, id_: str, title: str, views: Iterable[PlaceView], anchors: Mapping[str, str]
) -> CityGroup:
    """Return a section; the one without an id is that of the districts, whose rows name the anchors of their states."""
    shown = tuple(views)
    note = builder.chart.say("page.subtotal", n=builder.fmt.count(sum(view.n for view in shown)))
    rows = tuple(_row(builder, view, anchors) for view in shown)
    return CityGroup(id_ or "districts", title, note, rows, state=bool(id_))


def _row(builder: PageBuilder, view: PlaceView, anchors: Mapping[str, str]) -> CityRow:
    """Return a row; `anchors` are those of the states by name, for rows outside the section of their state."""
    named = bool(view.place.slug)
    answer = view.answer if named else None
    differs = answer in {"clear", "small", "chance"}
    silent = "untested" if view.strength == "claims" else "too_few_to_tell"
    sentence = select.place(view, builder.edition).headline if differs else None
    words = sentence.text if sentence else builder.t(f"table.{answer or silent}")
    name = display_names.place(view, builder.content)
    return CityRow(
        path=builder.links.city(view.place.slug) if named else "",
        name=name,
        customers=builder.fmt.count(view.n),
        mix=mix_parts(builder, view),
        mix_label=mix_label(builder, view),
        typical=builder.fmt.mean("typical_spend", view.measures["typical_spend"], short=True),
        finding=words,
        differs=differs,
        state=anchors.get(view.place.state, "") if view.place.state else "",
        also=", ".join(view.place.aliases),
        values=sorting.values(view, builder.views, answer),
        sentence=sentence,
    )


def segments(builder: PageBuilder) -> SegmentsContext:
    """Return the context of the segments index."""
    text = builder.content.page("segments")
    crumbs = builder.crumbs(Link("", text.title))
    texts = builder.texts("segment-profile", n=builder.fmt.count(builder.views.n), letter="")
    return SegmentsContext(
        **builder.head(links.SEGMENTS, "segments", text.title, text.description, crumbs),
        cards=builder.cards(),
        shares=shares_figure(builder),
        strips=segment_strips(builder.chart, texts),
        plane=plane_figure(builder),
        body=text.html,
    )


def segment(builder: PageBuilder, id_: str) -> SegmentContext:
    """Return the context of one segment's page."""
    one, path = builder.views.segments[id_], builder.links.segment(id_)
    sentences = select.segment(id_, builder.edition)
    words = builder.content.fill(values.of_segment(id_, builder.edition))
    text = words.page("segment", at=path)
    measures = {name: Estimate(mean.value, None, None, mean.withheld, mean.step) for name, mean in one.means.items()}
    whole = next(group for group in builder.views.groups if id_ in group.segments)
    n = builder.fmt.count(whole.n)
    crumbs = builder.crumbs(Link(links.SEGMENTS, builder.t("nav.segments")), Link("", one.name))
    order = list(builder.views.segments)
    at = order.index(id_)
    strips = segment_strips(builder.chart, builder.texts("segment-profile", n=n, letter=one.letter), id_)
    bands = segment_bands(builder.chart, id_, builder.texts("segment-bands", letter=one.letter))
    anchors = frozenset(figure.id for figure in (strips, bands) if figure)
    return SegmentContext(
        **builder.head(path, "segments", text.title, text.description, crumbs),
        letters=builder.codes((id_,)),
        name=one.name,
        headline=sentences.headline,
        rule=sentences.rule,
        kpi_row=_segment_kpis(builder, id_, measures),
        profile=builder.entries(sentences.profile, path, anchors),
        strips=strips,
        bands=bands,
        over=builder.entries(sentences.over, path),
        under=builder.entries(sentences.under, path),
        nowhere=sentences.nowhere,
        options=naming_rules.options(one.rule, builder.content),
        body=text.html,
        previous=_other(builder, order[at - 1]) if at else None,
        next=_other(builder, order[at + 1]) if at + 1 < len(order) else None,
    )


def _segment_kpis(builder: PageBuilder, id_: str, measures: dict[str, Estimate]) -> tuple[Kpi, ...]:
    group = next(group for group in builder.views.groups if id_ in group.segments)
    share = builder.chart.say("page.share_of_all", share=builder.fmt.percent(group.share))
    size = Kpi(builder.t("kpi.customers"), builder.fmt.count(group.n), (share,))
    columns = [name for name in ("typical_spend", BALANCE, "transactions", "recency", "age") if builder.measured(name)]
    columns = [*(name for name in IMPORTED_MEASURES if builder.measured(name)), *columns]
    return (
        size,
        *(builder.kpi(name, measures) for name in columns[: 5 if builder.views.imported else 3] if name in measures),
    )


def _other(builder: PageBuilder, id_: str) -> Link:
    return Link(builder.links.segment(id_), f"{builder.views.segments[id_].letter} {builder.views.segments[id_].name}")
