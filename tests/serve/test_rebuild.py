"""A site keeps the settings that it was built with, and `atlas serve` shows a change of any of its sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import atlas
from generator.release import codec
from generator.serve.preview import running
from generator.serve.rebuild import Again, Choice, find, keep
from tests.support.releases import sample_release
from tests.support.waiting import wait_for

pytestmark = pytest.mark.slow

FAST = "cards = false\nembeds = false\n"


def run(*args: str) -> str:
    done = CliRunner().invoke(atlas, args, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a release and a site that was rendered with a settings file and an assignment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "north" / "words").mkdir(parents=True)
    settings = f'{FAST}publisher = "North Bank"\ntitle = "Our Atlas"\ncontent = ["words"]\n'
    (tmp_path / "north" / "atlas.toml").write_text(settings)
    codec.write(sample_release("full"), tmp_path / "release.json")
    run("render", "release.json", "--config", "north/atlas.toml", "--set", 'licence="CC BY 4.0"', "-q")
    return tmp_path


def page(home: Path) -> str:
    """Return the first page; none between the two renames of a swap."""
    try:
        return (home / "site" / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


@pytest.fixture
def served(home: Path) -> Iterator[Path]:
    """The same, while it is served as `atlas serve` does without options."""
    again = Again(Path("site"), Choice(), None, Path("build/cards"), lambda _: None)
    with running(Path("site"), rebuild=again, watch=again.sources()):
        yield home


def test_what_is_served_keeps_the_settings_that_built_it_and_follows_all_its_sources(served: Path) -> None:
    def has(*words: str) -> bool:
        return all(text in page(served) for text in words)

    assert has("Our Atlas", "North Bank", "CC BY 4.0")
    (served / "north" / "words" / "site.toml").write_text('[nav]\nsummary = "In short"\n')
    wait_for(lambda: has("In short"))
    assert has("Our Atlas", "North Bank", "CC BY 4.0")

    # The settings file, replaced as editors do; it names another folder of words, which is watched from then on.
    (served / "north" / "more").mkdir()
    new = served / "north" / "new.toml"
    new.write_text(f'{FAST}publisher = "North Bank"\ntitle = "Their Atlas"\ncontent = ["more"]\n')
    new.replace(served / "north" / "atlas.toml")
    wait_for(lambda: has("Their Atlas"))
    assert has("North Bank", "CC BY 4.0")
    assert not has("In short")

    def shown() -> bool:
        """Write until it is seen: the page is there a moment before its new folder is watched."""
        (served / "north" / "more" / "site.toml").write_text('[nav]\nsummary = "On two pages"\n')
        return has("On two pages", "Their Atlas", "North Bank")

    wait_for(shown)


def test_a_release_that_was_rendered_meanwhile_is_not_taken_back(served: Path) -> None:
    other = replace(sample_release("full"), label="South Bank")
    codec.write(other, served / "release.json")
    run("render", "release.json", "--config", "north/atlas.toml", "--set", 'title="New figures"', "-q")
    assert "South Bank" in page(served)
    (served / "north" / "words" / "site.toml").write_text('[nav]\nsummary = "In short"\n')
    wait_for(lambda: "In short" in page(served))
    assert "South Bank" in page(served)
    assert "New figures" in page(served)


def test_a_release_that_is_named_is_watched(home: Path) -> None:
    named = home / "release.json"
    again = Again(Path("site"), Choice(), named, Path("build/cards"), lambda _: None)
    with running(Path("site"), rebuild=again, watch=again.sources()):
        codec.write(replace(sample_release("full"), label="South Bank"), named)
        wait_for(lambda: "South Bank" in page(home))
    assert "North Bank" in page(home)


def test_serve_hands_on_what_it_was_given(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr("generator.serve.preview.serve", lambda folder, **given: seen.update(folder=folder, **given))
    run("serve", "site", "--set", 'title="For now"')
    settings = seen["rebuild"].chosen().settings()  # type: ignore[attr-defined]
    assert (settings.title, settings.publisher, settings.licence) == ("For now", "North Bank", "CC BY 4.0")
    watched = seen["watch"]
    assert {home / "north" / "atlas.toml", home / "north" / "words"} <= set(watched)  # type: ignore[call-overload]
    (home / "own.toml").write_text(FAST)
    run("serve", "site", "--config", "own.toml")
    settings = seen["rebuild"].chosen().settings()  # type: ignore[attr-defined]
    assert (settings.title, settings.publisher, settings.licence) == ("Segment Atlas", "", "")


def test_the_settings_are_kept_in_private_and_not_in_the_site(home: Path) -> None:
    kept = [path for path in (home / "build").iterdir() if path.name.startswith("settings-")]
    assert [json.loads(path.read_text())["set"] for path in kept] == [['licence="CC BY 4.0"']]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert (home / "build" / ".gitignore").read_text().split() == ["*"]
    there = [path for path in (home / "site").rglob("*") if path.is_file()]
    assert there
    assert [
        path for path in there if str(home).encode() in path.read_bytes() or b"atlas.toml" in path.read_bytes()
    ] == []


def test_a_site_without_settings_keeps_none(home: Path) -> None:
    (home / "atlas.toml").write_text(FAST)
    run("render", "release.json", "-q")
    assert find(Path("site")) == Choice()
    assert [path for path in (home / "build").iterdir() if path.name.startswith("settings-")] == []
    assert "North Bank" not in page(home)


def test_sites_do_not_mix_up_their_settings(home: Path) -> None:
    keep(Path("other"), Choice(None, ("k=3",)), pytest.fail)
    assert find(Path("other")) == Choice(None, ("k=3",))
    assert find(home / "site") == Choice(home / "north" / "atlas.toml", ('licence="CC BY 4.0"',))
    assert find(Path("third")) == Choice()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"config": 1, "set": 2}'])
def test_what_was_kept_and_is_broken_counts_as_unknown(home: Path, text: str) -> None:
    next((home / "build").glob("settings-*.json")).write_text(text)
    assert find(Path("site")) == Choice()


def test_settings_that_cannot_be_kept_are_a_note(home: Path) -> None:
    (home / "build" / ".gitignore").write_text("")
    notes: list[str] = []
    keep(Path("site"), Choice(None, ("k=3",)), notes.append)
    assert len(notes) == 1
    assert "atlas serve" in notes[0]


def test_what_is_given_again_counts_once() -> None:
    earlier = Choice(Path("a.toml"), ("k=3", 'title="A"'))
    now = Choice(None, ('title="A"',))
    assert now.over(earlier) == now.over(now.over(earlier)) == Choice(Path("a.toml"), ("k=3", 'title="A"'))
    assert Choice(Path("b.toml")).over(earlier) == Choice(Path("b.toml"))
