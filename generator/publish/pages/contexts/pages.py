"""Contexts of pages with findings: one dataclass for each template, which documents its variables.

A template under `templates/pages/` may use the fields of its context and `t` (texts of the interface) only; a
test enforces this.
"""

from dataclasses import dataclass

from generator.publish.charts.figure import Figure
from generator.publish.claims.select import Sentence
from generator.publish.pages.contexts.frame import Context, Link
from generator.publish.pages.contexts.rows import (
    AlikeRow,
    Answer,
    Card,
    Choice,
    CityGroup,
    Entry,
    Kpi,
    Letters,
    NearRow,
    OpportunityRow,
    OptionRow,
    SegmentLine,
)
from generator.publish.pages.contexts.side_pages import (
    DataContext,
    EmbedContext,
    NotFoundContext,
    PatternsContext,
    RedirectContext,
    TextContext,
    ToolContext,
)
from generator.publish.words.naming_rules import Option


@dataclass(frozen=True, slots=True)
class CityContext(Context):
    """pages/city.html: one city or district.

    Attributes:
        name: Its name.
        state: Its state; empty where it has the same name.
        headline: The one sentence under the name.
        covers: Cities covered by a metropolitan area; empty for other places.
        metro: Text before the neighbours; empty without any.
        near: Other places of its metropolitan area that have pages.
        compare: Link that compares it with others; empty without a Compare page.
        kpi_row: Key figures, each with that of all customers.
        no_frequency: Why transactions per customer are missing; empty when they are not.
        standouts: None to six sentences.
        share_of_spend: Share of customers against share of spend; None when suppressed.
        spend: Share of spend above share of customers, by segment; None where a mean spend is suppressed.
        why_sparse: Why segments are merged or missing; None when all are separate.
        bars: Segment shares; None without a mix.
        strips: Profile strips; None when nothing is published.
        plane: Segments on the positioning plane; None with fewer than two.
        state_mix: The mix of its state, for a place without a mix; None where none is shown.
        state_said: The same as a sentence.
        nearest_mix: The nearest place with a mix of its own, likewise.
        answers: Why there are no segments, and what follows; empty for a place with a mix.
        alike: Similar cities, up to three.
        alike_note: What they were compared on; empty without any.
        larger: The nearest larger city, where no similar ones are named or no mix is shown; None where none is known.
        in_state: Text before the other places of its state; empty without any, and where similar cities are named.
        state_places: The largest of them.
        state_all: Link to all places of the state; None where all are listed.
        options: Options to test by segment.
        csv: Path of its CSV.
        json: Path of its JSON.
        card: Path of its social card; empty without one.
        qr: Its URL as a QR code, as SVG; empty where the site's URL is unknown.
        around: Map of the places around it, as SVG; empty when its coordinates are unknown.
        nearest: The nearest places with a page.
        body: Notes on the data, as HTML.
        previous: The next larger place.
        next: The next smaller place.
    """

    name: str
    state: str
    headline: Sentence
    covers: str
    metro: str
    near: tuple[Link, ...]
    compare: str
    kpi_row: tuple[Kpi, ...]
    no_frequency: str
    standouts: tuple[Entry, ...]
    share_of_spend: Sentence | None
    spend: Figure | None
    why_sparse: Sentence | None
    bars: Figure | None
    strips: Figure | None
    plane: Figure | None
    state_mix: Figure | None
    state_said: Sentence | None
    nearest_mix: NearRow | None
    answers: tuple[Answer, ...]
    alike: tuple[AlikeRow, ...]
    alike_note: str
    larger: Entry | None
    in_state: str
    state_places: tuple[Link, ...]
    state_all: Link | None
    options: tuple[OptionRow, ...]
    csv: str
    json: str
    card: str
    qr: str
    around: str
    nearest: tuple[NearRow, ...]
    body: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class OverviewContext(Context):
    """pages/overview.html: the whole bank.

    Attributes:
        name: Heading.
        headline: The one sentence under it.
        kpi_row: Key figures.
        contents: Table of contents of the figures.
        shares: Share of customers against share of spend; None when a mean spend is suppressed.
        cards: Segment cards.
        where: The map; None when no place has coordinates.
        figures: Figures by city: distribution, heatmaps, treemap, totals, averages, and the segments' positions.
        highlights: One to six sentences.
        doors: States with the number of their pages; without states, all cities.
        by_state: Whether the doors are states.
        body: Text of the page, as HTML.
        quality: Data quality in a sentence.
    """

    name: str
    headline: Sentence
    kpi_row: tuple[Kpi, ...]
    contents: tuple[Link, ...]
    shares: Figure | None
    cards: tuple[Card, ...]
    where: Figure | None
    figures: tuple[Figure, ...]
    highlights: tuple[Entry, ...]
    doors: tuple[Link, ...]
    by_state: bool
    body: str
    quality: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SummaryContext(Context):
    """pages/summary.html: two printed pages.

    Attributes:
        takeaways: Two to five sentences.
        shares: Share of customers against share of spend; None when a mean spend is suppressed.
        segments: One line a segment.
        opportunities: Options to test, most spend first.
        changes: Changes since the earlier release.
        cannot_tell: Limits of the data.
        quality: Data quality in one to three sentences.
        body: Text of the page, as HTML.
    """

    takeaways: tuple[Sentence, ...]
    shares: Figure | None
    segments: tuple[SegmentLine, ...]
    opportunities: tuple[OpportunityRow, ...]
    changes: tuple[Entry, ...]
    cannot_tell: tuple[Entry, ...]
    quality: tuple[Entry, ...]
    body: str


@dataclass(frozen=True, slots=True)
class CitiesContext(Context):
    """pages/cities.html: every place with a page, by state if there are states.

    Attributes:
        key: Tags and names of the segments, for the mix bars.
        doors: Links to the states' sections; empty without states.
        by_state: Whether there are states to choose from.
        sorts: Sort orders of the table.
        letters: First letters of its cities.
        groups: One section for each state, then districts and pools.
        compared: Whether rows have typical spend and findings; not for an imported table.
        body: Text of the page, as HTML.
    """

    key: tuple[SegmentLine, ...]
    doors: tuple[Link, ...]
    by_state: bool
    sorts: tuple[Choice, ...]
    letters: tuple[str, ...]
    groups: tuple[CityGroup, ...]
    compared: bool
    body: str


@dataclass(frozen=True, slots=True)
class SegmentsContext(Context):
    """pages/segments.html: all segments.

    Attributes:
        cards: Segment cards.
        shares: Share of customers against share of spend; None when a mean spend is suppressed.
        strips: All segments on the strips; None when nothing is published.
        plane: Segments on the positioning plane.
        body: Text of the page, as HTML.
    """

    cards: tuple[Card, ...]
    shares: Figure | None
    strips: Figure | None
    plane: Figure | None
    body: str


@dataclass(frozen=True, slots=True)
class SegmentContext(Context):
    """pages/segment.html: one segment.

    Attributes:
        letters: Its segment code.
        name: Its name.
        headline: Its share of customers and of spend.
        rule: Its naming rule.
        kpi_row: Key figures, each with that of all customers.
        profile: How it differs from all customers.
        strips: Profile strips of all segments, this one in front.
        bands: Its customers by gender and age; None when neither is in the data.
        over: Where it is clearly over-represented.
        under: Where it is clearly under-represented.
        nowhere: Sentence shown when both are empty.
        options: Options to test.
        body: Text of the page, as HTML.
        previous: The segment before.
        next: The segment after.
    """

    letters: Letters
    name: str
    headline: Sentence
    rule: Sentence
    kpi_row: tuple[Kpi, ...]
    profile: tuple[Entry, ...]
    strips: Figure | None
    bands: Figure | None
    over: tuple[Entry, ...]
    under: tuple[Entry, ...]
    nowhere: Sentence | None
    options: tuple[Option, ...]
    body: str
    previous: Link | None
    next: Link | None


#: Template by context type.
TEMPLATES: dict[type[Context], str] = {
    CityContext: "pages/city.html",
    OverviewContext: "pages/overview.html",
    SummaryContext: "pages/summary.html",
    CitiesContext: "pages/cities.html",
    SegmentsContext: "pages/segments.html",
    SegmentContext: "pages/segment.html",
    TextContext: "pages/text.html",
    DataContext: "pages/data.html",
    ToolContext: "pages/tool.html",
    NotFoundContext: "pages/404.html",
    EmbedContext: "pages/embed.html",
    RedirectContext: "pages/redirect.html",
    PatternsContext: "pages/patterns.html",
}
