"""Style sheets: which files make those of a page and of an embed, read and minified."""

import re
from pathlib import Path

from markupsafe import Markup

from generator.errors import ContentError
from generator.publish.client.scripts import Script, hashed, read_static

#: Style sheets inlined into every page: custom properties and elements, the frame, figures.
SITE = ("tokens", "atlas", "figures")

#: Style sheets of embeds, which are one file for the whole site.
EMBED = ("tokens", "figures", "overview", "embed")


def read_style(folders: tuple[Path, ...], name: str) -> str:
    """Return the text of a style sheet, such as "atlas"; the user's folders come first.

    Raises:
        ContentError: There is none, or it is not UTF-8 text.
    """
    path = f"static/css/{name}.css"
    try:
        return read_static(folders, path).decode()
    except UnicodeDecodeError as error:
        raise ContentError(f"templates/{path}: not UTF-8 text: {error.reason}.", "Save it as UTF-8.") from error


def sheet(folders: tuple[Path, ...], names: tuple[str, ...]) -> Markup:
    """Return style sheets as one, minified: without comments and redundant white space."""
    text = "".join(read_style(folders, name) for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    text = re.sub(r"(?<=[a-z-]): ", ":", text).replace(";}", "}")
    return Markup(text.strip())  # noqa: S704 - our own style sheet


def style_sheet(name: str, content: bytes) -> Script:
    """Return a style sheet that many pages share, under a URL that changes with its content."""
    return hashed(name, content, "css")
