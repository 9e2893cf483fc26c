"""The command line as a user meets it: each command runs in an empty folder; a few in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from generator.cli import atlas
from generator.cli.progress import running
from generator.console import say
from tests.support.program import run_atlas

pytestmark = pytest.mark.slow

HEAD = (
    "TransactionID,CustomerID,CustomerDOB,CustGender,CustLocation,CustAccountBalance,"
    "TransactionDate,TransactionTime,TransactionAmount (INR)"
)
ROWS = f"{HEAD}\nT1,C1000001,10/01/1994,F,MUMBAI,17819.05,22/8/2016,143207,25\n"


#: Parts of a build that these tests are not about, which take most of its time.
SHORT = (
    "--set", "synthetic=true", "--set", "evidence=false", "--set", "cards=false", "--set", "embeds=false",
)  # fmt: skip


def started(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *args], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small demonstration bank, built once."""
    folder = tmp_path_factory.mktemp("bank")
    made = run_atlas(folder, "demo", "--rows", "3000", "--seed", "3", "--out", "bank.csv")
    assert made.returncode == 0, made.stderr
    built = run_atlas(folder, "build", "bank.csv", *SHORT)
    assert built.returncode == 0, built.stderr + built.stdout
    return folder


@pytest.mark.parametrize("command", [[], *([name] for name in sorted(atlas.commands))])
def test_help_explains_every_command_and_its_options(command: list[str], tmp_path: Path) -> None:
    shown = (run_atlas if command else started)(tmp_path, *command, "--help")
    assert shown.returncode == 0
    assert "Usage:" in shown.stdout
    options = [
        item for item in (atlas.commands[command[0]].params if command else []) if isinstance(item, click.Option)
    ]
    assert all(item.help for item in options), [item.name for item in options if not item.help]


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from generator.cli import atlas; "
        "heavy = {'pandas', 'numpy', 'duckdb', 'sklearn', 'jinja2', 'babel', 'markdown'} & set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr


def test_doctor_loads_no_data_frames_and_no_models(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    code = (
        "import sys\n"
        "from generator.cli import atlas\n"
        "try:\n    atlas()\n"
        "finally:\n    print({'pandas', 'numpy', 'scipy', 'sklearn', 'jinja2', 'sqlglot'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, "doctor", "rows.csv"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert shown.stdout.splitlines()[-1] == "set()", shown.stdout + shown.stderr


def test_exit_codes_in_the_help_are_those_of_the_errors(tmp_path: Path) -> None:
    from generator import errors

    text = run_atlas(tmp_path, "--help").stdout
    listed = {int(line.split()[0]) for line in text.split("Exit codes:")[1].splitlines() if line.strip()}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AtlasError)]
    codes = {kind.exit_code for kind in kinds}
    assert codes <= listed


def test_build_leaves_a_checked_site_and_private_files(bank: Path) -> None:
    assert (bank / "site" / "index.html").is_file()
    record = json.loads((bank / "build" / "run.json").read_text())
    assert record["rows"] == {"read": 3000, "accepted": 3000, "rejected": {}}
    assert [stage["name"] for stage in record["stages"]][:3] == ["source", "read", "clean"]
    assert {"check", "render"} <= {stage["name"] for stage in record["stages"]}
    assert (bank / "build" / ".gitignore").read_text().strip() == "*"
    assert (bank / "build" / "run.json").stat().st_mode & 0o777 == 0o600
    assert (bank / "build" / "rejected.csv").read_text() == "file,line,reason\n"
    assert started(bank, "check", "site").returncode == 0


def test_a_pipe_gets_one_line_a_stage(bank: Path) -> None:
    done = run_atlas(bank, "render", "build/release.json", "--out", "lines", *SHORT[2:])
    assert [line for line in done.stderr.splitlines() if line.endswith("…")] == ["render …", "check …"]
    assert "\r" not in done.stderr
    assert "…" not in done.stdout


def test_a_terminal_gets_one_line_that_is_rewritten(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with running(quiet=False) as clock:
        with clock.stage("disclosure"):
            say("note: few rows", err=True)
        with clock.stage("render"):
            pass
    shown = capsys.readouterr().err
    assert shown.split("\r") == [
        "", "", "disclosure …", " " * 12, "note: few rows\n", "", "render …", " " * 8, "",
    ]  # fmt: skip


def test_progress_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.write", lambda _: (_ for _ in ()).throw(OSError("closed")))
    with running(quiet=False) as clock, clock.stage("read"):
        pass
    assert [stage.name for stage in clock.stages] == ["read"]


def test_quiet_prints_no_progress(bank: Path) -> None:
    quiet = run_atlas(bank, "build", "bank.csv", *SHORT, "--quiet", "--out", "quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_render_of_the_release_is_the_built_site(bank: Path) -> None:
    rendered = run_atlas(bank, "render", "build/release.json", "--out", "again", *SHORT[2:])
    assert rendered.returncode == 0, rendered.stderr
    one, two = (
        {p.relative_to(bank / name): p.read_bytes() for p in (bank / name).rglob("*") if p.is_file()}
        for name in ("site", "again")
    )
    assert one == two


def test_analyse_writes_the_same_release(bank: Path) -> None:
    done = started(bank, "analyse", "bank.csv", *SHORT, "--release", "only/release.json", "--record", "r/run.json")
    assert done.returncode == 0, done.stderr
    assert (bank / "only/release.json").read_bytes() == (bank / "build/release.json").read_bytes()


def test_a_failed_build_leaves_the_old_site_as_it_was(bank: Path) -> None:
    before = {p: p.read_bytes() for p in (bank / "site").rglob("*") if p.is_file()}
    failed = run_atlas(bank, "build", "missing.csv")
    assert failed.returncode == 4
    bad_words = bank / "words" / "pages"
    bad_words.mkdir(parents=True)
    (bad_words / "privacy.md").write_text("---\ntitle: Privacy\ndescription: x\n---\n{{ no_such_fact }}\n")
    failed = run_atlas(bank, "build", "bank.csv", *SHORT, "--set", 'content=["words"]')
    assert failed.returncode == 7, failed.stderr
    assert "privacy.md" in failed.stderr
    assert {p: p.read_bytes() for p in (bank / "site").rglob("*") if p.is_file()} == before


def test_a_folder_that_is_not_ours_is_not_cleared(bank: Path) -> None:
    mine = bank / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    refused = run_atlas(bank, "render", "build/release.json", "--out", "mine")
    assert refused.returncode == 8
    assert "--force" in refused.stderr
    assert (mine / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["build", "nothing.csv"], 4, ["nothing.csv", "no such file"]),
        (["build", "empty.csv"], 4, ["empty"]),
        (["build", "header.csv"], 4, ["no transactions"]),
        (["build", "folder"], 4, ["folder", ".csv"]),
        (["build", "columns.csv"], 4, ["CustLocation (place)", "Found: a, b", "[columns]"]),
        (["build", "dates.csv"], 5, ["99/99/9999", "date_format"]),
        (["build", "rows.csv", "--set", "k=auto"], 3, ['k="auto"']),
        (["build", "rows.csv", "--set", "thresold=30"], 3, ["thresold", "did you mean threshold"]),
        (["build", "rows.csv", "--set", "threshold=3"], 3, ["at least 10"]),
        (["build", "rows.csv", "--config", "no.toml"], 3, ["no.toml"]),
        (["build", "rows.csv"], 9, ["fewer than 20 customers"]),
        (["render", "rows.csv"], 6, ["rows.csv", "not a release"]),
        (["check", "no-site"], 2, ["no-site"]),
        (["demo", "--out", "bank.xls"], 2, [".csv", ".parquet"]),
        (["bild"], 2, ["No such command"]),
        (["build"], 2, ["SOURCE"]),
    ],
)
def test_bad_input_gets_one_message_and_its_exit_code(
    tmp_path: Path, args: list[str], code: int, words: list[str]
) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "header.csv").write_text(HEAD + "\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n")
    (tmp_path / "dates.csv").write_text(ROWS.replace("22/8/2016", "31/31/2016"))
    failed = run_atlas(tmp_path, *args)
    assert failed.returncode == code, failed.stderr
    assert "Traceback" not in failed.stderr
    for word in words:
        assert word in failed.stderr
    assert not (tmp_path / "site").exists()


def test_an_unwritable_output_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "file").write_text("not a folder")
    failed = run_atlas(tmp_path, "demo", "--rows", "10", "--out", "file/demo.csv")
    assert failed.returncode == 8, failed.stderr
    assert "Traceback" not in failed.stderr
