"""What pages print of differences, found by the wordings: the claims that were collected, and no others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from generator.publish.words.edition import Edition
from tests.referee.claims import Claim, differences

#: Pages that quote wordings: rules and samples.
_QUOTING = ("methods/", "patterns.html", "compare/")
_FACT = re.compile(r"\{\{.*?\}\}")
#: What stands in place of a fact: part of one sentence.
_ANYTHING = r"(?:[^.|]|\.(?=\d)){1,150}?"
_FORMS = ("text", "headline", "title")


def uncollected(edition: Edition, pages: Iterable[tuple[str, bytes]], claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the differences that a page prints and no claim says, or that a claim says and no page prints."""
    wordings = _wordings(edition)
    collected: dict[str, list[str]] = {}
    for claim in claims:
        if claim.text:
            collected.setdefault(_page(claim), []).append(_blanks(claim.text))
    seen = set()
    for path, data in pages:
        if path.endswith(".html") and not path.startswith(_QUOTING):
            seen.add(path)
            text = _text(data.decode())
            yield from (f"{path}: not printed: {line}" for line in collected.get(path, ()) if line not in text)
            may = list(_lines(path, collected))
            for name, wording in wordings.items():
                if wording.search(text) and not any(wording.search(line) for line in may):
                    yield f"{path}: not collected: {name}"
    yield from (f"{path}: no such page" for path in collected.keys() - seen)


def _lines(path: str, collected: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the claims that a page may print: its own, that of the page of an embedded figure, all in the list."""
    kind, _, rest = path.partition("/")
    slug = rest.partition("/")[0]
    if path == "cities/index.html":
        yield from (line for page, lines in collected.items() if page.startswith("cities/") for line in lines)
    elif kind == "embed":
        yield from collected.get("index.html" if slug == "overview" else f"cities/{slug}/index.html", ())
    else:
        yield from collected.get(path, ())


def _wordings(edition: Edition) -> Mapping[str, re.Pattern[str]]:
    """Return a pattern for each wording of a difference, with anything in place of its facts."""
    found = {}
    for kind in differences(edition):
        phrase = edition.content.phrase(kind)
        for form in _FORMS:
            if form in phrase.forms:
                words = [re.escape(part.strip()) for part in _FACT.split(phrase.forms[form])]
                found[f"{kind}.{form}"] = re.compile(_ANYTHING.join(word for word in words if word))
    return found


def _page(claim: Claim) -> str:
    kind = claim.at.partition(" ")[0]
    if kind == "segment":
        return f"segments/{claim.page}/index.html"
    return {"overview": "index.html", "summary": "summary/index.html"}.get(kind, f"cities/{claim.place}/index.html")


def _text(html: str) -> str:
    """Return the words of a page, those of attributes too."""
    attributes = re.findall(r'(?:alt|content|aria-label|title)="([^"]*)"', html)
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", "", html, flags=re.DOTALL)
    return _blanks(unescape(" | ".join([words, *attributes])))


def _blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text)
