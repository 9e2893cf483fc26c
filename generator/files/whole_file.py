"""Atomic writes: a file is written under a hidden temporary name beside its target, then renamed.

A run that is killed leaves at most the hidden file, and the next run removes it.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.files.liveness import abandoned, claim

#: Modes of a new file; the user's umask takes from them.
PUBLIC, PRIVATE = 0o666, 0o600

_OURS = re.compile(r"\..*\.atlas-[0-9a-f]{8}\.tmp", re.DOTALL)
#: How versions before this one named the file beside a private file.
_EARLIER = r"\.{}\.[a-z0-9_]{{8}}\.tmp"
_LONGEST = 80


@contextmanager
def staged(path: Path, data: bytes, mode: int) -> Iterator[Callable[[], None]]:
    """Write the new content of a file beside it, down to the disk.

    Args:
        path: The file; its folder exists. What is no plain file, such as /dev/stdout, is written to directly.
        data: The content.
        mode: `PUBLIC` or `PRIVATE`; a file that was there before does not keep its own.

    Yields:
        What puts the content in place. Without that call, the file stays as it was.

    Raises:
        OSError: It cannot be written; the file is then as it was.
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
                # An open file cannot be renamed there; elsewhere it stays open, because that holds the lock.
                stream.close()
            yield lambda: _rename(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, mode: int) -> None:
    """Write a file whole or not at all; arguments and errors as for `staged`."""
    with staged(path, data, mode) as commit:
        commit()


def sweep(path: Path) -> None:
    """Remove what killed runs left beside a file that is about to be written: hidden files of ours that no run holds.

    Args:
        path: The file; need not exist, and neither need its folder.
    """
    earlier = re.compile(_EARLIER.format(re.escape(path.name)))
    with suppress(OSError):
        for left in list(path.parent.iterdir()):
            ours = _OURS.fullmatch(left.name) or earlier.fullmatch(left.name)
            if ours and left.is_file() and abandoned(left):
                left.unlink(missing_ok=True)


def _create(path: Path, mode: int) -> tuple[int, Path]:
    """Create the hidden file and lock it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        temporary = path.with_name(f".{path.name[:_LONGEST]}.atlas-{secrets.token_hex(4)}.tmp")
        handle = os.open(temporary, flags, mode)
        claim(handle)
        if temporary.exists():
            return handle, temporary
        # Another run has swept it away between its making and its lock.
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
