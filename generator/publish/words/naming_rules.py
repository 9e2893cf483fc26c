"""The rule that named a segment, as sentences that its percentiles satisfy, and the options to test for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.publish.words.content import Content
from generator.publish.words.display_names import join
from generator.release import Segment
from generator.release.rules import MIDDLE, PARTS, parts_of, rule_of

_FILE = "segments.toml"
#: Most options of a naming rule of one part, or of none; and those of each part of a longer one.
_FROM_ONE_PART, _FROM_EACH = 2, 1


@dataclass(frozen=True, slots=True)
class Option:
    """An option to test with the customers of a segment; never advice."""

    id: str
    title: str
    text: str
    measure: str


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


def options(rule: str, content: Content) -> tuple[Option, ...]:
    """Return the options to test for a naming rule; without those that rely on recency where it is unsupported.

    Those of the whole rule where the file has them, else the first of each of its parts.
    """
    if "imported" in content.conditions:
        # The clusters of a table of averages are not described, so nothing can be suggested for them.
        return ()
    tables, source = content.tables["options.toml"], content.files["options.toml"]
    parts = tuple(reversed(parts_of(rule))) or (rule,)
    if "recency_calendar" in content.conditions:
        parts = tuple(part for part in parts if PARTS.get(part) != "recency") or (MIDDLE,)
    elif rule in tables:
        parts = (rule,)
    if unknown := next((part for part in parts if part not in tables), None):
        raise source.error(
            unknown, f"there are no options for the naming rule {unknown!r}.", f"Add a table [{unknown}.…]."
        )
    most = _FROM_ONE_PART if len(parts) == 1 else _FROM_EACH
    return tuple(
        Option(id_, *(content.text("options.toml", f"{part}.{id_}.{word}") for word in ("title", "text", "measure")))
        for part in parts
        for id_ in list(tables[part])[:most]
    )
