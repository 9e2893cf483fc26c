"""The edition: a release as published, the texts, and the formats."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.publish.model.types import Views
from generator.publish.output.links import PAGES
from generator.publish.words.content import Content
from generator.publish.words.formats import Formatter


@dataclass(frozen=True, slots=True)
class Edition:
    """A release with the texts and formats of one site.

    Attributes:
        views: The release as published.
        content: All texts, filled with the site's facts.
        fmt: The formatter of its locale and currency.
        found: Cache of the findings of guards, see `claims.registry.findings`.
    """

    views: Views
    content: Content
    fmt: Formatter
    found: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, views: Views, content: Content) -> "Edition":
        """Return the edition of a release in its own locale and currency."""
        return cls(views, content, content.formatter(views.release))

    @property
    def page_ids(self) -> tuple[str, ...]:
        """Ids of the fixed pages that this site has."""
        return tuple(id_ for id_ in PAGES if id_ != "old-dashboard" or "old_dashboard" in self.content.conditions)

    def fill(
        self,
        facts: Mapping[str, str],
        conditions: frozenset[str] | None = None,
        blocks: Mapping[str, str] | None = None,
    ) -> "Edition":
        """Return the same edition with additional facts, as `Content.fill` does."""
        return replace(self, content=self.content.fill(facts, conditions, blocks))


@dataclass(frozen=True, slots=True)
class OfEdition:
    """Base class of objects that hold an edition; gives direct access to its parts.

    Attributes:
        edition: The release as published, words and formats.
    """

    edition: Edition

    @property
    def views(self) -> Views:
        """Return the release as published."""
        return self.edition.views

    @property
    def content(self) -> Content:
        """Return the words."""
        return self.edition.content

    @property
    def fmt(self) -> Formatter:
        """Return the formatter."""
        return self.edition.fmt
