"""What `atlas doctor` and `atlas init --from` say to type next: it works as it is, and shows no password."""

import shlex
from pathlib import Path

import pytest

from generator.analyse.sources import databases
from generator.analyse.sources.sqlite_file import SqliteFile
from generator.settings import config
from tests.analyse.sources.test_databases import make_sqlite
from tests.cli.test_doctor import code, doctor, run, words
from tests.support import foreign_files as foreign
from tests.support.banks import bank, put, text

PASSWORD = "Zanzi7735577"
ADDRESS = f"postgresql://okonkwo:{PASSWORD}@host:5432/bank?sslmode=require"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def server(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server, played by a file."""
    path = here / "server.sqlite"
    make_sqlite(path)
    monkeypatch.setattr(databases, "_connect", lambda *_: SqliteFile(path))
    return here


def all_said(done: object) -> str:
    return words(done) + getattr(done, "stderr", "")  # type: ignore[arg-type]


def next_of(said: str) -> str:
    return said.partition("Next:" if "Next:" in said else "Next\n")[2]


class TestPasswords:
    @pytest.mark.parametrize("folder", [".", "mine"])
    def test_a_new_site_from_a_server(self, server: Path, folder: str) -> None:
        for _ in range(2):
            done = run("init", folder, "--from", ADDRESS)
            assert code(done) == 0
            said = all_said(done)
            assert "atlas build postgresql://host:5432/bank " in said
            assert PASSWORD not in said
            assert "okonkwo" not in said
        assert "atlas doctor postgresql://host:5432/bank" in said
        written = "".join(path.read_text() for path in (server / folder).rglob("*") if path.suffix in (".toml", ".md"))
        assert PASSWORD not in written
        assert "okonkwo" not in written

    @pytest.mark.parametrize("options", [(), ("--json",), ("--config", "mine.toml")])
    def test_an_examined_server(self, server: Path, options: tuple[str, ...]) -> None:
        (server / "mine.toml").write_text("")
        said = all_said(doctor(ADDRESS, *options))
        assert "postgresql://host:5432/bank" in said
        assert PASSWORD not in said
        assert "okonkwo" not in said

    @pytest.mark.parametrize("address", [f"mysql://u:{PASSWORD}@host/bank", f"POSTGRESQL://u:{PASSWORD}@host/bank"])
    @pytest.mark.parametrize("command", [("doctor",), ("init", "mine", "--from"), ("build",)])
    def test_an_address_that_is_not_read(self, here: Path, address: str, command: tuple[str, ...]) -> None:
        for options in ((), ("--set", 'table="payments"'), ("--set", 'query="q.sql"')):
            done = run(*command, address, *options)
            assert code(done) == 4
            assert PASSWORD not in all_said(done)


class TestCommands:
    def test_names_of_files_and_folders_are_quoted_and_lead_from_the_folder_of_the_site(self, here: Path) -> None:
        made = foreign.german()
        (here / "my data").mkdir()
        put(here / "my data" / made.name, made.data)
        done = run("init", "my site", "--from", f"my data/{made.name}")
        assert f"cd 'my site' && atlas build '../my data/{made.name}' " in done.output
        done = run("init", "my site", "--from", "my data/*.csv")
        assert "cd 'my site' && atlas build '../my data/*.csv' " in done.output
        assert "atlas doctor 'my data/*.csv' --config 'my site/atlas.toml' shows what it lacks" in done.output

    def test_a_folder_behind_a_link(self, here: Path) -> None:
        made = foreign.german()
        put(here / made.name, made.data)
        (here / "deep" / "site").mkdir(parents=True)
        (here / "mine").symlink_to("deep/site")
        done = run("init", "mine", "--from", made.name)
        assert f"cd mine && atlas build ../../{made.name} " in done.output

    def test_the_settings_file_that_is_named_stays_named(self, here: Path) -> None:
        made = foreign.portuguese()
        put(here / made.name, made.data)
        (here / "my own.toml").write_text('currency = "EUR"\n')
        said = next_of(doctor(made.name, "--config", "my own.toml").output)
        assert "Add to my own.toml:" in said
        assert f"atlas doctor {made.name} --config 'my own.toml'" in said
        lines = [line.strip() for line in said.splitlines() if line.startswith("    ")]
        (here / "my own.toml").write_text("\n".join(['currency = "EUR"', *lines]), encoding="utf-8")
        done = doctor(made.name, "--config", "my own.toml", "--set", "k=3")
        assert code(done) == 0
        assert next_of(done.output) == f"  atlas build {made.name} --config 'my own.toml' --set k=3\n"

    def test_a_pipe_is_a_pipe_in_each_command(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from click.testing import CliRunner

        from generator.cli import atlas

        def piped(data: bytes, *args: str) -> str:
            return CliRunner().invoke(atlas, list(args), input=data).output

        assert next_of(piped(foreign.kaggle().data, "doctor", "-")) == "  … | atlas build -\n"
        said = next_of(piped(foreign.german().data, "doctor", "-"))
        assert said == "  … | atlas init . --from -\n  … | atlas build -\n"
        assert "cd mine && … | atlas build - " in piped(foreign.german().data, "init", "mine", "--from", "-")

    def test_what_is_next_can_be_typed(self, here: Path) -> None:
        put(here / "it's.csv", text(bank(200)))
        said = next_of(doctor("it's.csv", "--set", 'label="Anna\'s bank"').output).strip()
        program, verb, name, *options = shlex.split(said)
        assert (program, verb, name) == ("atlas", "build", "it's.csv")
        assert config.load(None, options[1::2]).label == "Anna's bank"
