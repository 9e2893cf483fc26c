"""What every page, figure and sentence is made from: a release as readers see it, the words, the formats."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.publish.model.types import Views
from generator.publish.words.content import Content
from generator.publish.words.formats import Formatter


@dataclass(frozen=True, slots=True)
class Edition:
    """A release in the words and formats of one site.

    Attributes:
        views: The release as readers see it.
        content: All words, filled with the site's facts.
        fmt: The formatter of its locale and currency.
    """

    views: Views
    content: Content
    fmt: Formatter

    @classmethod
    def of(cls, views: Views, content: Content) -> "Edition":
        """Return the edition of a release in its own locale and currency."""
        return cls(views, content, content.formatter(views.release))

    def fill(
        self,
        facts: Mapping[str, str],
        conditions: frozenset[str] | None = None,
        blocks: Mapping[str, str] | None = None,
    ) -> "Edition":
        """Return the same edition with more facts in its words, as `Content.fill` does."""
        return replace(self, content=self.content.fill(facts, conditions, blocks))


@dataclass(frozen=True, slots=True)
class OfEdition:
    """Base of what speaks, draws or lays out pages from an edition: its parts by their short names.

    Attributes:
        edition: The release as readers see it, words and formats.
    """

    edition: Edition

    @property
    def views(self) -> Views:
        """Return the release as readers see it."""
        return self.edition.views

    @property
    def content(self) -> Content:
        """Return the words."""
        return self.edition.content

    @property
    def fmt(self) -> Formatter:
        """Return the formatter."""
        return self.edition.fmt
