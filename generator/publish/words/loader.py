"""The files that hold the words of the site, read from folders of which the first wins.

`content/` holds them; a user's folders override it: pages file by file, TOML files key by key.
"""

from collections.abc import Sequence
from pathlib import Path

from generator.errors import ContentError
from generator.publish.output.links import PAGES
from generator.publish.words import markdown
from generator.publish.words.content import Content
from generator.publish.words.template import Layers, WordFile

FILES = (
    "site.toml",
    "formats.toml",
    "figures.toml",
    "phrases.toml",
    "options.toml",
    "segments.toml",
    "notices.toml",
    "glossary.toml",
    "columns.toml",
    "release.toml",
    "compare.toml",
    "explore.toml",
)

PAGE_IDS = (*PAGES, "city", "segment", "404", "patterns")
#: Pages that stand in place of another one when the figures come from an imported table.
_INSTEAD = tuple(
    f"{id_}-imported"
    for id_ in (
        "overview",
        "summary",
        "cities",
        "city",
        "segments",
        "segment",
        "methods",
        "data-quality",
        "my-town",
        "compare",
        "explore",
        "old-dashboard",
    )
)


def load(folders: Sequence[Path]) -> Content:
    """Read all words.

    Args:
        folders: Content folders, the first wins: a page as a whole, words in TOML key by key.

    Raises:
        ContentError: A file is missing everywhere or cannot be read as what it is.
    """
    files = {name: Layers(name, _all(name, folders)) for name in FILES}
    pages = {id_: _all(f"pages/{id_}.md", folders)[0] for id_ in (*PAGE_IDS, *_INSTEAD)}
    for page in pages.values():
        markdown.front_matter(page)
    return Content(pages, files, {name: file.parse() for name, file in files.items()})


def _all(name: str, folders: Sequence[Path]) -> tuple[WordFile, ...]:
    """Return every file of that name, the first folder's first."""
    found = []
    for path in (folder / name for folder in folders):
        if path.is_file():
            try:
                # read_text turns CRLF into LF: a file edited on Windows renders the same bytes.
                found.append(WordFile(path, name, path.read_text(encoding="utf-8-sig")))
            except UnicodeDecodeError as error:
                raise ContentError(f"{path}: not UTF-8 text: {error}.", "Save it as UTF-8.") from error
    if not found:
        looked = ", ".join(str(folder) for folder in folders)
        raise ContentError(
            f"{name}: no such file in {looked}.", "Put it there, or list the package's content folder too."
        )
    return tuple(found)
