"""Two runs at once into the same files: the second is told to wait, so that nothing of both is mixed."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.files import write_locks
from generator.files.run_paths import Named
from generator.files.write_locks import writing
from tests.cli.test_signals import DUCK, SHORT, copied, environment
from tests.support.banks import bank, text
from tests.support.holding import holding
from tests.support.program import run_atlas

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs locks of POSIX")

HOLD = """
import sys
from pathlib import Path
from generator.files.run_paths import Named
from generator.files.write_locks import writing
with writing([Named("the release", Path(sys.argv[1]), "--release")]):
    print("holding", flush=True)
    input()
"""


def release(path: Path) -> Named:
    return Named("the release", path, "--release")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_by_one_run_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    (tmp_path / "link.json").symlink_to(path)
    with holding(HOLD, path) as process:
        for same in (path, tmp_path / "." / "release.json", tmp_path / "link.json"):
            with (
                pytest.raises(OutputError, match=r"another run is writing the release") as error,
                writing([release(same)]),
            ):
                pass
            assert error.value.hint == "Wait for it to end, or name another file with --release."
        with writing([release(tmp_path / "other.json")]):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert names(tmp_path) == [".release.json.atlas-lock", "link.json"]
    with writing([release(tmp_path / "other.json")]):
        assert names(tmp_path) == [".other.json.atlas-lock", "link.json"]
    with writing([release(path)]):
        pass
    assert names(tmp_path) == ["link.json"]


def test_nothing_is_left_where_nothing_is_written(tmp_path: Path) -> None:
    with writing([release(tmp_path / "a" / "b" / "release.json"), release(Path("/dev/null"))]):
        assert names(tmp_path / "a" / "b") == [".release.json.atlas-lock"]
    assert names(tmp_path) == []
    with writing([release(tmp_path / "a" / "b" / "release.json")]):
        (tmp_path / "a" / "b" / "release.json").touch()
    assert names(tmp_path / "a" / "b") == ["release.json"]


def test_only_locks_of_killed_runs_are_swept(tmp_path: Path) -> None:
    (tmp_path / ".x.atlas-lock.txt").touch()
    (tmp_path / ".link.atlas-lock").symlink_to("nowhere")
    with holding(HOLD, tmp_path / "live.json"), writing([release(tmp_path / "release.json")]):
        pass
    kept = [".link.atlas-lock", ".live.json.atlas-lock", ".x.atlas-lock.txt"]
    assert names(tmp_path) == kept


def test_a_folder_that_cannot_be_made_is_named_before_a_row_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(OutputError, match=r"release\.json: the release cannot be written: "),
        writing([release(tmp_path / "file" / "release.json")]),
    ):
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "bank.csv").write_bytes(text(bank(300)).encode("utf-16"))
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("build", "--out", "other"), 8),
        (("analyse",), 8),
        (("analyse", "--release", "b/release.json"), 8),
        (("analyse", "--record", "b/run.json"), 8),
        (("build", "--record", "build/other.json", "--release", "b/release.json"), 8),
        (("analyse", "--record", "b/run.json", "--release", "b/release.json"), 0),
    ],
)
def test_a_second_run_into_the_same_files_is_told_to_wait(folder: Path, command: tuple[str, ...], code: int) -> None:
    with copied(folder) as process:
        name, *options = command
        done = run_atlas(folder, name, "bank.csv", *options, *SHORT, environment={"TMPDIR": str(folder / "tmp")})
        assert done.returncode == code, done.stderr
        if code:
            assert "another run is writing the " in done.stderr
            assert "Wait for it to end, or name another file with --re" in done.stderr
            assert not (folder / "other").exists()
            assert not (folder / "b").exists()
        process.kill()


@pytest.mark.slow
def test_site_release_and_record_are_of_one_run(folder: Path) -> None:
    """The first run goes on when the second has been refused."""
    code = DUCK.replace("time.sleep(1800)", "sys.stdin.read()")
    command = [sys.executable, "-c", code, "analyse", "bank.csv", *SHORT]
    with subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "copied\n"
        other = subprocess.run(
            [sys.executable, "-m", "generator", "analyse", "bank.csv", *SHORT, "--set", 'label="second"'],
            cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
        )  # fmt: skip
        process.communicate()
    assert (other.returncode, process.returncode) == (8, 0)
    assert json.loads((folder / "build" / "release.json").read_text())["label"] == "Bank customers"
    assert names(folder / "build") == [".gitignore", "rejected.csv", "release.json", "run.json"]


def test_a_lock_that_vanishes_while_locks_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / ".run.json.atlas-lock"
    lock.touch()
    is_symlink = Path.is_symlink

    def vanishing(path: Path) -> bool:
        found = is_symlink(path)
        path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "is_symlink", vanishing)
    write_locks._sweep(tmp_path)
    assert not lock.exists()
