"""Places that must not meet are refused before a row is read; everyday ones are let pass."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from generator.cli import atlas
from generator.errors import AtlasError, OutputError
from generator.files.run_paths import Named, RunPaths, inside, require_separate, same
from generator.release import codec
from tests.support.banks import bank, put, text
from tests.support.paths import ROOT
from tests.support.releases import sample_release

#: No transactions: a command that reads a row of it says so, with another error.
NO_ROWS = "this,is,no,bank\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with transactions, an earlier release, settings, a list of spellings and a site."""
    monkeypatch.chdir(tmp_path)
    for name in ("t.csv", "src/t.csv", "site/t.csv", "list.txt", "kpis.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NO_ROWS)
    (tmp_path / "site" / ".atlas-site").write_text("{}\n")
    (tmp_path / "atlas.toml").write_text('title = "Ours"\nplace_overrides = "places"\n')
    (tmp_path / "words").mkdir()
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "aliases.csv").write_text("spelling,id\n")
    (tmp_path / "link").symlink_to("t.csv")
    (tmp_path / "links").symlink_to("src")
    (tmp_path / "web").symlink_to("site")
    os.link(tmp_path / "t.csv", tmp_path / "hard.csv")
    codec.write(sample_release("full"), tmp_path / "r.json")
    codec.write(sample_release("full"), tmp_path / "site" / "r.json")
    return tmp_path


def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize(
    ("command", "words"),
    [
        # Private files in a site, in whichever way.
        ("build t.csv --out build", "run record build/run.json is private, but lies inside the site build"),
        ("build t.csv --out BUILD --record build/run.json", "inside the site BUILD"),
        ("build t.csv --record site/run.json", "inside the site site"),
        ("build t.csv --record site/.private/run.json", "inside the site"),
        ("build t.csv --record web/sub/run.json", "inside the site"),
        ("build t.csv --out new/../new --record new/x/run.json", "inside the site"),
        ("build t.csv --out build/cards", "is private, but lies inside the site build/cards"),
        ("build t.csv --out private/site --record private/run.json", "git would ignore the site"),
        ("analyse t.csv --record site/run.json", "inside the site"),
        ("analyse t.csv --record run.json", "holds the site"),
        ("export t.csv --to site/x.csv", "inside the site"),
        ("export t.csv --to web/x.csv", "inside the site"),
        ("locate list.txt --to site/x.csv", "inside the site"),
        ("locate --unmatched t.csv --to site/x.csv", "inside the site"),
        ("proofread r.json --to site/x.html", "inside the site"),
        ("proofread r.json --to web/x.html", "inside the site"),
        ("proofread r.json --to r.json", "it would be overwritten"),
        ("proofread r.json --config other.toml --to other.toml", "the settings"),
        # What is published, too, has no place in a site.
        ("build t.csv --release site/release.json", "inside the site"),
        ("analyse t.csv --release site/data/release.json", "inside the site"),
        ("import-kpis kpis.csv --to site/x.json", "inside the site"),
        ("demo --rows 5 --out site/x.csv", "inside the site"),
        ("init site/mine", "inside the site"),
        # The source would be overwritten.
        ("analyse t.csv --release t.csv", "it would be overwritten"),
        ("analyse t.csv --record t.csv", "it would be overwritten"),
        ("analyse link --release t.csv --set k=3", ""),
        ("analyse hard.csv --release t.csv", "it would be overwritten"),
        ("analyse t.csv --release link", "it would be overwritten"),
        ("analyse links --release src/t.csv", "it would be overwritten"),
        ("analyse './s*/*.csv' --release ./src/../src/t.csv", "it would be overwritten"),
        ("export t.csv --to t.csv", "it would be overwritten"),
        ("locate list.txt --to ./list.txt", "it would be overwritten"),
        ("import-kpis kpis.csv --to kpis.csv", "it would be overwritten"),
        ("analyse rejected.csv --record run2/run.json --release run2/../rejected.csv", "it would be overwritten"),
        ("analyse src --record src/t.csv", "it would be overwritten"),
        # Other inputs, likewise.
        ("analyse t.csv --model r.json --release r.json", "the earlier release"),
        ("analyse t.csv --release atlas.toml", "the settings"),
        ("analyse t.csv --config other.toml --record other.toml", "the settings"),
        ("locate list.txt --to places/aliases.csv", "the place overrides"),
        # The source, or another input, would be replaced by the site.
        ("build src --out src --force", "replaced as a whole"),
        ("build links --out src --force", "replaced as a whole"),
        ("build src/t.csv --out src --force", "replaced as a whole"),
        ("build site/t.csv", "replaced as a whole"),
        ("build t.csv --out words --force --set 'content=[\"words\"]'", "the content"),
        ("build t.csv --out places --force", "the place overrides"),
        ("build t.csv --model site/r.json", "the earlier release"),
        ("render site/r.json", "the release"),
        ("render r.json --out words --force --set 'content=[\"words/a\", \"words\"]'", "the content"),
        # Two outputs in one place.
        ("analyse t.csv --release X --record X", "only one would be left"),
        ("analyse t.csv --release b/X --record B/x", "only one would be left"),
        ("analyse t.csv --record b/rejected.csv", "only one would be left"),
        ("analyse t.csv --release b/rejected.csv --record b/run.json", "only one would be left"),
        ("analyse t.csv --release b/run.json/r.json --record b/run.json", "only one would be left"),
        ("build t.csv --release new --out new/site --record b/run.json", "is to be a file"),
        # A private folder that git does not ignore.
        ("analyse t.csv --record mine/run.json", "no line `*`"),
        ("analyse t.csv --record t.csv/run.json", "is a file"),
    ],
)  # fmt: skip
def test_harm_is_refused_before_a_row_is_read(folder: Path, command: str, words: str) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / ".gitignore").write_text("*.pyc\n")
    (folder / "rejected.csv").write_text(NO_ROWS)
    (folder / "other.toml").write_text("")
    before = tree(folder)
    with pytest.raises(AtlasError) as raised:
        atlas.main(shlex.split(command), standalone_mode=False)
    assert tree(folder) == before
    if words:
        assert isinstance(raised.value, OutputError), raised.value.format_message()
        assert words.casefold() in raised.value.message.casefold()
        assert raised.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="names of POSIX")
@pytest.mark.parametrize(
    "paths",
    [
        # record, release, source, site
        ("build/run.json", "build/release.json", "t.csv", "new"),
        ("build/run.json", "data/release.json", "t.csv", "new"),
        ("build/run.json", "build/release.json", "src", "new"),
        ("build/run.json", "out/release.json", "src", "src/new"),
        ("src/private/run.json", "src/release.json", "src", "new"),
        ("build/run.json", "release.json", "t.csv", "site2/new"),
        ("../build/run.json", "build/RELEASE.json", "t.csv", "builder"),
    ],
)
def test_everyday_places_are_let_pass(folder: Path, paths: tuple[str, ...]) -> None:
    record, release, source, site = (folder / path for path in paths)
    require_separate(
        RunPaths(
            reads=(Named("the source", source),),
            writes=(Named("the release", release),),
            private=(Named("the record", record), Named("the list", record.parent / "rejected.csv")),
            folders=(Named("the folder", record.parent), Named("the pictures", record.parent / "cards")),
            site=(Named("the site", site),),
        )
    )


def test_a_place_is_known_by_the_disk(folder: Path) -> None:
    assert same(folder / "t.csv", folder / "src" / ".." / "link")
    assert same(folder / "t.csv", folder / "hard.csv")
    assert same(folder / "new" / "É.csv", folder / "NEW" / "e\u0301.csv")
    assert not same(folder / "t.csv", folder / "src" / "t.csv")
    assert inside(folder / "links" / "t.csv", folder / "src")
    assert inside(folder / "none" / "x", folder / "None")
    assert not inside(folder / "source", folder / "src")
    assert not inside(folder / "src", folder / "src" / "t.csv")


@pytest.mark.slow
def test_a_site_rendered_from_its_own_release_keeps_working(folder: Path) -> None:
    """`atlas serve` does so by default; and `build` is a fine name for a site that holds no private file."""
    options = ["--set", "cards=false", "--set", "embeds=false", "--quiet"]
    atlas.main(["render", "r.json", "--out", "build", *options], standalone_mode=False)
    atlas.main(["render", "build/data/release.json", "--out", "build", *options], standalone_mode=False)
    assert not (folder / "build" / "cards").exists()
    assert (folder / "build" / "index.html").is_file()


def build(*more: str) -> None:
    """Build a site of a small bank, in little time."""
    sets = ('places="as-is"', "evidence=false", "cards=false", "embeds=false")
    atlas.main(
        ["build", "bank.csv", "--out", "new", "--quiet", *more, *(w for text in sets for w in ("--set", text))],
        standalone_mode=False,
    )


@pytest.mark.slow
def test_a_release_that_cannot_be_written_stops_the_build_before_the_new_site_is_in_place(folder: Path) -> None:
    put(folder / "bank.csv", text(bank(300)))
    (folder / "full").write_text("a file where a folder should be")
    with pytest.raises(OutputError, match="the release cannot be written"):
        build("--release", "full/release.json")
    assert not (folder / "new").exists()


@pytest.mark.slow
def test_a_run_that_ends_between_site_and_release_leaves_both_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.publish.output.swap import Lock, Run

    put(folder / "bank.csv", text(bank(300)))
    build("--release", "data/release.json")
    before = (folder / "data" / "release.json").read_bytes()
    put(folder / "bank.csv", text(bank(400)))
    swap = Run.swap

    def stopped(run: Run, lock: Lock) -> None:
        swap(run, lock)
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "swap", stopped)
    with pytest.raises(click.Abort):
        build("--release", "data/release.json")
    assert [path.name for path in (folder / "data").iterdir()] == ["release.json"]
    assert (folder / "data" / "release.json").read_bytes() == before
    shown = codec.read(folder / "new" / "data" / "release.json")
    assert (folder / "new" / "index.html").is_file()
    assert shown != codec.read(folder / "data" / "release.json")


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_what_a_killed_run_left_is_swept_at_the_start_of_the_next(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leftovers = [
        folder / "build" / ".run.json.k3_x9abc.tmp",
        folder / "build" / "cards" / ".0123.png.atlas-0123abcd.tmp",
        folder / "data" / ".release.json.atlas-0123abcd.tmp",
    ]
    for path in leftovers:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("exact figures")
    with pytest.raises(AtlasError, match="missing column"):
        atlas.main(["build", "t.csv", "--release", "data/release.json", "--out", "new"], standalone_mode=False)
    assert not any(path.exists() for path in leftovers)


def test_the_program_says_it_in_one_message(folder: Path) -> None:
    command: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    done = command(
        [sys.executable, "-m", "generator", "build", "t.csv", "--out", "build"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (8, "")
    assert "--record or --out" in done.stderr
    assert "Traceback" not in done.stderr
