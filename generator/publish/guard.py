"""What a guard is: a condition that lets a kind of sentence pass, with the facts that its wording may use.

Types and small helpers only; the guards themselves are in `guards_place` and `guards_bank`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.publish import conditions, difference, naming
from generator.publish.content import Content
from generator.publish.difference import Pair
from generator.publish.formats import Formatter
from generator.publish.viewtypes import GroupView, PlaceView, Views

#: Level of the omnibus test of a mix, share of rows with a usable birth date, share of days with rows.
P = difference.P
KNOWN = difference.KNOWN
DAYS = conditions.ENOUGH_DAYS

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """What a sentence would speak of: a place (and another beside it), a segment, two places, or all customers."""

    views: Views
    content: Content
    fmt: Formatter
    view: PlaceView | None = None
    segment: str | None = None
    other: PlaceView | None = None
    pair: Pair | None = None

    @property
    def pair_of(self) -> Pair:
        """Return the two places, for guards that compare them."""
        if self.pair is None:
            raise ValueError("this guard compares two places, and there are none")
        return self.pair

    @property
    def place(self) -> PlaceView:
        """Return the place, for guards that only speak of places."""
        if self.view is None:
            raise ValueError("this guard speaks of a place, and there is none")
        return self.view

    @property
    def beside(self) -> PlaceView:
        """Return the other place, for guards that speak of two."""
        if self.other is None:
            raise ValueError("this guard speaks of two places, and there is one")
        return self.other


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that passed: the facts for its wording.

    Attributes:
        facts: Formatted facts by name.
        key: Tells findings of one kind apart, such as segment ids.
        size: How large the finding is, to order findings of one kind; larger first.
        place: Slug of the place that it speaks of, where that is not the page's own.
    """

    facts: Facts
    key: str = ""
    size: float = 0.0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition with its limits.

    Attributes:
        name: Name that phrases.toml refers to.
        facts: Names of the facts that a wording may use, besides those of the site.
        check: Yields findings, none when the sentence must not be said.
        limits: Minimum n, test level and effect gates by name, for the wording of the rule on the methods page.
    """

    name: str
    facts: tuple[str, ...]
    check: Callable[[Case], Iterable[Finding]]
    limits: Mapping[str, float] = field(default_factory=dict)


CELL_FACTS = (
    "segment",
    "segment_inline",
    "segment_subject",
    "letter",
    "share",
    "interval",
    "all_share",
    "points",
    "index",
    "n",
    "whole",
    "place",
    "adjective",
)


def cell_facts(case: Case, view: PlaceView, group: GroupView, adjectives: str = "") -> dict[str, str]:
    """Return the facts of one segment (or joined ones) of a place.

    Args:
        case: The case.
        view: The place.
        group: The segment or joined segments.
        adjectives: Name of the table of adjectives to choose from by index; empty for none.
    """
    fmt, name = case.fmt, naming.group(group.segments, case.views, case.content)
    known = group.all_share is not None
    return {
        "segment": name,
        "segment_inline": naming.inline(name),
        "segment_subject": subject(name),
        "letter": naming.letters(group.segments, case.views),
        "share": fmt.percent(group.share),
        "interval": fmt.interval(group.low, group.high, "share"),
        "all_share": fmt.percent(group.all_share) if known and group.all_share is not None else "",
        "points": fmt.points(group.share - group.all_share) if group.all_share is not None else "",
        "index": fmt.number(group.index) if group.index is not None else "",
        "n": fmt.count(group.n),
        "whole": fmt.count(view.n),
        "place": naming.place(view, case.content),
        "adjective": adjective(adjectives, group.index or 100.0, case.content) if adjectives else "",
    }


def subject(name: str) -> str:
    """Return a name as the subject of a clause: one with a comma inside gets another behind it."""
    return f"{name}," if "," in name else name


def adjective(table: str, value: float, content: Content) -> str:
    """Return the first words of a table of adjectives whose threshold (`at_least` or `at_most`) the value meets."""
    rows = content.tables["phrases.toml"].get("adjectives", {}).get(table, ())
    for row in rows:
        if value >= row.get("at_least", float("inf")) or value <= row.get("at_most", float("-inf")):
            return str(row["words"])
    source = content.files["phrases.toml"]
    raise source.error(f"adjectives.{table}", f"no adjective of {table!r} fits {value:g}.")
