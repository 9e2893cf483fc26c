"""However a run ends, no file with rows stays behind."""

import importlib
import os
import shutil
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
from tests.support.program import run_atlas
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


#: Ends the process at one of the imports of `atlas`: the n-th, counted from its first own line.
IMPORTING = """
import builtins, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)
number, left = int(sys.argv.pop()), int(sys.argv.pop())
plain = builtins.__import__
def importing(*given, **more):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), number)
    return plain(*given, **more)
import generator.__main__
builtins.__import__ = importing
generator.__main__.main()
"""


def run(folder: Path, code: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code", "number"),
    [*(("SIGINT", 130, number) for number in (1, 2, 20, 60, 200, 500, 1000, 2000, 3000)), ("SIGTERM", 143, 60)],
)
def test_a_run_that_is_stopped_while_it_loads_shows_no_traceback(
    folder: Path, name: str, code: int, number: int
) -> None:
    done = run(folder, IMPORTING, "analyse", "bank.csv", *SHORT, str(number), str(int(getattr(signal, name))))
    assert (done.returncode, done.stdout) == (code, "")
    # Before the command knows its outputs, there is nothing to say about them.
    assert done.stderr.splitlines()[-1] in ("atlas: stopped.", "atlas: stopped. Nothing was changed.")
    assert "Traceback" not in done.stderr
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_query_that_is_interrupted_is_no_error(folder: Path, name: str, code: int) -> None:
    """DuckDB answers an interruption with an error of its own, of a type that depends on the query."""
    long = 'self.connection.execute("select sum(hash(a.range + b.range)) from range(1000000) a, range(1000000) b")'
    with copied(folder, DUCK.replace("time.sleep(1800)", long)) as process:
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=GUARD_SECONDS)
    assert (process.returncode, out) == (code, "")
    assert err.splitlines()[-1] == "atlas: stopped. Nothing was changed."
    assert "Traceback" not in err


ASK = "os.kill(os.getpid(), 15); time.sleep(0)"


@pytest.mark.parametrize(
    "swallowed",
    [
        f"class Swallow:\n        def __del__(self):\n            {ASK}\n    Swallow()",
        f"try:\n        {ASK}\n    except BaseException: pass",
        f"try:\n        {ASK}\n    except BaseException as error: raise ImportError('broken') from error",
    ],
)
def test_an_interruption_that_a_library_swallows_still_ends_the_run(folder: Path, swallowed: str) -> None:
    code = DUCK.replace("time.sleep(1800)", swallowed).replace("import signal, sys", "import os, signal, sys")
    done = run(folder, code, "analyse", "bank.csv", *SHORT)
    assert done.returncode == 143, done.stderr
    assert done.stderr.splitlines()[-1] == "atlas: stopped. Nothing was changed."
    assert "Traceback" not in done.stderr
    assert list((folder / "tmp").iterdir()) == []


def test_python_itself_does_not_change_the_exit_code(folder: Path) -> None:
    """With -m it ends as by Ctrl-C, if code compiled from a string was interrupted, as when a data class is made."""
    code = DUCK.replace("time.sleep(1800)", f"exec({ASK!r})").replace("import signal, sys", "import os, signal, sys")
    (folder / "stopped.py").write_text(code)
    command = [sys.executable, "-m", "stopped", "analyse", "bank.csv", *SHORT]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 143, done.stderr


RELEASE, RECORD = "the release build/release.json", "the run record build/run.json"
REJECTED = "the list of rejected rows build/rejected.csv"


OPTIONS = (*SHORT, "--set", "cards=false", "--set", "embeds=false")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bank, its site and release."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "bank.csv").write_text(text(bank(300)))
    assert run_atlas(folder, "build", "bank.csv", *OPTIONS).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("module", "name", "calls", "says"),
    [
        ("generator.publish.output.writer", "replaced_files", 1, "Nothing was changed."),
        ("generator.serve.rebuild", "keep", 1, f"New: the site site. Unchanged: {RELEASE}, {RECORD}, {REJECTED}."),
        # The private folder is needed for the release, for the settings and, with the release in place, for the record.
        (
            "generator.files.private",
            "private_dir",
            3,
            f"New: the site site, {RELEASE}. Unchanged: {RECORD}, {REJECTED}.",
        ),
    ],
)
def test_a_stopped_build_says_what_is_new(
    tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, calls: int, says: str
) -> None:
    """The build is stopped at the end of a call of a function."""
    folder = tmp_path / "built"
    shutil.copytree(built, folder)
    (folder / "bank.csv").write_text(text(bank(400)))
    plain = getattr(importlib.import_module(module), name)
    left = calls

    def stopped(*given: object, **more: object) -> object:
        nonlocal left
        answer = plain(*given, **more)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGTERM)
        return answer

    for known in [known for key, known in sys.modules.items() if key.startswith("generator.")]:
        if getattr(known, name, None) is plain:
            monkeypatch.setattr(known, name, stopped)
    done = run_atlas(folder, "build", "bank.csv", *OPTIONS)
    assert done.returncode == 143, done.stderr
    again = "" if says.startswith("Nothing") else " Run it again, so that they agree."
    assert done.stderr.splitlines()[-1] == f"atlas: stopped. {says}{again}"


def test_ctrl_c_of_a_terminal_does_not_reach_the_drawing_processes() -> None:
    """They would end with a traceback each, if they have just been started."""
    from generator.publish.cards.png import _worker

    with _worker([]) as process:
        assert os.getpgid(process.pid) != os.getpgrp()


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
