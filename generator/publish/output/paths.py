"""Validation of site paths: portable across file systems and URLs, and unique."""

import re
import unicodedata

from generator.errors import OutputError
from generator.release.slugs import DEVICES

_DRIVE = re.compile(r"[A-Za-z]:")
_UNFIT = frozenset('<>:"|?*\\')
#: Most bytes of a name, on every common file system.
_LONGEST = 255


class PathBook:
    """Registry of the paths used so far; refuses invalid paths and duplicates.

    File systems that ignore case or Unicode composition would merge two such names into
    one, so each file and each folder has a single spelling.
    """

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._files)

    def add(self, path: str) -> None:
        """Register a path.

        Raises:
            OutputError: It is not a plain relative path, or it collides with an earlier one.
        """
        if fault := _fault(path):
            raise OutputError(f"{path!r}: not a valid path for a site: {fault}.")
        parts = path.split("/")
        for depth in range(1, len(parts)):
            self._add_folder("/".join(parts[:depth]), path)
        key = _fold(path)
        if key in self._folders:
            raise OutputError(f"{path}: there are files below this path, so it cannot be a file itself.")
        if (known := self._files.get(key)) is not None:
            same = "a second file is written to it" if known == path else f"it differs from {known} by case only"
            raise OutputError(f"{path}: {same}.")
        self._files[key] = path

    def _add_folder(self, folder: str, path: str) -> None:
        key = _fold(folder)
        if key in self._files:
            raise OutputError(f"{path}: {self._files[key]} is a file, so nothing can be below it.")
        if (known := self._folders.setdefault(key, folder)) != folder:
            raise OutputError(f"{path}: its folder differs from {known}/ by case only.")


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _fault(path: str) -> str | None:
    """Describe what is wrong with a path; None if it is valid."""
    if not path or path.startswith("/") or _DRIVE.match(path):
        return "it is empty or absolute"
    if "\\" in path:
        return "it holds a backslash"
    if any(unicodedata.category(letter).startswith("C") for letter in path):
        return "it holds a control character"
    if not _UNFIT.isdisjoint(path):
        return f"it holds one of {' '.join(sorted(_UNFIT))}"
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "one of its parts is empty, . or .."
    if any(part.endswith((".", " ")) or part.startswith(" ") for part in parts):
        return "one of its parts begins with a space or ends with a space or a dot"
    if any(part.split(".")[0].rstrip().casefold() in DEVICES for part in parts):
        return "one of its parts is a name that Windows reserves for a device"
    if any(part.casefold() == ".git" for part in parts):
        return "git keeps its own files in a folder .git"
    if any(len(part.encode()) > _LONGEST for part in parts):
        return f"one of its parts is longer than {_LONGEST} bytes"
    return None
