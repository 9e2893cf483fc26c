"""Rendered sites shared by all tests of a run and all workers of pytest-xdist, by release and settings.

They are read-only by convention: a test that changes a site writes another one with `browsing.put_site`. Not for tests
with their own texts or templates, because the key only covers the settings, not the contents of the folders they name.
"""

import atexit
import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.publish.render import render
from generator.release import Release, codec
from generator.settings.settings import Settings
from tests.support.releases import Kind, sample_release

_state: dict[str, Path] = {}


def use(folder: Path) -> None:
    """Set the folder for the sites of this run; `tests/conftest.py` chooses one shared by all workers."""
    folder.mkdir(parents=True, exist_ok=True)
    _state["folder"] = folder


def shared_site(release: Release, settings: Settings) -> Path:
    """Return the folder of a release's site, rendered once per run; other workers wait until it is complete."""
    if "folder" not in _state:
        # Outside pytest, only for this process.
        own = Path(tempfile.mkdtemp(prefix="atlas-sites-"))
        atexit.register(shutil.rmtree, own)
        use(own)
    key = hashlib.sha256(f"{codec.dump(release)}{settings!r}".encode()).hexdigest()[:20]
    folder = _state["folder"] / key
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            # Renamed only when complete, so that no test uses the site of an interrupted run.
            draft = folder.with_suffix(".new")
            shutil.rmtree(draft, ignore_errors=True)
            write_files(draft, release, settings)
            draft.rename(folder)
    return folder


def write_files(folder: Path, release: Release, settings: Settings) -> None:
    """Write the files of a release's site, without the check and the atomic swap of a build."""
    for path, data in render(release, settings):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def sample_site(kind: Kind, settings: Settings) -> Path:
    """Return the folder of a sample release's site."""
    return shared_site(sample_release(kind), settings)


def sample_files(kind: Kind, settings: Settings) -> Mapping[str, bytes]:
    """Return all files of a sample release's site by path."""
    return files_of(sample_site(kind, settings))


@cache
def files_of(folder: Path) -> Mapping[str, bytes]:
    """Return all files of a shared site by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
