"""What a command writes, and what of it has changed: read from the disk, so that it is true at any moment."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.resources import SITE_MARKER

if TYPE_CHECKING:
    from generator.files.run_paths import Named

#: State of a file; None if there is none.
_State = tuple[int, int, int] | None


class Outputs:
    """The files and the site that a command writes, with their states before it."""

    def __init__(self) -> None:
        self._before: dict[Named, _State] = {}

    def watch(self, outputs: "Iterable[Named]") -> None:
        """Remember the present state of files, or of a site."""
        self._before |= {output: _state(output.path) for output in outputs}

    def changes(self) -> str:
        """Say what has changed since then; empty for a command that writes nothing."""
        if not self._before:
            return ""
        new = [str(output) for output, before in self._before.items() if _state(output.path) != before]
        same = [str(output) for output in self._before if str(output) not in new]
        if not new:
            return "Nothing was changed."
        if not same:
            return f"Everything was written: {', '.join(new)}."
        return f"New: {', '.join(new)}. Unchanged: {', '.join(same)}. Run it again, so that they agree."


def _state(path: Path) -> _State:
    try:
        found = (path / SITE_MARKER if path.is_dir() else path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
