"""Names of segments from one printed rule table: percentiles in, unique names out.

The rules are code; their words are content (`content/segments.toml`). Only features that were clustered on may name a
segment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import limits
from generator.analyse.words import read_tables
from generator.errors import ContentError
from generator.release import SEGMENT_IDS

#: Features must differ by this much before one of them tells two segments of one rule apart.
_TELLING = 0.05

RULES = (
    "f-high-m-high", "f-high-m-low", "f-high", "m-high-r-old", "m-high",
    "m-low-r-old", "m-low", "r-old", "r-recent", "mid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A segment's lasting id and letter, its name, and the id of the rule that gave it."""

    id: str
    rule: str
    name: str
    short: str

    @property
    def letter(self) -> str:
        """The tag that goes with its colour."""
        return self.id.upper()


def rule_of(evidence: Mapping[str, float], give: float = 0.0) -> str:
    """Return the rule for one segment.

    Args:
        evidence: Percentile (0..1) by feature used: frequency, monetary, and recency where 1 is most recent.
            A feature that was dropped is missing and counts as middling.
        give: Added to both thresholds: positive narrows the middle, negative widens it.
    """
    high, low = limits.NAME_HIGH - give, limits.NAME_LOW + give
    frequency = evidence.get("frequency", 0.5)
    monetary = evidence.get("monetary", 0.5)
    recent = evidence.get("recency", 0.5)
    if frequency >= high:
        return "f-high-m-high" if monetary >= high else "f-high-m-low" if monetary <= low else "f-high"
    if monetary >= high:
        return "m-high-r-old" if recent <= low else "m-high"
    if monetary <= low:
        return "m-low-r-old" if recent <= low else "m-low"
    return "r-old" if recent <= low else "r-recent" if recent >= high else "mid"


def load_words(folders: Sequence[Path]) -> dict[str, dict[str, str]]:
    """Read the words of `segments.toml`.

    Raises:
        ContentError: A rule or a qualifier has no words, or the file is not TOML.
    """
    words = read_tables("segments.toml", folders)
    wanted = dict.fromkeys(RULES, ("name", "short"))
    wanted |= {f"qualifier-{name}": ("low", "high") for name in ("recency", "frequency", "monetary")}
    wanted["qualifier-order"] = ("upper", "lower")
    if missing := [f"{key}.{word}" for key, inside in wanted.items() for word in inside if not _word(words, key, word)]:
        raise ContentError(f"segments.toml: no words for {', '.join(missing)}.")
    return words


def _word(words: Mapping[str, object], key: str, word: str) -> bool:
    table = words.get(key)
    return isinstance(table, Mapping) and isinstance(table.get(word), str) and bool(table[word].strip())


def name_segments(
    evidence: Sequence[Mapping[str, float]],
    words: Mapping[str, Mapping[str, str]],
    chosen: Mapping[str, str],
    ids: Sequence[str] = SEGMENT_IDS,
) -> tuple[Name, ...]:
    """Name all segments, in canonical order; no two share a name.

    Segments of one rule are told apart by the feature on which they differ most, else by their order.

    Args:
        evidence: Percentiles per segment.
        words: Words by rule id and by qualifier, from `load_words`.
        chosen: The user's own names by segment id ("a", "b", …); they win, and the rule stays visible.
        ids: Id of each segment; a new model takes a, b, c, … in canonical order.
    """
    rules = [rule_of(item) for item in evidence]
    names = [Name(id_, rule, words[rule]["name"], words[rule]["short"]) for id_, rule in zip(ids, rules, strict=False)]
    for rule in dict.fromkeys(rules):
        clash = [i for i, other in enumerate(rules) if other == rule]
        if len(clash) > 1:
            for i, end in zip(clash, _ends([evidence[i] for i in clash]), strict=True):
                names[i] = _qualified(names[i], words, *end)
    return _unique(tuple(_own(name, chosen.get(name.id)) for name in names))


def _unique(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Add the letter to a name that the user gave twice, or that another segment has by its rule."""
    taken = [name.name for name in names]
    return tuple(
        replace(name, name=f"{name.name} ({name.letter})", short=f"{name.short} ({name.letter})")
        if taken.count(name.name) > 1
        else name
        for name in names
    )


def _ends(evidence: list[Mapping[str, float]]) -> list[tuple[str, str]]:
    """Return for each clashing segment (qualifier, which word of it)."""
    n = len(evidence)
    if n == 2:
        spans = {name: abs(evidence[0][name] - evidence[1][name]) for name in evidence[0]}
        feature = max(sorted(spans), key=lambda name: spans[name], default="")
        if feature and spans[feature] >= _TELLING:
            first_high = evidence[0][feature] > evidence[1][feature]
            return [(feature, "high" if first_high else "low"), (feature, "low" if first_high else "high")]
        return [("order", "upper"), ("order", "lower")]
    return [("order", str(position + 1)) for position in range(n)]


def _qualified(name: Name, words: Mapping[str, Mapping[str, str]], qualifier: str, end: str) -> Name:
    table = words[f"qualifier-{qualifier}"]
    word = table.get(end, end)
    short = table.get(f"{end}-short", word)
    return replace(name, name=f"{name.name}, {word}", short=f"{name.short}, {short}")


def _own(name: Name, chosen: str | None) -> Name:
    return replace(name, name=chosen, short=chosen) if chosen else name
