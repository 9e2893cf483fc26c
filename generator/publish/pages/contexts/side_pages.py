"""Contexts of the other pages: texts, downloads, tools, embeds, redirects, patterns.

One dataclass for each template, as in `pages`, which holds the table of templates.
"""

from dataclasses import dataclass
from typing import Any

from generator.publish.charts.figure import Figure
from generator.publish.claims.select import Sentence
from generator.publish.pages.contexts.frame import Banner, Context, Link
from generator.publish.pages.contexts.rows import Card, CityRow, Entry, Kpi, Letters
from generator.publish.words import naming_rules


@dataclass(frozen=True, slots=True)
class TextContext(Context):
    """pages/text.html: methods, data quality, privacy, glossary, my town.

    Attributes:
        parts: Text of the page, as HTML: one more part than there are figures, which go between them.
        figures: Figures between the parts.
    """

    parts: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class DataContext(Context):
    """pages/data.html: the downloads.

    Attributes:
        body: Text of the page, as HTML.
        files: The files, each with a description.
    """

    body: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ToolContext(Context):
    """pages/tool.html: Compare (two to four places side by side) and Explore (any selection), drawn by a script.

    Attributes:
        script: Name of its script, and of the table of its texts.
        words: Texts of the script, and the site facts that they use.
        cities: Path of the cities table, for readers without scripts.
        body: Text of the page, as HTML.
    """

    script: str
    words: dict[str, Any]
    cities: str
    body: str


@dataclass(frozen=True, slots=True)
class NotFoundContext(Context):
    """pages/404.html: shown at any URL, so its links are absolute.

    Attributes:
        body: Text of the page, as HTML.
        doors: The largest places with a page.
        guess: Script that finds the base of the site where its URL is unknown; empty when it is known.
    """

    body: str
    doors: tuple[Link, ...]
    guess: str


@dataclass(frozen=True, slots=True)
class EmbedContext(Context):
    """pages/embed.html: one figure without the site around it, for embedding in other pages.

    Attributes:
        figure: The figure.
        where: Title of its page.
        source: Text of the link to that page.
        path: Path of that page, with the figure's anchor.
    """

    figure: Figure
    where: str
    source: str
    path: str


@dataclass(frozen=True, slots=True)
class RedirectContext(Context):
    """pages/redirect.html: redirect from a former slug of a place.

    Attributes:
        target: Path of the place's current page.
        text: Text of the link to it.
    """

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class PatternsContext(Context):
    """pages/patterns.html: every shared template component, for designers.

    Attributes:
        body: Text of the page, as HTML.
        headline: A sentence, to show the type scale.
        kpi_row: Key figures.
        cards: Segment cards.
        options: Options to test, of one segment.
        option_of: Id of that segment.
        highlights: List of sentences.
        wide: A figure with its tools and table; None when the release has none.
        beside: A figure next to another one; None with fewer than three measures.
        chosen: A figure with several views; None without one.
        where: The map; None where no place has coordinates.
        rows: Places with and without a mix.
        palette: Ids and codes of all segment colours.
        neutrals: Names of the other colours.
        confidences: The confidence labels.
        doors: Links in columns.
        banners: Banners.
    """

    body: str
    headline: Sentence
    kpi_row: tuple[Kpi, ...]
    cards: tuple[Card, ...]
    options: tuple[naming_rules.Option, ...]
    option_of: str
    highlights: tuple[Entry, ...]
    wide: Figure | None
    beside: Figure | None
    chosen: Figure | None
    where: Figure | None
    rows: tuple[CityRow, ...]
    palette: Letters
    neutrals: tuple[str, ...]
    confidences: tuple[str, ...]
    doors: tuple[Link, ...]
    banners: tuple[Banner, ...]
