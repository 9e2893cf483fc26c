"""Notes, warnings and report lines that commands print. Heavy imports stay inside the functions."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.console import say

if TYPE_CHECKING:
    from generator.files.run_paths import Named
    from generator.settings.settings import Settings

_NO_PREVIEWS = (
    "site_url is not set, so links to the site have no preview (title, sentence, social card), and printed pages no QR "
    'code. Set it in atlas.toml: site_url = "https://…"'
)


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines on standard output or standard error."""
    for line in lines:
        say(line, err=err)


def noting(quiet: bool) -> Callable[[str], None]:
    """Return a function that prints a note on standard error, or nothing if `quiet`."""
    return lambda line: None if quiet else say(f"note: {line}", err=True)


def mend_site(out: Path) -> None:
    """Undo an interrupted replacement of a site before it is read, and note it.

    Raises:
        OutputError: The site is incomplete, and cannot be restored.
    """
    from generator.publish.output.swap import mend

    if mend(out):
        say(f"note: {out}: a build was interrupted while it replaced the site; it is complete again.", err=True)


def watch_outputs(*outputs: "Named") -> None:
    """Remember what is about to be written, so that a stopped run can say what it has changed."""
    from generator.cli import signals

    if stopping := signals.running():
        stopping.outputs.watch(outputs)


def note_previews(settings: "Settings", quiet: bool) -> None:
    """Note which features are missing if the URL of the site is not set."""
    if not quiet and not settings.site_url:
        say(f"note: {_NO_PREVIEWS}", err=True)


def warn_if_tracked(*paths: Path) -> None:
    """Warn of private files that git tracks."""
    from generator.files.private import tracked_by_git

    for path in paths:
        if tracked_by_git(path):
            say(f"warning: {path} is private, but git tracks it: git rm --cached {path}", err=True)
