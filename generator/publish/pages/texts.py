"""Pages that are mostly words: methods, data quality, privacy, glossary, my town, data, and the page for no page.

No sentence is typed here.
"""

import base64
import hashlib
import re
from dataclasses import replace
from urllib.parse import urlsplit

from generator.publish.charts.base.context import Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.methods.density import density
from generator.publish.charts.methods.evidence import evidence
from generator.publish.charts.methods.histogram import histogram
from generator.publish.facts.blocks import placed
from generator.publish.output import links
from generator.publish.pages.builder import CSP, Maker
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.side_pages import DataContext, NotFoundContext, TextContext
from generator.release.columns import COLUMNS

#: Pages of this kind, by page id.
TEXTS = ("methods", "data-quality", "privacy", "glossary", "my-town", "old-dashboard")

_MOST_DOORS = 12

#: Links of the page for no page, when the site's address is unknown: the first folder is the base on project pages.
_GUESS = (
    'addEventListener("DOMContentLoaded",function(){'
    'var b=/\\.github\\.io$/.test(location.hostname)?"/"+location.pathname.split("/")[1]+"/":"/";'
    'document.querySelectorAll("a[href]").forEach(function(a){var h=a.getAttribute("href");'
    "if(!/^([a-z]+:|#|\\/)/.test(h))a.href=b+h})})"
)

#: A place of figures in a page of words, see `blocks.placed`.
_PLACE = re.compile(re.escape(placed("NAME")).replace("NAME", "([a-z]+)"))

_RELATIVE = re.compile(r'href="(?![a-z]+:|[#/])')


def text(maker: Maker, id_: str) -> TextContext:
    """Return the context of one page of words."""
    words = maker.content.page(id_)
    crumbs = maker.crumbs(Link("", words.title))
    parts, figures = _placed(words.html, _figures(maker) if id_ == "methods" else {})
    return TextContext(
        **maker.head(links.PAGES[id_], id_, words.title, words.description, crumbs), parts=parts, figures=figures
    )


def _figures(maker: Maker) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of the methods page by the name of their place."""
    return {
        "distributions": _histograms(maker),
        "evidence": _evidence(maker),
        "projection": _projection(maker),
    }


def _placed(html: str, figures: dict[str, tuple[Figure, ...]]) -> tuple[tuple[str, ...], tuple[Figure, ...]]:
    """Cut words at the places of figures; return the parts, one more than figures, and the figures in their order."""
    first, *rest = _PLACE.split(html)
    parts, found = [first], []
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        for figure in figures.get(name, ()):
            found.append(figure)
            parts.append("")
        parts[-1] += after
    return tuple(part.strip() for part in parts), tuple(found)


def _evidence(maker: Maker) -> tuple[Figure, ...]:
    """Return the scores by number of segments, where the release has them."""
    figure = evidence(maker.kit, maker.texts("evidence"))
    return (figure,) if figure else ()


def _projection(maker: Maker) -> tuple[Figure, ...]:
    """Return the customers on the plane of two principal components, where the release has them."""
    data = maker.views.release.overall.projection
    return (density(maker.kit, data, maker.texts("projection")),) if data and data.cells else ()


def _histograms(maker: Maker) -> tuple[Figure, ...]:
    """Return a distribution for each measure that has more than one bin."""
    found = []
    for data in maker.views.release.overall.histograms:
        if len(data.bins) < 2:
            continue
        title = COLUMNS[data.measure].title
        words = {"measure": title[:1].lower() + title[1:]}
        texts = Texts(
            id=f"all-{data.measure}",
            question=maker.t("figures.histogram.question"),
            title=maker.t("figures.histogram.title", **words),
            caption=maker.t("figures.histogram.caption", n=maker.fmt.count(sum(bin_.n for bin_ in data.bins))),
        )
        found.append(histogram(maker.kit, data, texts))
    return tuple(found)


def data(maker: Maker) -> DataContext:
    """Return the context of the downloads page."""
    words = maker.content.page("data")
    paths = (links.RELEASE_JSON, links.CITIES_CSV, links.CITY_SEGMENTS_CSV, links.SEGMENTS_CSV, links.DATAPACKAGE)
    files = tuple(
        Link(path, path.rpartition("/")[2], "", maker.t("data." + re.sub(r"[-.]", "_", path.rpartition("/")[2])))
        for path in paths
    )
    crumbs = maker.crumbs(Link("", words.title))
    return DataContext(
        **maker.head(links.DATA, "data", words.title, words.description, crumbs), body=words.html, files=files
    )


def not_found(maker: Maker) -> NotFoundContext:
    """Return the context of the page that stands at every address without one: its links are absolute."""
    words = maker.content.page("404")
    head = maker.head(links.NOT_FOUND, "", words.title, words.description)
    guess, body = "", words.html
    if maker.links.site_url:
        base = urlsplit(maker.links.site_url).path.rstrip("/") + "/"
        head["link"] = lambda path: base + maker.links.rel(links.OVERVIEW, path)
        body = _RELATIVE.sub(f'href="{base}', body)
    else:
        guess = _GUESS
        digest = base64.b64encode(hashlib.sha256(guess.encode()).digest()).decode()
        head["page"] = replace(head["page"], csp=CSP.format(script=f"'sha256-{digest}'"))
    head["page"] = replace(head["page"], canonical=None, noindex=True)
    doors = tuple(
        Link(maker.links.city(view.place.slug), view.place.name, "", view.place.state)
        for view in maker.views.pages[:_MOST_DOORS]
    )
    return NotFoundContext(**head, body=body, doors=doors, guess=guess)
