"""Style sheets: which files make those of a page and of an embed, read and minified, with the fonts that they name.

A sheet names a file of the templates relative to itself, as CSS does. The site holds that file once, as an asset, and
each page links to it from where the page is.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from generator.errors import ContentError
from generator.publish.client.scripts import Script, hashed, read_static
from generator.publish.output.links import Links

#: Style sheets inlined into every page: custom properties and elements, the fonts, the frame, figures.
SITE = ("tokens", "fonts", "atlas", "figures")

#: Style sheets of embeds, which are one file for the whole site.
EMBED = ("tokens", "fonts", "figures", "overview", "embed")

#: Sheets that are not in `static/css/`: this one is made together with the fonts.
_PATHS = {"fonts": "static/vendor/fonts/fonts.css"}

#: A file named by a sheet; URLs of other hosts, of data, and of parts of the page are left alone.
_NAMED = re.compile(r"""url\(\s*(["']?)(?![a-z]+:|[/#])([^"')\s]+)\1\s*\)""")


def read_style(folders: tuple[Path, ...], name: str) -> str:
    """Return the text of a style sheet, such as "atlas"; the user's folders come first.

    Raises:
        ContentError: There is none, or it is not UTF-8 text.
    """
    path = _path(name)
    try:
        return read_static(folders, path).decode()
    except UnicodeDecodeError as error:
        raise ContentError(f"templates/{path}: not UTF-8 text: {error.reason}.", "Save it as UTF-8.") from error


def _path(name: str) -> str:
    return _PATHS.get(name, f"static/css/{name}.css")


@dataclass(frozen=True, slots=True)
class PageSheets:
    """The template function `css`: the sheet of one kind of page, and which sheets were asked for."""

    folders: tuple[Path, ...]
    used: dict[str, Markup] = field(default_factory=dict)

    def __call__(self, name: str) -> Markup:
        """Return a sheet, such as "city.css", minified."""
        stem = name.removesuffix(".css")
        if stem not in self.used:
            self.used[stem] = sheet(self.folders, (stem,))
        return self.used[stem]


def named_files(folders: tuple[Path, ...], names: tuple[str, ...]) -> Iterator[Script]:
    """Yield the files that style sheets name, each under a URL that changes with its content.

    Raises:
        ContentError: There is no such file.
    """
    found = {path for name in names for path in _named(name, read_style(folders, name))}
    for path in sorted(found):
        yield _asset(folders, path)


def _named(name: str, text: str) -> list[str]:
    return [_beside(name, match[2]) for match in _NAMED.finditer(text)]


def _beside(name: str, url: str) -> str:
    """Return the path under the templates of a file that a sheet names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(_path(name)), url))


def _asset(folders: tuple[Path, ...], path: str) -> Script:
    stem, _, kind = path.rpartition("/")[2].rpartition(".")
    return hashed(stem, read_static(folders, path), kind)


def sheet(folders: tuple[Path, ...], names: tuple[str, ...]) -> Markup:
    """Return style sheets as one, minified: without comments and redundant white space.

    The files that it names have their paths in the site; `linked` makes links of these.
    """
    text = "".join(_placed(folders, name) for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    text = re.sub(r"(?<=[a-z-]): ", ":", text).replace(";}", "}")
    return Markup(text.strip())  # noqa: S704 - our own style sheet


def _placed(folders: tuple[Path, ...], name: str) -> str:
    text = read_style(folders, name)
    return _NAMED.sub(lambda match: f"url({_asset(folders, _beside(name, match[2])).path})", text)


def linked(css: str, link: Callable[[str], str]) -> Markup:
    """Return a sheet with the links of one page: `link` converts a path inside the site."""
    assets = Links().asset("")
    return Markup(css.replace(f"url({assets}", f"url({link(assets)}"))  # noqa: S704 - our own style sheet


def style_sheet(name: str, content: bytes) -> Script:
    """Return a style sheet that many pages share, beside the assets, under a URL that changes with its content."""
    beside = linked(content.decode(), lambda path: path.removeprefix(Links().asset("")))
    return hashed(name, beside.encode(), "css")
