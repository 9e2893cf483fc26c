"""The one module that builds addresses: paths inside the site, relative links, canonical addresses.

Paths are relative to the site's root, with `/`, and name files: a folder page is `x/index.html`, because a folder
address shows a listing on `file://`. May import `release` and the view types.
"""

from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote

from generator.publish.viewtypes import PlaceView, Views

OVERVIEW = "index.html"
SUMMARY = "summary/index.html"
CITIES = "cities/index.html"
SEGMENTS = "segments/index.html"
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
CITIES_CSV = "data/cities.csv"
CITY_SEGMENTS_CSV = "data/city-segments.csv"
SEGMENTS_CSV = "data/segments.csv"
DATAPACKAGE = "data/datapackage.json"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NOJEKYLL = ".nojekyll"

#: Pages that every site has, by page id, in the order of the navigation and the footer.
PAGES: dict[str, str] = {
    "overview": OVERVIEW,
    "summary": SUMMARY,
    "cities": CITIES,
    "segments": SEGMENTS,
    "methods": METHODS,
    "data-quality": DATA_QUALITY,
    "privacy": PRIVACY,
    "glossary": GLOSSARY,
    "my-town": MY_TOWN,
    "data": DATA,
    "old-dashboard": OLD_DASHBOARD,
}


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of one site.

    Attributes:
        site_url: Where the site will stand, such as https://example.org/atlas/; None when unknown.
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

    def segment(self, id_: str) -> str:
        """Return the path of a segment's page."""
        return f"segments/{id_}/index.html"

    def asset(self, name: str) -> str:
        """Return the path of a static file."""
        return f"assets/{name}"

    def canonical(self, path: str) -> str | None:
        """Return the public address in its folder form, or None when the site's address is unknown."""
        if not self.site_url:
            return None
        folder = path[: -len("index.html")] if path == OVERVIEW or path.endswith("/index.html") else path
        return self.site_url.rstrip("/") + "/" + quote(folder)

    def neighbours(self, view: PlaceView, views: Views) -> tuple[PlaceView | None, PlaceView | None]:
        """Return the pages before and after a place, in the order of (rounded customers, name), within its kind."""
        row = views.cities if view.place.kind == "city" else views.districts
        at = next(i for i, other in enumerate(row) if other.place.id == view.place.id)
        return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)

    def all_pages(self, views: Views) -> tuple[str, ...]:
        """Return the path of every page of the site but the 404, fixed pages first, then segments and places."""
        return (
            *PAGES.values(),
            *(self.segment(segment) for segment in views.segments),
            *(self.city(view.place.slug) for view in views.pages),
        )
