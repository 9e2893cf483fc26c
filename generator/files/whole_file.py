"""Atomic writes: a file is written under a hidden temporary name next to its target, then renamed.

A killed run leaves at most the hidden file, and the next run removes it.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.files.liveness import abandoned, claim

#: Modes of a new file, before the user's umask.
PUBLIC, PRIVATE = 0o666, 0o600

_TEMPORARY = re.compile(r"\..*\.atlas-[0-9a-f]{8}\.tmp", re.DOTALL)
#: Name that earlier versions gave to the temporary file of a private file.
_EARLIER = r"\.{}\.[a-z0-9_]{{8}}\.tmp"
_LONGEST = 80


@contextmanager
def staged(path: Path, data: bytes, mode: int) -> Iterator[Callable[[], None]]:
    """Write the new content of a file to a temporary file next to it, flushed to disk.

    Args:
        path: The file; its folder must exist. A path that is not a regular file, such as /dev/stdout, is written to
            directly.
        data: The content.
        mode: `PUBLIC` or `PRIVATE`; the mode of an existing file is not kept.

    Yields:
        A function that renames the temporary file to the target. Unless it is called, the target stays unchanged.

    Raises:
        OSError: It cannot be written; the target is then unchanged.
    """
    if path.exists() and not path.is_file():
        yield lambda: _write_through(path, data)
        return
    handle, temporary = _create(path, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)
            if sys.platform == "win32":
                # Windows cannot rename an open file; elsewhere it stays open, which holds the lock.
                stream.close()
            yield lambda: _rename(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, mode: int) -> None:
    """Write a file atomically; arguments and errors as for `staged`."""
    with staged(path, data, mode) as commit:
        commit()


def sweep(path: Path) -> None:
    """Remove the temporary files that killed runs left next to a file that is about to be written.

    Args:
        path: The file; neither it nor its folder need exist.
    """
    earlier = re.compile(_EARLIER.format(re.escape(path.name)))
    with suppress(OSError):
        for left in list(path.parent.iterdir()):
            temporary = _TEMPORARY.fullmatch(left.name) or earlier.fullmatch(left.name)
            if temporary and left.is_file() and abandoned(left):
                left.unlink(missing_ok=True)


def _create(path: Path, mode: int) -> tuple[int, Path]:
    """Create the temporary file and lock it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        temporary = path.with_name(f".{path.name[:_LONGEST]}.atlas-{secrets.token_hex(4)}.tmp")
        handle = os.open(temporary, flags, mode)
        claim(handle)
        if temporary.exists():
            return handle, temporary
        # Another run removed it before it was locked.
        os.close(handle)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)


def _rename(temporary: Path, path: Path) -> None:
    temporary.replace(path)
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
