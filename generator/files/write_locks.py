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
from generator.files.run_paths import Named

if sys.platform != "win32":
    import fcntl

_LOCK = re.compile(r"\..*\.atlas-lock", re.DOTALL)
_LONGEST = 80


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
    handle = _take(path, os.O_CREAT)
    if handle is None:
        option = f", or name another file with {output.option}" if output.option else ""
        raise OutputError(f"{output.path}: another run is writing {output.what}.", f"Wait for it to end{option}.")
    try:
        yield
    finally:
        _drop(path, handle)


def _take(path: Path, flags: int) -> int | None:
    """Open and lock the file that has this name now, or return None if another run holds it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | flags, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            # A disk without locks.
            return handle
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.lstat()):
                return handle
        # A run that has ended removed it before it was locked.
        os.close(handle)


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
            if path.lstat().st_uid == os.getuid() and (handle := _take(path, 0)) is not None:
                _drop(path, handle)
