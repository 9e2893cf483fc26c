"""Where the package's own files are: templates, content and data, in a checkout or inside an installed wheel.

Nothing here reads or writes; it only answers with paths.
"""

from functools import cache
from pathlib import Path

#: File that says that a folder is a site of ours, and which release it shows.
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
    """Return the folder of the site's words."""
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
