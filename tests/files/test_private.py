"""Private files: ignored by git, readable by their owner alone, written whole."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.files.private import private_dir, tracked_by_git, write_private

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


def git(folder, *words):
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path):
    git(tmp_path, "init", "-q")
    return tmp_path


def test_private_dir_ignores_all_it_holds(tmp_path):
    folder = private_dir(tmp_path / "a" / "build")
    assert folder == tmp_path / "a" / "build"
    assert (folder / ".gitignore").read_text() == "*\n"
    assert private_dir(folder) == folder


@needs_git
def test_git_sees_nothing_of_a_private_folder(checkout):
    write_private(private_dir(checkout / "build") / "run.json", "{}")
    answer = subprocess.run(["git", "-C", checkout, "status", "--porcelain"], check=True, capture_output=True)
    assert answer.stdout == b""


@needs_git
def test_the_top_of_a_checkout_is_refused(checkout):
    with pytest.raises(OutputError, match="top of a checkout"):
        private_dir(checkout)
    assert not (checkout / ".gitignore").exists()


def test_an_ignore_file_that_lets_files_through_is_refused_and_kept(tmp_path):
    (tmp_path / ".gitignore").write_text("*.pyc\n")
    with pytest.raises(OutputError, match=r"no line `\*`"):
        private_dir(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*.pyc\n"


def test_a_file_in_the_way_of_a_private_folder(tmp_path):
    (tmp_path / "build").write_text("")
    with pytest.raises(OutputError, match="cannot be created"):
        private_dir(tmp_path / "build")


@pytest.mark.parametrize(("data", "content"), [(b"\x00\xff", b"\x00\xff"), ("₹ 1\n", "₹ 1\n".encode())])
def test_write_private_is_for_the_owner_alone(tmp_path, data, content):
    path = tmp_path / "run.json"
    path.write_text("before")
    path.chmod(0o644)
    write_private(path, data)
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.json"]


def test_a_failed_write_keeps_the_file_and_leaves_no_other(tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    path.write_text("before")

    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="No space left"):
        write_private(path, "after")
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.json"]


def test_no_folder_no_file(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_private(tmp_path / "absent" / "run.json", "x")


@needs_git
def test_tracked_by_git(checkout):
    tracked, other = checkout / "build" / "run.json", checkout / "build" / "*.json"
    tracked.parent.mkdir()
    for path in (tracked, other):
        path.write_text("{}")
    git(checkout, "add", "build/run.json")
    assert tracked_by_git(tracked)
    assert tracked_by_git(checkout / "build")
    assert not tracked_by_git(other)
    assert not tracked_by_git(checkout / "absent" / "x")


def test_tracked_by_git_outside_a_checkout_or_without_git(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert not tracked_by_git(tmp_path / "run.json")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not tracked_by_git(tmp_path / "run.json")
