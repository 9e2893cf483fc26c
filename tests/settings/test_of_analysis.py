"""What a setting cannot change in a rendering is said, and nothing is said of a setting that holds already."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import atlas
from generator.publish.render import render
from generator.release import Changes, Release, codec
from generator.settings import config
from generator.settings.of_analysis import OF_RENDERING, note_of
from generator.settings.settings import Settings
from tests.support.releases import sample_release


@pytest.fixture(scope="module")
def release() -> Release:
    made = sample_release("full")
    return replace(made, model=replace(made.model, requested="default", seed=1))


def note(release: Release, *assignments: str) -> str:
    return note_of(config.load(None, assignments), release, config.names_of(assignments))


@pytest.mark.parametrize(
    ("assignment", "says"),
    [
        ('label="MY BANK"', 'label (the release has "Sample bank")'),
        ('currency="USD"', 'currency (the release has "INR")'),
        ('locale="pt_PT"', 'locale (the release has "en_IN")'),
        ("synthetic=false", "synthetic (the release has true)"),
        ("base=5", "base (the release has 10)"),
        ("k=3", 'k (the release has "default")'),
        ("seed=7", "seed (the release has 1)"),
        ('names.a="Best"', 'names.a (the release has "High spenders")'),
        ('customer_key=["CustomerID", "Branch"]', 'customer_key (the release has ["CustomerID"])'),
        ('window="90 days"', "window"),
        ("evidence=false", "evidence"),
    ],
)
def test_a_setting_that_a_rendering_does_not_read_is_named(release: Release, assignment: str, says: str) -> None:
    made = replace(release, synthetic=True)
    assert note(made, assignment).startswith(f"Rendering does not read {says}: an analysis does. ")


@pytest.mark.parametrize(
    "assignments",
    [
        (),
        ('title="Ours"', "threshold=30", 'country="PT"'),
        ('customer_key=["customer"]',),
        ('label="Sample bank"', 'currency="INR"', "base=10", 'k="default"', "seed=1", 'names.a="High spenders"'),
    ],
)
def test_what_a_rendering_reads_and_what_holds_already_is_not_named(
    release: Release, assignments: tuple[str, ...]
) -> None:
    assert note(release, *assignments) == ""


def test_a_settings_file_is_not_reproached_with_what_a_release_does_not_hold(release: Release, tmp_path: Path) -> None:
    (tmp_path / "atlas.toml").write_text('window = "90 days"\nlabel = "Other"\n[columns]\namount = "Betrag"\n')
    settings = config.load(tmp_path / "atlas.toml")
    assert note_of(settings, release).startswith('Rendering does not read label (the release has "Sample bank"): ')


def test_segments_of_an_earlier_model_or_of_a_table_are_not_compared(release: Release) -> None:
    frozen = replace(release, changes=Changes("2016-05-11", "2016-07-31", "frozen", (), (), (), (), {}, (), 0))
    for made in (frozen, replace(release, origin="kpis")):
        assert note_of(config.load(None, ["k=3", 'names.a="Best"']), made) == ""


class _Read:
    """Settings that remember which of them were asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.asked = settings, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.settings, name)


@pytest.mark.slow
def test_a_rendering_reads_these_settings_only(release: Release) -> None:
    read = _Read(Settings(site_url="https://atlas.example/", cards=False))
    dict(render(release, read))  # type: ignore[arg-type]
    names = {"content_dirs": "content", "template_dirs": "templates"}
    asked = {names.get(name, name) for name in read.asked} - {"base_dir"}
    assert asked <= OF_RENDERING <= {field.name for field in fields(Settings)}


@pytest.mark.slow
def test_the_command_says_it(release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    codec.write(release, tmp_path / "release.json")
    args = ("render", "release.json", "--set", "cards=false", "--set", "embeds=false", "--set", 'label="MY BANK"')
    done = CliRunner().invoke(atlas, args, catch_exceptions=False)
    assert done.exit_code == 0
    assert 'note: Rendering does not read label (the release has "Sample bank"): an analysis does.' in done.output
