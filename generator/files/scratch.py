"""Private temporary folder of a run, removed at its end, and unnamed files.

A killed run cannot remove its folder, so the next run does. A run that is stopped while it makes or removes its folder
removes it as it ends.
"""

import atexit
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from generator.files.liveness import abandoned, claim

_PREFIX = "segment-atlas-"
#: Folders of earlier versions, whose names are not unique to this program: recognised by their contents.
_EARLIER = re.compile(r"atlas-[a-z0-9_]{8}")
_EARLIER_FILES = re.compile(
    r"copy-\d+\.csv|link-\d+\.csv(\.gz)?|duckdb_temp_.*|java\.log|warehouse|blockmgr-.*|spark-.*"
)
#: Folders that are not removed yet, listed before they are made.
_OPEN: set[Path] = set()
#: Where Linux lists the open files of a process, those without a name included.
_OPEN_FILES = Path("/proc/self/fd")


class Scratch:
    """The folder; created by the constructor, removed by `close`.

    Attributes:
        path: Path of the folder.
        stack: Resources to close before the folder is removed.
    """

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self.stack = ExitStack()
        self.path = self._make()

    def _make(self) -> Path:
        while True:
            path = _new_folder()
            if sys.platform == "win32":
                return path
            with suppress(FileNotFoundError):
                handle = os.open(path, os.O_RDONLY)
                claim(handle)
                if path.exists():
                    self.stack.callback(os.close, handle)
                    return path
                os.close(handle)
            # Another run removed it before it was locked.
            _OPEN.discard(path)

    def close(self) -> None:
        """Remove the folder and its contents."""
        try:
            self.stack.close()
        finally:
            _remove(self.path)


def _new_folder() -> Path:
    """Make a folder that only this user can open; it is on the list of open folders before it exists."""
    while True:
        path = Path(tempfile.gettempdir(), _PREFIX + secrets.token_hex(4)).absolute()
        _OPEN.add(path)
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            _OPEN.discard(path)
        else:
            return path


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    _OPEN.discard(path)


@atexit.register
def _remove_open() -> None:
    """Remove what a signal kept from being removed; by now signals are ignored."""
    for path in tuple(_OPEN):
        _remove(path)


@contextmanager
def unnamed(folder: Path, name: str) -> Iterator[Path]:
    """Make a file that is gone with the block, even where the process is killed.

    It has no name on the disk where the system still gives it a path, else the given one in the folder.

    Args:
        folder: A folder of the run's own.
        name: A name for systems that need one.

    Yields:
        A path that other processes of this user can open too.
    """
    if _OPEN_FILES.is_dir():
        with tempfile.TemporaryFile(dir=folder) as out:
            yield Path(f"/proc/{os.getpid()}/fd/{out.fileno()}")
        return
    path = folder / name
    try:
        path.touch(mode=0o600, exist_ok=False)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove the folders of this user's killed runs."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _made_here(path) and abandoned(path):
                shutil.rmtree(path, ignore_errors=True)


def _made_here(path: Path) -> bool:
    # First by its name: a full temporary folder has thousands of others.
    ours = path.name.startswith(_PREFIX)
    if not (ours or _EARLIER.fullmatch(path.name)) or path.is_symlink() or not path.is_dir():
        return False
    if ours:
        return True
    with suppress(OSError):
        names = [entry.name for entry in path.iterdir()]
        return bool(names) and all(map(_EARLIER_FILES.fullmatch, names))
    return False
