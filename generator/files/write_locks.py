"""Locks on the files that a run writes.

Two runs at once into the same folder would leave the site of one next to the record of the other. The lock of a file is
an empty hidden file next to it, locked by the system as long as the run lives, and removed at its end.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError
from generator.files.liveness import hold
from generator.files.run_paths import Named

_LOCK = re.compile(r"\..*\.atlas-lock", re.DOTALL)
_LONGEST = 80
#: How a lock is opened; never through a link.
_OPENED = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def writing(outputs: Iterable[Named]) -> Iterator[None]:
    """Keep other runs from writing the same files during a block; on disks without locks, do nothing.

    Folders that are missing are created, and removed again if they are still empty at the end.

    Args:
        outputs: The files; need not exist. Those that are no regular files, such as /dev/stdout, are not locked.

    Raises:
        OutputError: Another run is writing one of them, or a folder cannot be written.
    """
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as held:
        targets = {Path(os.path.realpath(output.path)): output for output in outputs}
        for target, output in sorted(targets.items()):
            if target.exists() and not target.is_file():
                continue
            try:
                held.enter_context(_folder(target.parent))
                _sweep(target.parent)
                held.enter_context(_locked(target, output))
            except OSError as error:
                what = output.what.removeprefix("the ")
                raise OutputError(f"{output.path}: the {what} cannot be written: {error.strerror or error}.") from error
        yield


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with suppress(OSError):
            for place in missing:
                place.rmdir()


@contextmanager
def _locked(target: Path, output: Named) -> Iterator[None]:
    path = target.with_name(f".{target.name[:_LONGEST]}.atlas-lock")
    handle = hold(path, _OPENED | os.O_CREAT)
    if handle is None:
        option = f", or name another file with {output.option}" if output.option else ""
        raise OutputError(f"{output.path}: another run is writing {output.what}.", f"Wait for it to end{option}.")
    try:
        yield
    finally:
        _drop(path, handle)


def _drop(path: Path, handle: int) -> None:
    """Remove the file before it is unlocked, so that no other run can hold a file without a name."""
    path.unlink(missing_ok=True)
    os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove the locks of this user's killed runs."""
    for path in folder.iterdir():
        if not _LOCK.fullmatch(path.name) or path.is_symlink():
            continue
        # The run that holds it may end now, and remove it.
        with suppress(FileNotFoundError):
            if path.lstat().st_uid == os.getuid() and (handle := hold(path, _OPENED)) is not None:
                _drop(path, handle)
