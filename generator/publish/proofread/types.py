"""Types of what an editor reads: chapters of groups of texts, each text with its numbers and its places on the site."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a text stands: path of the page with an anchor, and a name for the link."""

    path: str
    name: str


@dataclass(slots=True)
class Item:
    """One text, with all its places. It grows while the pages are read.

    Attributes:
        text: The text as shown.
        effect: How large the difference is that it states; larger first.
        facts: Its figures by name, formatted, and the adjusted p-value of its test as `q`.
        spots: Its places by path.
    """

    text: str
    effect: float = 0.0
    facts: Mapping[str, str] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern in content/: its id, its file and line, and the pattern itself."""

    id: str
    where: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Group:
    """Texts of one kind.

    Attributes:
        id: Id of the phrase, or of the figure or page.
        answer: The answer that its sentences give; empty for texts without findings.
        wordings: Where its words come from.
        items: Its texts, largest effect first.
    """

    id: str
    answer: str
    wordings: tuple[Wording, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Groups of one sort: name, explanation, groups."""

    name: str
    note: str
    groups: tuple[Group, ...]

    @property
    def texts(self) -> int:
        """Return the number of different texts."""
        return sum(len(group.items) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Reading:
    """All texts of a site.

    Attributes:
        label: Label of the release.
        title: Title of the site.
        pages: Number of pages read.
        chapters: The sentences by answer, then other texts.
    """

    label: str
    title: str
    pages: int
    chapters: tuple[Chapter, ...]
