"""Workflows: ours, and the one that `atlas init` writes. They install nothing by a name that somebody else may own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import atlas
from generator.errors import UsageError
from generator.release import codec
from generator.scaffold import origin
from generator.scaffold.init import files
from generator.scaffold.origin import Origin
from tests.support.paths import ROOT
from tests.support.releases import sample_release

ADDRESS, COMMIT = "https://github.com/me/segment-atlas", "0123456789abcdef" * 2 + "01234567"
WRITTEN = files("x", Origin(ADDRESS, COMMIT))[".github/workflows/pages.yml"]
OURS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
WORKFLOWS = {**OURS, "written": WRITTEN, "unknown": files("x", None)[".github/workflows/pages.yml"]}
PAGES = ["pages.yml", "written", "unknown"]


def parsed(name: str) -> dict[Any, Any]:
    found = yaml.safe_load(WORKFLOWS[name])
    assert isinstance(found, dict)
    return found


def steps(name: str, job: str = "build") -> list[dict[str, Any]]:
    return list(parsed(name)["jobs"][job]["steps"])


def step(name: str, title: str) -> dict[str, Any]:
    return next(row for row in steps(name) if row.get("name") == title)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_rights_are_given_to_each_job_and_are_the_least(name: str) -> None:
    workflow = parsed(name)
    assert workflow["permissions"] == {}
    for title, job in workflow["jobs"].items():
        wanted = {"pages": "write", "id-token": "write"} if title == "deploy" else {"contents": "read"}
        # configure-pages asks for the site's address.
        asks = any("configure-pages" in row.get("uses", "") for row in job["steps"])
        assert job["permissions"] == wanted | ({"pages": "read"} if asks else {})
        assert job["timeout-minutes"] <= 30


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_named_by_commit_with_its_version(name: str) -> None:
    used = re.findall(r"uses: (.+)", WORKFLOWS[name])
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    for job in parsed(name)["jobs"].values():
        for row in job["steps"]:
            if "actions/checkout@" in row.get("uses", ""):
                assert row["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_expression_is_expanded_inside_a_command(name: str) -> None:
    for job in parsed(name)["jobs"].values():
        assert [row["run"] for row in job["steps"] if "${{" in row.get("run", "")] == []


def test_actions_are_the_same_everywhere() -> None:
    used = {row for text in WORKFLOWS.values() for row in re.findall(r"uses: (.+)", text)}
    assert len(used) == len({row.partition("@")[0] for row in used})


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_built_and_deployed_on_the_default_branch_with_their_dotfiles(name: str) -> None:
    workflow = parsed(name)
    # YAML 1.1 reads the key `on` as true.
    assert "branches" not in workflow[True]["push"]
    assert workflow["jobs"]["build"]["if"] == "github.ref_name == github.event.repository.default_branch"
    assert workflow["jobs"]["deploy"]["needs"] == "build"
    upload = next(row for row in steps(name) if "upload-pages-artifact" in row.get("uses", ""))
    assert upload["with"] == {"path": "site", "include-hidden-files": True}
    cached = [row["with"]["path"] for row in steps(name) if "actions/cache@" in row.get("uses", "")]
    assert "build/cards" in cached
    assert "~/.cache/pip" in cached or any(row.get("with", {}).get("cache") == "pip" for row in steps(name))


@pytest.mark.parametrize("name", PAGES)
def test_without_a_release_nothing_is_installed_and_nothing_fails(name: str, tmp_path: Path) -> None:
    look = step(name, "Look for a release")
    at = steps(name).index(look)
    later = steps(name)[at + 1 :]
    assert all(row["if"] == "steps.release.outputs.found" for row in later)
    assert parsed(name)["jobs"]["deploy"]["if"] == "needs.build.outputs.release"
    assert parsed(name)["jobs"]["build"]["outputs"] == {"release": "${{ steps.release.outputs.found }}"}
    assert run_step(look, tmp_path).startswith("::notice::There is no data/release.json")
    assert (tmp_path / "output").read_text() == ""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "release.json").write_text("{}")
    assert run_step(look, tmp_path) == ""
    assert (tmp_path / "output").read_text() == "found=yes\n"


def test_the_first_step_stops_where_it_is_not_known_what_to_install(tmp_path: Path) -> None:
    first = steps("unknown")[0]
    assert first["if"] == "env.ATLAS_REPOSITORY == '' || env.ATLAS_COMMIT == ''"
    assert parsed("unknown")["env"] == {"ATLAS_REPOSITORY": "", "ATLAS_COMMIT": ""}
    assert parsed("written")["env"] == {"ATLAS_REPOSITORY": ADDRESS, "ATLAS_COMMIT": COMMIT}
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        run_step(first, tmp_path)
    assert "::error file=.github/workflows/pages.yml::The source of Segment Atlas is missing" in stopped.value.stdout


def run_step(row: dict[str, Any], folder: Path, **more: str) -> str:
    """Run the command of a step as the runner does."""
    output = folder / "output"
    output.touch()
    environment = os.environ | {"GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(folder / "temp"), **more}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", row["run"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    done = subprocess.run(["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository of this program, with a later commit that is broken; return it and the good commit."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("generator", "templates", "content", "data/gazetteer", "data/coastline"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements-render.lock", folder)
    git(folder, "init", "--quiet")
    # For this program and for the one that serves a fetch.
    git(folder, "config", "core.compression", "0")
    git(folder, "config", "pack.window", "0")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "good")
    good = git(folder, "rev-parse", "HEAD")
    shutil.rmtree(folder / "generator")
    git(folder, "commit", "--quiet", "--all", "--message", "broken")
    return folder, good


@pytest.mark.slow
def test_the_commands_of_the_written_workflow_fetch_that_commit_and_render(
    repository: tuple[Path, str], tmp_path: Path
) -> None:
    """All but pip, which would ask the network: the packages at hand are those of the lock."""
    folder, good = repository
    site = tmp_path / "mine"
    (site / "data").mkdir(parents=True)
    # A folder of this name must not be taken for the program.
    (site / "generator").mkdir()
    (site / "generator" / "__main__.py").write_text("raise SystemExit('the wrong one')")
    (site / "atlas.toml").write_text("embeds = false\ncards = false\n")
    codec.write(sample_release("full"), site / "data" / "release.json")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    names = {"ATLAS_REPOSITORY": str(folder), "ATLAS_COMMIT": good, "PATH": path}
    run_step(step("written", "Fetch Segment Atlas at that commit"), site, **names)
    assert (site / "temp" / "segment-atlas" / "requirements-render.lock").is_file()
    said = run_step(
        step("written", "Render and check the release"), site, BASE_URL="https://me.github.io/my-site", **names
    )
    assert "No defects found" in said
    page = (site / "site" / "index.html").read_text(encoding="utf-8")
    assert 'href="https://me.github.io/my-site/"' in page


@pytest.mark.slow
def test_another_commit_than_the_one_named_stops_the_workflow(repository: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = repository
    fetch = step("written", "Fetch Segment Atlas at that commit")
    names = {"ATLAS_REPOSITORY": str(folder), "ATLAS_COMMIT": "HEAD"}
    with pytest.raises(subprocess.CalledProcessError):
        run_step(fetch, tmp_path, **names)


def test_requirements_are_installed_by_hash() -> None:
    for name in ("pages.yml", "written"):
        install = step(name, "Install what rendering needs")["run"]
        assert "--require-hashes -r" in install
        assert install.endswith(("requirements-render.lock", 'requirements-render.lock"'))
    lock = (ROOT / "requirements-render.lock").read_text()
    assert "duckdb" not in lock
    assert "pandas" not in lock


def told(text: str) -> list[str]:
    """Return what a text says to install by the name of this program: a path, or an address with it, is none."""
    commands = re.findall(r"(?:pip|pipx|uv|uvx) (?:install|run|add|tool)\b[^\n]*", text)
    named = [row for row in commands if re.search(r"(?<![\w/.-])segment-atlas", row) and "git+" not in row]
    return named + re.findall(r"(?<![\w/.-])segment-atlas(?:\[\w+\])?[=~<>]=[^\n]*", text)


def test_nothing_says_to_install_the_name_from_an_index() -> None:
    """Whoever takes a name that nobody owns would run code wherever our words were followed."""
    assert told('pip install "segment-atlas[spark]"')
    assert told('env:\n  ATLAS: "segment-atlas==0.1.0"')
    assert not told('pipx install "segment-atlas @ git+https://example.org/x@1"')
    kinds = ("*.md", "*.py", "*.yml", "*.txt", "*.toml", "*.html", "*.sql", "*.js", "Makefile", ".ci/run")
    folders = ("", "generator/**/", "content/**/", "templates/**/", "data/**/", ".github/**/")
    paths = {path for folder in folders for kind in kinds for path in ROOT.glob(folder + kind)}
    assert len(paths) > 200
    assert {str(path.relative_to(ROOT)): told(path.read_text(encoding="utf-8")) for path in paths} == {
        str(path.relative_to(ROOT)): [] for path in paths
    }


# --- Where the program came from ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/me/atlas", "https://github.com/me/atlas"),
        ("https://github.com/me/atlas.git", "https://github.com/me/atlas.git"),
        ("git@github.com:me/atlas.git", "https://github.com/me/atlas.git"),
        ("ssh://git@git.example.org:2222/group/sub/atlas", "https://git.example.org/group/sub/atlas"),
        ("https://me:s3cret@github.com/me/atlas", "https://github.com/me/atlas"),
        ("https://s3cret@github.com/me/atlas", "https://github.com/me/atlas"),
        ("https://git.example.org:8443/atlas", "https://git.example.org:8443/atlas"),
        ("http://github.com/me/atlas", None),
        ("file:///home/me/atlas", None),
        ("/home/me/atlas", None),
        ("../atlas", None),
        ("C:/me/atlas", None),
        ("C:\\me\\atlas", None),
        ('https://github.com/me/atlas"; curl evil.example', None),
        ("https://github.com/me/at${{ secrets.X }}las", None),
        ("--upload-pack=evil", None),
        ("", None),
    ],
)
def test_addresses_that_anybody_can_fetch(url: str, address: str | None) -> None:
    assert origin.public_address(url) == address


def test_a_checkout_knows_its_repository_and_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "checkout"
    folder.mkdir()
    monkeypatch.setattr(origin, "_CHECKOUT", folder)
    git(folder, "init", "--quiet")
    assert origin.find() is None
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")
    commit = git(folder, "rev-parse", "HEAD")
    git(folder, "remote", "add", "origin", "git@github.com:me/atlas.git")
    assert origin.find() == Origin("https://github.com/me/atlas.git", commit, pushed=False)
    git(folder, "update-ref", "refs/remotes/origin/main", commit)
    assert origin.find() == Origin("https://github.com/me/atlas.git", commit)
    git(folder, "remote", "set-url", "origin", str(tmp_path))
    assert origin.find() is None


class _Installed:
    def __init__(self, noted: str | None) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.noted


GIT = {"url": ADDRESS, "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": COMMIT}}


@pytest.mark.parametrize(
    ("noted", "wanted"),
    [
        (json.dumps(GIT), Origin(ADDRESS, COMMIT)),
        (json.dumps(GIT | {"url": "ssh://git@github.com/me/segment-atlas"}), Origin(ADDRESS, COMMIT)),
        (json.dumps({"url": "file:///tmp/atlas-0.1.0-py3-none-any.whl", "archive_info": {}}), None),
        (json.dumps({"url": "file:///home/me/atlas", "dir_info": {"editable": True}}), None),
        (json.dumps(GIT | {"url": "file:///home/me/atlas"}), None),
        ("[]", None),
        ("{", None),
        (None, None),
    ],
)
def test_an_installed_package_knows_where_it_came_from(
    noted: str | None, wanted: Origin | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(metadata, "distribution", lambda name: _Installed(noted))
    assert origin.find() == wanted


def test_a_package_that_is_not_installed_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(origin, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(metadata, "distribution", none)
    assert origin.find() is None


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--repository", ADDRESS], "given together"),
        (["--commit", COMMIT], "given together"),
        (["--repository", "/home/me", "--commit", COMMIT], "URL"),
        (["--repository", ADDRESS, "--commit", "main"], "full commit hash"),
    ],
)
def test_what_is_named_has_to_be_whole(args: list[str], says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=says):
        CliRunner().invoke(atlas, ["init", str(tmp_path / "x"), *args], standalone_mode=False, catch_exceptions=False)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (None, "note: the repository of this program is unknown"),
        (Origin(ADDRESS, COMMIT, pushed=False), f"note: the workflow installs commit {COMMIT}"),
        (Origin(ADDRESS, COMMIT), None),
    ],
)
def test_init_says_what_the_workflow_lacks(
    known: Origin | None, says: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin, "find", lambda: known)
    done = CliRunner().invoke(atlas, ["init", str(tmp_path / "x")], catch_exceptions=False)
    assert done.exit_code == 0
    assert (says in done.output) if says else ("note:" not in done.output)
    readme = (tmp_path / "x" / "README.md").read_text()
    assert (f'pipx install "git+{ADDRESS}@{COMMIT}"' in readme) == (known is not None)
    assert not re.search(r"@[A-Z]+@", readme + (tmp_path / "x" / ".github/workflows/pages.yml").read_text())


def test_newer_actions_are_asked_for() -> None:
    for text in ((ROOT / ".github/dependabot.yml").read_text(), files("x", None)[".github/dependabot.yml"]):
        found = yaml.safe_load(text)
        assert [row["package-ecosystem"] for row in found["updates"]] == ["github-actions"]
