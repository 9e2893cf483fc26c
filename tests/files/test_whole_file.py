"""Files that are written whole or not at all, and what killed runs leave of them."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.files.private import write_private
from generator.files.whole_file import PRIVATE, staged, sweep
from generator.release import codec
from tests.support.holding import holding
from tests.support.paths import ROOT
from tests.support.releases import sample_release

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs locks and signals of POSIX")

HOLD = """
import sys
from pathlib import Path
from generator.files.whole_file import PRIVATE, staged
with staged(Path(sys.argv[1]), b"exact figures", PRIVATE):
    print("holding", flush=True)
    input()
"""


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@posix
def test_what_a_killed_run_left_is_swept_and_what_a_live_one_holds_is_not(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("before")
    with holding(HOLD, path) as process:
        left = hidden(tmp_path)
        assert len(left) == 1
        sweep(path)
        assert hidden(tmp_path) == left
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert hidden(tmp_path) == left
        sweep(path)
    assert hidden(tmp_path) == []
    assert path.read_text() == "before"


@posix
def test_only_our_names_are_swept(tmp_path: Path) -> None:
    ours = [".run.json.k3_x9abc.tmp", ".rejected.csv.atlas-0123abcd.tmp"]
    others = [".other.json.k3_x9abc.tmp", "run.json.atlas-0123abcd.tmp", ".x.atlas-0123.tmp", ".gitignore", "run.json"]
    for name in (*ours, *others):
        (tmp_path / name).write_text("x")
    (tmp_path / ".link.atlas-0123abcd.tmp").symlink_to(tmp_path / "run.json")
    (tmp_path / ".folder.atlas-0123abcd.tmp").mkdir()
    sweep(tmp_path / "run.json")
    kept = {*others, ".link.atlas-0123abcd.tmp", ".folder.atlas-0123abcd.tmp"}
    assert {path.name for path in tmp_path.iterdir()} == kept
    sweep(tmp_path / "absent" / "run.json")


def limited(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that may write files of 300 bytes only, as on a disk that is full."""
    head = """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
        from pathlib import Path
        from generator.release import codec
        from generator.errors import OutputError
    """
    text = textwrap.dedent(head) + code
    return subprocess.run([sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=False)


@posix
def test_a_disk_that_is_full_keeps_the_old_release(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    codec.write(sample_release("full"), path)
    before = path.read_bytes()
    done = limited(
        f"made = codec.read(Path({str(path)!r}))\n"
        f"try:\n    codec.write(made, Path({str(path)!r}))\n"
        "except OutputError as error:\n    print(error.message)\n"
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["release.json"]


@posix
def test_a_release_is_readable_as_the_umask_says_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "release.json"
    link.symlink_to("real/release.json")
    before = os.umask(0o022)
    try:
        codec.write(sample_release("full"), link)
    finally:
        os.umask(before)
    assert link.is_symlink()
    assert stat.S_IMODE((tmp_path / "real" / "release.json").stat().st_mode) == 0o644
    assert codec.read(link) == sample_release("full")


def test_without_the_last_step_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    path.write_text("before")
    with codec.staged(sample_release("full"), path) as commit:
        assert path.read_text() == "before"
        [left] = hidden(tmp_path)
        assert codec.read(tmp_path / left) == sample_release("full")
    assert (path.read_text(), hidden(tmp_path)) == ("before", [])
    with codec.staged(sample_release("full"), path) as commit:
        commit()
    assert codec.read(path) == sample_release("full")


@posix
def test_what_is_no_plain_file_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        write_private(pipe, "exact")
        assert reader.communicate()[0] == b"exact"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_a_file_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.files import whole_file

    claims: list[int] = []

    def claim(handle: int) -> None:
        claims.append(handle)
        if len(claims) == 1:
            sweep(tmp_path / "run.json")

    monkeypatch.setattr(whole_file, "claim", claim)
    with staged(tmp_path / "run.json", b"x", PRIVATE) as commit:
        commit()
    assert len(claims) == 2
    assert (tmp_path / "run.json").read_bytes() == b"x"


@pytest.fixture
def checkout(tmp_path: Path) -> Callable[[str, str], subprocess.CompletedProcess[str]]:
    """A folder with our Makefile and an `atlas` that only writes a release."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "data" / "demo").mkdir(parents=True)
    (tmp_path / "build").mkdir()
    (tmp_path / "data" / "release.json").write_text("the old release\n")
    (tmp_path / ".venv" / ".ready").write_text("")
    atlas = tmp_path / ".venv" / "bin" / "atlas"
    atlas.write_text("#!/bin/sh\numask 077\nprintf 'the new release\\n' > build/release.json\n")
    atlas.chmod(0o755)

    def make(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["make", *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    return make


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")
@pytest.mark.parametrize("words", [("publish", "SOURCE=t.csv"), ("demo",)])
def test_make_puts_the_release_in_place_whole(
    tmp_path: Path, checkout: Callable[..., subprocess.CompletedProcess[str]], words: tuple[str, ...]
) -> None:
    target = tmp_path / "data" / "release.json"
    # Another name of the old file: what is written in place shows through it.
    os.link(target, tmp_path / "old")
    done = checkout(*words)
    assert done.returncode == 0, done.stderr
    assert target.read_text() == "the new release\n"
    assert (tmp_path / "old").read_text() == "the old release\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert hidden(tmp_path / "data") == []
