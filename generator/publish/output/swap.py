"""Replaces the content of a site by a new one; an interruption at any moment can be undone.

The swap goes through three hidden folders on the site's own disk, named after the run:

    .site.new-7-2a4c     the new files; once it is gone, the new site is complete
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
from generator.resources import SITE_MARKER

if sys.platform != "win32":
    import fcntl

#: Marker file: identifies a folder as a site of this tool, and its release.
MARKER = SITE_MARKER

#: Dot entries at the top of a site that a build owns; all others are left alone.
OUR_DOTFILES = frozenset({MARKER, ".nojekyll"})


@contextmanager
def locked(folder: Path, out: Path) -> Iterator[None]:
    """Lock the site's folder against other builds; continue without a lock on file systems that have none."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(f"{out}: another build is writing this site.", "Wait for it to end.") from error
        yield
    finally:
        os.close(handle)


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

    def swap(self) -> None:
        """Move the old entries out and the new ones in. `recover` can identify both at any moment."""
        aside, old = self._sibling("aside"), self._sibling("old")
        aside.mkdir()
        _move(own_entries(self.folder), self.folder, aside)
        aside.rename(old)
        _move(_names(self.new), self.new, self.folder)
        self.new.rmdir()


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    for name in names:
        (source / name).rename(target / name)


def recover(folder: Path) -> None:
    """Undo an interrupted swap and remove its leftovers. The caller holds the lock.

    May itself be interrupted at any point and run again: before an old entry is moved back, its folder is renamed to
    `aside` again, and no step treats the current entries of the site as new.
    """
    left = {(role, run): path for path, role, run in _leftovers(folder)}
    for (role, run), path in left.items():
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
    pattern = re.compile(re.escape(f".{folder.name}.") + r"(new|aside|old)-(\d+-[0-9a-f]+)")
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
