"""The setting `keep`: files of the user in a site, which a build preserves."""

from collections.abc import Sequence
from fnmatch import fnmatchcase


def kept_by(path: str, patterns: Sequence[str]) -> str | None:
    """Return the pattern that keeps a file, or None.

    Args:
        path: The file, relative to the site, with forward slashes.
        patterns: Names or patterns, matched part by part; `*` stays within one part, and a folder keeps all below it.
    """
    parts = path.split("/")
    return next((pattern for pattern in patterns if _matches(parts, pattern.rstrip("/").split("/"))), None)


def _matches(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    return len(wanted) <= len(parts) and all(map(fnmatchcase, parts, wanted))
