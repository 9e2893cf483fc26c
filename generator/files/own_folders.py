"""Folders that earlier runs made: sites, and private folders of run records. What they hold is output, not input."""

from contextlib import suppress
from pathlib import Path

from generator.resources import SITE_MARKER

#: What a run leaves in the folder of its record, whose `.gitignore` takes all of it out of git.
_RECORDS = ("run.json", "rejected.csv")


def is_site(folder: Path) -> bool:
    """Return whether a folder is a site; one that this user cannot look into is none of theirs."""
    with suppress(OSError):
        return (folder / SITE_MARKER).is_file()
    return False


def keeps_records(folder: Path) -> bool:
    """Return whether a folder is the private one of run records."""
    with suppress(OSError, UnicodeDecodeError):
        ignored = (folder / ".gitignore").read_text(encoding="utf-8").split() == ["*"]
        return ignored and any((folder / name).is_file() for name in _RECORDS)
    return False


def output_in(folder: Path) -> str:
    """Return what a folder of ours holds, for a message; empty for any other folder."""
    if is_site(folder):
        return "a site"
    return "records of earlier runs" if keeps_records(folder) else ""
