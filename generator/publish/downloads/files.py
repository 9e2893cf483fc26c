"""Files other than pages: CSV, JSON, data package, release, sitemap, robots. Bytes by path, deterministic.

CSV text cells that a spreadsheet would run as a formula get a leading apostrophe; numbers stay numbers. Writes
nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from generator.csv_text import csv_lines
from generator.publish.claims.statements import Statement
from generator.publish.downloads import city_json, tables
from generator.publish.downloads.change_rows import change_rows
from generator.publish.downloads.tables import Sheet
from generator.publish.facts.values import Settings
from generator.publish.model.types import Views
from generator.publish.output import links as paths
from generator.publish.output.links import Links
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.release import codec as releases
from generator.resources import release_schema


def build(
    edition: Edition, settings: Settings, links: Links, statements: Mapping[str, Sequence[Statement]]
) -> dict[str, bytes]:
    """Return every file of a site except pages and assets.

    Args:
        edition: The release as published, words and formats.
        settings: Title, licence and publisher for the data package.
        links: URLs of the site; a sitemap is included if the public URL is known.
        statements: Statements of each page of a place, by slug.

    Returns:
        Bytes by path, in a fixed order.
    """
    views = edition.views
    sheets = {
        paths.CITIES_CSV: tables.cities(views),
        paths.CITY_SEGMENTS_CSV: tables.city_segments(views),
        paths.SEGMENTS_CSV: tables.segments(views),
    }
    if changes := change_rows(views):
        sheets[paths.CHANGES_CSV] = changes
    files = {
        paths.RELEASE_JSON: releases.dump(views.release).encode(),
        paths.RELEASE_SCHEMA: release_schema().read_bytes(),
        **{path: to_csv(sheet) for path, sheet in sheets.items()},
        paths.CITY_SCHEMA: _json(city_json.schema(edition.content)),
        paths.DATAPACKAGE: _json(_package(sheets, edition, settings)),
    }
    for view in views.pages:
        files[links.city_csv(view.place.slug)] = to_csv(tables.one_city(view, views))
        files[links.city_json(view.place.slug)] = _json(city_json.city(view, views, statements[view.place.slug]))
    if links.site_url and views.release.policy.kind == "public":
        files[paths.SITEMAP] = _sitemap(edition, links)
    files[paths.ROBOTS] = _robots(views, links)
    files[paths.NOJEKYLL] = b""
    return files


def to_csv(sheet: Sheet) -> bytes:
    """Return a table as CSV: UTF-8, LF, a header row, empty cells for what is not shown."""
    return csv_lines(sheet.columns, ([row.get(name) for name in sheet.columns] for row in sheet.rows)).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _package(sheets: dict[str, Sheet], edition: Edition, settings: Settings) -> dict[str, Any]:
    """Return the data package: every column with type, unit and definition (Frictionless, Data Package 1.0)."""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "segment-atlas",
        "title": f"{settings.title}: {edition.views.release.label}",
        "description": edition.content.page("data").description,
        "resources": [_resource(path, sheet, edition.content) for path, sheet in sheets.items()],
    }
    if settings.publisher:
        package["contributors"] = [{"title": settings.publisher, "role": "publisher"}]
    if settings.licence:
        package["licenses"] = [{"title": settings.licence, "name": _licence_name(settings.licence)}]
    return package


def _licence_name(licence: str) -> str:
    """Return a licence name as required by a data package: letters, digits, dots and hyphens."""
    return (
        "-".join("".join(c if c.isascii() and (c.isalnum() or c in ".-") else " " for c in licence).split()) or "other"
    )


def _resource(path: str, sheet: Sheet, content: Content) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": path.removeprefix("data/"),
        "title": content.words("data." + sheet.name.replace("-", "_") + "_csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(name, content) for name in sheet.columns],
            **({"primaryKey": list(sheet.key)} if sheet.key else {}),
            "missingValues": [""],
        },
    }


def _field(name: str, content: Content) -> dict[str, Any]:
    unit = tables.unit(name, content)
    return {
        "name": name,
        "type": tables.type_of(name),
        "title": content.title(name),
        "description": content.definition(name),
        **({"unit": unit} if unit else {}),
    }


def _sitemap(edition: Edition, links: Links) -> bytes:
    """Return the sitemap, without dates, which would change its bytes without a change of content."""
    found = (links.canonical(path) for path in links.all_pages(edition.views, edition.page_ids))
    body = "".join(f"  <url><loc>{escape(url)}</loc></url>\n" for url in found if url)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{body}</urlset>\n".encode()


def _robots(views: Views, links: Links) -> bytes:
    return "".join(_robot_lines(views, links)).encode()


def _robot_lines(views: Views, links: Links) -> Iterator[str]:
    yield "User-agent: *\n"
    if views.release.policy.kind == "internal":
        yield "Disallow: /\n"
        return
    yield "Allow: /\n"
    if links.site_url:
        yield f"Sitemap: {links.canonical(paths.SITEMAP)}\n"
