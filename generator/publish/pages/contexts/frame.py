"""Context common to all pages: the site, the page itself, and its links."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A path inside the site with its text; `id` is its section in the navigation, `note` a text next to it."""

    path: str
    title: str
    id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner at the top of every page: kind (synthetic, internal, imported) and text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """Context shared by all pages.

    Attributes:
        title: Name of the site.
        lang: Language of the texts.
        locale: Language and country, for Open Graph tags.
        css: Style sheet, inlined.
        scripts: Paths of scripts by name: `atlas` (on every page), `plotly`, and those loaded by some pages.
        nav: Main navigation.
        foot: Footer links.
        lines: Lines of the footer.
        repeated: Those of them that are repeated in the printed source line.
        banners: Banners at the top of every page.
        window: "Data 1 Aug to 21 Oct 2016".
        released: "Released by …"; empty when the publisher is unknown.
        strap: ", released by …", after the window at the top of every page; empty when the publisher is unknown.
        how_sure: Path of the explanation of confidence.
        who_is: Path of the definition of a customer.
        striped: Whether a segment uses the second half of the palette, which is striped.
        definitions: Glossary links of the figures' measures, by figure id: path with anchor.
        sheet: Path of the style sheet of embeds; empty when the site has none.
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
    strap: str
    how_sure: str
    who_is: str
    striped: bool
    definitions: dict[str, str]
    sheet: str


@dataclass(frozen=True, slots=True)
class Image:
    """Social card of a page: absolute URL, width and height in pixels, alternative text."""

    url: str
    width: str
    height: str
    alt: str


@dataclass(frozen=True, slots=True)
class Page:
    """Head of a page.

    Attributes:
        path: Path inside the site.
        section: Id of its navigation section; empty for none.
        title: Title of the tab and of previews.
        description: One sentence for search engines and previews.
        canonical: Canonical URL; None when the site's URL is unknown.
        noindex: Whether search engines are asked not to index the page.
        csp: Content security policy.
        crumbs: Breadcrumb; the last has no path.
        name: Short name, for names of downloaded files.
        embed: Folder of its embeds; empty when it has none.
        source: Source line, printed below the page.
        image: Its social card; None without one, or where the site's URL is unknown.
        data: Structured data (schema.org) for dataset search engines; None on pages without data.
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
    """Base of all template contexts.

    Attributes:
        site: The site.
        page: The page.
        link: Converts a path inside the site to a relative link from this page.
    """

    site: Site
    page: Page
    link: Callable[[str], str]
