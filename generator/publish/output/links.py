"""All URLs of a site: paths inside it, relative links, canonical URLs.

Paths are relative to the site's root, with `/`, and name files: a folder page is `x/index.html`, because a folder
address shows a listing on `file://`.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote

from generator.latin import hyphenate
from generator.publish.model.types import PlaceView, Views

OVERVIEW = "index.html"
SUMMARY = "summary/index.html"
CITIES = "cities/index.html"
SEGMENTS = "segments/index.html"
COMPARE = "compare/index.html"
EXPLORE = "explore/index.html"
METHODS = "methods/index.html"
DATA_QUALITY = "data-quality/index.html"
PRIVACY = "privacy/index.html"
GLOSSARY = "glossary/index.html"
MY_TOWN = "my-town/index.html"
DATA = "data/index.html"
OLD_DASHBOARD = "old-dashboard/index.html"
NOT_FOUND = "404.html"
PATTERNS = "patterns.html"

RELEASE_JSON = "data/release.json"
RELEASE_SCHEMA = "data/release.schema.json"
CITY_SCHEMA = "data/city.schema.json"
CITIES_CSV = "data/cities.csv"
CITY_SEGMENTS_CSV = "data/city-segments.csv"
SEGMENTS_CSV = "data/segments.csv"
#: Only on the site of a release that was compared with an earlier one.
CHANGES_CSV = "data/changes.csv"
DATAPACKAGE = "data/datapackage.json"
#: Social card shared by the pages without one of their own.
SITE_CARD = "assets/card.png"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NOJEKYLL = ".nojekyll"

#: Fixed pages of every site, by page id, in the order of the navigation and the footer.
PAGES: dict[str, str] = {
    "overview": OVERVIEW,
    "summary": SUMMARY,
    "cities": CITIES,
    "segments": SEGMENTS,
    "compare": COMPARE,
    "explore": EXPLORE,
    "methods": METHODS,
    "data-quality": DATA_QUALITY,
    "privacy": PRIVACY,
    "glossary": GLOSSARY,
    "my-town": MY_TOWN,
    "data": DATA,
    "old-dashboard": OLD_DASHBOARD,
}


def state_anchors(views: Views) -> dict[str, str]:
    """Return the anchor of each state's section of the cities page; states that are spelled alike are numbered."""
    anchors: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for state in sorted({view.place.state for view in (*views.pages, *views.pools)}):
        anchor = f"in-{hyphenate(state) or 'other'}"
        taken[anchor] += 1
        # No anchor of a name has two hyphens in a row.
        anchors[state] = f"{anchor}--{taken[anchor]}" if taken[anchor] > 1 else anchor
    return anchors


@dataclass(frozen=True, slots=True)
class Links:
    """URLs of one site.

    Attributes:
        site_url: Public URL of the site, such as https://example.org/atlas/; None when unknown.
    """

    site_url: str | None = None

    def rel(self, from_path: str, to_path: str) -> str:
        """Return a relative link, percent-encoded; it works at a domain's root, under a folder and from `file://`.

        Args:
            from_path: Path of the page that holds the link.
            to_path: Path of the target; a fragment or a query may follow.
        """
        cut = min((to_path.find(sign) for sign in "?#" if sign in to_path), default=len(to_path))
        path, tail = to_path[:cut], to_path[cut:]
        if not path or (path == from_path and tail.startswith("#")):
            return tail
        folder = from_path.rpartition("/")[0]
        if folder.partition("/")[0] != path.partition("/")[0]:
            # Fast path: no common folder, as for most links of a site with thousands of pages.
            return "../" * from_path.count("/") + quote(path) + tail
        return quote(relpath("/" + path, "/" + folder)) + tail

    def page(self, id_: str) -> str:
        """Return the path of one of the fixed pages, by page id."""
        return NOT_FOUND if id_ == "404" else PAGES[id_]

    def city(self, slug: str) -> str:
        """Return the path of a city's or district's page."""
        return f"cities/{slug}/index.html"

    def city_csv(self, slug: str) -> str:
        """Return the path of a city's CSV."""
        return f"cities/{slug}/city.csv"

    def city_json(self, slug: str) -> str:
        """Return the path of a city's JSON."""
        return f"cities/{slug}/city.json"

    def card(self, page: str) -> str:
        """Return the path of a page's social card, in the page's folder."""
        return page.removesuffix("index.html") + "card.png"

    def segment(self, id_: str) -> str:
        """Return the path of a segment's page."""
        return f"segments/{id_}/index.html"

    def term(self, id_: str) -> str:
        """Return the path of an entry of the glossary."""
        return f"{GLOSSARY}#{id_}"

    def name(self, path: str) -> str:
        """Return a page's short name, for download file names and embeds: "overview", "segments-a", a place's slug."""
        parts = path.removesuffix(".html").removesuffix("/index").split("/")
        if path == OVERVIEW:
            return "overview"
        if parts[0] == "cities" and len(parts) > 1:
            # Where place names are published as given, a place may have the name of a page.
            return f"city-{parts[1]}" if parts[1] in PAGES or parts[1].startswith("segments-") else parts[1]
        return "-".join(parts)

    def embeds(self, path: str) -> str:
        """Return the folder of a page's embeds; empty for pages without embeds."""
        offered = path in (OVERVIEW, SEGMENTS) or (path.startswith(("cities/", "segments/")) and path != CITIES)
        return f"embed/{self.name(path)}/" if offered else ""

    def embed(self, path: str, figure: str) -> str:
        """Return the path of the embed of one figure of a page."""
        return f"{self.embeds(path)}{figure}/index.html"

    def compare(self, slugs: Sequence[str]) -> str:
        """Return the path of the Compare page with a query that selects places."""
        return f"{COMPARE}?cities={','.join(quote(slug) for slug in slugs)}"

    def asset(self, name: str) -> str:
        """Return the path of a static file."""
        return f"assets/{name}"

    def canonical(self, path: str) -> str | None:
        """Return the canonical URL in folder form, or None when the site's URL is unknown."""
        if not self.site_url:
            return None
        folder = path[: -len("index.html")] if path == OVERVIEW or path.endswith("/index.html") else path
        return self.site_url.rstrip("/") + "/" + quote(folder)

    def file(self, path: str) -> str | None:
        """Return the public URL of a file, or None when the site's URL is unknown."""
        return self.site_url.rstrip("/") + "/" + quote(path) if self.site_url else None

    def neighbours(self, view: PlaceView, views: Views) -> tuple[PlaceView | None, PlaceView | None]:
        """Return the pages before and after a place, in the order of (rounded customers, name), within its kind."""
        row = views.cities if view.place.kind == "city" else views.districts
        at = next(i for i, other in enumerate(row) if other.place.id == view.place.id)
        return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)

    def all_pages(self, views: Views, fixed: Collection[str] = tuple(PAGES)) -> tuple[str, ...]:
        """Return the paths of all pages except the 404 page: fixed pages by id first, then segments and places."""
        return (
            *(PAGES[id_] for id_ in fixed),
            *(self.segment(segment) for segment in views.segments),
            *(self.city(view.place.slug) for view in views.pages),
        )
