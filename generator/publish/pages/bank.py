"""The overview and the executive summary: the whole bank. No sentence is typed here."""

from generator.publish.claims import select
from generator.publish.output import links
from generator.publish.pages import bank_figures
from generator.publish.pages.bank_figures import shares_figure
from generator.publish.pages.builder import Maker
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.pages import OverviewContext, SummaryContext
from generator.publish.pages.contexts.rows import Kpi, OpportunityRow, SegmentLine
from generator.publish.pages.lists import doors
from generator.release.columns import IMPORTED_MEASURES

#: What the overview shows by city, in its order.
_FIGURES = (
    bank_figures.spread_figure,
    bank_figures.volume_figure,
    bank_figures.heat_figure,
    bank_figures.mix_figure,
    bank_figures.totals_figure,
    bank_figures.averages_figure,
    bank_figures.plane_figure,
)


def overview(maker: Maker) -> OverviewContext:
    """Return the context of the first page."""
    text = maker.content.page("overview")
    told = select.overview(maker.edition)
    shares, where = shares_figure(maker), bank_figures.map_figure(maker)
    made = (make(maker) for make in _FIGURES)
    figures = tuple(figure for figure in made if figure is not None)
    shown = tuple(figure for figure in (shares, where, *figures) if figure is not None)
    anchors = frozenset(figure.id for figure in shown)
    highlights = maker.said(told.highlights, links.OVERVIEW, anchors)
    contents = [Link(f"#{figure.id}", figure.question) for figure in shown if figure is not shares]
    if highlights:
        contents.append(Link("#highlights", maker.t("overview.highlights")))
    return OverviewContext(
        **maker.head(links.OVERVIEW, "overview", text.title, text.description),
        name=maker.views.release.label,
        headline=told.headline,
        kpi_row=_kpis(maker),
        contents=tuple(contents),
        shares=shares,
        cards=maker.cards(),
        where=where,
        figures=figures,
        highlights=highlights,
        doors=doors(maker, links.CITIES),
        body=text.html,
        quality=told.quality,
    )


def _kpis(maker: Maker) -> tuple[Kpi, ...]:
    views, fmt = maker.views, maker.fmt
    columns = ("typical_spend", *IMPORTED_MEASURES)
    return (
        Kpi(maker.t("kpi.customers"), fmt.count(views.n)),
        Kpi(maker.t("kpi.cities"), fmt.count(len(views.cities))),
        Kpi(maker.t("kpi.segments"), fmt.count(len(views.segments))),
        *(maker.kpi(name, views.measures, whole=True) for name in columns if maker.measured(name)),
    )


def summary(maker: Maker) -> SummaryContext:
    """Return the context of the executive summary."""
    text = maker.content.page("summary")
    told = select.summary(maker.edition)
    crumbs = maker.crumbs(Link("", text.title))
    return SummaryContext(
        **maker.head(links.SUMMARY, "summary", text.title, text.description, crumbs),
        takeaways=told.takeaways,
        shares=shares_figure(maker),
        segments=tuple(
            SegmentLine(maker.letters(group.segments), line.text)
            for group, line in zip(maker.views.groups, told.segments, strict=True)
        ),
        opportunities=tuple(_opportunity(maker, row) for row in told.opportunities),
        changes=maker.said(told.changes, links.SUMMARY),
        cannot_tell=maker.said(told.cannot_tell, links.SUMMARY),
        quality=maker.said(told.quality, links.SUMMARY),
        body=text.html,
    )


def _opportunity(maker: Maker, row: select.Opportunity) -> OpportunityRow:
    names = {view.place.slug: view.place.name for view in maker.views.pages}
    return OpportunityRow(
        letters=maker.letters((row.segment,)),
        option=row.option,
        text=row.text,
        measure=row.measure,
        customers=row.customers,
        customers_share=row.customers_share,
        spend_share=row.spend_share,
        where=tuple(Link(maker.links.city(slug), names[slug]) for slug in row.where[:3]),
        confidence=row.confidence,
    )
