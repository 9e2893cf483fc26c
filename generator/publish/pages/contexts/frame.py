"""What every page is given, whatever its kind: the site, the page itself, and how to link from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


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
        locale: Language and country, as previews name them.
        css: Style sheet, inlined.
        scripts: Paths of scripts by name: `atlas` (on every page), `plotly`, and those that some pages load.
        nav: Main navigation.
        foot: Footer links.
        lines: Lines of the footer.
        repeated: Those of them that a printed page says in its source line.
        banners: Banners over every page.
        window: "Data 1 Aug to 21 Oct 2016".
        released: "Data to 21 Oct 2016, released by …"; empty when the publisher is unknown.
        how_sure: Path that explains confidence.
        who_is: Path that explains what a customer is.
        striped: Whether a segment of the second half of the palette exists, which is drawn with stripes.
        definitions: Where a figure's measure is defined, by figure id: path with anchor.
        sheet: Path of the style sheet of figures that stand alone in frames; empty when the site has none.
    """

    title: str
    lang: str
    locale: str
    css: str
    scripts: dict[str, str]
    nav: tuple[Link, ...]
    foot: tuple[Link, ...]
    lines: tuple[str, ...]
    repeated: tuple[str, ...]
    banners: tuple[Banner, ...]
    window: str
    released: str
    how_sure: str
    who_is: str
    striped: bool
    definitions: dict[str, str]
    sheet: str


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of a page in previews: whole address, width and height in pixels, words for who cannot see it."""

    url: str
    width: str
    height: str
    alt: str


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
        name: Short name, for files that a reader takes away.
        embed: Folder of its figures for frames; empty when it offers none.
        source: Where the page's figures come from, printed under it.
        image: Its picture in previews; None without one, or where the site's address is unknown.
        data: What search engines for data read (schema.org); None on pages that hold no data of their own.
    """

    path: str
    section: str
    title: str
    description: str
    canonical: str | None
    noindex: bool
    csp: str
    crumbs: tuple[Link, ...]
    name: str
    embed: str
    source: str
    image: Image | None = None
    data: dict[str, Any] | None = None


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
