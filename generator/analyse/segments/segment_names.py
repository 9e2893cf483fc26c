"""Names of segments: a published table of rules turns percentiles into unique names.

The rules are code; their wording is content (`content/segments.toml`). Only features used for clustering may name a
segment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import limits
from generator.analyse.words import read_tables
from generator.errors import ContentError
from generator.release import SEGMENT_IDS

#: Smallest difference in a feature that may distinguish two segments with the same rule.
_DISTINGUISHING = 0.05

RULES = (
    "f-high-m-high", "f-high-m-low", "f-high", "m-high-r-old", "m-high",
    "m-low-r-old", "m-low", "r-old", "r-recent", "mid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """Stable id of a segment, the id of its rule, and its name in a long and a short form."""

    id: str
    rule: str
    name: str
    short: str

    @property
    def letter(self) -> str:
        """The segment code, shown with its colour."""
        return self.id.upper()


def rule_of(evidence: Mapping[str, float], give: float = 0.0) -> str:
    """Return the rule for one segment.

    Args:
        evidence: Percentile (0..1) by feature used: frequency, monetary and recency (1 is the most recent). A dropped
            feature is missing and counts as 0.5.
        give: Moves both thresholds towards the middle (positive) or away from it (negative).
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
        ContentError: The file is missing or is not TOML, or a rule or a qualifier has no wording.
    """
    words = read_tables("segments.toml", folders)
    wanted = dict.fromkeys(RULES, ("name", "short"))
    wanted |= {f"qualifier-{name}": ("low", "high") for name in ("recency", "frequency", "monetary")}
    wanted["qualifier-order"] = ("upper", "lower")
    if missing := [f"{key}.{word}" for key, inside in wanted.items() for word in inside if not _word(words, key, word)]:
        raise ContentError(f"segments.toml: missing text for {', '.join(missing)}.", "Add these keys to the file.")
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
    """Name all segments, in canonical order; the names are unique.

    Segments with the same rule are distinguished by the feature in which they differ most, else by their order.

    Args:
        evidence: Percentiles of each segment.
        words: Wording by rule id and by qualifier, from `load_words`.
        chosen: The user's own names by segment id ("a", "b", …), which replace those of the rules.
        ids: Id of each segment; those of a new model are a, b, c, … in canonical order.
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
    """Add the segment code to names that are not unique."""
    taken = [name.name for name in names]
    return tuple(
        replace(name, name=f"{name.name} ({name.letter})", short=f"{name.short} ({name.letter})")
        if taken.count(name.name) > 1
        else name
        for name in names
    )


def _ends(evidence: list[Mapping[str, float]]) -> list[tuple[str, str]]:
    """Return for each clashing segment its qualifier and the variant of it."""
    n = len(evidence)
    if n == 2:
        spans = {name: abs(evidence[0][name] - evidence[1][name]) for name in evidence[0]}
        feature = max(sorted(spans), key=lambda name: spans[name], default="")
        if feature and spans[feature] >= _DISTINGUISHING:
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
