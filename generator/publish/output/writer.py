"""Writing a site to disk: the new one is written beside the old one, then swapped in.

A failed build leaves the old site as it was; an interrupted swap is undone by the next run. Files that the user keeps
in the site go along; others that are not ours are named before they go. Knows nothing of what the files hold, but for
the two stamps of `data/release.json` that go into the marker.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.errors import OutputError
from generator.files.own_files import kept_by
from generator.publish.output.paths import PathBook
from generator.publish.output.swap import MARKER, Run, locked, own_entries, recover, replaced_files

_RELEASE = "data/release.json"
#: Hexadecimal digits that the marker keeps of each path: of 16 million files of others, one is taken for ours.
_DIGITS = 6
#: So many lost files are named.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was written.

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
    """Write a whole site, or leave the old one as it was.

    Args:
        files: Relative path with forward slashes, and content; each path once.
        out: Folder of the site; made when missing. A link to a folder is followed.
        force: Clear a folder that is not empty and not known to be a site of ours.
        keep: Files of the user's own that go along into the new site, see `own_files.kept_by`.
        inspect: Called with the folder of the finished new site before it is swapped in; what it raises keeps the
            old site.
        note: Told, before they go, which other files are lost that this tool did not put there.

    Returns:
        How much was written, and where.

    Raises:
        OutputError: The folder cannot be written or is not ours to clear, or a path is not fit for a site.
            Errors of `files` and `inspect` pass through; the old site stays in either case.
    """
    with _refused(out):
        folder = _site_folder(out)
        made = _make(folder)
    try:
        with locked(folder, out):
            with _refused(out):
                recover(folder)
                _ask_before_clearing(folder, out, force)
                run = Run.start(folder)
            return _write_and_swap(_Work(files, out, tuple(keep), inspect, note), run)
    finally:
        if made:
            # Only an empty folder goes: after a failed build, none is left where none was.
            with suppress(OSError):
                folder.rmdir()


@dataclass(frozen=True, slots=True)
class _Work:
    """What `write_site` was asked for, but for the folder."""

    files: Iterable[tuple[str, bytes]]
    out: Path
    keep: tuple[str, ...]
    inspect: Callable[[Path], None]
    note: Callable[[str], None]


def _write_and_swap(work: _Work, run: Run) -> SiteReport:
    """Write beside the site, then swap; whatever happens, leave one whole site and no hidden folder."""
    try:
        written = _Written()
        written.add_all(work, run.new)
        with _refused(work.out):
            lost = written.take_along(work, run)
        work.inspect(run.new)
        if lost:
            work.note(_lost(work.out, lost))
        with _refused(work.out):
            run.swap()
    finally:
        with _refused(work.out):
            recover(run.folder)
    return SiteReport(written.files, written.size, run.folder)


def _lost(out: Path, paths: Sequence[str]) -> str:
    """Say which files go that are not ours."""
    names = ", ".join(paths[:_NAMED]) + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")
    number = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return f"{out}: {number} not written by this tool will be gone: {names}. The setting keep keeps such files."


def _site_folder(out: Path) -> Path:
    """Return the folder itself, links resolved, or refuse one that no site should replace."""
    folder = out.resolve()
    here, home = Path.cwd().resolve(), Path("~").expanduser().resolve()
    if folder in (here, home, *here.parents, *home.parents):
        raise OutputError(
            f"{out}: this is, or holds, the current or the home folder; a site would replace all that is in it.",
            "Name a folder of its own, such as site/.",
        )
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
    """Turn an error of the disk into one message."""
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
    """The new site so far: its paths, number of files and size."""

    book: PathBook = field(default_factory=PathBook)
    files: int = 0
    size: int = 0

    def add_all(self, work: _Work, folder: Path) -> None:
        """Write every file and the marker below the folder."""
        release, digests = b"{}", [path_digest(MARKER)]
        for path, data in work.files:
            self.book.add(path)
            if path.startswith(".") and path != ".nojekyll":
                raise OutputError(
                    f"{path}: a name that begins with a dot, at the top of a site, is not for pages to use."
                )
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
        """Copy the user's kept files into the new site; return the other files that are not ours, sorted."""
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
    """Return what the marker remembers of a path: enough to know it again, at little weight."""
    return hashlib.sha256(path.encode()).hexdigest()[:_DIGITS]


def _marker(release: bytes, digests: Iterable[str]) -> bytes:
    """Return the marker: the release's schema and hash, which files are ours, and nothing that changes by itself."""
    try:
        body = json.loads(release)
    except ValueError:
        body = {}
    known = body if isinstance(body, dict) else {}
    stamps = {"schema": known.get("schema"), "release": known.get("content_hash"), "files": "".join(sorted(digests))}
    return f"{json.dumps(stamps)}\n".encode()


def _known(folder: Path) -> frozenset[str]:
    """Return the digests of the files that the last build wrote into a site; none where no marker says so."""
    with suppress(OSError, ValueError, AttributeError, TypeError):
        text = str(json.loads((folder / MARKER).read_bytes()).get("files", ""))
        return frozenset(text[start : start + _DIGITS] for start in range(0, len(text), _DIGITS))
    return frozenset()
