"""The overview and the executive summary: the whole bank.

May import `maker` and what it imports, and the figure modules. No sentence is typed here.
"""

from generator.columns import IMPORTED_MEASURES
from generator.publish import insights, links
from generator.publish.bank_figures import heat_figure, plane_figure, shares_figure, spread_figure
from generator.publish.maker import Maker
from generator.publish.page_lists import doors
from generator.publish.pages import Kpi, Link, OpportunityRow, OverviewContext, SegmentLine, SummaryContext


def overview(maker: Maker) -> OverviewContext:
    """Return the context of the first page."""
    text = maker.content.page("overview")
    told = insights.overview(maker.views, maker.content, maker.fmt)
    shares, spread, heat = shares_figure(maker), spread_figure(maker), heat_figure(maker)
    plane = plane_figure(maker)
    anchors = frozenset(figure.id for figure in (shares, spread, heat, plane) if figure)
    return OverviewContext(
        **maker.head(links.OVERVIEW, "overview", text.title, text.description),
        name=maker.views.release.label,
        headline=told.headline,
        kpi_row=_kpis(maker),
        highlights=maker.said(told.highlights, links.OVERVIEW, anchors),
        shares=shares,
        cards=maker.cards(),
        spread=spread,
        heat=heat,
        plane=plane,
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
    told = insights.summary(maker.views, maker.content, maker.fmt)
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


def _opportunity(maker: Maker, row: insights.Opportunity) -> OpportunityRow:
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
