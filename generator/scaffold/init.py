"""A site of one's own: the files that `atlas init` writes, so that nobody has to fork this repository to publish.

Their texts are in `scaffold/`; settings come from `settings_text`.
"""

from pathlib import Path

from generator import __version__
from generator.errors import OutputError
from generator.settings.text import settings_text

#: What the Pages workflow installs unless another requirement is named.
REQUIREMENT = f"segment-atlas=={__version__}"

_TEXTS = Path(__file__).resolve().parent
_FILES = {
    ".gitignore": "gitignore.txt",
    ".github/workflows/pages.yml": "pages.yml",
    "README.md": "readme.txt",
    "content/README.md": "content.txt",
    "templates/README.md": "templates.txt",
    "data/README.md": "data.txt",
}


def files(name: str, requirement: str = REQUIREMENT) -> dict[str, str]:
    """Return the files of a new site as text by relative path.

    Args:
        name: What the site is called in its README.
        requirement: What pip installs: a version of the package, or its address in git.
    """
    made = {"atlas.toml": settings_text({"content": ["content"], "templates": ["templates"]})}
    for path, source in _FILES.items():
        text = (_TEXTS / source).read_text(encoding="utf-8")
        for mark, value in {"@NAME@": name, "@REQUIREMENT@": requirement}.items():
            text = text.replace(mark, value)
        made[path] = text
    return made


def start(folder: Path, requirement: str = REQUIREMENT) -> tuple[Path, ...]:
    """Write the files of a new site into a folder, which is made when it is not there.

    Returns:
        What was written.

    Raises:
        OutputError: A file of one of these names is there already, or the folder cannot be written; nothing was then
            overwritten.
    """
    made = {folder / path: text for path, text in files(folder.resolve().name, requirement).items()}
    if there := [path for path in made if path.exists()]:
        names = ", ".join(str(path) for path in there)
        raise OutputError(f"Nothing was written, because this is there already: {names}.", "Name another folder.")
    try:
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise OutputError(f"{folder}: a site cannot be started there: {error.strerror or error}.") from error
    return tuple(made)
