"""The vendored plotly.js: its bytes, its size, what it could fetch, and that each trace type draws."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

VERSION = "4.1.1"
VENDOR = ROOT / "templates" / "static" / "vendor" / "plotly"
BUNDLE = VENDOR / f"plotly-atlas-{VERSION}.min.js"
MAX_GZIP = 440_000

CSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:"
# What every figure of the site has to pass: plotly.js 4 shows an upload button and a link to its maker otherwise.
CONFIG = {"showSendToCloud": False, "displaylogo": False, "plotlyServerURL": "", "displayModeBar": True}

# Every address in the bundle, and why it is not a fetch.
KNOWN_ADDRESSES = {
    # XML namespaces
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/2000/xmlns/",
    "http://www.w3.org/XML/1998/namespace",
    # words of the schema and of error messages
    "https://github.com/d3/d3-format/tree/v1.4.5#d3-format",
    "https://github.com/d3/d3-time-format/tree/v2.2.3#locale_format",
    "https://plotly.com/javascript/animations/",
    # default of `topojsonURL`, which geo traces alone read
    "https://cdn.plot.ly/un/",
    # the logo's link, off with `displaylogo: false`
    "https://plotly.com/",
    # the upload button, off with `showSendToCloud: false`
    "https://cloud.plotly.com/newchart",
}

# Trace type: a minimal trace, the marks that it must draw, and how many.
TRACES: dict[str, tuple[dict[str, Any], str, int]] = {
    "bar": ({"x": ["a", "b", "c"], "y": [1, 3, 2]}, ".barlayer .point > path", 3),
    "scatter": ({"x": [1, 2, 3], "y": [2, 1, 3], "mode": "lines+markers"}, ".scatterlayer .points > path", 3),
    "heatmap": ({"z": [[1, 2], [3, 4]]}, ".heatmaplayer image", 1),
    "scatterpolar": (
        {"r": [1, 2, 3], "theta": ["a", "b", "c"], "mode": "lines+markers", "fill": "toself"},
        ".polarlayer .scatterlayer .points > path",
        3,
    ),
    "treemap": ({"labels": ["all", "x", "y"], "parents": ["", "all", "all"]}, ".treemaplayer .slice > path", 3),
}

DRAW = """
"use strict";
const noted = { violations: [], version: Plotly.version };
document.addEventListener("securitypolicyviolation", (event) => {
  noted.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
const spec = JSON.parse(document.getElementById("spec").textContent);
const finish = (outcome) => {
  document.body.dataset.noted = JSON.stringify({ ...noted, outcome });
  document.body.dataset.done = "yes";
};
Plotly.newPlot("figure", [spec.trace], spec.layout, spec.config)
  .then(() => Plotly.toImage("figure", { format: "png", width: 300, height: 200 }))
  .then((image) => finish(image.slice(0, 22)), (error) => finish(String(error)));
"""


@pytest.fixture(scope="module")
def code() -> bytes:
    return BUNDLE.read_bytes()


def test_every_file_has_its_checksum() -> None:
    sums = dict(line.split("  ")[::-1] for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert set(sums) == {BUNDLE.name, "LICENSE", "THIRD-PARTY-LICENSES.txt"}
    for name, wanted in sums.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == wanted, name
    assert f"`{sums[BUNDLE.name]}`" in (VENDOR / "README.md").read_text(encoding="utf-8")


def test_size(code: bytes) -> None:
    assert len(gzip.compress(code, compresslevel=9, mtime=0)) <= MAX_GZIP


def test_classic_script_in_plain_ascii(code: bytes) -> None:
    text = code.decode("ascii")  # no charset is needed, on any server
    assert text.startswith(f"/*! plotly.js {VERSION}, partial bundle")
    assert "\nvar Plotly=(()=>{" in text[:400]
    assert not re.search(r"\bnew Function\b|(?<![\w$.])eval\(|\bimport\(|sourceMappingURL", text)


def test_no_address_that_it_fetches(code: bytes) -> None:
    found = set(re.findall(r"(?:https?|wss?)://[^\s\"'`<>\\)]+", code.decode("ascii")))
    assert found == KNOWN_ADDRESSES
    assert not re.search(r"[\"'`]//[\w-]+\.[\w.-]+/", code.decode("ascii"))  # nor one without a scheme


def test_recipe_pins_exact_versions_and_names_no_registry() -> None:
    pins = json.loads((VENDOR / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert pins["plotly.js"] == VERSION
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pins.values())
    packages = json.loads((VENDOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in pins} == pins
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if name and "integrity" not in entry]


def test_plotly_py_ships_the_same_release() -> None:
    from plotly.offline import get_plotlyjs_version

    assert get_plotlyjs_version() == VERSION


def write_page(folder: Path, kind: str) -> None:
    spec = {
        "trace": {"type": kind, **TRACES[kind][0]},
        "layout": {"width": 500, "height": 350, "title": {"text": kind}},
        "config": CONFIG,
    }
    (folder / "draw.js").write_text(DRAW, encoding="utf-8")
    (folder / "index.html").write_text(
        f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{kind}</title>
<meta http-equiv="Content-Security-Policy" content="{CSP}">
<link rel="icon" href="data:,">
</head><body><div id="figure"></div>
<script type="application/json" id="spec">{json.dumps(spec)}</script>
<script src="{BUNDLE.name}"></script><script src="draw.js"></script>
</body></html>""",
        encoding="utf-8",
    )
    shutil.copy(BUNDLE, folder)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("kind", TRACES)
def test_draws_under_the_policy(
    kind: str, scheme: str, browser: Browser, serve: Callable[..., str], tmp_path: Path
) -> None:
    write_page(tmp_path, kind)
    address = serve(tmp_path, "/some-base/") if scheme == "http" else (tmp_path / "index.html").as_uri()
    problems: list[str] = []
    hosts: set[str] = set()
    with browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type in _BAD else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(address)
        page.wait_for_selector("body[data-done]")
        noted = json.loads(page.locator("body").get_attribute("data-noted") or "{}")
        assert noted == {"violations": [], "version": VERSION, "outcome": "data:image/png;base64,"}

        _, selector, count = TRACES[kind]
        marks = page.locator(f"#figure {selector}")
        assert marks.count() == count
        for mark in marks.all():
            box = mark.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) > 1
        assert page.locator("#figure .gtitle").text_content() == kind
        assert page.locator("#figure .modebar-btn").count() > 0
        assert page.locator("#figure a[href^=http], #figure [data-title*=hare]").count() == 0
    assert problems == []
    assert hosts <= {urlsplit(address).netloc, ""}


_BAD = {"error", "warning"}
