"""Private temporary folder of an engine, removed at the end of the run.

A killed run cannot remove it, so the next run does.
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
#: Folders of earlier versions, whose names are not unique to this program: recognised by their contents.
_EARLIER = re.compile(r"atlas-[a-z0-9_]{8}")
_EARLIER_FILES = re.compile(
    r"copy-\d+\.csv|link-\d+\.csv(\.gz)?|duckdb_temp_.*|java\.log|warehouse|blockmgr-.*|spark-.*"
)


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
            path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            if sys.platform == "win32":
                return path
            with suppress(FileNotFoundError):
                handle = os.open(path, os.O_RDONLY)
                claim(handle)
                if path.exists():
                    self.stack.callback(os.close, handle)
                    return path
                # Another run removed it before it was locked.
                os.close(handle)

    def close(self) -> None:
        """Remove the folder and its contents."""
        try:
            self.stack.close()
        finally:
            shutil.rmtree(self.path, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove the folders of this user's killed runs."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _made_here(path) and abandoned(path):
                shutil.rmtree(path, ignore_errors=True)


def _made_here(path: Path) -> bool:
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
