"""Loads the content files of the site; earlier folders take precedence.

`content/` holds them; a user's folders override it: pages file by file, TOML files key by key. Inside a folder, the
subfolders of `VARIANTS` override it for some releases.
"""

import math
import re
from collections.abc import Collection, Iterator, Sequence
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

#: A blank between a number, or a placeholder, and its percent sign: a line never ends there.
_BEFORE_PERCENT = re.compile(r"(?<=[\d}]) (?=%)")

PAGE_IDS = (*PAGES, "city", "segment", "404", "patterns")
#: Subfolders of a content folder that override it for some releases, by condition, the first wins: pages as a whole,
#: TOML key by key.
VARIANTS = {
    "imported": "imported",
    "old_dashboard": "old-dashboard",
    "as_is": "as-is",
    "no_states": "no-states",
    "internal": "internal",
}


def load(folders: Sequence[Path], conditions: Collection[str] = (), language: str = "en") -> Content:
    """Load all texts.

    Args:
        folders: Content folders, the first wins: a page as a whole, words in TOML key by key.
        conditions: Conditions of the release, see `model.conditions.hold`.
        language: Language of the texts.

    Raises:
        ContentError: A file is missing everywhere or cannot be parsed.
    """
    searched = layered(folders, conditions)
    files = {name: Layers(name, _all(name, searched)) for name in FILES}
    pages = {id_: _all(f"pages/{id_}.md", searched)[0] for id_ in PAGE_IDS}
    for page in pages.values():
        markdown.front_matter(page)
    _check_scales(files["formats.toml"])
    return Content(pages, files, {name: file.parse() for name, file in files.items()}, language=language)


def _check_scales(layers: Layers) -> None:
    """Check the sizes of words for large amounts: they are divisors.

    Raises:
        ContentError: One is not a number above 0.
    """
    for territory, rows in layers.parse()["scales"].items():
        if not all(len(row) == 2 and isinstance(row[1], int | float) and 0 < row[1] < math.inf for row in rows):
            raise layers.error(
                f"scales.{territory}", f"scales.{territory}: needs pairs of a word and a number above 0."
            )


def load_all(folders: Sequence[Path]) -> Iterator[Content]:
    """Yield the usual content, then that of each variant."""
    yield load(folders)
    for condition in VARIANTS:
        yield load(folders, (condition,))


def layered(folders: Sequence[Path], conditions: Collection[str]) -> tuple[Path, ...]:
    """Return the folders, each preceded by its subfolders for releases of these conditions."""
    names = [name for condition, name in VARIANTS.items() if condition in conditions]
    return tuple(path for folder in folders for path in (*(folder / name for name in names), folder))


def _all(name: str, folders: Sequence[Path]) -> tuple[WordFile, ...]:
    """Return every file of that name, the first folder's first."""
    found = []
    for path in (folder / name for folder in folders):
        if path.is_file():
            try:
                # read_text turns CRLF into LF: a file edited on Windows renders the same bytes.
                text = path.read_text(encoding="utf-8-sig")
                found.append(WordFile(path, name, _BEFORE_PERCENT.sub("\u00a0", text)))
            except UnicodeDecodeError as error:
                raise ContentError(f"{path}: not UTF-8 text: {error}.", "Save it as UTF-8.") from error
    if not found:
        looked = ", ".join(str(folder) for folder in folders)
        raise ContentError(
            f"{name}: no such file in {looked}.", "Put it there, or list the package's content folder too."
        )
    return tuple(found)
