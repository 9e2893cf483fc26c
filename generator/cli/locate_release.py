"""Default release of a command: the last one analysed, the published one, or that of the site."""

from pathlib import Path

from generator.errors import ReleaseError
from generator.release import Release, codec

#: Searched in this order: the last one analysed, the published one, that of ./site.
PATHS = (Path("build/release.json"), Path("data/release.json"), Path("site/data/release.json"))


def find(path: Path | None = None, site: Path | None = None, folder: Path = Path()) -> tuple[Path, Release]:
    """Read the release that a command works on, and return it with its path.

    Args:
        path: A release named by the user.
        site: A built site named by the user.
        folder: Folder of the default paths.

    Raises:
        ReleaseError: There is none, or it cannot be read.
    """
    if path is None and site is not None:
        path = site / "data" / "release.json"
    if path is None:
        path = next((folder / name for name in PATHS if (folder / name).is_file()), None)
    if path is None:
        tried = ", ".join(map(str, PATHS))
        raise ReleaseError(f"There is no release here (tried {tried}).", "Name one with --release FILE or --site DIR.")
    return path, codec.read(path)
