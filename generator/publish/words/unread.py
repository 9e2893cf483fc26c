"""Unused keys and files in the user's folders, most often misspelt ones.

Additional texts and files are accepted where one of the user's templates refers to them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

from generator.publish.words.content import Content
from generator.publish.words.loader import FILES, PAGE_IDS, VARIANTS
from generator.publish.words.template import shown
from generator.resources import content_dir, templates_dir
from generator.settings.config import FILE

#: Patterns of keys that may be added, by file; {} is the first part of a packaged key.
_NEW = {
    "options.toml": r"{}\.[^.]+\.(title|text|measure)",
    "glossary.toml": r"[^.]+\.(title|text|also|when)",
    "phrases.toml": r"phrases\.{}\.(text|headline|title|short|evidence|name|rule|anchor|confidence)",
    "segments.toml": r"qualifier-order\.\d+",
    "release.toml": r"customer_key\.\w+",
    "formats.toml": r"ordinals\.\w+",
}
#: Endings of texts by a number: plural forms, and none.
_FORM = re.compile(r"_(zero|one|two|few|many|other)$")
#: Minimum similarity of the last parts of two paths for a suggestion.
_ALIKE = 0.75
_PAGES = tuple(f"pages/{id_}.md" for id_ in PAGE_IDS)
_CONTENT = (*FILES, *_PAGES, *(f"{folder}/{name}" for folder in VARIANTS.values() for name in (*FILES, *_PAGES)))


def unread(content: Content, content_dirs: Sequence[Path], template_dirs: Sequence[Path]) -> Iterator[str]:
    """Yield a line for each unused key and file of a user's folders, with the most similar known name.

    Args:
        content: All texts.
        content_dirs: Content folders, the packaged one included.
        template_dirs: Template folders, the packaged one included.
    """
    own = [folder for folder in template_dirs if folder != templates_dir()]
    templates = "\n".join(_text(path) for folder in own for path in _files(folder))
    yield from _keys(content, templates)
    for folder in content_dirs:
        if folder != content_dir():
            yield from _strange(folder, _CONTENT, templates)
    ours = tuple(path.relative_to(templates_dir()).as_posix() for path in _files(templates_dir()))
    for folder in own:
        yield from _strange(folder, ours, templates)


def _keys(content: Content, templates: str) -> Iterator[str]:
    for name, layers in content.files.items():
        own = [key for key, _ in leaves(layers.files[-1].parse())]
        for file in layers.files[:-1]:
            for key, _ in leaves(file.parse()):
                if key not in own and key not in templates and not _new(name, key, own):
                    where = f"{shown(file.path)}, line {file.line_of_key(key)}"
                    yield f"{where}: nothing reads {key!r} of {name}{_near(key, own)}"


def _new(name: str, key: str, own: Collection[str]) -> bool:
    """Return whether a key that is not packaged is read anyway, such as an additional glossary entry or plural form."""
    if _FORM.sub("_one", key) in own:
        return True
    at = 1 if name == "phrases.toml" else 0
    ids = {other.split(".")[at] for other in own if other.count(".") > at}
    pattern = _NEW.get(name)
    any_id = f"({'|'.join(map(re.escape, ids))})"
    return pattern is not None and re.fullmatch(pattern.replace("{}", any_id), key) is not None


def _strange(folder: Path, known: Sequence[str], templates: str) -> Iterator[str]:
    """Yield the files of a folder that neither have a packaged name nor are used by one of the user's templates."""
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name not in known and not path.name.startswith("README") and path.name not in templates:
            # A common folder such as pages/ does not count as similarity.
            alike = get_close_matches(path.name, {PurePosixPath(other).name for other in known}, cutoff=_ALIKE)
            near = [other for other in known if PurePosixPath(other).name in alike]
            yield f"{shown(path)}: nothing reads this file{_near(name, near)}"


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder, except hidden ones and those in hidden folders.

    A folder that holds the settings file may hold other files too, so none of its files is reported.
    """
    if (folder / FILE).is_file():
        return []
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore") if path.suffix in {".html", ".svg", ".css"} else ""


def _near(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else "."


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield dotted key and text of each text in a table."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, str):
        yield key, value
