"""Statements of a page: every guarded sentence in its context, and every finding in the title of a figure.

The contexts are searched, so that whatever sentence a page shows is among them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from generator.publish.charts.figure import Figure
from generator.publish.claims import titles
from generator.publish.claims.sentences import Sentence
from generator.publish.claims.statements import TITLE, Statement
from generator.publish.model.types import PlaceView
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Context
from generator.publish.words.edition import Edition

_FRAME = frozenset({"site", "page", "link"})


def of_page(context: Context, edition: Edition, view: PlaceView | None = None) -> tuple[Statement, ...]:
    """Return the statements of a page, in the order of its context.

    Args:
        context: Context of the page.
        edition: The release as published, words and formats.
        view: The place, for pages of a place.
    """
    found: list[Statement] = []
    for name in (field.name for field in fields(context) if field.name not in _FRAME):
        for value in _within(getattr(context, name)):
            if isinstance(value, Sentence):
                found.append(Statement(name, value.anchor, value))
            elif finding := title_of(value, edition, view):
                found.append(Statement(TITLE, value.id, finding))
    return tuple(found)


def places(builder: PageBuilder) -> dict[str, PlaceView]:
    """Return the places with pages by the path of their page."""
    return {builder.links.city(view.place.slug): view for view in builder.views.pages}


def title_of(figure: Figure, edition: Edition, view: PlaceView | None = None) -> Sentence | None:
    """Return the finding in the title of a figure; None for a neutral title."""
    finding = titles.finding(figure.id, edition, view)
    return finding if finding and finding.text == figure.title else None


def _within(value: Any) -> Iterator[Sentence | Figure]:
    """Yield the sentences and figures in a field of a context."""
    if isinstance(value, Sentence | Figure):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _within(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _within(getattr(value, field.name))
