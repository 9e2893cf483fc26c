"""Files that stay at home: run record, rejected rows, history, exports, and a release before it is published.

They go to folders that git ignores, readable by their owner alone. May import the standard library, `errors` and
`resources`.
"""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from generator.errors import OutputError
from generator.resources import SITE_MARKER
from generator.whole_file import PRIVATE, write_whole

_GIT_SECONDS = 10


def private_dir(path: Path) -> Path:
    """Make a folder whose own `.gitignore` keeps all of it out of git.

    Args:
        path: The folder; may exist.

    Returns:
        The same path.

    Raises:
        OutputError: It cannot be made, is the top of a checkout, or has a `.gitignore` that lets its files through.
    """
    ignore = path / ".gitignore"
    try:
        path.mkdir(parents=True, exist_ok=True)
        if (path / ".git").exists():
            raise OutputError(
                f"{path} is the top of a checkout: private files cannot go there, and git cannot ignore all of it.",
                "Name a folder of its own, such as build/.",
            )
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8", newline="\n")
        elif "*" not in ignore.read_text(encoding="utf-8").split():
            raise OutputError(
                f"{ignore} does not keep private files out of git (it has no line `*`).",
                "Add the line, or name another folder.",
            )
    except OSError as error:
        raise OutputError(f"{path}: the private folder cannot be made: {error.strerror or error}.") from error
    return path


def require_private_place(target: Path, inputs: Iterable[Path] = ()) -> None:
    """Refuse a file that private data must not go to.

    Args:
        target: The file.
        inputs: Files that the run reads.

    Raises:
        OutputError: It lies inside a site, is an input or a folder, or its folder does not exist.
    """
    place = target.resolve()
    if any(place == path.resolve() for path in inputs):
        raise OutputError(f"{target} is an input of this run; it would be overwritten.", "Name another file.")
    for folder in place.parents:
        if (folder / SITE_MARKER).is_file():
            raise OutputError(
                f"{target} lies inside the site {folder}; what goes there is private and must not be published.",
                "Name a file outside the site.",
            )
    if not place.parent.is_dir():
        raise OutputError(f"{target}: there is no folder {place.parent}.", "Make it first.")


def write_private(path: Path, data: bytes | str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Args:
        path: The file; its folder exists.
        data: Content; text is written as UTF-8 with its line ends as they are.

    Raises:
        OutputError: It cannot be written. A file of that name is then unchanged.
    """
    content = data.encode() if isinstance(data, str) else data
    try:
        write_whole(path, content, PRIVATE)
    except OSError as error:
        raise OutputError(f"{path}: the private file cannot be written: {error.strerror or error}.") from error


def tracked_by_git(path: Path) -> bool:
    """Tell whether git tracks a file, or anything below a folder. False without git or outside a checkout."""
    git = shutil.which("git")
    if git is None or not path.parent.is_dir():
        return False
    command = [git, "--literal-pathspecs", "-C", str(path.parent), "ls-files", "-z", "--", path.name]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_GIT_SECONDS, check=False)  # noqa: S603 (no shell, fixed words)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and bool(answer.stdout)
