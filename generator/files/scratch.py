"""A run's own folder for what does not fit into memory, and files without a name: private, and gone with the run.

A run that is killed cannot clear its folder; the next run does.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from generator.files.liveness import abandoned, claim

_PREFIX = "segment-atlas-"
#: What versions before this one left, named like folders of others too: known by what lies in it.
_EARLIER = re.compile(r"atlas-[a-z0-9_]{8}")
_EARLIER_FILES = re.compile(
    r"copy-\d+\.csv|link-\d+\.csv(\.gz)?|duckdb_temp_.*|java\.log|warehouse|blockmgr-.*|spark-.*"
)
#: Where Linux lists the open files of a process, those without a name included.
_OPEN_FILES = Path("/proc/self/fd")


class Scratch:
    """The folder, made at once and removed with `close`.

    Attributes:
        path: Where it is.
        stack: Closed before the folder goes.
    """

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self.stack = ExitStack()
        self.path = self._make()

    def _make(self) -> Path:
        while True:
            path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            if sys.platform == "win32":
                return path
            with suppress(FileNotFoundError):
                handle = os.open(path, os.O_RDONLY)
                claim(handle)
                if path.exists():
                    self.stack.callback(os.close, handle)
                    return path
                # Another run has swept it away between its making and its lock.
                os.close(handle)

    def close(self) -> None:
        """Remove the folder and all that it holds."""
        try:
            self.stack.close()
        finally:
            shutil.rmtree(self.path, ignore_errors=True)


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
    """Remove the folders of this user's runs that were killed."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _ours(path) and abandoned(path):
                shutil.rmtree(path, ignore_errors=True)


def _ours(path: Path) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    if path.name.startswith(_PREFIX):
        return True
    if not _EARLIER.fullmatch(path.name):
        return False
    with suppress(OSError):
        names = [entry.name for entry in path.iterdir()]
        return bool(names) and all(map(_EARLIER_FILES.fullmatch, names))
    return False
