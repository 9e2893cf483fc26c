"""A small hand-written site without defects, to which each test adds one."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from generator.publish.output.writer import write_site
from generator.release import Place, Release
from generator.release.codec import dump
from tests.support.releases import Kind, sample_release

Files = dict[str, bytes]
SITE_URL = "https://atlas.example/base/"

_CSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{csp}">
<title>{title} · Segment Atlas</title>
<meta name="description" content="All about {title}.">{head}
<link rel="canonical" href="{canonical}">
<link rel="icon" href="{up}favicon.svg">
<style>body {{ color: #123456 }}</style>
<script src="{up}assets/atlas.js" defer></script>
</head><body>{banner}
<nav><a href="{up}index.html">Overview</a> <a href="{up}cities/index.html#list">Cities</a></nav>
<h1 id="top-of-page">{title}</h1>
<p>Typical spend is 42 % higher. <a href="#f1">Row</a>, <a href="https://www.geonames.org/">GeoNames</a></p>
<figure id="f1"><svg viewBox="0 0 10 10" role="img" aria-labelledby="f1t"><title id="f1t">Bars</title>
<path class="grid" d="M0.0 26V264"/><text x="1" y="2">10 % <tspan class="note">all 12 %</tspan></text></svg>
<svg role="img"><title>Dots</title><g><title>Row</title></g></svg>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">
</figure><script type="application/json">{{"x": [1, 2.5, null], "text": "a \\u003c b"}}</script>
{body}</body></html>
"""


def page(path: str, title: str, release: Release, body: str = "") -> bytes:
    """Return a page with all required parts."""
    internal = release.policy.kind == "internal"
    banner = '<p data-banner="synthetic">Made-up data.</p>' if release.synthetic else ""
    banner += '<p data-banner="internal">Not for the public.</p>' if internal else ""
    canonical = SITE_URL + (path[: -len("index.html")] if path.endswith("index.html") else path)
    values = {
        "up": "../" * path.count("/"),
        "csp": _CSP,
        "title": title,
        "head": '<meta name="robots" content="noindex">' if internal else "",
        "canonical": canonical,
        "banner": banner,
        "body": body,
    }
    return _PAGE.format(**values).encode()


def not_found(release: Release) -> bytes:
    """Return the 404 page, whose links are absolute."""
    text = page("404.html", "Not found", release).decode()
    text = text.replace('src="assets/', 'src="/base/assets/').replace('href="index.html"', 'href="/base/index.html"')
    return text.replace('href="cities/', 'href="/base/cities/').encode()


def clean_files(kind: Kind = "full") -> Files:
    """Return the files of a site without defects."""
    return dict(_clean_files(kind))


@cache
def _clean_files(kind: Kind) -> Files:
    release = sample_release(kind)
    sums: dict[str, int] = {}
    for atom in release.atoms:
        sums[atom.place] = sums.get(atom.place, 0) + atom.n
    cities = [place for place in release.places if place.slug]
    listed = "".join(f'<li><a href="{place.slug}/index.html#f1">{place.slug}</a>' for place in cities)
    files = {
        "index.html": page("index.html", "Overview", release),
        "404.html": not_found(release),
        "cities/index.html": page("cities/index.html", "Cities", release, f'<ul id="list">{listed}</ul>'),
        "assets/atlas.js": b"document.documentElement.dataset.js = '';\n",
        "favicon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "data/release.json": dump(release).encode(),
        "data/cities.csv": _csv(release, "city", lambda place: [(place.id, sums[place.id])]),
        "data/city-segments.csv": _csv(
            release,
            "segment",
            lambda place: [("+".join(a.segments), a.n) for a in release.atoms if a.place == place.id],
        ),
        "data/segments.csv": f"segment,customers\nall together,{sum(sums.values())}\n".encode(),
        ".nojekyll": b"",
    }
    for place in cities:
        path = f"cities/{place.slug}/index.html"
        files[path] = page(path, place.slug, release)
    resources = [{"path": name} for name in ("cities.csv", "city-segments.csv", "segments.csv")]
    files["data/datapackage.json"] = json.dumps({"resources": resources}).encode()
    pages = [name for name in files if name.endswith("index.html")]
    if release.policy.kind != "internal":
        entries = "".join(f"<url><loc>{SITE_URL}{name[: -len('index.html')]}</loc></url>" for name in pages)
        files["sitemap.xml"] = f"<urlset>{entries}</urlset>".encode()
    return files


def _csv(release: Release, name: str, rows: Callable[[Place], Iterable[tuple[str, int]]]) -> bytes:
    lines = [f"slug,kind,{name},customers"]
    for place in release.places:
        lines += [f'{place.slug},{place.kind},"{label}",{n}' for label, n in rows(place)]
    return ("\n".join(lines) + "\n").encode()


def put(folder: Path, files: Files) -> Path:
    """Write the files as a site."""
    write_site(files.items(), folder)
    return folder
