"""Ids of the rules that name segments: which features of a segment are high or low; read by both halves.

A rule is made of parts, one for each feature that is high or low, such as m-high-r-old. So each combination of
percentiles has one rule, and the rule says nothing that its percentiles do not.
"""

from collections.abc import Mapping

from generator import limits

#: Rule of a segment with no feature high or low, of the only segment where nothing separates customers, and of the
#: clusters of an imported table.
MIDDLE, ONE, IMPORTED = "mid", "one", "imported"
#: Parts in the order of a rule: letter, feature, and the words for high and low. A high recency is a recent one.
_PARTS = (
    ("f", "frequency", "high", "low"),
    ("m", "monetary", "high", "low"),
    ("b", "balance", "high", "low"),
    ("r", "recency", "recent", "old"),
)
#: Feature by part, in the order of a rule.
PARTS: dict[str, str] = {
    f"{letter}-{level}": feature for letter, feature, *levels in _PARTS for level in levels
}  # fmt: skip


def rule_of(evidence: Mapping[str, float], give: float = 0.0) -> str:
    """Return the rule for one segment.

    Args:
        evidence: Percentile (0..1) by feature used; a recency of 1 is the most recent.
        give: Moves both thresholds towards the middle (positive) or away from it (negative).
    """
    if not evidence:
        return ONE
    parts = []
    for letter, feature, high, low in _PARTS:
        at = evidence.get(feature, 0.5)
        if at >= limits.NAME_HIGH - give - limits.TOLERANCE:
            parts.append(f"{letter}-{high}")
        elif at <= limits.NAME_LOW + give + limits.TOLERANCE:
            parts.append(f"{letter}-{low}")
    return "-".join(parts) or MIDDLE


def parts_of(rule: str) -> tuple[str, ...]:
    """Return the parts of a rule; none for one that is not made of parts."""
    words = rule.split("-")
    parts = tuple("-".join(words[i : i + 2]) for i in range(0, len(words), 2))
    return parts if is_made_of(parts) else ()


def is_made_of(parts: tuple[str, ...]) -> bool:
    """Return whether these are parts of a rule: in order, one for a feature."""
    known = [list(PARTS).index(part) // 2 for part in parts if part in PARTS]
    return len(known) == len(parts) > 0 and known == sorted(set(known))


def is_rule(text: str) -> bool:
    """Return whether a text is the id of a rule."""
    return text in (MIDDLE, ONE, IMPORTED) or bool(parts_of(text))
