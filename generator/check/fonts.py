"""Checks the fonts of a site: what their budget is, and whether the policy of a page lets a browser load them.

That their files exist is checked with all other URLs.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from generator.check.links import css_urls
from generator.check.page import Page
from generator.check.report import Finding
from generator.check.walk import Site

#: Bytes and number of the fonts that each page loads: two faces in two weights, once for the whole site.
FONTS_BUDGET = 45_000
MAX_FONTS = 4

_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)


@dataclass(slots=True)
class Fonts:
    """Weighs the fonts of pages; a set that many pages share is reported for the first of them."""

    site: Site
    _weighed: set[tuple[str, ...]] = field(default_factory=set)

    def check_page(self, path: str, page: Page) -> Iterator[Finding]:
        """Check the fonts of a page's own style sheets."""
        urls = [url for text in page.styles for url in font_urls(text)]
        if urls and (fault := _policy_fault(page)):
            yield Finding("font-blocked", path, fault)
        yield from self._weigh(path, urls)

    def check_css(self, path: str, text: str) -> Iterator[Finding]:
        """Check the fonts of a style sheet that pages share."""
        yield from self._weigh(path, font_urls(text))

    def _weigh(self, path: str, urls: list[str]) -> Iterator[Finding]:
        files = tuple(sorted({part for url in urls if (part := self._file(path, url)) in self.site.sizes}))
        if not files or files in self._weighed:
            return
        self._weighed.add(files)
        size = sum(self.site.sizes[part] for part in files)
        if size > FONTS_BUDGET:
            message = f"{size / 1000:.1f} kB of fonts; the budget is {FONTS_BUDGET // 1000} kB"
            yield Finding("fonts-too-heavy", path, message, over_budget=True)
        if len(files) > MAX_FONTS:
            message = f"{len(files)} fonts; the budget is {MAX_FONTS}: {', '.join(files)}"
            yield Finding("too-many-fonts", path, message, over_budget=True)

    def _file(self, path: str, url: str) -> str:
        """Return the file of the site that a URL means; 404.html has absolute ones."""
        plain = unquote(url)
        if plain.startswith("/"):
            return next((part for part in self.site.sizes if plain.endswith(f"/{part}")), "")
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), plain))


def font_urls(text: str) -> list[str]:
    """Return the URLs of fonts that every page loads: those with a `unicode-range` are loaded only for its letters."""
    faces = [match[1] for match in _FACE.finditer(text)]
    return [url for face in faces if "unicode-range" not in face.lower() for url in css_urls(face)]


def _policy_fault(page: Page) -> str:
    policy = page.metas.get("content-security-policy", "")
    rules = {words[0].lower(): words[1:] for part in policy.split(";") if (words := part.split())}
    allowed = rules.get("font-src", rules.get("default-src", ["'self'"]))
    return "" if {"'self'", "*"}.intersection(allowed) else "the page's policy blocks its fonts (font-src)"
