"""Checks the data files: the release, JSON, the data package, the sitemap."""

import json
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from generator.check.links import page_of
from generator.check.pages import json_fault
from generator.check.report import Finding
from generator.check.walk import Site
from generator.errors import ReleaseError
from generator.release import Release
from generator.release.codec import content_hash, read

RELEASE = "data/release.json"
_PACKAGE = "datapackage.json"
_SITEMAP = "sitemap.xml"
_LOC = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)


def read_release(site: Site) -> tuple[Release | None, list[Finding]]:
    """Read the site's release; if there is none, a finding says why."""
    if RELEASE not in site.sizes:
        return None, [Finding("release-missing", RELEASE, "is missing: a site must contain its release")]
    try:
        release = read(site.folder / RELEASE)
    except ReleaseError as error:
        return None, [Finding("release-invalid", RELEASE, error.message.replace(str(site.folder / RELEASE), "release"))]
    return release, list(_marker_findings(site, release))


def _marker_findings(site: Site, release: Release) -> Iterator[Finding]:
    if ".atlas-site" not in site.sizes:
        return
    marker = _parse(site.read(".atlas-site"))
    if not isinstance(marker, dict) or marker.get("release") != content_hash(release):
        yield Finding("marker-stale", ".atlas-site", "does not match the release of the site")


def check_json(path: str, data: bytes) -> Iterator[Finding]:
    """Check that a JSON file parses."""
    if fault := json_fault(data):
        yield Finding("json-broken", path, f"does not parse: {fault}")


def check_packages(site: Site) -> Iterator[Finding]:
    """Check that the resources of each data package exist."""
    for path in site.sizes:
        if path.rpartition("/")[2] != _PACKAGE:
            continue
        package = _parse(site.read(path))
        resources = package.get("resources") if isinstance(package, dict) else None
        if not isinstance(resources, list) or not resources:
            yield Finding("datapackage", path, "lists no resources")
            continue
        for resource in resources:
            yield from _resource_findings(site, path, resource)


def _resource_findings(site: Site, package: str, resource: Any) -> Iterator[Finding]:
    stated = resource.get("path") if isinstance(resource, dict) else None
    paths = stated if isinstance(stated, list) else [stated]
    for name in paths:
        if not isinstance(name, str):
            yield Finding("datapackage", package, "a resource has no path")
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(name)))
        if target not in site.sizes:
            yield Finding("datapackage", package, f"its resource {name} is missing")
        elif isinstance(size := resource.get("bytes"), int) and size != site.sizes[target]:
            yield Finding("datapackage", package, f"states {size} bytes for {name}, which has {site.sizes[target]}")


def check_sitemap(site: Site, site_url: str | None, hidden: set[str]) -> Iterator[Finding]:
    """Compare the sitemap, if there is one, with the pages.

    Args:
        site: The files.
        site_url: URL of the site according to its pages.
        hidden: Pages with robots: noindex, which a sitemap omits.
    """
    if _SITEMAP not in site.sizes:
        return
    urls = [unescape(url) for url in _LOC.findall(site.read(_SITEMAP).decode("utf-8", "replace"))]
    root = site_url or min(urls, key=len, default="")
    listed = set()
    for url in urls:
        page = page_of(url, root)
        if page is None or page not in site.sizes:
            yield Finding("sitemap-entry", _SITEMAP, f"has an entry without a page: {url}")
        elif page in listed:
            yield Finding("sitemap-entry", _SITEMAP, f"has two entries for {page}")
        else:
            listed.add(page)
    for page in site.pages:
        if page not in listed and page not in hidden and page != "404.html":
            yield Finding("sitemap-page", page, "is not in the sitemap")
    for page in sorted(listed & hidden):
        yield Finding("sitemap-entry", _SITEMAP, f"lists a page with robots: noindex: {page}")


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None
