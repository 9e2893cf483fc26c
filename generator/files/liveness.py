"""Whether the run that owns a file still lives: a lock that the system releases when the process ends.

What a killed run left over carries no lock, so a later run may remove it.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def claim(handle: int) -> None:
    """Lock an open file or folder for as long as it stays open; where the disk knows no locks, go on without one."""
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def abandoned(path: Path) -> bool:
    """Tell whether a file or folder of this user's runs has lost its run. Links and other users' things are not ours.

    False wherever that cannot be known: on disks without locks, and on Windows, where an open file cannot be removed.
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
