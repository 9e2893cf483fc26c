"""Exchange of two folders in one system call, where the system has such a call; elsewhere the caller moves entries."""

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux: renameat2
_RENAME_SWAP = 2  # macOS: renamex_np
#: Where Linux lists the mounts of this process.
_MOUNTS = Path("/proc/self/mountinfo")
#: Answers of systems and disks that cannot exchange these two folders, but may move what is in them.
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES, errno.ENOTSUP})


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders of one disk: each is whole under one of the two names at any moment.

    Returns:
        False where that is impossible, or would change more than the content; nothing has been changed then.

    Raises:
        OSError: The disk failed.
    """
    if not _interchangeable(one, other):
        return False
    if (code := _exchange(os.fsencode(one), os.fsencode(other))) in _UNABLE:
        return False
    if code:
        raise OSError(code, os.strerror(code), str(one))
    return True


def _exchange(one: bytes, other: bytes) -> int:
    """Call the system; return its error number, 0 for success."""
    if sys.platform == "win32":
        return errno.ENOSYS
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        call, given = getattr(library, "renamex_np", None), (one, other, ctypes.c_uint(_RENAME_SWAP))
    else:
        at = ctypes.c_int(_AT_FDCWD)
        call, given = getattr(library, "renameat2", None), (at, one, at, other, ctypes.c_uint(_RENAME_EXCHANGE))
    if call is None:
        return errno.ENOSYS
    return 0 if call(*given) == 0 else ctypes.get_errno()


def _interchangeable(one: Path, other: Path) -> bool:
    """Return whether the owners agree and nothing is mounted below: the old folder is removed with its content.

    A folder without write permission is protected, although the call needs only that of the folder around it.
    """
    if _owner(one.stat()) != _owner(other.stat()) or not os.access(one, os.W_OK):
        return False
    return not any(_holds_mount(folder) for folder in (one, other))


def _owner(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_uid, stat.st_gid


def _holds_mount(folder: Path) -> bool:
    if _MOUNTS.exists():
        # The fifth field is the mount point, with blanks and backslashes as octal numbers.
        points = (line.split()[4] for line in _MOUNTS.read_bytes().splitlines())
        inside = os.fsencode(folder.resolve())
        return any(point == inside or point.startswith(inside + b"/") for point in map(_unescaped, points))
    device = folder.stat().st_dev
    return any(Path(at).lstat().st_dev != device for at, _, _ in os.walk(folder))


def _unescaped(point: bytes) -> bytes:
    return point.decode("unicode_escape").encode("latin-1")
