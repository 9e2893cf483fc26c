"""The files of a built site on disk. Reads one at a time; follows no links."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.check.report import Finding
from generator.errors import UsageError

_OURS = (".atlas-site", ".nojekyll")

#: What GitHub Pages takes; other hosts take more, so a larger site is over a budget and has no defect.
_MAX_SITE = 1_000_000_000
_PRIVATE_NAMES = frozenset({"run.json", "rejected.csv", "history.json"})


@dataclass(frozen=True)
class Site:
    """The files of a site.

    Attributes:
        folder: Where it lies.
        sizes: Size in bytes by relative path, sorted by path. Without what begins with a dot at the top and is not
            ours, such as `.git`.
        links: Paths that are symbolic links, which web hosts do not follow.
    """

    folder: Path
    sizes: dict[str, int]
    links: tuple[str, ...]

    @cached_property
    def folded(self) -> dict[str, str]:
        """Paths by their spelling without case."""
        return {path.casefold(): path for path in self.sizes}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Folders that hold a file, as relative paths; the top is the empty one."""
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
        """Return the content of a file."""
        return (self.folder / path).read_bytes()


def walk(folder: Path) -> Site:
    """List a site's files.

    Raises:
        UsageError: There is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder to check.", "Make a site with `atlas render` first.")
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
            if not prefix and entry.name.startswith(".") and entry.name not in _OURS:
                continue
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(folder / entry.name, f"{path}/")
            else:
                yield path, entry


def check_files(site: Site) -> Iterator[Finding]:
    """Look at what is there and what is not, without reading any file."""
    for path in site.links:
        yield Finding("symlink", path, "is a symbolic link; web hosts do not follow it")
    if ".nojekyll" not in site.sizes:
        yield Finding("nojekyll-missing", "", "there is no .nojekyll: GitHub Pages would run Jekyll over the site")
    if ".atlas-site" not in site.sizes:
        yield Finding("marker-missing", "", "there is no .atlas-site: this is not a whole site of this tool")
    for path in ("index.html", "404.html"):
        if path not in site.sizes:
            yield Finding("page-missing", path, "a site needs this page")
    for path in site.sizes:
        if path.rpartition("/")[2] in _PRIVATE_NAMES:
            yield Finding("private-file", path, "has the name of a private file")
    if (total := sum(site.sizes.values())) > _MAX_SITE:
        yield Finding("site-too-large", "", f"{total / 1e9:.2f} GB; GitHub Pages takes at most 1 GB", over_budget=True)
