"""Private output files (run record, rejected rows, exports, staged release); never written into a site.

They go to folders that git ignores, and only their owner can read them.
"""

import shutil
import subprocess
from pathlib import Path

from generator.errors import OutputError
from generator.files.whole_file import PRIVATE, write_whole

_GIT_SECONDS = 10


def require_private_dir(path: Path) -> None:
    """Refuse a folder in which private files would not be safe; creates nothing.

    Raises:
        OutputError: It is the top of a checkout, its `.gitignore` does not ignore all files, or a file is in the way.
    """
    ignore = path / ".gitignore"
    try:
        there = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
        if not there.is_dir():
            raise OutputError(
                f"{path}: the private folder cannot be created: {there} is a file.", "Name another folder."
            )
        if (path / ".git").exists():
            raise OutputError(
                f"{path} is the top of a checkout: private files cannot go there, because git cannot ignore all of it.",
                "Name a separate folder, such as build/.",
            )
        if ignore.exists() and "*" not in ignore.read_text(encoding="utf-8").split():
            raise OutputError(
                f"{ignore} does not keep private files out of git (it has no line `*`).",
                "Add the line, or name another folder.",
            )
    except UnicodeDecodeError as error:
        raise OutputError(f"{ignore} is not UTF-8 text.", "Remove it, or name another folder.") from error
    except OSError as error:
        raise OutputError(f"{path}: the private folder cannot be used: {error.strerror or error}.") from error


def private_dir(path: Path) -> Path:
    """Create a folder whose `.gitignore` keeps everything in it out of git.

    Args:
        path: The folder; may exist.

    Returns:
        The same path.

    Raises:
        OutputError: It cannot be created, or private files would not be safe in it.
    """
    require_private_dir(path)
    ignore = path / ".gitignore"
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: the private folder cannot be created: {error.strerror or error}.") from error
    return path


def write_private(path: Path, data: bytes | str) -> None:
    """Write a file atomically, readable by its owner only.

    Args:
        path: The file; its folder must exist.
        data: Content; text is written as UTF-8 with unchanged line ends.

    Raises:
        OutputError: It cannot be written. An existing file of that name is then unchanged.
    """
    content = data.encode() if isinstance(data, str) else data
    try:
        write_whole(path, content, PRIVATE)
    except OSError as error:
        raise OutputError(f"{path}: the private file cannot be written: {error.strerror or error}.") from error


def tracked_by_git(path: Path) -> bool:
    """Return whether git tracks a file, or anything below a folder. False without git or outside a checkout."""
    git = shutil.which("git")
    if git is None or not path.parent.is_dir():
        return False
    command = [git, "--literal-pathspecs", "-C", str(path.parent), "ls-files", "-z", "--", path.name]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_GIT_SECONDS, check=False)  # noqa: S603 (no shell, fixed words)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and bool(answer.stdout)
