"""Checks that all links of a site work, both on a web host under any base path and on `file://`."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from generator.check.page import Link, Page
from generator.check.report import Finding
from generator.check.walk import Site

#: `rel` values of <link> that make a browser fetch the URL; the others only name it.
LOADING_RELS = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload"}) | frozenset(
    {"modulepreload", "prefetch", "preconnect", "dns-prefetch"}
)
_HARMLESS_SCHEMES = frozenset({"mailto", "tel", "data", "blob"})
_ACTIVE_TAGS = frozenset({"script", "iframe", "object", "embed"})
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""")
_SHARE_IMAGES = ("og:image", "twitter:image")


@dataclass(slots=True)
class LinkCheck:
    """Checks links page by page; fragments of other pages are checked when all pages have been read.

    Attributes:
        site: The files.
        site_url: URL of the site, with a trailing slash; None if no page states it.
    """

    site: Site
    site_url: str | None
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)
    _waiting: dict[tuple[str, str], str] = field(default_factory=dict)
    _redirects: dict[str, str] = field(default_factory=dict)

    def check_page(self, path: str, page: Page) -> Iterator[Finding]:
        """Check all URLs of a page; called once per page."""
        self._ids[path] = frozenset(page.ids)
        links = {*page.links, *(Link("style", "url", url) for text in page.styles for url in css_urls(text))}
        for link in sorted(links, key=lambda link: (link.url, link.tag, link.attribute, link.rel, link.lazy)):
            if fault := self._fault(path, link):
                yield Finding(fault[0], path, fault[1])
        for name in _SHARE_IMAGES:
            if (inside := self._below_site_url(page.metas.get(name, ""))) and inside not in self.site.sizes:
                yield Finding("broken-link", path, f"its social card is not in the site: {inside}")
        if page.redirects_to:
            self._redirects[path] = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), _plain(page.redirects_to))
            )
        own = self._below_site_url(page.canonical or "")
        if own is not None and _file_of(own) != self._redirects.get(path, path):
            yield Finding("canonical", path, f"has a canonical URL that is not its own: {page.canonical}")

    def check_css(self, path: str, text: str) -> Iterator[Finding]:
        """Check the URLs of a stylesheet."""
        for url in sorted(set(css_urls(text))):
            if fault := self._fault(path, Link("style", "url", url)):
                yield Finding(fault[0], path, fault[1])

    def finish(self) -> Iterator[Finding]:
        """Check fragments in other pages, and redirects; called when all pages have been read."""
        for (target, fragment), source in sorted(self._waiting.items()):
            if fragment not in self._ids.get(target, frozenset()):
                yield Finding("broken-anchor", source, f"{target} has no element with the id {fragment}")
        for path, target in sorted(self._redirects.items()):
            if target in self._redirects:
                yield Finding("redirect-chain", path, f"redirects to {target}, which is itself a redirect")

    def _fault(self, path: str, link: Link) -> tuple[str, str] | None:
        """Return code and message of the fault of one URL, or None."""
        try:
            parts = urlsplit(link.url)
        except ValueError:
            return "broken-link", f"not a valid URL: {link.url[:80]}"
        if parts.scheme in _HARMLESS_SCHEMES:
            active = parts.scheme in ("data", "blob") and link.tag in _ACTIVE_TAGS
            return ("inline-script", f"<{link.tag}> has its content in its URL") if active else None
        if parts.scheme or parts.netloc:
            return self._outward_fault(path, link)
        if link.tag == "link" and not LOADING_RELS.intersection(link.rel) and "canonical" in link.rel:
            return "canonical", f"a canonical URL must be absolute: {link.url}"
        if parts.path.startswith("/"):
            return self._rooted_fault(path, link, parts.path, parts.fragment)
        return self._inner_fault(path, link, parts.path, parts.fragment)

    def _outward_fault(self, path: str, link: Link) -> tuple[str, str] | None:
        names_only = link.tag in ("a", "area") and link.attribute == "href"
        names_only = names_only or (link.tag == "link" and not LOADING_RELS.intersection(link.rel))
        inside = self._below_site_url(link.url)
        if not names_only:
            if inside is not None:
                return "absolute-link", f"<{link.tag} {link.attribute}> should be relative: {link.url}"
            return "third-party", f"<{link.tag} {link.attribute}> requests another host: {link.url[:80]}"
        if inside is None or link.tag == "link":
            return None
        return self._target_fault(path, link, _file_of(inside), urlsplit(link.url).fragment)

    def _rooted_fault(self, path: str, link: Link, target: str, fragment: str) -> tuple[str, str] | None:
        if path != "404.html":
            return "absolute-link", f"begins with / and breaks under a base path: {link.url}"
        base = urlsplit(self.site_url or "/").path
        if not target.startswith(base):
            return "link-leaves", f"leads out of the site's base path {base}: {link.url}"
        return self._target_fault(path, link, _plain(target[len(base) :]), fragment)

    def _inner_fault(self, path: str, link: Link, target: str, fragment: str) -> tuple[str, str] | None:
        if not target:
            return self._target_fault(path, link, path, fragment)
        joined = posixpath.join(posixpath.dirname(path), _plain(target))
        plain = posixpath.normpath(joined)
        if plain == ".." or plain.startswith("../"):
            return "link-leaves", f"leads out of the site: {link.url}"
        folder = joined.endswith(("/", "/.", "/..")) or joined in (".", "..", "")
        return self._target_fault(path, link, "" if plain == "." else plain + ("/" if folder else ""), fragment)

    def _target_fault(self, path: str, link: Link, target: str, fragment: str) -> tuple[str, str] | None:
        """Check that a file of the site exists and has the fragment."""
        if target not in self.site.sizes:
            return self._missing_fault(link, target)
        if fragment and fragment != "top" and target.endswith((".html", ".htm")):
            name = unquote(fragment).partition(":~:")[0]
            if name and target == path and name not in self._ids[path]:
                return "broken-anchor", f"the page has no element with the id {name}"
            if name and target != path:
                self._waiting.setdefault((target, name), path)
        return None

    def _missing_fault(self, link: Link, target: str) -> tuple[str, str]:
        folder = target.rstrip("/")
        if folder in self.site.folders:
            if posixpath.join(folder, "index.html") in self.site.sizes:
                return "folder-link", f"must end in index.html to work on file://: {link.url}"
            return "folder-link", f"leads to a folder without an index.html: {link.url}"
        if (other := self.site.folded.get(target.casefold())) is not None:
            return "link-case", f"{link.url} differs in case from the file {other}"
        return "broken-link", f"<{link.tag} {link.attribute}> has no target file: {link.url}"

    def _below_site_url(self, url: str) -> str | None:
        """Return the path in the site that an absolute URL means, or None if it is outside."""
        if self.site_url is None:
            return None
        bare = url.partition("#")[0].partition("?")[0]
        return _plain(bare[len(self.site_url) :]) if f"{bare}/".startswith(self.site_url) else None


def css_urls(text: str) -> Iterator[str]:
    """Yield the URLs in CSS, except for those within the same document."""
    for match in _CSS_URL.finditer(text):
        url = next(group for group in match.groups() if group is not None)
        if not url.startswith("#"):
            yield url


def page_of(url: str, site_url: str) -> str | None:
    """Return the file of the site that an absolute URL means, or None if it is outside."""
    return _file_of(_plain(url[len(site_url) :])) if url.startswith(site_url) else None


def _plain(path: str) -> str:
    return unquote(path)


def _file_of(path: str) -> str:
    """Return the file that a web host serves for a path."""
    return f"{path}index.html" if not path or path.endswith("/") else path
