"""Project scaffold written by `atlas init`: settings, overrides and the workflow, without a fork of this repository.

The texts are in this folder; atlas.toml comes from `settings_text`.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError
from generator.scaffold.origin import Origin
from generator.settings.text import settings_text

_TEXTS = Path(__file__).resolve().parent
WORKFLOW = ".github/workflows/pages.yml"
SETTINGS = "atlas.toml"
#: The settings that name the folders of a new site.
FOLDERS = {"content": ["content"], "templates": ["templates"]}
_IGNORE = ".gitignore"
_FILES = {
    _IGNORE: "gitignore.txt",
    WORKFLOW: "pages.yml",
    ".github/dependabot.yml": "dependabot.yml",
    "README.md": "readme.txt",
    "content/README.md": "content.txt",
    "templates/README.md": "templates.txt",
    "data/README.md": "data.txt",
}


@dataclass(frozen=True, slots=True)
class Started:
    """Result of `start`.

    Attributes:
        written: New files.
        kept: Files that already existed, and were left unchanged.
        unignored: Lines missing from an existing `.gitignore`, without which private files could be committed.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    unignored: tuple[str, ...]


def files(name: str, origin: Origin | None, settings: str = "") -> dict[str, str]:
    """Return the texts of the files of a new site, by relative path.

    Args:
        name: Name of the site in its README.
        origin: Source from which its workflow installs this program; if None, the workflow stops and asks for it.
        settings: Text of its atlas.toml; empty for the defaults.
    """
    install = f'pipx install "git+{origin.repository}@{origin.commit}"' if origin else "# install Segment Atlas first"
    marks = {
        "@NAME@": name,
        "@INSTALL@": install,
        "@REPOSITORY@": origin.repository if origin else "",
        "@COMMIT@": origin.commit if origin else "",
    }
    made = {SETTINGS: settings or settings_text(FOLDERS)}
    for path, source in _FILES.items():
        text = (_TEXTS / source).read_text(encoding="utf-8")
        for mark, value in marks.items():
            text = text.replace(mark, value)
        made[path] = text
    return made


def start(folder: Path, origin: Origin | None, settings: str = "") -> Started:
    """Write the files of a new site into a folder, creating it if needed; nothing is overwritten.

    Args:
        folder: The folder.
        origin: Source from which its workflow installs this program.
        settings: Text of its atlas.toml; empty for the defaults.

    Raises:
        OutputError: The folder cannot be written.
    """
    made = files(Path(os.path.realpath(folder)).name, origin, settings)
    written, kept = [], []
    try:
        for path, text in made.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with target.open("x", encoding="utf-8", newline="\n") as stream:
                    stream.write(text)
            except FileExistsError:
                kept.append(target)
            else:
                written.append(target)
        there = (folder / _IGNORE).read_text(encoding="utf-8", errors="replace").split()
    except OSError as error:
        raise OutputError(f"{folder}: the new site cannot be written: {error.strerror or error}.") from error
    wanted = [line for line in made[_IGNORE].splitlines() if line and not line.startswith("#")]
    return Started(tuple(written), tuple(kept), tuple(line for line in wanted if line not in there))
