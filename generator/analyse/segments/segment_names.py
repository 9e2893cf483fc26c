"""Names of segments: the rule that the percentiles of a segment satisfy, in words, made unique.

The rules are code (`generator/release/rules.py`); their wording is content (`content/segments.toml`). Only features
used for clustering may name a segment.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.analyse.words import read_tables
from generator.errors import ContentError
from generator.release import SEGMENT_IDS
from generator.release.rules import MIDDLE, ONE, PARTS, parts_of, rule_of

#: Smallest difference in a feature that may distinguish two segments with the same rule.
_DISTINGUISHING = 0.05
#: Word of a part that the name needs, by the part's letter.
_WORD = {"f": "who", "m": "with", "b": "with", "r": "seen"}
_PATTERNS = {"customers": (), "with": ("who", "what"), "and": ("first", "last"), "seen": ("who", "seen"),
             "seen_alone": ("who", "seen")}  # fmt: skip

Words = Mapping[str, Mapping[str, str]]


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


def load_words(folders: Sequence[Path]) -> dict[str, dict[str, str]]:
    """Read the words of `segments.toml`.

    Raises:
        ContentError: The file is missing or is not TOML, or a part of a rule, a pattern or a qualifier has no wording.
    """
    words = read_tables("segments.toml", folders)
    wanted: dict[str, tuple[str, ...]] = {"names": tuple(_PATTERNS)}
    wanted |= {part: (_WORD[part[0]], "short") for part in PARTS}
    wanted |= dict.fromkeys((MIDDLE, ONE), ("name", "short"))
    wanted |= {f"qualifier-{name}": ("low", "high") for name in dict.fromkeys(PARTS.values())}
    wanted["qualifier-order"] = ("upper", "lower")
    if missing := [f"{key}.{word}" for key, inside in wanted.items() for word in inside if not _word(words, key, word)]:
        raise ContentError(f"segments.toml: missing text for {', '.join(missing)}.", "Add these keys to the file.")
    for pattern, facts in _PATTERNS.items():
        if odd := sorted(set(re.findall(r"\{\{\s*(\w*)\s*\}\}", words["names"][pattern])) ^ set(facts)):
            raise ContentError(
                f"segments.toml: names.{pattern} needs each of {{{{ {' }}, {{ '.join(facts)} }}}} once, and no other "
                f"placeholder ({', '.join(odd)})."
            )
    return words


def _word(words: Mapping[str, object], key: str, word: str) -> bool:
    table = words.get(key)
    return isinstance(table, Mapping) and isinstance(table.get(word), str) and bool(table[word].strip())


def name_segments(
    evidence: Sequence[Mapping[str, float]],
    words: Words,
    chosen: Mapping[str, str],
    ids: Sequence[str] = SEGMENT_IDS,
) -> tuple[Name, ...]:
    """Name all segments, in canonical order; the names are unique.

    Segments that their rules would name alike are distinguished by the feature in which they differ most, else by their
    order.

    Args:
        evidence: Percentiles of each segment.
        words: Wording, from `load_words`.
        chosen: The user's own names by segment id ("a", "b", …), which replace those of the rules.
        ids: Id of each segment; those of a new model are a, b, c, … in canonical order.
    """
    rules = [rule_of(item) for item in evidence]
    names = [Name(id_, rule, *_named(rule, words)) for id_, rule in zip(ids, rules, strict=False)]
    for plain in dict.fromkeys(name.name for name in names):
        clash = [i for i, other in enumerate(names) if other.name == plain]
        if len(clash) > 1:
            for i, end in zip(clash, _ends([evidence[i] for i in clash]), strict=True):
                names[i] = _qualified(names[i], words, *end)
    return _unique(tuple(_own(name, chosen.get(name.id)) for name in names))


def _named(rule: str, words: Words) -> tuple[str, str]:
    """Return the long and the short name that a rule gives.

    They are put together from the words of its parts, unless the file has a table of the whole rule. A name leaves out
    what another part of it nearly implies: those who bank often were seen recently, those not seen lately bank seldom.
    """
    if _word(words, rule, "name") and _word(words, rule, "short"):
        return words[rule]["name"], words[rule]["short"]
    kept = set(parts_of(rule))
    kept -= {"r-recent"} if "f-high" in kept else {"f-low"} if "r-old" in kept else set()
    parts = {part[0]: words[part] for part in parts_of(rule) if part in kept}
    shorts = ", ".join(table["short"] for table in parts.values())
    name = parts["f"]["who"] if "f" in parts else words["names"]["customers"]
    if held := [parts[letter]["with"] for letter in "mb" if letter in parts]:
        what = held[0] if len(held) == 1 else _filled(words["names"]["and"], first=held[0], last=held[1])
        name = _filled(words["names"]["with"], who=name, what=what)
    if "r" in parts:
        name = _filled(words["names"]["seen" if held else "seen_alone"], who=name, seen=parts["r"]["seen"])
    return name, shorts[:1].upper() + shorts[1:]


def _filled(pattern: str, **facts: str) -> str:
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: facts[found[1]], pattern)


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


def _qualified(name: Name, words: Words, qualifier: str, end: str) -> Name:
    table = words[f"qualifier-{qualifier}"]
    word = table.get(end, end)
    short = table.get(f"{end}-short", word)
    return replace(name, name=f"{name.name}, {word}", short=f"{name.short}, {short}")


def _own(name: Name, chosen: str | None) -> Name:
    return replace(name, name=chosen, short=chosen) if chosen else name
