"""Paths of the package's own files: templates, content and data, in a checkout or inside an installed wheel."""

from functools import cache
from pathlib import Path

#: File that marks a folder as a site made by this program, and names the release that it shows.
SITE_MARKER = ".atlas-site"

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    """Return the folder that holds `templates/`, `content/` and `data/`.

    A wheel carries them in `generator/_assets`; an editable install finds them at the top of the checkout.
    """
    packed = _PACKAGE / "_assets"
    return packed if packed.is_dir() else _PACKAGE.parent


def templates_dir() -> Path:
    """Return the folder of Jinja templates and static files."""
    return _root() / "templates"


def content_dir() -> Path:
    """Return the folder of the site's texts."""
    return _root() / "content"


def data_dir() -> Path:
    """Return the folder of the gazetteer, the coastline and the demonstration bank."""
    return _root() / "data"


def sql_dir() -> Path:
    """Return the folder of the private half's queries."""
    return _PACKAGE / "analyse" / "sql"


def release_schema() -> Path:
    """Return the JSON Schema of a release, as sites publish it."""
    return _PACKAGE / "release" / "release.schema.json"
