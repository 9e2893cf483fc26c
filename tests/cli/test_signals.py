"""However a run ends, no file with rows stays behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.files.scratch import Scratch
from tests.conftest import skip_or_fail
from tests.support.banks import HEAD, bank, text
from tests.support.paths import ROOT
from tests.support.waiting import GUARD_SECONDS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]

#: Runs `atlas`, and waits where a query is about to read the copy of the rows.
WAITING = """
import signal, sys, time
# Under nohup, or in the background of a shell, the tests themselves ignore some of them.
for name, usual in (("HUP", signal.SIG_DFL), ("TERM", signal.SIG_DFL), ("INT", signal.default_int_handler)):
    signal.signal(getattr(signal, "SIG" + name), usual)
from generator.analyse.engine import {module} as module
from generator.cli import main
read = module.{engine}.{method}
def waiting(self, *given):
    print("copied", flush=True)
    time.sleep(1800)
    return read(self, *given)
module.{engine}.{method} = waiting
main()
"""
DUCK = WAITING.format(module="duckdb", engine="DuckEngine", method="_insert")
SPARK = WAITING.format(module="spark", engine="SparkEngine", method="_keep")
SHORT = ("--set", 'places="as-is"', "--set", "evidence=false")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "bank.csv").write_bytes(text(bank(300)).encode("utf-16"))
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT)}


@contextmanager
def copied(folder: Path, code: str = DUCK, *more: str, err: Any = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    """Run an analysis up to the moment when its copy of the rows is read."""
    command = [sys.executable, "-c", code, "analyse", "bank.csv", *SHORT, *more]
    with subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=err, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "copied\n", process.stderr.read() if process.stderr else ""
        try:
            yield process
        finally:
            process.kill()


def with_rows(folder: Path) -> list[str]:
    """Return the files that hold a row."""
    row = text(bank(300)).splitlines()[7]
    assert HEAD[1] not in row
    marks = (row.encode(), row.encode("utf-16-le"))
    files = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in files if any(mark in path.read_bytes() for mark in marks)]


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_run_that_is_asked_to_end_cleans_up_and_says_by_its_code_why(folder: Path, name: str, code: int) -> None:
    with copied(folder) as process:
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=GUARD_SECONDS)
    assert (process.returncode, out) == (code, "")
    assert err.splitlines()[-1].startswith("atlas: stopped.")
    assert "Traceback" not in err
    assert list((folder / "tmp").iterdir()) == []
    assert not (folder / "build" / "release.json").exists()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs paths of open files without a name")
def test_a_run_that_is_killed_leaves_no_row_and_the_next_one_leaves_nothing(folder: Path) -> None:
    with copied(folder) as process:
        assert list((folder / "tmp").iterdir())
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert with_rows(folder / "tmp") == []
    done = subprocess.run(
        [sys.executable, "-m", "generator", "analyse", "bank.csv", *SHORT],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a stream that takes nothing")
def test_a_terminal_that_has_closed_changes_nothing_of_it(folder: Path) -> None:
    with open("/dev/full", "w") as closed, copied(folder, err=closed) as process:  # noqa: PTH123
        process.send_signal(signal.SIGHUP)
        assert process.wait(GUARD_SECONDS) == 129
    assert list((folder / "tmp").iterdir()) == []


def test_an_ignored_signal_stays_ignored(folder: Path) -> None:
    """As under nohup, which lets a run outlive its terminal."""
    code = DUCK.replace("sleep(1800)", "sleep(1)").replace('("HUP", signal.SIG_DFL)', '("HUP", signal.SIG_IGN)')
    with copied(folder, code) as process:
        process.send_signal(signal.SIGHUP)
        _, err = process.communicate(timeout=GUARD_SECONDS)
    assert process.returncode == 0, err


def test_folders_of_live_runs_and_of_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    live = Scratch()
    names = ["segment-atlas-killed12", "atlas-killed_1", "atlas-others12", "atlas-empty123", "atlas-long-name"]
    for name in names:
        (tmp_path / name).mkdir()
    (tmp_path / "atlas-killed_1" / "copy-0.csv").write_text("rows")
    (tmp_path / "atlas-killed_1" / "duckdb_temp_storage_DEFAULT-0.tmp").write_text("rows")
    (tmp_path / "atlas-others12" / "copy-0.csv").write_text("rows")
    (tmp_path / "atlas-others12" / "theirs.txt").write_text("")
    (tmp_path / "real").mkdir()
    (tmp_path / "segment-atlas-link1234").symlink_to("real")
    (tmp_path / "segment-atlas-file1234").write_text("")
    second = Scratch()
    left = {path.name for path in tmp_path.iterdir()}
    kept = {"real", "segment-atlas-link1234", "segment-atlas-file1234", *names[2:]}
    assert left == {live.path.name, second.path.name, *kept}
    live.close()
    second.close()
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_spark_ends_as_cleanly(folder: Path) -> None:
    pytest.importorskip("pyspark")
    from generator.analyse.engine.session import find_java

    if find_java() is None:
        skip_or_fail("spark", "no Java found")
    with copied(folder, SPARK, "--engine", "spark") as process:
        assert with_rows(folder / "tmp") == []
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=GUARD_SECONDS)
    assert process.returncode == 143, err
    assert list((folder / "tmp").iterdir()) == []
