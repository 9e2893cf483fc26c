"""A build that was killed while it replaced a site: every command that reads the site restores or names it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import atlas
from generator.errors import UsageError
from generator.publish.output.swap import MARKER, Run
from generator.release import codec
from generator.serve.preview import running
from tests.support.releases import sample_release
from tests.support.waiting import wait_for

SHORT = ("--set", "cards=false", "--set", "embeds=false", "--config", "/dev/null")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    codec.write(sample_release("full"), folder / "release.json")
    done = run("render", str(folder / "release.json"), "--out", str(folder / "site"), *SHORT)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose site was being replaced when the build was killed: half of its entries are away."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    kill(tmp_path / "site")
    yield tmp_path
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def kill(site: Path) -> None:
    run_ = Run(site, site.parent, "999999-abcd")
    run_.new.mkdir()
    (run_.new / "index.html").write_text("new")
    aside = run_.new.with_name(".site.aside-999999-abcd")
    aside.mkdir()
    for name in (MARKER, "cities", "data", "index.html"):
        (site / name).rename(aside / name)


def run(*args: str) -> Result:
    return CliRunner().invoke(atlas, args)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("check", "site"), 0),
        (("facts", "customers", "--site", "site"), 0),
        (("render", "site/data/release.json", *SHORT), 0),
        (("render", "broken.json", *SHORT), 6),
        (("build", "bank.csv", *SHORT), 4),
    ],
)
def test_the_site_is_complete_again_before_it_is_read(
    made: Path, folder: Path, command: tuple[str, ...], code: int
) -> None:
    (folder / "broken.json").write_text("{")
    (folder / "bank.csv").write_text("no columns\n1\n")
    done = run(*command)
    assert done.exit_code == code, done.output
    assert "note: site: a build was interrupted while it replaced the site; it is complete again." in done.stderr
    assert (folder / "site" / MARKER).read_bytes() == (made / "site" / MARKER).read_bytes()
    assert (folder / "site" / "cities" / "index.html").is_file()
    again = run("check", "site")
    assert (again.exit_code, "interrupted" in again.stderr) == (0, False)


def test_serve_shows_no_half_site(folder: Path) -> None:
    site = folder / "site"
    with running(site, watch=(folder / "atlas.toml",)) as server:
        assert server.url
        assert (site / "index.html").is_file()
        assert not list(folder.glob(".site.*"))
        kill(site)
        wait_for(lambda: (site / MARKER).is_file() and not list(folder.glob(".site.*")))


def test_there_is_no_site_without_its_entries(folder: Path) -> None:
    shutil.rmtree(folder / ".site.aside-999999-abcd")
    with pytest.raises(UsageError, match="no site to serve"), running(folder / "site"):
        pass
