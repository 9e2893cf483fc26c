"""An engine's own folder for what does not fit into memory: private, and gone with the run, however it ends.

A run that is killed cannot clear it; the next run does.
"""

import os
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from generator.files.liveness import abandoned, claim

_PREFIX = "segment-atlas-"
#: What versions before this one left, named like folders of others too: known by what lies in it.
_EARLIER = re.compile(r"atlas-[a-z0-9_]{8}")
_EARLIER_FILES = re.compile(
    r"copy-\d+\.csv|link-\d+\.csv(\.gz)?|duckdb_temp_.*|java\.log|warehouse|blockmgr-.*|spark-.*"
)


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
