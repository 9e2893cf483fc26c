"""All placeholders, with their values and where they may be used (`atlas facts`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.publish.claims import registry, select
from generator.publish.facts import values
from generator.publish.model.types import PlaceView
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition

EVERYWHERE = "all words"
CITY = "pages/city.md"
SEGMENT = "pages/segment.md"


@dataclass(frozen=True, slots=True)
class Fact:
    """A placeholder.

    Attributes:
        name: Text between {{ and }}.
        value: Current value; empty for names that each finding fills.
        where: The file or phrases that may use it.
    """

    name: str
    value: str
    where: str


def listed(word: str, found: PlaceView | str | None, edition: Edition) -> tuple[Fact, ...]:
    """Return the placeholders whose name or value contains a word.

    Args:
        word: Any part of it, in any case; empty for all.
        found: A place or a segment id, whose facts are included; None for the site's only.
        edition: The release as published, words and formats.
    """
    rows = [*_site(edition.content), *_page(found, edition), *_phrases(edition.content)]
    key = word.casefold()
    return tuple(row for row in rows if key in row.name or key in row.value.casefold())


def _site(content: Content) -> Iterator[Fact]:
    for name, value in sorted(content.facts.items()):
        yield Fact(name, value, EVERYWHERE)


def _page(found: PlaceView | str | None, edition: Edition) -> Iterator[Fact]:
    if isinstance(found, PlaceView):
        headline = select.place(found, edition).headline.text
        rows, where = values.of_place(found, edition, headline), CITY
    elif found is not None:
        rows, where = values.of_segment(found, edition), SEGMENT
    else:
        return
    for name, value in sorted(rows.items()):
        yield Fact(name, value, where)


def _phrases(content: Content) -> Iterator[Fact]:
    """Yield the names that findings fill, with the phrases that may use them."""
    users: dict[str, list[str]] = {}
    for phrase in content.phrases():
        guard = registry.of(phrase, content)
        for name in guard.facts:
            users.setdefault(name, []).append(phrase.id)
        for name in guard.limits:
            users.setdefault(name, []).append(f"{phrase.id}.rule")
    for name, phrases in sorted(users.items()):
        yield Fact(name, "", f"phrases.toml: {', '.join(phrases)}")
