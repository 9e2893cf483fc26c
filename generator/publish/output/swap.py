"""Replaces the content of a site by a new one; an interruption at any moment can be undone.

Where the system can, the folder of the site and that of the new files are exchanged in one call, so that the site is
whole at any moment. Elsewhere its entries are moved one by one. Hidden folders on the site's own disk, named after the
run, show how far it got:

    .site.new-7-2a4c     the new files; once it is gone, the new site is complete
    .site.swap-7-2a4c    about to be exchanged, or exchanged: the folder holds the new files or the old ones
    .site.aside-7-2a4c   old entries being removed: on recovery, all of them are moved back
    .site.old-7-2a4c     the same folder, renamed when all old entries are removed: the site now holds new entries only
"""

import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError
from generator.files.liveness import claim, hold
from generator.publish.output.exchange import exchanged
from generator.resources import SITE_MARKER

#: Marker file: identifies a folder as a site of this tool, and its release.
MARKER = SITE_MARKER

#: Dot entries at the top of a site that a build owns; all others are left alone.
OUR_DOTFILES = frozenset({MARKER, ".nojekyll"})


class BusyError(OutputError):
    """Another run is writing the same site."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Lock of one build on a site; it ends when the handles are closed."""

    _handles: list[int]

    def add(self, folder: Path) -> None:
        """Lock another folder too: the one that is about to become the site."""
        if sys.platform != "win32":
            self._handles.append(os.open(folder, os.O_RDONLY))
            claim(self._handles[-1])


@contextmanager
def locked(folder: Path, out: Path) -> Iterator[Lock]:
    """Lock the site's folder against other builds; continue without a lock on file systems that have none."""
    lock = Lock([] if sys.platform == "win32" else [_lock(folder, out)])
    try:
        yield lock
    finally:
        for handle in lock._handles:
            os.close(handle)


def _lock(folder: Path, out: Path) -> int:
    """Open and lock the folder that has this name now: a build may have exchanged it in between."""
    handle = hold(folder, os.O_RDONLY)
    if handle is None:
        raise BusyError(f"{out}: another build is writing this site.", "Wait for it to end.")
    return handle


def own_entries(folder: Path) -> list[str]:
    """Return the names in the top of a site that a build replaces, sorted."""
    return [name for name in _names(folder) if not name.startswith(".") or name in OUR_DOTFILES]


def replaced_files(folder: Path) -> list[str]:
    """Return the files of a site that a build replaces, as relative paths, sorted; links count as files."""
    found = []
    for name in own_entries(folder):
        path = folder / name
        below = path.rglob("*") if path.is_dir() and not path.is_symlink() else (path,)
        found += [item.relative_to(folder).as_posix() for item in below if item.is_symlink() or not item.is_dir()]
    return sorted(found)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@dataclass(frozen=True, slots=True)
class Run:
    """Hidden folders of one build: next to the site, or inside it where the site is a mount point.

    Each run has a random id: a leftover that cannot be deleted must not be mistaken for the folder of a later run
    with the same process id, which is common in containers.
    """

    folder: Path
    place: Path
    id: str

    @classmethod
    def start(cls, folder: Path) -> "Run":
        """Create the folder for new files on the site's file system: next to the site, or inside a mount point."""
        run_id = f"{os.getpid()}-{secrets.token_hex(4)}"
        run, inside = cls(folder, folder.parent, run_id), cls(folder, folder, run_id)
        try:
            run.new.mkdir()
        except OSError:
            inside.new.mkdir()
            return inside
        try:
            run.new.rename(inside.new)
        except OSError:
            run.new.rmdir()
            inside.new.mkdir()
            return inside
        inside.new.rename(run.new)
        return run

    def _sibling(self, role: str) -> Path:
        return self.place / f".{self.folder.name}.{role}-{self.id}"

    @property
    def new(self) -> Path:
        """The folder for the new files."""
        return self._sibling("new")

    def swap(self, lock: Lock) -> None:
        """Put the new files in the place of the old ones. `recover` can identify both at any moment."""
        if self.place == self.folder or not self._exchange(lock):
            self._move_all()

    def _exchange(self, lock: Lock) -> bool:
        """Exchange the folders, then move the user's dot entries along; return False if that is impossible."""
        swapped = self._sibling("swap")
        _copy_permissions(self.folder, self.new)
        self.new.rename(swapped)
        lock.add(swapped)
        if not exchanged(self.folder, swapped):
            swapped.rename(self.new)
            return False
        _take_back(swapped, self.folder)
        return True

    def _move_all(self) -> None:
        """Move the old entries out and the new ones in."""
        aside, old = self._sibling("aside"), self._sibling("old")
        aside.mkdir()
        _move(own_entries(self.folder), self.folder, aside)
        aside.rename(old)
        _move(_names(self.new), self.new, self.folder)
        self.new.rmdir()


def _copy_permissions(old: Path, new: Path) -> None:
    """Give a new folder the permissions of the old one, as far as the disk allows."""
    with suppress(OSError):
        times = new.stat()
        shutil.copystat(old, new)
        os.utime(new, ns=(times.st_atime_ns, times.st_mtime_ns))


def _take_back(swapped: Path, folder: Path) -> None:
    """Move the user's dot entries out of an exchanged folder; before the exchange it has none."""
    for name in _names(swapped):
        if name.startswith(".") and name not in OUR_DOTFILES and not os.path.lexists(folder / name):
            (swapped / name).rename(folder / name)


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    for name in names:
        (source / name).rename(target / name)


def mend(out: Path) -> bool:
    """Undo an interrupted swap before a site is read; leave a build that still runs alone.

    Returns:
        Whether entries of the site were missing, which are back now.

    Raises:
        OutputError: They are missing, and cannot be moved back.
    """
    folder = Path(os.path.realpath(out))
    if not folder.is_dir() or not (roles := {role for _, role, _ in _leftovers(folder)}):
        return False
    half = not roles.isdisjoint(("aside", "old"))
    try:
        with locked(folder, out):
            recover(folder)
    except BusyError:
        return False
    except OSError as error:
        if half:
            raise OutputError(
                f"{out}: the last build was interrupted while it replaced the site, which is incomplete now "
                f"({error.strerror or error}).",
                "Build it again, as the user who owns it.",
            ) from error
    return half


def recover(folder: Path) -> None:
    """Undo an interrupted swap and remove its leftovers. The caller holds the lock.

    May itself be interrupted at any point and run again: before an old entry is moved back, its folder is renamed to
    `aside` again, and no step treats the current entries of the site as new.
    """
    left = {(role, run): path for path, role, run in _leftovers(folder)}
    for (role, run), path in left.items():
        if role == "swap":
            _take_back(path, folder)
        aside = path
        if role == "old" and ("new", run) in left:
            for name in own_entries(folder):
                _remove(folder / name)
            aside = path.rename(path.with_name(f".{folder.name}.aside-{run}"))
        elif role != "aside":
            continue
        _move(_names(aside), aside, folder)
        aside.rmdir()
    for path in left.values():
        shutil.rmtree(path, ignore_errors=True)


def _leftovers(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """Find hidden folders of earlier runs on this site, as (path, role, run)."""
    pattern = re.compile(re.escape(f".{folder.name}.") + r"(new|swap|aside|old)-(\d+-[0-9a-f]+)")
    for place in (folder.parent, folder):
        for name in _names(place) if os.access(place, os.R_OK) else ():
            path = place / name
            if (match := pattern.fullmatch(name)) and path.is_dir() and not path.is_symlink():
                yield path, match[1], match[2]


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
