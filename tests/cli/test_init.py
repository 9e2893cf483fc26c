"""`atlas init`: a site of one's own, without a copy of this repository."""

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import atlas
from generator.errors import OutputError
from generator.release import codec
from generator.scaffold import origin
from generator.scaffold.init import start
from generator.settings import config
from generator.settings.settings import Settings
from generator.settings.source_roles import ROLES
from generator.settings.text import settings_text
from tests.publish.inspect.test_inspect import run
from tests.support.paths import ROOT
from tests.support.releases import sample_release

ADDRESS, COMMIT = "https://github.com/me/segment-atlas", "0123456789abcdef" * 2 + "01234567"
KEYS = [item.name for item in fields(Settings) if item.metadata]


def test_the_settings_text_names_every_key_with_its_default_and_help() -> None:
    text = settings_text()
    live = "\n".join(
        line.removeprefix("# ") if re.match(r"# (\w+ = |\[columns\])", line) else "" for line in text.split("\n")
    )
    read = tomllib.loads(live)
    assert list(read) == [*(key for key in KEYS if key != "columns"), "columns"]
    assert set(read["columns"]) == set(ROLES)
    folded = " ".join(re.sub(r"\n# ", " ", text).split())
    for item in fields(Settings):
        if item.metadata:
            assert " ".join(item.metadata["help"].split()) in folded
    assert tomllib.loads(text) == {}


def test_every_default_in_the_text_is_the_default(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^# (?=\w+ = |\[columns\])", "", settings_text())
    (tmp_path / "atlas.toml").write_text(text, encoding="utf-8")
    made, plain = config.load(tmp_path / "atlas.toml"), Settings()
    for key in KEYS:
        if key != "columns":
            assert getattr(made, key) == getattr(plain, key), key
    assert made.source_columns == plain.source_columns


def test_the_checkout_is_found_from_the_module() -> None:
    assert origin._CHECKOUT == ROOT


def test_the_settings_file_of_this_repository_is_that_text() -> None:
    written = (ROOT / "atlas.toml").read_text(encoding="utf-8")
    assert written == settings_text(), "write it again: generator.settings.text.settings_text()"


@pytest.mark.slow
def test_a_site_of_ones_own_with_a_sentence_and_a_partial_of_ones_own(tmp_path: Path) -> None:
    told = run(tmp_path, "init", "mine")
    mine = tmp_path / "mine"
    assert "mine/atlas.toml" in told
    assert "cd mine && atlas build transactions.csv" in told
    assert "build/" in (mine / ".gitignore").read_text().splitlines()
    (mine / "content" / "phrases.toml").write_text('[phrases.bank_size]\nheadline = "All {{ customers }} of them."\n')
    (mine / "templates" / "partials").mkdir()
    (mine / "templates" / "partials" / "_footer.html").write_text("<footer>A foot of my own</footer>\n")
    run(mine, "demo", "--rows", "12000", "--seed", "3", "--out", "demo.csv", "-q")
    run(mine, "build", "demo.csv", "--set", "synthetic=true", "--set", "evidence=false", "-q")
    customers = json.loads(run(mine, "facts", "customers", "--json"))
    n = next(row["value"] for row in customers if row["name"] == "customers")
    page = (mine / "site" / "index.html").read_text()
    assert f"All {n} of them." in page
    assert "A foot of my own" in page
    assert "A foot of my own" in (mine / "site" / "privacy" / "index.html").read_text()


@pytest.mark.slow
def test_the_folders_work_from_anywhere(tmp_path: Path) -> None:
    run(tmp_path, "init", "mine")
    (tmp_path / "mine" / "content" / "site.toml").write_text('[nav]\nsummary = "In brief"\n')
    codec.write(sample_release("full"), tmp_path / "release.json")
    run(tmp_path, "render", "release.json", "--config", "mine/atlas.toml", "--strict", "-q")
    assert ">In brief</a>" in (tmp_path / "site" / "index.html").read_text()


def test_what_is_there_stays_and_the_rest_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".gitignore").write_text("*.csv\nsite/\n")
    (tmp_path / ".git").mkdir()
    run(tmp_path, "init", ".")
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / ".gitignore").read_text() == "*.csv\nsite/\n"
    assert (tmp_path / ".github" / "workflows" / "pages.yml").is_file()
    started = start(tmp_path, None)
    assert started.written == ()
    assert {path.name for path in started.kept} >= {"README.md", ".gitignore", "atlas.toml", "pages.yml"}
    assert set(started.unignored) == {"build/", "*.csv.gz", "*.parquet", "!places/*.csv"}
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="new site cannot be written"):
        run(tmp_path, "init", "file/below")


def test_what_init_says_is_true(tmp_path: Path) -> None:
    def said(*args: str) -> str:
        done = CliRunner().invoke(atlas, ["init", *args], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    fresh = said(str(tmp_path / "new"), "--repository", ADDRESS, "--commit", COMMIT)
    assert "git init, commit, push" in fresh
    assert "note:" not in fresh
    assert "warning:" not in fresh
    (tmp_path / "there" / ".git").mkdir(parents=True)
    (tmp_path / "there" / ".gitignore").write_text("")
    (tmp_path / "there" / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / "there" / ".github" / "workflows" / "pages.yml").write_text("")
    there = said(str(tmp_path / "there"))
    assert "the workflow stops" not in there
    assert "git init" not in there
    assert f"note: {tmp_path / 'there' / '.gitignore'} exists already and was left unchanged." in there
    assert "warning: add these lines to" in there
    assert "build/" in there
