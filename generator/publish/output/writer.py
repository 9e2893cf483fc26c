"""The only door to the disk for a site: everything is written beside it, then swapped in.

A failed build leaves the old site as it was; an interrupted swap is undone by the next run. Knows nothing of what the
files hold, but for the two stamps of `data/release.json` that go into the marker.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.errors import OutputError
from generator.publish.output.paths import PathBook
from generator.publish.output.swap import MARKER, Run, locked, own_entries, recover

_RELEASE = "data/release.json"


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
    inspect: Callable[[Path], None] = lambda _: None,
) -> SiteReport:
    """Write a whole site, or leave the old one as it was.

    Args:
        files: Relative path with forward slashes, and content; each path once.
        out: Folder of the site; made when missing. A link to a folder is followed.
        force: Clear a folder that is not empty and not known to be a site of ours.
        inspect: Called with the folder of the finished new site before it is swapped in; what it raises keeps the
            old site.

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
            return _write_and_swap(files, run, out, inspect)
    finally:
        if made:
            # Only an empty folder goes: after a failed build, none is left where none was.
            with suppress(OSError):
                folder.rmdir()


def _write_and_swap(
    files: Iterable[tuple[str, bytes]], run: Run, out: Path, inspect: Callable[[Path], None]
) -> SiteReport:
    """Write beside the site, then swap; whatever happens, leave one whole site and no hidden folder."""
    try:
        count, size = _write_all(files, run.new, out)
        inspect(run.new)
        with _refused(out):
            run.swap()
    finally:
        with _refused(out):
            recover(run.folder)
    return SiteReport(count, size, run.folder)


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


def _write_all(files: Iterable[tuple[str, bytes]], folder: Path, out: Path) -> tuple[int, int]:
    """Write every file and the marker below the folder; return how many and how many bytes."""
    book, size, stamp = PathBook(), 0, _marker(b"{}")
    for path, data in files:
        book.add(path)
        if path.startswith(".") and path != ".nojekyll":
            raise OutputError(f"{path}: a name that begins with a dot, at the top of a site, is not for pages to use.")
        with _refused(out):
            _write(folder, path, data)
        size += len(data)
        if path == _RELEASE:
            stamp = _marker(data)
    with _refused(out):
        _write(folder, MARKER, stamp)
    return len(book) + 1, size + len(stamp)


def _write(folder: Path, path: str, data: bytes) -> None:
    target = folder / PurePosixPath(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as stream:
        stream.write(data)


def _marker(release: bytes) -> bytes:
    """Return the marker: the release's schema and hash of its content, and nothing that changes by itself."""
    try:
        body = json.loads(release)
    except ValueError:
        body = {}
    known = body if isinstance(body, dict) else {}
    text = json.dumps({"schema": known.get("schema"), "release": known.get("content_hash")})
    return f"{text}\n".encode()
