"""A full disk and folders that cannot be written: what was there stays whole, and the message says what is wrong."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.release import codec
from tests.support.banks import bank, text
from tests.support.paths import ROOT
from tests.support.program import run_atlas
from tests.support.releases import large_release

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="disks of POSIX")]

SHORT = ("--set", "evidence=false", "--set", "embeds=false", "--set", "cards=false", "--set", 'places="as-is"')
#: The user and group that own nothing.
NOBODY = 65534


def run(folder: Path, *args: str, user: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command, in a process of its own where another user runs it."""
    if not user:
        return run_atlas(folder, *args, *SHORT, environment=environment)
    return subprocess.run(
        [*user, sys.executable, "-m", "generator", *args, *SHORT],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "filler")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, with the site, release and record of a run on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a disk")
    try:
        (tmp_path / "bank.csv").write_bytes(text(bank(300)).encode("utf-16"))
        made = run(tmp_path, "build", "bank.csv", *on(folder))
        assert made.returncode == 0, made.stderr
        (tmp_path / "bank.csv").write_bytes(text(bank(400)).encode("utf-16"))
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def on(folder: Path, site: str = "site") -> tuple[str, ...]:
    return (
        "--out", f"{folder}/{site}", "--release", f"{folder}/data/release.json", "--record", f"{folder}/build/run.json",
    )  # fmt: skip


def fill(folder: Path, left: int) -> None:
    """Fill a disk up to some bytes."""
    with (folder / "filler").open("wb") as out:
        free = shutil.disk_usage(folder).free - left
        out.write(b"x" * free)


def refused(done: subprocess.CompletedProcess[str], what: str, why: str) -> None:
    assert done.returncode == 8, done.stderr
    last = done.stderr[done.stderr.index("atlas: ") :]
    assert what in last
    assert why in last
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("left", "what"), [(600_000, "the site cannot be written"), (8_192, "cannot be written")])
def test_a_full_disk_keeps_site_release_and_record(disk: Path, left: int, what: str) -> None:
    before = tree(disk)
    fill(disk, left)
    refused(run(disk.parent, "build", "bank.csv", *on(disk)), what, "No space left on device")
    assert tree(disk) == before
    (disk / "filler").unlink()
    assert run(disk.parent, "build", "bank.csv", *on(disk)).returncode == 0
    assert tree(disk) != before


def test_a_full_disk_keeps_the_release_of_an_analysis(disk: Path) -> None:
    before = tree(disk)
    fill(disk, 4_096)
    done = run(disk.parent, "analyse", "bank.csv", *on(disk)[2:])
    refused(done, "data/release.json: the release cannot be written", "No space left on device")
    assert tree(disk) == before


def test_a_full_temporary_folder_is_an_error_with_a_message(disk: Path) -> None:
    before = tree(disk)
    fill(disk, 4_096)
    done = run(disk.parent, "build", "bank.csv", "--out", "site", TMPDIR=str(disk))
    assert done.returncode in (4, 8), done.stderr
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(disk) == before
    assert not (disk.parent / "site").exists()


@pytest.fixture
def nobody(tmp_path: Path) -> tuple[str, ...]:
    """The beginning of a command that runs as a user who owns nothing."""
    setpriv = shutil.which("setpriv")
    if setpriv is None or os.geteuid() != 0:
        pytest.skip("cannot run as another user")
    command = (setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    for folder in (tmp_path, *tmp_path.parents[:-1]):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)
    seen = subprocess.run([*command, sys.executable, "-c", ""], cwd=ROOT, capture_output=True, check=False)
    if seen.returncode:
        pytest.skip("another user cannot run this Python")
    return command


def test_an_output_that_another_user_owns_stays_as_it_is(tmp_path: Path, nobody: tuple[str, ...]) -> None:
    codec.write(large_release(2), tmp_path / "release.json")
    (tmp_path / "bank.csv").write_text(text(bank(300)))
    assert run(tmp_path, "build", "bank.csv", *on(tmp_path)).returncode == 0
    before = tree(tmp_path)
    done = run(tmp_path, "render", "release.json", "--out", "site", user=nobody)
    refused(done, "site: the site cannot be written", "Permission denied")
    outputs = on(tmp_path)
    done = run(tmp_path, "build", "bank.csv", *outputs, user=nobody)
    assert (done.returncode, "build/run.json' is not readable" in done.stderr) == (2, True)
    outputs = (*outputs[:-1], f"{tmp_path}/new/run.json")
    done = run(tmp_path, "build", "bank.csv", *outputs, user=nobody)
    refused(done, "the release cannot be written", "Permission denied")
    done = run(tmp_path, "analyse", "bank.csv", *outputs[2:], user=nobody)
    refused(done, "the release cannot be written", "Permission denied")
    assert tree(tmp_path) == before


def test_a_site_whose_own_folder_is_protected_stays_as_it_is(tmp_path: Path, nobody: tuple[str, ...]) -> None:
    """The folders could be exchanged without any right on the old one."""
    codec.write(large_release(2), tmp_path / "release.json")
    place = tmp_path / "place"
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    assert run(tmp_path, "render", "release.json", "--out", "place/site", user=nobody).returncode == 0
    before = tree(tmp_path)
    (place / "site").chmod(0o555)
    done = run(tmp_path, "render", "release.json", "--out", "place/site", "--set", 'label="New"', user=nobody)
    refused(done, "place/site: the site cannot be written", "Permission denied")
    assert tree(tmp_path) == before
