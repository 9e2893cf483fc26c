"""Locks that show whether the run that owns a file is still alive; the system releases them when the process ends.

Files left over by a killed run carry no lock, so a later run may remove them.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def claim(handle: int) -> None:
    """Lock an open file or folder for as long as it stays open; continue without a lock if the disk supports none."""
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(path: Path, flags: int) -> int | None:
    """Open and lock the file or folder that has this name now, as long as it stays open; not locked on some disks.

    Args:
        path: The file or folder.
        flags: As for `os.open`.

    Returns:
        The handle; None if another run holds it.

    Raises:
        OSError: It cannot be opened.
    """
    while True:
        handle = os.open(path, flags, 0o600)
        if sys.platform == "win32":
            return handle
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            # A disk without locks.
            return handle
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=not flags & getattr(os, "O_NOFOLLOW", 0))):
                return handle
        # Another run removed it, or put another one in its place, before it was locked.
        os.close(handle)


def abandoned(path: Path) -> bool:
    """Return whether a file or folder was left over by a run of this user. False for links and for other users' files.

    Also false if that cannot be known: on disks without locks, and on Windows, where an open file cannot be removed.
    """
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        if os.fstat(handle).st_uid != os.getuid():
            return False
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
