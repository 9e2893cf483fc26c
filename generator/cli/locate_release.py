"""Which release a command uses when none is named: the one just analysed, the published one, or the site's own."""

from pathlib import Path

from generator.errors import ReleaseError
from generator.release import Release, codec

#: Looked for in this order: what was analysed last, what was published, what the site in ./site shows.
PATHS = (Path("build/release.json"), Path("data/release.json"), Path("site/data/release.json"))


def find(path: Path | None = None, site: Path | None = None, folder: Path = Path()) -> tuple[Path, Release]:
    """Return the release that is meant, with its path.

    Args:
        path: A release named by the user.
        site: A built site named by the user.
        folder: Where the default places are looked for.

    Raises:
        ReleaseError: None is there, or it cannot be read.
    """
    if path is None and site is not None:
        path = site / "data" / "release.json"
    if path is None:
        path = next((folder / name for name in PATHS if (folder / name).is_file()), None)
    if path is None:
        looked = ", ".join(map(str, PATHS))
        raise ReleaseError(
            f"There is no release here (looked for {looked}).", "Name one with --release FILE or --site DIR."
        )
    return path, codec.read(path)
