"""What the pages around the findings are given: texts, downloads, tools, frames, former addresses, samples.

One dataclass a template, as in `pages`, which says what belongs to which.
"""

from dataclasses import dataclass
from typing import Any

from generator.publish.charts.figure import Figure
from generator.publish.claims.select import Sentence
from generator.publish.pages.contexts.frame import Banner, Context, Link
from generator.publish.pages.contexts.rows import Card, CityRow, Kpi, Letters, Said


@dataclass(frozen=True, slots=True)
class TextContext(Context):
    """pages/text.html: methods, data quality, privacy, glossary, my town.

    Attributes:
        parts: Words of the page, as HTML: one part more than there are figures, which stand between them.
        figures: Figures in the words.
    """

    parts: tuple[str, ...]
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
class ToolContext(Context):
    """pages/tool.html: Compare (two to four places side by side) and Explore (any selection), drawn by a script.

    Attributes:
        script: Name of its script, and of the table of its words.
        words: Words of the script, and the facts of the site that they name.
        cities: Path of the cities table, for readers without scripts.
        body: Words of the page, as HTML.
    """

    script: str
    words: dict[str, Any]
    cities: str
    body: str


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


@dataclass(frozen=True, slots=True)
class EmbedContext(Context):
    """pages/embed.html: one figure without the site around it, for a frame on another page.

    Attributes:
        figure: The figure.
        where: Title of the page that it is from.
        source: Words of the link to that page.
        path: Path of that page, with the figure's anchor.
    """

    figure: Figure
    where: str
    source: str
    path: str


@dataclass(frozen=True, slots=True)
class MovedContext(Context):
    """pages/moved.html: a former address of a place.

    Attributes:
        target: Path of the place's page.
        text: Words of the link to it.
    """

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class PatternsContext(Context):
    """pages/patterns.html: every piece that templates share, for whoever changes the look.

    Attributes:
        body: Words of the page, as HTML.
        headline: A sentence, for the sizes of type.
        kpi_row: Key figures.
        cards: The segments in short.
        highlights: Sentences of a list.
        wide: A figure with its tools and table; None when the release has none.
        beside: A figure that stands beside another; None with fewer than three measures.
        chosen: A figure drawn in several ways; None without one.
        where: The map; None where no place has coordinates.
        rows: Places with and without a mix.
        palette: Ids and letters of all segment colours.
        neutrals: Names of the other colours.
        confidences: The three words for how sure a sentence is.
        doors: Links in columns.
        banners: Lines over the pages of some sites.
    """

    body: str
    headline: Sentence
    kpi_row: tuple[Kpi, ...]
    cards: tuple[Card, ...]
    highlights: tuple[Said, ...]
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
