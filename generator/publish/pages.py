"""What each kind of page is given: one dataclass a template, so that every template variable has a name and a meaning.

A template under `templates/pages/` may use the fields of its context, `t` (words of the interface) and nothing else; a
test compares them. May import `figure`, `insights`' types, `content`'s types and the standard library.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.publish.content import Option
from generator.publish.figure import Figure
from generator.publish.insights import Sentence

Letters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A path inside the site with its words; `id` names its section in the navigation, `note` stands beside it."""

    path: str
    title: str
    id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A line over every page: kind (synthetic, internal, imported) and words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """What is the same on every page.

    Attributes:
        title: Name of the site.
        lang: Language of the words.
        css: Style sheet, inlined.
        scripts: Paths of scripts by name: `atlas` (on every page), `plotly`, and those that some pages load.
        nav: Main navigation.
        foot: Footer links.
        lines: Lines of the footer.
        banners: Banners over every page.
        window: "Data 1 Aug to 21 Oct 2016".
        released: "Data to 21 Oct 2016, released by …"; empty when the publisher is unknown.
        how_sure: Path that explains confidence.
        who_is: Path that explains what a customer is.
        striped: Whether a segment of the second half of the palette exists, which is drawn with stripes.
    """

    title: str
    lang: str
    css: str
    scripts: dict[str, str]
    nav: tuple[Link, ...]
    foot: tuple[Link, ...]
    lines: tuple[str, ...]
    banners: tuple[Banner, ...]
    window: str
    released: str
    how_sure: str
    who_is: str
    striped: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page's own head.

    Attributes:
        path: Path inside the site.
        section: Id of its place in the navigation; empty for none.
        title: Title of the tab and of previews.
        description: One sentence for search engines and previews.
        canonical: Public address; None when the site's address is unknown.
        noindex: Whether search engines are asked to stay away.
        csp: Content security policy.
        crumbs: Breadcrumb; the last has no path.
    """

    path: str
    section: str
    title: str
    description: str
    canonical: str | None
    noindex: bool
    csp: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What every template gets.

    Attributes:
        site: The site.
        page: The page.
        link: Turns a path inside the site into a relative link from this page.
    """

    site: Site
    page: Page
    link: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure: title, value, notes below it; `words` when the value is words instead of a number."""

    title: str
    value: str
    notes: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in a list: the words before its link, those of the link, and the rest; `href` empty: no link."""

    before: str
    linked: str
    after: str
    href: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """Options to test of one segment: tags, name, titles, where the details are, and the link's words."""

    letters: Letters
    name: str
    titles: tuple[str, ...]
    path: str
    more: str


@dataclass(frozen=True, slots=True)
class Card:
    """A segment in short: id for its colour, tags, name, page, size in words, rule (empty: not said)."""

    id: str
    letters: Letters
    name: str
    path: str
    size: str
    rule: str


@dataclass(frozen=True, slots=True)
class MixPart:
    """One part of a small mix bar: colour classes, width in per cent, second segment of a joined part."""

    css: str
    width: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class CityRow:
    """A row of the cities table; `path` is empty for places without a page, `mix` where the mix is not told."""

    path: str
    name: str
    customers: str
    mix: tuple[MixPart, ...]
    mix_label: str
    typical: str
    finding: str
    apart: bool


@dataclass(frozen=True, slots=True)
class CityGroup:
    """A section of the cities page: anchor, title, subtotal, rows."""

    id: str
    title: str
    note: str
    rows: tuple[CityRow, ...]


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """A row of the summary's options: see `insights.Opportunity`; `where` are links."""

    letters: Letters
    option: str
    text: str
    measure: str
    customers: str
    customers_share: str
    spend_share: str
    where: tuple[Link, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment in one line: tags and sentence."""

    letters: Letters
    text: str


@dataclass(frozen=True, slots=True)
class CityContext(Context):
    """pages/city.html: one city or district.

    Attributes:
        name: Its name.
        state: Its state; empty where it has the same name.
        headline: The one sentence under the name.
        kpi_row: Key figures, each beside all customers.
        no_frequency: Why transactions per customer are missing; empty when they are not.
        standouts: None to six sentences.
        share_of_spend: Share of customers against share of spend; None when withheld.
        why_sparse: Why segments are joined or missing; None when all stand apart.
        bars: Who banks here; None without a mix.
        strips: How they bank; None when nothing is published.
        radar: The same as a shape; None with fewer than three measures.
        plane: Segments on the positioning plane; None with fewer than two.
        options: Options to test by segment.
        csv: Path of its CSV.
        json: Path of its JSON.
        body: Notes on the data, as HTML.
        previous: The next larger place.
        next: The next smaller place.
    """

    name: str
    state: str
    headline: Sentence
    kpi_row: tuple[Kpi, ...]
    no_frequency: str
    standouts: tuple[Said, ...]
    share_of_spend: Sentence | None
    why_sparse: Sentence | None
    bars: Figure | None
    strips: Figure | None
    radar: Figure | None
    plane: Figure | None
    options: tuple[OptionRow, ...]
    csv: str
    json: str
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
        highlights: One to six sentences.
        shares: Share of customers against share of spend; None when a mean spend is withheld.
        cards: The segments in short.
        spread: Customers by city and segment; None without cities.
        heat: Typical spend by city and segment; None without any mix.
        plane: Segments on the positioning plane.
        doors: States with the number of their pages.
        body: Words of the page, as HTML.
        quality: Data quality in a sentence.
    """

    name: str
    headline: Sentence
    kpi_row: tuple[Kpi, ...]
    highlights: tuple[Said, ...]
    shares: Figure | None
    cards: tuple[Card, ...]
    spread: Figure | None
    heat: Figure | None
    plane: Figure | None
    doors: tuple[Link, ...]
    body: str
    quality: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SummaryContext(Context):
    """pages/summary.html: two printed pages.

    Attributes:
        takeaways: Two to five sentences.
        shares: Share of customers against share of spend; None when a mean spend is withheld.
        segments: One line a segment.
        opportunities: Options to test, most spend first.
        changes: What changed since the earlier release.
        cannot_tell: What these data cannot tell.
        quality: Data quality in one to three sentences.
        body: Words of the page, as HTML.
    """

    takeaways: tuple[Sentence, ...]
    shares: Figure | None
    segments: tuple[SegmentLine, ...]
    opportunities: tuple[OpportunityRow, ...]
    changes: tuple[Said, ...]
    cannot_tell: tuple[Said, ...]
    quality: tuple[Said, ...]
    body: str


@dataclass(frozen=True, slots=True)
class CitiesContext(Context):
    """pages/cities.html: every place with a page, by state.

    Attributes:
        key: Tags and names of the segments, for the mix bars.
        doors: The states, as links into the page.
        groups: One section a state, then districts and pools.
        body: Words of the page, as HTML.
    """

    key: tuple[SegmentLine, ...]
    doors: tuple[Link, ...]
    groups: tuple[CityGroup, ...]
    body: str


@dataclass(frozen=True, slots=True)
class SegmentsContext(Context):
    """pages/segments.html: all segments.

    Attributes:
        cards: The segments in short.
        shares: Share of customers against share of spend; None when a mean spend is withheld.
        strips: All segments on the strips; None when nothing is published.
        plane: Segments on the positioning plane.
        body: Words of the page, as HTML.
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
        letters: Its tag.
        name: Its name.
        headline: Its share of customers and of spend.
        rule: The rule that named it.
        kpi_row: Key figures, each beside all customers.
        profile: How it differs from all customers.
        strips: All segments on the strips, this one in front.
        radar: Its percentiles as a shape; None with fewer than three measures.
        bands: Its customers by gender and age; None when neither is in the data.
        over: Where it is clearly over-represented.
        under: Where it is clearly under-represented.
        nowhere: Said when both are empty.
        options: Options to test.
        body: Words of the page, as HTML.
        previous: The segment before.
        next: The segment after.
    """

    letters: Letters
    name: str
    headline: Sentence
    rule: Sentence
    kpi_row: tuple[Kpi, ...]
    profile: tuple[Said, ...]
    strips: Figure | None
    radar: Figure | None
    bands: Figure | None
    over: tuple[Said, ...]
    under: tuple[Said, ...]
    nowhere: Sentence | None
    options: tuple[Option, ...]
    body: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class TextContext(Context):
    """pages/text.html: methods, data quality, privacy, glossary, my town.

    Attributes:
        body: Words of the page, as HTML.
        figures: Figures under them.
    """

    body: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class DataContext(Context):
    """pages/data.html: the downloads.

    Attributes:
        body: Words of the page, as HTML.
        files: The files, each with what it holds.
    """

    body: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class NotFoundContext(Context):
    """pages/404.html: shown at any address, so its links are absolute.

    Attributes:
        body: Words of the page, as HTML.
        doors: Places with a page, the largest.
        guess: Script that finds the site's base where the address is unknown; empty when it is known.
    """

    body: str
    doors: tuple[Link, ...]
    guess: str


#: Template by context.
TEMPLATES: dict[type[Context], str] = {
    CityContext: "pages/city.html",
    OverviewContext: "pages/overview.html",
    SummaryContext: "pages/summary.html",
    CitiesContext: "pages/cities.html",
    SegmentsContext: "pages/segments.html",
    SegmentContext: "pages/segment.html",
    TextContext: "pages/text.html",
    DataContext: "pages/data.html",
    NotFoundContext: "pages/404.html",
}
