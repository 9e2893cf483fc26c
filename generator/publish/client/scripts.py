"""The scripts of a site: the bundles in `templates/static/js/`, and the data that some of them read.

Data files are scripts too, because a page on `file://` may not fetch: each registers itself as `atlasData.<name>`. A
script's URL carries a hash of its content, so that browsers cache it until it changes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import ContentError
from generator.publish.output.links import Links

#: Bundles of the site's scripts, by the name that templates use; `make scripts` builds them. The tool pages
#: load `tools` before their own script, which depends on it.
STATIC = {
    "atlas": "static/js/atlas.js",
    "find": "static/js/search.js",
    "cities": "static/js/cities.js",
    "stage": "static/js/stage.js",
    "take": "static/js/take.js",
    "tools": "static/js/tools.js",
    "compare": "static/js/compare.js",
    "explore": "static/js/explore.js",
}

PLOTLY = "static/vendor/plotly/plotly-atlas-4.1.1.min.js"
PLOTLY_NAME = "plotly-4.1.1.min.js"


@dataclass(frozen=True, slots=True)
class Script:
    """One script, or style sheet: its path inside the site and its content."""

    path: str
    content: bytes


def scripts(folders: tuple[Path, ...], data: Mapping[str, Any]) -> dict[str, Script]:
    """Return the scripts of a site by name.

    Args:
        folders: Folders of templates, the user's first.
        data: What data scripts register, by name; data named like a static script are prepended to it.

    Raises:
        ContentError: A script is in none of the folders.
    """
    parts = {name: data_script(name, body) for name, body in data.items()}
    for name, path in STATIC.items():
        parts[name] = parts.get(name, b"") + read_static(folders, path)
    found = {name: hashed(name, content) for name, content in parts.items()}
    found["plotly"] = Script(Links().asset(PLOTLY_NAME), read_static(folders, PLOTLY))
    return found


def data_script(name: str, body: Any) -> bytes:
    """Return a script that registers data under a name."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return f"(window.atlasData=window.atlasData||{{}})[{json.dumps(name)}]={text};\n".encode()


def read_static(folders: tuple[Path, ...], name: str) -> bytes:
    """Return a static file; the user's folders come first."""
    for folder in folders:
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    raise ContentError(f"templates/{name}: no such file in {', '.join(map(str, folders))}.")


def hashed(name: str, content: bytes, kind: str = "js") -> Script:
    """Return a file under a URL that changes with its content."""
    return Script(Links().asset(f"{name}.{hashlib.sha256(content).hexdigest()[:10]}.{kind}"), content)
