"""Renders text pages: front matter and Markdown to safe HTML.

Every text may use facts, `{{ customers }}`; a line `[[name]]` is replaced by a block (trusted HTML) or a notice
(Markdown). Facts and blocks are inserted after Markdown, escaped: no data is ever parsed as Markdown or HTML. A link
`page:privacy` becomes a relative one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import markdown
from markupsafe import escape

from generator.errors import ContentError
from generator.publish.output.links import NOT_FOUND, PAGES, PATTERNS, Links
from generator.publish.words.template import PLACEHOLDER, Fail, WordFile, did_you_mean, look_up

_KEYS = ("title", "description")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_BLOCK = re.compile(r"^\[\[([a-z0-9_-]+)\]\][ \t]*$", re.MULTILINE)
_PAGE_LINK = re.compile(r'href="page:([^"#]*)(#[^"]*)?"')
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_EXTENSIONS = ("tables", "def_list", "attr_list", "toc")
# Private-use characters mark insertions made after Markdown.
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"(<p>)?{_OPEN}([a-z]+):([0-9]+){_CLOSE}(?(1)</p>)")


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter of a page.

    Attributes:
        title: Title pattern.
        description: Description pattern.
        body: Markdown after the front matter.
        offset: Where the body begins in the file.
    """

    title: str
    description: str
    body: str
    offset: int


@dataclass(frozen=True, slots=True)
class Filling:
    """Values to insert into a text.

    Attributes:
        facts: Formatted facts by name.
        blocks: Trusted HTML by name.
        notices: Markdown by name, of the active notices.
        known: Names of all notices, active or not.
    """

    facts: Mapping[str, str]
    blocks: Mapping[str, str]
    notices: Mapping[str, str]
    known: Mapping[str, object]


def front_matter(source: WordFile) -> Front:
    """Split a page into its front matter and its body.

    Raises:
        ContentError: It lacks a title or a description, or has an unknown key.
    """
    match = _FRONT.match(source.text)
    if match is None:
        raise source.error(1, "a page begins with front matter: ---, title, description, ---.")
    front = {}
    for line, row in enumerate(match[1].split("\n"), start=2):
        key, colon, value = row.partition(":")
        if not colon or key.strip() not in _KEYS:
            message = f"front matter holds `title:` and `description:`, not {row.strip()!r}."
            raise source.error(line, message, did_you_mean(key.strip(), _KEYS) if colon else None)
        front[key.strip()] = value.strip()
    if missing := set(_KEYS) - front.keys():
        raise source.error(1, f"the front matter lacks {', '.join(sorted(missing))}.")
    return Front(front["title"], front["description"], source.text[match.end() :], match.end())


def path_of(page: str) -> str:
    """Return the path of a page; for cities and segments a path of the same depth."""
    folders = {"city": "cities", "segment": "segments"}
    alone = {"404": NOT_FOUND, "patterns": PATTERNS}
    return alone.get(page) or PAGES.get(page) or f"{folders.get(page, page)}/x/index.html"


def plain(text: str) -> str:
    """Return a short Markdown text without markup, for descriptions and labels."""
    return _MARKDOWN_LINK.sub(r"\1", text).replace("**", "")


def html(text: str, at: str, filling: Filling, fail: Fail) -> str:
    """Render Markdown.

    Args:
        text: Markdown with placeholders and blocks.
        at: Path of the page that shows it.
        filling: Values to insert.
        fail: Makes the error for an offset in `text`.

    Raises:
        ContentError: A fact, notice, block or linked page does not exist.
    """
    kept: list[str] = []

    def keep(kind: str, value: str) -> str:
        kept.append(value)
        return f"{_OPEN}{kind}:{len(kept) - 1}{_CLOSE}"

    def block(match: re.Match[str]) -> str:
        name = match[1]
        if name in filling.blocks:
            return "\n" + keep("block", filling.blocks[name]) + "\n"
        if name in filling.known:
            return filling.notices.get(name, "")
        hint = did_you_mean(name, {**filling.blocks, **filling.known})
        raise fail(match.start(), f"there is no notice or block named {name!r}.", hint)

    # Resolve all names first, while offsets still match the lines of the file.
    for match in PLACEHOLDER.finditer(text):
        look_up(match, filling.facts, fail)
    text = _BLOCK.sub(block, text.replace(_OPEN, "").replace(_CLOSE, ""))
    text = PLACEHOLDER.sub(lambda m: keep("fact", str(escape(look_up(m, filling.facts, fail)))), text)
    made = _PAGE_LINK.sub(partial(_link, at=at, fail=fail), _rendered(text))
    return _TOKEN.sub(partial(_put_back, kept=kept), made)


@lru_cache(maxsize=256)
def _rendered(text: str) -> str:
    """Render Markdown without facts, so that a thousand cities share one cached rendering."""
    return markdown.markdown(text, extensions=list(_EXTENSIONS), output_format="html")


def _put_back(match: re.Match[str], kept: list[str]) -> str:
    paragraph, kind, number = match[1], match[2], int(match[3])
    return f"<p>{kept[number]}</p>" if paragraph and kind == "fact" else kept[number]


def _link(match: re.Match[str], at: str, fail: Callable[[int, str, str | None], ContentError]) -> str:
    target = NOT_FOUND if match[1] == "404" else PAGES.get(match[1])
    if target is None:
        raise fail(0, f"there is no page {match[1]!r} to link to.", did_you_mean(match[1], PAGES))
    return f'href="{Links().rel(at, target + (match[2] or ""))}"'
