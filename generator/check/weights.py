"""Checks page weights: bytes and requests before any interaction.

An exceeded budget is a warning, not a defect: some pages grow with the number of places, and the site of a large bank
is slow rather than wrong.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import dirname, join, normpath
from statistics import median
from struct import unpack
from urllib.parse import unquote, urlsplit

from generator.check.links import LOADING_RELS
from generator.check.page import Link, Page
from generator.check.report import Finding, Weight
from generator.check.walk import Site

#: Bytes, gzipped (see "Budget a city page" in the documentation of the pages): 25 kB load in half a second on 3G.
CITY_BUDGET = 25_000
PAGE_BUDGET = 60_000
#: Nine figures, each with two drawings, an interactive view, a table and a CSV; it does not grow with the places.
OVERVIEW_BUDGET = 65_000
EMBED_BUDGET = 20_000
PLOTLY_BUDGET = 440_000
MAX_REQUESTS = 2
#: Embedded figures share a style sheet, because one page may show several of them.
MAX_EMBED_REQUESTS = 3
#: Bytes of a social card: chat applications drop larger images.
PICTURE_BUDGET = 300_000
#: Width and height of a social card, from which chat applications show it large.
PICTURE_SIZE = (1200, 630)

#: The tools (Compare, Explore) load the figures of all places, and the scripts that compare and draw them.
TOOL_BUDGET = 200_000
MAX_TOOL_REQUESTS = 5

_BUDGETS = {
    "city": CITY_BUDGET,
    "overview": OVERVIEW_BUDGET,
    "embed": EMBED_BUDGET,
    "compare": TOOL_BUDGET,
    "explore": TOOL_BUDGET,
}
_REQUESTS = {"embed": MAX_EMBED_REQUESTS, "compare": MAX_TOOL_REQUESTS, "explore": MAX_TOOL_REQUESTS}

_PACKED = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff2", ".gz", ".zip")
_GZIP_HEAD = 12
_PICTURE = "card.png"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(slots=True)
class Weights:
    """Weighs pages one by one, caching the sizes of shared files."""

    site: Site
    _files: dict[str, int] = field(default_factory=dict)
    _rows: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    def add(self, path: str, page: Page, data: bytes) -> Iterator[Finding]:
        """Weigh a page with all of its requests."""
        parts = sorted({part for link in page.links if _is_request(link) and (part := self._file(path, link))})
        size, requests = gzip_size(data) + sum(map(self._weight, parts)), 1 + len(parts)
        kind = "redirect" if page.redirects_to else kind_of(path)
        self._rows.setdefault(kind, []).append((size, requests, path))
        budget = _BUDGETS.get(kind, PAGE_BUDGET)
        if size > budget:
            yield _over("page-too-heavy", path, f"{size / 1000:.1f} kB gzipped; the budget is {budget // 1000} kB")
        if requests > _REQUESTS.get(kind, MAX_REQUESTS):
            yield _over("too-many-requests", path, f"{requests} requests: the page and {', '.join(parts)}")

    def check_plotly(self) -> Iterator[Finding]:
        """Weigh Plotly, which is loaded only on demand."""
        for path in self.site.sizes:
            name = path.rpartition("/")[2]
            if name.startswith("plotly") and name.endswith(".js"):
                size = _smallest_size(self.site.read(path))
                if size > PLOTLY_BUDGET:
                    yield _over("plotly-too-heavy", path, f"{size / 1000:.0f} kB gzipped; the budget is 440 kB")

    def check_pictures(self) -> Iterator[Finding]:
        """Check size and dimensions of the social cards, which browsers do not request."""
        for path, size in self.site.sizes.items():
            if path.rpartition("/")[2] != _PICTURE:
                continue
            if size > PICTURE_BUDGET:
                yield _over("picture-too-heavy", path, f"{size / 1000:.0f} kB; the budget is 300 kB")
            head = self.site.read(path)[:24]
            if not head.startswith(_PNG) or unpack(">II", head[16:24].rjust(8, b"\0")) != PICTURE_SIZE:
                yield Finding("picture-size", path, "is not a PNG of 1,200 × 630 pixels")

    def table(self) -> tuple[Weight, ...]:
        """Return one row per kind of page, heaviest first."""
        rows = []
        for kind, pages in self._rows.items():
            largest, _, heaviest = max(pages)
            middle = round(median(size for size, _, _ in pages))
            rows.append(Weight(kind, len(pages), middle, largest, heaviest, max(n for _, n, _ in pages)))
        return tuple(sorted(rows, key=lambda row: (-row.largest, row.kind)))

    def _file(self, path: str, link: Link) -> str | None:
        """Return the file of the site that a link means; missing ones are reported by other checks."""
        parts = urlsplit(link.url)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        target = normpath(join(dirname(path), unquote(parts.path).lstrip("/" if path == "404.html" else "")))
        return target if target in self.site.sizes else None

    def _weight(self, path: str) -> int:
        if path not in self._files:
            packed = path.endswith(_PACKED)
            self._files[path] = self.site.sizes[path] if packed else gzip_size(self.site.read(path))
        return self._files[path]


def _over(code: str, path: str, message: str) -> Finding:
    return Finding(code, path, message, over_budget=True)


def gzip_size(data: bytes, level: int = 6) -> int:
    """Return the gzipped size of data; web hosts use level 6 on the fly."""
    return len(zlib.compress(data, level)) + _GZIP_HEAD


@lru_cache(maxsize=4)
def _smallest_size(data: bytes) -> int:
    """Return the gzipped size at the highest level; cached, since `atlas serve` checks the same large file again."""
    return gzip_size(data, level=9)


def kind_of(path: str) -> str:
    """Return the kind of a page by its path: city, segment, overview, or the name of its folder."""
    if path == "index.html":
        return "overview"
    parts = path.removesuffix("/index.html").removesuffix(".html").split("/")
    if len(parts) > 1:
        return {"cities": "city", "segments": "segment"}.get(parts[0], parts[0])
    return parts[0]


def _is_request(link: Link) -> bool:
    if link.lazy or link.attribute in ("srcset", "imagesrcset"):
        return False
    if link.tag == "link":
        return bool(LOADING_RELS.intersection(link.rel)) and not {"icon", "apple-touch-icon"}.intersection(link.rel)
    return link.tag in ("script", "img", "image", "iframe", "embed", "object", "use", "video", "audio", "source") and (
        link.attribute in ("src", "href", "xlink:href", "data", "poster")
    )
