"""Lists and reads the files of a built site; follows no symbolic links."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.check.report import Finding
from generator.errors import UsageError

_DOT_FILES = (".atlas-site", ".nojekyll")

#: Limit of GitHub Pages; other hosts allow more, so a larger site exceeds a budget but has no defect.
_MAX_SITE = 1_000_000_000
_PRIVATE_NAMES = frozenset({"run.json", "rejected.csv", "history.json"})


@dataclass(frozen=True)
class Site:
    """Files of a site.

    Attributes:
        folder: Folder of the site.
        sizes: Size in bytes by relative path, sorted by path. Without top-level names that begin with a dot, such as
            `.git`, except for those that a build writes.
        links: Paths of symbolic links, which web hosts do not follow.
    """

    folder: Path
    sizes: dict[str, int]
    links: tuple[str, ...]

    @cached_property
    def folded(self) -> dict[str, str]:
        """Paths by their case-folded form."""
        return {path.casefold(): path for path in self.sizes}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Folders that contain a file, as relative paths; "" is the site's folder."""
        found = {""}
        for path in self.sizes:
            while "/" in path and (path := path.rpartition("/")[0]) not in found:
                found.add(path)
        return frozenset(found)

    @property
    def pages(self) -> tuple[str, ...]:
        """Paths of HTML files."""
        return tuple(path for path in self.sizes if path.endswith((".html", ".htm")))

    def read(self, path: str) -> bytes:
        """Read a file."""
        return (self.folder / path).read_bytes()


def walk(folder: Path) -> Site:
    """List the files of a site.

    Raises:
        UsageError: The folder does not exist.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder to check.", "Build a site with `atlas render` first.")
    sizes, links = {}, []
    for path, entry in sorted(_entries(folder, "")):
        if entry.is_symlink():
            links.append(path)
        else:
            sizes[path] = entry.stat().st_size
    return Site(folder, sizes, tuple(links))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not prefix and entry.name.startswith(".") and entry.name not in _DOT_FILES:
                continue
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(folder / entry.name, f"{path}/")
            else:
                yield path, entry


def check_files(site: Site) -> Iterator[Finding]:
    """Check which files exist, without reading them."""
    for path in site.links:
        yield Finding("symlink", path, "is a symbolic link; web hosts do not follow it")
    if ".nojekyll" not in site.sizes:
        yield Finding("nojekyll-missing", "", ".nojekyll is missing: GitHub Pages would process the site with Jekyll")
    if ".atlas-site" not in site.sizes:
        yield Finding("marker-missing", "", ".atlas-site is missing: this is not a complete site made by this program")
    for path in ("index.html", "404.html"):
        if path not in site.sizes:
            yield Finding("page-missing", path, "the page is missing")
    for path in site.sizes:
        if path.rpartition("/")[2] in _PRIVATE_NAMES:
            yield Finding("private-file", path, "has the name of a private file")
    if (total := sum(site.sizes.values())) > _MAX_SITE:
        yield Finding("site-too-large", "", f"{total / 1e9:.2f} GB; GitHub Pages allows 1 GB", over_budget=True)
