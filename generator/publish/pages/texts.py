"""Text pages: methods, data quality, privacy, glossary, my town, data, and the 404 page.

Holds no wording.
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
from generator.publish.pages.builder import CSP, PageBuilder
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.side_pages import DataContext, NotFoundContext, TextContext

#: Pages of this kind, by page id.
TEXTS = ("methods", "data-quality", "privacy", "glossary", "my-town", "old-dashboard")

_MOST_DOORS = 12

#: Fixes the links of the 404 page when the site's URL is unknown: on project pages the first folder is the base.
_GUESS = (
    'var s=document.querySelector("style"),'
    'b=location.protocol=="file:"?"":/\\.github\\.io$/.test(location.hostname)?"/"+location.pathname.split("/")[1]+"/":"/";'
    'addEventListener("DOMContentLoaded",function(){'
    'document.querySelectorAll("a[href]").forEach(function(a){var h=a.getAttribute("href");'
    "if(!/^([a-z]+:|#|\\/)/.test(h))a.href=b+h})});"
    # Before the body is read, so that no font is asked for at the wrong address.
    's.textContent=s.textContent.replace(/url\\(assets\\//g,"url("+b+"assets/")'
)

#: A figure slot in a text page, see `blocks.placed`.
_PLACE = re.compile(re.escape(placed("NAME")).replace("NAME", "([a-z]+)"))

_RELATIVE = re.compile(r'href="(?![a-z]+:|[#/])')


def text(builder: PageBuilder, id_: str) -> TextContext:
    """Return the context of a text page."""
    words = builder.content.page(id_)
    crumbs = builder.crumbs(Link("", words.title))
    parts, figures = _placed(words.html, _figures(builder) if id_ == "methods" else {})
    return TextContext(
        **builder.head(links.PAGES[id_], id_, words.title, words.description, crumbs), parts=parts, figures=figures
    )


def _figures(builder: PageBuilder) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of the methods page by slot."""
    return {
        "distributions": _histograms(builder),
        "evidence": _evidence(builder),
        "projection": _projection(builder),
    }


def _placed(html: str, figures: dict[str, tuple[Figure, ...]]) -> tuple[tuple[str, ...], tuple[Figure, ...]]:
    """Split a text at its figure slots; return the parts, one more than figures, and the figures in order."""
    first, *rest = _PLACE.split(html)
    parts, found = [first], []
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        for figure in figures.get(name, ()):
            found.append(figure)
            parts.append("")
        parts[-1] += after
    return tuple(part.strip() for part in parts), tuple(found)


def _evidence(builder: PageBuilder) -> tuple[Figure, ...]:
    """Return the figure of scores by number of segments, if the release has them."""
    figure = evidence(builder.chart, builder.texts("evidence"))
    return (figure,) if figure else ()


def _projection(builder: PageBuilder) -> tuple[Figure, ...]:
    """Return the figure of customers on the plane of two principal components, if the release has them."""
    data = builder.views.release.overall.projection
    return (density(builder.chart, data, builder.texts("projection")),) if data and data.cells else ()


def _histograms(builder: PageBuilder) -> tuple[Figure, ...]:
    """Return a histogram for each measure with more than one bin."""
    found = []
    for data in builder.views.release.overall.histograms:
        if len(data.bins) < 2:
            continue
        title = builder.content.title(data.measure)
        n = sum(bin_.n for bin_ in data.bins)
        caption = "caption" if n == builder.views.n else "caption_known"
        words = {"measure": title[:1].lower() + title[1:]}
        texts = Texts(
            id=f"all-{data.measure}",
            question=builder.t("figures.histogram.question"),
            title=builder.t("figures.histogram.title", **words),
            caption=builder.t(f"figures.histogram.{caption}", n=builder.fmt.count(n)),
        )
        found.append(histogram(builder.chart, data, texts))
    return tuple(found)


def data(builder: PageBuilder) -> DataContext:
    """Return the context of the downloads page."""
    words = builder.content.page("data")
    paths = (
        links.RELEASE_JSON,
        links.RELEASE_SCHEMA,
        links.CITIES_CSV,
        links.CITY_SEGMENTS_CSV,
        links.SEGMENTS_CSV,
        *((links.CHANGES_CSV,) if builder.views.release.changes else ()),
        links.DATAPACKAGE,
        links.CITY_SCHEMA,
    )
    files = tuple(
        Link(path, path.rpartition("/")[2], "", builder.t("data." + re.sub(r"[-.]", "_", path.rpartition("/")[2])))
        for path in paths
    )
    crumbs = builder.crumbs(Link("", words.title))
    return DataContext(
        **builder.head(links.DATA, "data", words.title, words.description, crumbs), body=words.html, files=files
    )


def not_found(builder: PageBuilder) -> NotFoundContext:
    """Return the context of the 404 page, whose links are absolute."""
    words = builder.content.page("404")
    head = builder.head(links.NOT_FOUND, "", words.title, words.description)
    guess, body = "", words.html
    if builder.links.site_url:
        base = urlsplit(builder.links.site_url).path.rstrip("/") + "/"
        head["link"] = lambda path: base + builder.links.rel(links.OVERVIEW, path)
        body = _RELATIVE.sub(f'href="{base}', body)
    else:
        guess = _GUESS
        digest = base64.b64encode(hashlib.sha256(guess.encode()).digest()).decode()
        head["page"] = replace(head["page"], csp=CSP.format(script=f"'sha256-{digest}'"))
    head["page"] = replace(head["page"], canonical=None, noindex=True)
    doors = tuple(
        Link(builder.links.city(view.place.slug), view.place.name, "", view.place.state)
        for view in builder.views.pages[:_MOST_DOORS]
    )
    return NotFoundContext(**head, body=body, doors=doors, guess=guess)
