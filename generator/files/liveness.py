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
