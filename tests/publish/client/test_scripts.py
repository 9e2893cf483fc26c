"""The bundles of the site's scripts: built from their sources, checked and tested with the build tools."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publish.charts.base.context import ChartContext
from generator.publish.client import compare_data
from generator.publish.client.scripts import STATIC, scripts
from generator.resources import templates_dir
from tests.conftest import skip_or_fail
from tests.support import comparisons
from tests.support.paths import ROOT, TESTS

FOLDER = templates_dir() / "static" / "js"
DUE = "templates/static/js: the bundles are not made from these sources. Run `make scripts` and commit what it writes."


def node() -> str:
    found = shutil.which("node")
    return found or skip_or_fail("node", "no Node found: install one to test the scripts' sources")


def sums(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def files(folder: Path) -> set[str]:
    """Return the inputs of the bundles, and the bundles."""
    recipe = {"make.mjs", "package.json", "package-lock.json"}
    own = {path.relative_to(folder).as_posix() for path in (folder / "src").rglob("*") if path.is_file()}
    return own | recipe | {path.name for path in folder.glob("*.js")}


def differing(folder: Path) -> list[str]:
    """Return the files that differ from the committed checksums, including missing and new ones."""
    wanted = sums(folder)
    digests = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in files(folder)}
    return sorted(path for path in wanted.keys() | digests.keys() if wanted.get(path) != digests.get(path))


def test_bundles_are_made_from_their_sources() -> None:
    assert differing(FOLDER) == [], DUE


def test_changed_new_and_removed_sources_are_detected(tmp_path: Path) -> None:
    folder = tmp_path / "js"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("node_modules"))
    (folder / "src" / "tools.js").write_text("changed", encoding="utf-8")
    (folder / "src" / "core" / "new.js").write_text("", encoding="utf-8")
    (folder / "src" / "core" / "fold.js").unlink()
    (folder / "atlas.js").write_text("changed", encoding="utf-8")
    assert differing(folder) == ["atlas.js", "src/core/fold.js", "src/core/new.js", "src/tools.js"]


def test_every_bundle_is_a_script_of_the_site() -> None:
    assert {f"static/js/{path.name}" for path in FOLDER.glob("*.js")} == set(STATIC.values())


@pytest.mark.parametrize("path", sorted(STATIC.values()))
def test_a_bundle_is_a_classic_script_with_one_comment_that_names_its_source(path: str) -> None:
    code = (templates_dir() / path).read_text(encoding="ascii")  # no charset is needed, on any server
    banner, _, rest = code.partition("\n")
    source = re.fullmatch(r"/\* Segment Atlas: .* made by `make scripts` from templates/(.+\.js)\. \*/", banner)
    assert source
    assert (templates_dir() / source[1]).is_file()
    assert rest.startswith(("(()=>{", '"use strict";(()=>{'))
    assert "\n  " not in rest  # minified
    assert not re.search(r"\bnew Function\b|(?<![\w$.])eval\(|\bimport\b|\bexport\b|sourceMappingURL", rest)


def test_bundles_share_two_globals() -> None:
    """`atlasData` holds data and functions of scripts on demand; `atlasStats` holds the exports of `tools` for two
    bundles."""
    written = set()
    for path in STATIC.values():
        code = (templates_dir() / path).read_text(encoding="ascii")
        written |= set(re.findall(r"(?:globalThis|window)\.(\w+)\s*(?:\?\?=|=(?!=))", code))
    assert written <= {"atlasData", "atlasStats"}


def test_a_user_bundle_overrides_the_packaged_one(tmp_path: Path) -> None:
    own = tmp_path / "static" / "js" / "take.js"
    own.parent.mkdir(parents=True)
    own.write_text("own;", encoding="utf-8")
    made = scripts((tmp_path, templates_dir()), {"take": {"svg": "SVG"}})
    assert made["take"].content.endswith(b"own;")
    assert made["take"].content.startswith(b"(window.atlasData=")
    assert made["atlas"].content == (FOLDER / "atlas.js").read_bytes()


def test_the_recipe_pins_exact_versions_and_names_no_registry() -> None:
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    assert set(package["devDependencies"]) == {"@biomejs/biome", "esbuild", "typescript"}
    assert "dependencies" not in package
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())
    lock = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    packages = json.loads(lock)["packages"]
    assert all(entry["integrity"].startswith("sha512-") for name, entry in packages.items() if name)


def test_wheels_exclude_sources_and_tools_of_scripts() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    included = re.findall(r'^"(templates[^"]*)" = "generator/_assets/\1"$', text, re.MULTILINE)
    paths = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts)
    }
    left_out = {path for path in paths if not any(path == one or path.startswith(f"{one}/") for one in included)}
    bundles = {f"templates/{path}" for path in STATIC.values()}
    assert left_out == {path for path in paths - bundles if path.startswith("templates/static/js/")}


@pytest.mark.slow
def test_statistics_and_search_pass_their_tests_in_node(tmp_path: Path) -> None:
    """Node alone: the modules run as they are; the data of the cases' sites come from Python."""
    places = {
        kind: compare_data.places(ChartContext(comparisons.edition_of(comparisons.release_of(kind))))
        for kind in comparisons.KINDS
    }
    data = tmp_path / "places.json"
    data.write_text(json.dumps(places), encoding="utf-8")
    command = [node(), "--test", *map(str, sorted((TESTS / "scripts").glob("*.test.mjs")))]
    environment = {**os.environ, "ATLAS_PLACES": str(data)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\S+ skipped 0$", done.stdout, re.MULTILINE), done.stdout


@pytest.mark.slow
def test_linters_pass_and_bundles_are_reproducible() -> None:
    program = node()
    if not (FOLDER / "node_modules" / ".package-lock.json").is_file():
        skip_or_fail("node", "the tools of the scripts are not installed: `npm ci` in templates/static/js")
    done = subprocess.run(
        [program, "make.mjs", "--check"], cwd=FOLDER, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{DUE}\n{done.stdout}\n{done.stderr}"
