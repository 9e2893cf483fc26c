"""Writes a site to disk: the new site is written next to the old one, then swapped in.

A failed build leaves the old site as it was; an interrupted swap is undone by the next run. The user's kept files
are carried over; other foreign files are reported before they are removed. File contents are opaque, except for
the schema and hash in `data/release.json`, which go into the marker.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.errors import OutputError
from generator.files.own_files import kept_by
from generator.publish.output.paths import PathBook
from generator.publish.output.swap import MARKER, Lock, Run, locked, own_entries, recover, replaced_files

_RELEASE = "data/release.json"
#: Hexadecimal digits of a path's digest in the marker: the chance that a foreign file matches is 1 in 16 million.
_DIGITS = 6
#: Maximum number of removed files listed by name.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Summary of a written site.

    Attributes:
        files: Number of files, the marker included.
        bytes: Their total size.
        folder: The folder that holds the site, links resolved.
    """

    files: int
    bytes: int
    folder: Path


def write_site(
    files: Iterable[tuple[str, bytes]],
    out: Path,
    *,
    force: bool = False,
    keep: Sequence[str] = (),
    inspect: Callable[[Path], None] = lambda _: None,
    note: Callable[[str], None] = lambda _: None,
) -> SiteReport:
    """Write a complete site, or leave the old one unchanged.

    Args:
        files: Pairs of relative path (forward slashes) and content; each path once.
        out: Folder of the site; created when missing. A link to a folder is followed.
        force: Replace a folder that is not empty and not recognised as a site of this tool.
        keep: The user's files to carry over into the new site, see `own_files.kept_by`.
        inspect: Called with the folder of the finished new site before it is swapped in; if it raises, the
            old site.
        note: Called, before they are removed, with a message on foreign files that will be lost.

    Returns:
        Number of files, size and folder.

    Raises:
        OutputError: The folder cannot be written or must not be replaced, or a path is invalid.
            Errors of `files` and `inspect` pass through; the old site stays in either case.
    """
    with _refused(out):
        folder = _site_folder(out)
        made = _make(folder)
    try:
        with locked(folder, out) as lock:
            with _refused(out):
                recover(folder)
                _ask_before_clearing(folder, out, force)
                run = Run.start(folder)
            return _write_and_swap(_Work(files, out, tuple(keep), inspect, note), run, lock)
    finally:
        if made:
            # Removes an empty folder only: a failed build leaves no folder where there was none.
            with suppress(OSError):
                folder.rmdir()


@dataclass(frozen=True, slots=True)
class _Work:
    """Arguments of `write_site` except the folder."""

    files: Iterable[tuple[str, bytes]]
    out: Path
    keep: tuple[str, ...]
    inspect: Callable[[Path], None]
    note: Callable[[str], None]


def _write_and_swap(work: _Work, run: Run, lock: Lock) -> SiteReport:
    """Write next to the site, then swap; always leaves one complete site and no hidden folder."""
    try:
        written = _Written()
        written.add_all(work, run.new)
        with _refused(work.out):
            lost = written.take_along(work, run)
        work.inspect(run.new)
        if lost:
            work.note(_lost(work.out, lost))
        with _refused(work.out):
            run.swap(lock)
    finally:
        with _refused(work.out):
            recover(run.folder)
    return SiteReport(written.files, written.size, run.folder)


def _lost(out: Path, paths: Sequence[str]) -> str:
    """Report the foreign files that will be removed."""
    names = ", ".join(paths[:_NAMED]) + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")
    number = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return f"{out}: {number} not written by this tool will be removed: {names}. Use the setting keep to keep them."


def _site_folder(out: Path) -> Path:
    """Resolve the folder, or refuse one that no site should replace."""
    folder = Path(os.path.realpath(out))
    here, home = Path.cwd().resolve(), Path("~").expanduser().resolve()
    if folder in (here, home, *here.parents, *home.parents):
        raise OutputError(
            f"{out}: this is, or holds, the current or the home folder; a site would replace all that is in it.",
            "Name a folder of its own, such as site/.",
        )
    if folder.is_symlink():
        raise OutputError(f"{out} is a link that leads to itself.", "Name another folder, or remove the link.")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{out} is a file; a site needs a folder.", "Name another folder, or move the file away.")
    return folder


def _make(folder: Path) -> bool:
    if folder.is_dir():
        return False
    folder.mkdir(parents=True)
    return True


@contextmanager
def _refused(out: Path) -> Iterator[None]:
    """Convert an OSError to an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{out}: the site cannot be written: {error.strerror or error}.",
            "The old site, if there was one, stays. Check the permissions and the free space of the disk.",
        ) from error


def _ask_before_clearing(folder: Path, out: Path, force: bool) -> None:
    if force or (folder / MARKER).is_file() or not own_entries(folder):
        return
    raise OutputError(
        f"{out} is not empty and is not a site of this tool (it has no {MARKER}); nothing was changed.",
        "Name another folder, or give --force to replace all that is in it.",
    )


@dataclass(slots=True)
class _Written:
    """The new site while it is written: its paths, number of files and size."""

    book: PathBook = field(default_factory=PathBook)
    files: int = 0
    size: int = 0

    def add_all(self, work: _Work, folder: Path) -> None:
        """Write every file and the marker below the folder."""
        release, digests = b"{}", [path_digest(MARKER)]
        for path, data in work.files:
            self.book.add(path)
            if path.startswith(".") and path != ".nojekyll":
                raise OutputError(f"{path}: names that begin with a dot are reserved at the top of a site.")
            if pattern := kept_by(path, work.keep):
                raise OutputError(
                    f"The setting keep names {pattern!r}, but the build itself writes {path}.", "Take it out of keep."
                )
            with _refused(work.out):
                self._write(folder, path, data)
            digests.append(path_digest(path))
            if path == _RELEASE:
                release = data
        with _refused(work.out):
            self._write(folder, MARKER, _marker(release, digests))

    def _write(self, folder: Path, path: str, data: bytes) -> None:
        target = folder / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(data)
        self.files += 1
        self.size += len(data)

    def take_along(self, work: _Work, run: Run) -> list[str]:
        """Copy the user's kept files into the new site; return the other foreign files, sorted."""
        ours = _known(run.folder)
        lost = []
        for path in replaced_files(run.folder):
            source = run.folder / path
            if kept_by(path, work.keep) and not source.is_symlink():
                self.book.add(path)
                target = run.new / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
                self.files += 1
                self.size += target.stat().st_size
            elif path_digest(path) not in ours and not (run.new / path).is_file():
                lost.append(path)
        return lost


def path_digest(path: str) -> str:
    """Return a short digest of a path, stored in the marker to recognise the file later."""
    return hashlib.sha256(path.encode()).hexdigest()[:_DIGITS]


def _marker(release: bytes, digests: Iterable[str]) -> bytes:
    """Return the marker: the release's schema and hash, and digests of our files; deterministic."""
    try:
        body = json.loads(release)
    except ValueError:
        body = {}
    known = body if isinstance(body, dict) else {}
    stamps = {"schema": known.get("schema"), "release": known.get("content_hash"), "files": "".join(sorted(digests))}
    return f"{json.dumps(stamps)}\n".encode()


def _known(folder: Path) -> frozenset[str]:
    """Return the digests of the files written by the last build; none without a marker."""
    with suppress(OSError, ValueError, AttributeError, TypeError):
        text = str(json.loads((folder / MARKER).read_bytes()).get("files", ""))
        return frozenset(text[start : start + _DIGITS] for start in range(0, len(text), _DIGITS))
    return frozenset()
