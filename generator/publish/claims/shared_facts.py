"""Facts shared by several guards: of a place, of a segment in a place, of a segment."""

from generator.publish.claims.guard import Case, Facts
from generator.publish.model.types import Estimate, GroupView, PlaceView
from generator.publish.words import display_names
from generator.publish.words.content import Content
from generator.release import Mean

PLACE_FACTS = ("place", "n", "share", "rank")
SEGMENT_FACTS = ("segment", "segment_inline", "segment_subject", "letter", "n", "share", "spend_share", "all_share")
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


def place_facts(case: Case) -> Facts:
    """Return the facts available to every sentence about a place."""
    view = case.place
    return {
        "place": display_names.place(view, case.content),
        "n": case.fmt.count(view.n),
        "share": case.fmt.percent(view.share),
        "rank": display_names.rank(view, case.edition),
    }


def segment_facts(case: Case, group: GroupView) -> Facts:
    """Return the facts of one segment (or merged ones) among all customers."""
    return {
        **named(case, group.segments),
        "n": case.fmt.count(group.n),
        "share": case.fmt.percent(group.share),
        "spend_share": "" if group.spend_share is None else case.fmt.percent(group.spend_share),
        "all_share": case.fmt.percent(group.share),
    }


def cell_facts(case: Case, view: PlaceView, group: GroupView, adjectives: str = "") -> Facts:
    """Return the facts of one segment (or merged ones) of a place.

    Args:
        case: Case to describe.
        view: The place.
        group: The segment or merged segments.
        adjectives: Name of the table of adjectives, selected by index; empty for none.
    """
    fmt = case.fmt
    digits = _digits(group)
    return {
        **named(case, group.segments),
        "share": fmt.percent(group.share, digits),
        "interval": fmt.interval(group.low, group.high, "share", digits),
        "all_share": "" if group.all_share is None else fmt.percent(group.all_share, digits),
        "points": "" if group.all_share is None else fmt.points(group.share - group.all_share),
        "index": "" if group.index is None else fmt.number(group.index),
        "n": fmt.count(group.n),
        "whole": fmt.count(view.n),
        "place": display_names.place(view, case.content),
        "adjective": adjective(adjectives, group.index or 100.0, case.content) if adjectives else "",
    }


def _digits(group: GroupView) -> int:
    """Return the decimals that show what is said: that a share, and its interval, are not those of all customers."""
    if group.all_share is None or group.answer not in {"clear", "small", "chance"}:
        return 0
    real = _order(group, group.all_share, 9)
    return next((digits for digits in (0, 1) if _order(group, group.all_share, digits) == real), 1)


def _order(group: GroupView, all_share: float, digits: int) -> tuple[bool, ...]:
    share, low, high, reference = (round(100 * x, digits) for x in (group.share, group.low, group.high, all_share))
    return share == reference, reference < low, reference > high


def two_means(case: Case, column: str, one: Mean | Estimate, two: Mean | Estimate) -> tuple[str, str]:
    """Return two averages, with up to two further decimals where they differ and would read alike."""
    pairs = [tuple(case.fmt.mean(column, mean, more=more) for mean in (one, two)) for more in range(3)]
    first, second = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
    return (first, second)


def named(case: Case, segments: tuple[str, ...]) -> Facts:
    """Return the names of segments in three forms: in a list, inside a sentence, and as its subject."""
    name = display_names.group(segments, case.views, case.content)
    return {
        "segment": name,
        "segment_inline": display_names.inline(name),
        "segment_subject": subject(name),
        "letter": display_names.codes(segments, case.views),
    }


def subject(name: str) -> str:
    """Return a name as the subject of a clause: a name that contains a comma is followed by one."""
    return f"{name}," if "," in name else name


def adjective(table: str, value: float, content: Content) -> str:
    """Return the first adjective of a table whose threshold (`at_least` or `at_most`) the value meets."""
    rows = content.tables["phrases.toml"].get("adjectives", {}).get(table, ())
    for row in rows:
        if value >= row.get("at_least", float("inf")) or value <= row.get("at_most", float("-inf")):
            return str(row["words"])
    source = content.files["phrases.toml"]
    raise source.error(f"adjectives.{table}", f"no adjective of {table!r} fits {value:g}.")
