"""Repository and commit that this program was installed from, so that workflows can install it again.

A package name is not enough, because the owner of the name decides what is installed. A commit identifies the code
exactly.
"""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from generator.errors import UsageError

_CHECKOUT = Path(__file__).resolve().parents[2]
_GIT_SECONDS = 10
_COMMIT = re.compile(r"[0-9a-f]{40}")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9._~/-]+")
_SCP = re.compile(r"(?:[^@/]+@)?([A-Za-z0-9.-]+):(?!//)/?(.+)")


@dataclass(frozen=True, slots=True)
class Origin:
    """A repository and one commit of it.

    Attributes:
        repository: Its https URL, without user names or passwords.
        commit: Forty hexadecimal digits.
        pushed: Whether the commit is known to be in the repository.
    """

    repository: str
    commit: str
    pushed: bool = True


def given(repository: str, commit: str) -> Origin:
    """Return the origin that a user names.

    Raises:
        UsageError: The URL cannot be fetched without a password, or the commit is not a full hash.
    """
    address = public_address(repository)
    if address is None:
        raise UsageError(
            f"{repository!r} is not the URL of a public repository.",
            "Give a URL such as https://github.com/OWNER/NAME, without a password.",
        )
    if not _COMMIT.fullmatch(commit):
        raise UsageError(
            f"{commit!r} is not a full commit hash; a branch or a tag may later point to other code.",
            "Give all forty hexadecimal digits, as printed by `git rev-parse HEAD`.",
        )
    return Origin(address, commit)


def find() -> Origin | None:
    """Return the origin of the running program; None if it is unknown."""
    return _of_checkout(_CHECKOUT) if (_CHECKOUT / ".git").exists() else _of_install()


def public_address(url: str) -> str | None:
    """Return the https URL of a repository, without user name or password; None for a local one."""
    if url.startswith("ssh://"):
        parts = urlsplit(url)
        url = f"https://{parts.hostname}/{parts.path.lstrip('/')}"
    elif (match := _SCP.fullmatch(url)) and len(match[1]) > 1:
        # git@host:owner/name; a single letter before the colon is a drive.
        url = f"https://{match[1]}/{match[2]}"
    url = re.sub(r"^https://[^/@]*@", "https://", url)
    return url if _ADDRESS.fullmatch(url) else None


def _of_checkout(root: Path) -> Origin | None:
    url, commit = _git(root, "remote", "get-url", "origin"), _git(root, "rev-parse", "HEAD")
    address = public_address(url)
    if address is None or not _COMMIT.fullmatch(commit):
        return None
    return Origin(address, commit, pushed=bool(_git(root, "branch", "--remotes", "--contains", commit)))


def _of_install() -> Origin | None:
    """Read the origin that installers record for a package installed from a repository (PEP 610)."""
    try:
        noted = json.loads(metadata.distribution("segment-atlas").read_text("direct_url.json") or "{}")
        url, commit = noted["url"], noted["vcs_info"]["commit_id"]
    except (metadata.PackageNotFoundError, ValueError, KeyError, TypeError):
        return None
    address = public_address(str(url))
    return Origin(address, commit) if address and _COMMIT.fullmatch(str(commit)) else None


def _git(root: Path, *words: str) -> str:
    """Return the output of a git command; empty if it fails."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(root), *words]
    try:
        answer = subprocess.run(  # noqa: S603 (no shell, fixed words)
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
