"""The rule that named a segment, as sentences that its percentiles satisfy."""

from collections.abc import Mapping

from generator.publish.words.content import Content
from generator.publish.words.display_names import join
from generator.release import Segment
from generator.release.rules import PARTS, parts_of, rule_of

_FILE = "segments.toml"


def described(segment: Segment, content: Content) -> str:
    """Return the rule in words.

    A name that a segment keeps from an earlier release may have a rule that its percentiles of now do not satisfy; the
    text then says so.
    """
    parts = parts_of(segment.rule)
    said = join([content.text(_FILE, f"{part}.rule") for part in parts or (segment.rule,)], content)
    if rule_of(segment.evidence) != segment.rule:
        return _sentence("kept", content, said)
    if not parts:
        return _sentence(segment.rule, content, said)
    named = {PARTS[part] for part in parts}
    middle = [content.words(f"features_short.{name}") for name, _ in in_order(segment.evidence) if name not in named]
    sentence = _sentence("parts", content, said)
    if not middle:
        return sentence
    rest = content.filled(_FILE, "sentences.middle", content.tables[_FILE]["sentences"]["middle"],
                          {"features": join(middle, content)})  # fmt: skip
    return f"{sentence} {rest}"


def in_order(evidence: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the percentiles by feature, in the order of the rules."""
    return tuple((name, evidence[name]) for name in dict.fromkeys(PARTS.values()) if name in evidence)


def _sentence(form: str, content: Content, parts: str) -> str:
    return content.filled(_FILE, f"sentences.{form}", content.tables[_FILE]["sentences"][form], {"parts": parts})
