"""Paths that a run reads and writes, and the rules against conflicts between them, checked before a row is read.

The rules are a table of roles. Two paths are the same place if they lead to the same file on disk, through whatever
links, relative parts or upper and lower case.
"""

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from generator.errors import OutputError
from generator.files.own_folders import is_site
from generator.files.private import require_private_dir
from generator.resources import content_dir, data_dir, templates_dir

if TYPE_CHECKING:
    from generator.settings.settings import Settings

Role = Literal["reads", "writes", "private", "folders", "site"]


@dataclass(frozen=True, slots=True)
class Named:
    """A file or folder of a run.

    Attributes:
        what: Its name in messages, such as "the run record".
        path: Its path; need not exist.
        option: The option that sets it; empty if none does.
    """

    what: str
    path: Path
    option: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.path}"


@dataclass(frozen=True, slots=True)
class RunPaths:
    """All paths that a run uses, by role.

    Attributes:
        reads: Files and folders that it reads.
        writes: Files that it writes and that may be published.
        private: Files that it writes and that must not be published.
        folders: Folders that it makes private: git ignores everything in them.
        site: The folder that it replaces as a whole; one at most.
    """

    reads: tuple[Named, ...] = ()
    writes: tuple[Named, ...] = ()
    private: tuple[Named, ...] = ()
    folders: tuple[Named, ...] = ()
    site: tuple[Named, ...] = ()


#: A place on disk: device and inode of the nearest existing file or folder, and the names missing below it.
_Place = tuple[int, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Locations:
    """Places of a path (its target and, for a link, the link itself), and of all folders above them."""

    own: frozenset[_Place]
    above: frozenset[_Place]


_Relation = Callable[[_Locations, _Locations], bool]


def _same(one: _Locations, other: _Locations) -> bool:
    return not one.own.isdisjoint(other.own)


def _inside(one: _Locations, other: _Locations) -> bool:
    return not (one.own | one.above).isdisjoint(other.own)


def same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same place."""
    return _same(_locations(one), _locations(other))


def inside(one: Path, other: Path) -> bool:
    """Return whether a path leads to the same place as another one, or below it."""
    return _inside(_locations(one), _locations(other))


@dataclass(frozen=True, slots=True)
class _Rule:
    """Forbids a relation between paths of the first roles and paths of the second; `why` is the message."""

    one: tuple[Role, ...]
    relation: _Relation
    other: tuple[Role, ...]
    why: str


_WRITTEN: tuple[Role, ...] = ("writes", "private")
_RULES = (
    _Rule(("reads",), _inside, ("site",), "{one} lies in the site {other}, which is replaced as a whole"),
    _Rule(_WRITTEN, _same, ("reads",), "{one} is an input of this run, {other}: it would be overwritten"),
    _Rule(_WRITTEN, _inside, _WRITTEN, "{one} and {other} have the same path: only one would be left"),
    _Rule(("private", "folders"), _inside, ("site",), "{one} is private, but lies inside the site {other}"),
    _Rule(("writes",), _inside, ("site",), "{one} lies inside the site {other}, where only a build may write"),
    _Rule(("site",), _inside, _WRITTEN, "{one} lies below {other}, which is to be a file"),
    _Rule(("site",), _inside, ("folders",), "{one} lies inside {other}, which is private: git would ignore the site"),
)


def require_separate(paths: RunPaths) -> None:
    """Refuse a run that would overwrite its own inputs or outputs, or publish private files.

    Raises:
        OutputError: Two paths conflict, a file would lie inside a site, or git would not ignore the private files.
    """
    locations = {item: _locations(item.path) for item in _of(paths, get_args(Role))}
    for rule in _RULES:
        for one in _of(paths, rule.one):
            for other in _of(paths, rule.other):
                if one is not other and rule.relation(locations[one], locations[other]):
                    raise OutputError(_sentence(rule.why, one, other), _hint(one, other))
    for one in _of(paths, ("writes", "private", "folders")):
        _require_outside_sites(one)
    for folder in paths.folders:
        require_private_dir(folder.path)
        _require_no_site_below(folder)


def require_private_place(target: Named, reads: Iterable[Named] = ()) -> None:
    """Refuse a path for a single private file, such as an export, in a folder that the user chose.

    Raises:
        OutputError: It lies inside a site, is an input, or its folder does not exist.
    """
    require_separate(RunPaths(reads=tuple(reads), private=(target,)))
    folder = Path(os.path.realpath(target.path)).parent
    if not folder.is_dir():
        raise OutputError(f"{target.path}: there is no folder {folder}.", "Create it first.")


def inputs(settings: "Settings", config_path: Path | None = None) -> tuple[Named, ...]:
    """Return the inputs that the settings name for every run: settings file, texts, templates, place overrides."""
    found = [Named("the settings", config_path or Path("atlas.toml"), "--config" if config_path else "")]
    if settings.coastline:
        found.append(Named("the coastline", settings.base_dir / settings.coastline))
    if settings.overrides_dir:
        found.append(Named("the place overrides", settings.overrides_dir))
    found += [Named("the content", path) for path in (*settings.content_dirs, content_dir())]
    found += [Named("the templates", path) for path in (*settings.template_dirs, templates_dir())]
    found.append(Named("the data of this program", data_dir()))
    return tuple(item for item in dict.fromkeys(found) if item.path.exists())


def analysis_inputs(settings: "Settings", config_path: Path | None = None) -> tuple[Named, ...]:
    """Return the inputs of an analysis: those of `inputs`, the earlier release, a query and place overrides."""
    from generator.analyse.places.gazetteer.files import OVERRIDES

    found = inputs(settings, config_path)
    if settings.model:
        found += (Named("the earlier release", settings.base_dir / settings.model, "--model"),)
    if settings.query:
        found += (Named("the query", settings.base_dir / settings.query),)
    if overrides := settings.overrides_dir:
        found += tuple(Named("the place overrides", overrides / name) for name in OVERRIDES)
    return found


def source_files(name: str) -> tuple[Named, ...]:
    """Return the files of transactions that a name or pattern means, with a folder itself; none for a pipe or server.

    Raises:
        SourceError: There are none.
    """
    from generator.analyse.reading.find import find
    from generator.analyse.sources.databases import POSTGRES, is_database
    from generator.analyse.sources.streams import is_stream

    if is_stream(name) or name.startswith(POSTGRES):
        return ()
    if is_database(name):
        return (Named("the source", Path(name).expanduser()),)
    folder = Path(name).expanduser()
    found = [folder] if folder.is_dir() else []
    return tuple(Named("the source", path) for path in (*found, *find(name).files))


def record_files(record: Path) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return the private files that are written with a run record, and the private folders."""
    files = (
        Named("the run record", record, "--record"),
        Named("the list of rejected rows", record.parent / "rejected.csv", "--record"),
    )
    folders = (
        Named("the folder of the run record", record.parent, "--record"),
        Named("the cache of social cards", record.parent / "cards", "--record"),
    )
    return files, folders


def _of(paths: RunPaths, roles: Iterable[Role]) -> Iterator[Named]:
    for role in roles:
        yield from getattr(paths, role)


def _sentence(why: str, one: Named, other: Named) -> str:
    text = why.format(one=one, other=other.path if "the site {other}" in why else other)
    return f"{text[0].upper()}{text[1:]}."


def _hint(*named: Named) -> str:
    options = list(dict.fromkeys(item.option for item in named if item.option))
    return f"Name another place with {' or '.join(options)}." if options else "Name another place."


def _require_outside_sites(named: Named) -> None:
    """Refuse a file inside an existing site."""
    for place in _starts(named.path):
        for folder in (place, *place.parents):
            if is_site(folder):
                raise OutputError(
                    f"{named.path} lies inside the site {folder}: files there are published, and the next build "
                    "replaces them.",
                    "Name a file outside the site.",
                )


def _require_no_site_below(folder: Named) -> None:
    """Refuse a private folder around a site: git would ignore the site too."""
    below: list[Path] = []
    with suppress(OSError):
        below += folder.path.iterdir()
    for path in below:
        if is_site(path):
            raise OutputError(
                f"{folder.path} holds the site {path}: private files cannot go there, because git would ignore the "
                "site too.",
                _hint(folder),
            )


def _starts(path: Path) -> tuple[Path, ...]:
    """Return the target of a path and, if it is a link, the link itself."""
    real = Path(os.path.realpath(path))
    lies = Path(os.path.realpath(path.parent)) / path.name
    return (real,) if path.name in ("", "..") else (real, lies)


def _locations(path: Path) -> _Locations:
    starts = _starts(path)
    return _Locations(
        frozenset(_place(start) for start in starts),
        frozenset(_place(folder) for start in starts for folder in start.parents),
    )


def _place(path: Path) -> _Place:
    """Return the place of a path; missing names are compared without case, as some disks do."""
    missing: list[str] = []
    for folder in (path, *path.parents):
        try:
            found = folder.stat()
        except OSError:
            missing.append(unicodedata.normalize("NFC", folder.name).casefold())
        else:
            return found.st_dev, found.st_ino, tuple(missing)
    return 0, 0, tuple(missing)
