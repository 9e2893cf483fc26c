"""Parses an HTML page with the standard library into the facts that the checks need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from sys import intern

from generator.check.svg import SvgNames, without_drawing

Attributes = dict[str, str]

_SINGLE_URLS = frozenset({"href", "xlink:href", "src", "data", "poster", "action", "formaction"})
_MANY_URLS = frozenset({"srcset", "imagesrcset", "ping"})
_REFERENCES = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "for", "headers", "list"})
_BANNERS = frozenset({"synthetic", "internal", "imported"})
_CANDIDATE = re.compile(r"([^\s,][^\s]*[^\s,]|[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Link:
    """A URL on a page, with its element, attribute and `rel` values."""

    tag: str
    attribute: str
    url: str
    rel: tuple[str, ...] = ()
    lazy: bool = False


@dataclass(slots=True)
class Page:
    """Facts of a page, filled in by the parser.

    Attributes:
        lang: Value of `<html lang>`.
        titles: Texts of `<title>` in the head.
        headings: Number of `<h1>`.
        metas: Content of `<meta>` by lower-case name, property or http-equiv.
        ids: All ids, in order.
        references: Ids referenced by attributes of this page.
        links: All URLs.
        styles: Text of `<style>` and `style=`.
        json: Texts of embedded JSON.
        scripts: Texts of inline scripts.
        banners: Kinds of visible banners with text.
        faults: Defects found by the parser, as code and message.
    """

    lang: str = ""
    titles: list[str] = field(default_factory=list)
    headings: int = 0
    metas: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    json: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    banners: set[str] = field(default_factory=set)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title with normalised white space; empty if there is none."""
        return " ".join(self.titles[0].split()) if self.titles else ""

    @property
    def noindex(self) -> bool:
        """Whether search engines must not index the page."""
        return "noindex" in self.metas.get("robots", "").lower()

    @property
    def canonical(self) -> str | None:
        """The canonical URL of the page."""
        return next((link.url for link in self.links if "canonical" in link.rel), None)

    @property
    def redirects_to(self) -> str | None:
        """The target of a redirect page; None for other pages."""
        return next((link.url for link in self.links if link.attribute == "refresh"), None)


def read_page(text: str) -> Page:
    """Parse a page."""
    reader = _Reader()
    reader.feed(without_drawing(text))
    reader.close()
    reader.page.faults += [("svg-name", "an svg with role=img has no name")] * reader.svg.nameless
    return reader.page


class _Reader(HTMLParser):
    """Fills a `Page` element by element, without building a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.svg = SvgNames()
        self._text: list[str] | None = None
        self._banner: tuple[frozenset[str], str, int] | None = None

    def updatepos(self, _: int, j: int) -> int:
        """Skip the counting of lines, which no finding uses and which takes a tenth of the time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Browsers use the first of duplicate attributes.
        values = {name: value or "" for name, value in reversed(attrs)}
        self._common(tag, values)
        drawn = self.svg.depth > 0 or tag == "svg"
        if drawn:
            self.svg.start(tag, values)
        if (not drawn or tag in ("script", "style")) and (handler := getattr(self, f"_start_{tag}", None)):
            handler(values)
        if values:
            self.page.links += _links(tag, values)
        if self._banner or "data-banner" in values or "banner" in values.get("class", ""):
            self._open_banner(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if self.svg.depth:
            self.svg.end(tag)
        if tag in ("title", "script", "style"):
            self._text = None
        if self._banner and self._banner[1] == tag:
            kinds, _, depth = self._banner
            self._banner = (kinds, tag, depth - 1) if depth > 1 else None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[-1] += data
        if self.svg.depth:
            self.svg.text(data)
        if self._banner and data.strip():
            self.page.banners |= self._banner[0]

    def _common(self, tag: str, values: Attributes) -> None:
        """Record the attributes that any element may have."""
        for attribute, value in values.items():
            if attribute == "id" or (attribute == "name" and tag == "a"):
                self.page.ids.append(intern(value))
            elif attribute in _REFERENCES:
                self.page.references += value.split()
            elif attribute == "style":
                self.page.styles.append(value)
            elif attribute.startswith("on"):
                self.page.faults.append(("inline-handler", f"<{tag}> has an {attribute} attribute"))
            elif attribute in _SINGLE_URLS and value.strip().lower().startswith("javascript:"):
                self.page.faults.append(("inline-script", f"<{tag}> has a javascript: URL"))

    def _open_banner(self, tag: str, values: Attributes) -> None:
        if self._banner:
            if tag == self._banner[1]:
                self._banner = (self._banner[0], tag, self._banner[2] + 1)
            return
        classes = values.get("class", "").split()
        words = values.get("data-banner", "").split() + (classes if "banner" in classes else [])
        kinds = _BANNERS.intersection(words)
        if kinds and "hidden" not in values:
            self._banner = (kinds, tag, 1)

    def _collect(self, texts: list[str]) -> None:
        texts.append("")
        self._text = texts

    def _start_html(self, values: Attributes) -> None:
        self.page.lang = values.get("lang", "").strip()

    def _start_title(self, _: Attributes) -> None:
        self._collect(self.page.titles)

    def _start_h1(self, _: Attributes) -> None:
        self.page.headings += 1

    def _start_style(self, _: Attributes) -> None:
        self._collect(self.page.styles)

    def _start_base(self, _: Attributes) -> None:
        self.page.faults.append(("base-element", "<base> changes the target of every relative link"))

    def _start_meta(self, values: Attributes) -> None:
        name = values.get("name") or values.get("property") or values.get("http-equiv") or ""
        if name:
            self.page.metas.setdefault(name.lower(), values.get("content", ""))

    def _start_img(self, values: Attributes) -> None:
        if "alt" not in values:
            self.page.faults.append(("img-alt", f"an image has no alt text: {values.get('src', '')[:60]}"))

    def _start_script(self, values: Attributes) -> None:
        kind = values.get("type", "").lower()
        if kind in ("application/json", "application/ld+json"):
            self._collect(self.page.json)
            return
        if kind == "module":
            self.page.faults.append(("module-script", "browsers do not load module scripts on file://"))
        if "src" not in values:
            self._collect(self.page.scripts)


def _links(tag: str, values: Attributes) -> Iterator[Link]:
    """Yield the URLs of one element."""
    for attribute, value in values.items():
        # `data` is a URL only on <object>.
        if attribute in _SINGLE_URLS and (attribute != "data" or tag == "object"):
            rel, lazy = tuple(values.get("rel", "").lower().split()), values.get("loading") == "lazy"
            yield Link(tag, attribute, value.strip(), rel, lazy)
        elif attribute in _MANY_URLS:
            urls = value.split() if attribute == "ping" else [match[1] for match in _CANDIDATE.finditer(value)]
            for url in urls:
                yield Link(tag, attribute, url)
    if tag == "meta" and values.get("http-equiv", "").lower() == "refresh" and "=" in values.get("content", ""):
        yield Link("meta", "refresh", values["content"].split("=", 1)[1].strip(" '\""))
