"""Selects the sentences on two places, in order.

`templates/static/js/src/core/sentences.js` does the same. Holds no wording and no threshold.
"""

from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.publish.claims.sentences import Sentence
from generator.publish.model.pairs import Pair
from generator.publish.words.edition import Edition
from generator.publish.words.template import plain

#: Kinds of differences in order, with the maximum number of sentences of each; and the endings of the answers.
_DIFFERENCES = (("pair_segment", 2), ("pair_typical", 1), ("pair_active", 1), ("pair_recent", 1), ("pair_older", 1))
_ANSWERS = ("", "_small", "_chance")

#: Kinds of sentences in order, with the maximum number of each; the first that passes is the headline.
KINDS: tuple[tuple[str, int], ...] = (
    *((f"{kind}{ending}", most) for ending in _ANSWERS for kind, most in _DIFFERENCES),
    ("pair_in_line", 1),
    ("pair_none", 1),
    ("pair_none_typical", 1),
    ("pair_too_few", 1),
    ("pair_imported", 1),
    ("pair_no_mix", 1),
    ("pair_joined", 1),
)


def sentences(pair: Pair, edition: Edition) -> tuple[Sentence, ...]:
    """Return the sentences on two places, most important first; at least one."""
    case = Case(edition, two=pair)
    chosen: list[Sentence] = []
    for kind, most in KINDS:
        phrase = edition.content.phrase(kind)
        for finding in registry.findings(phrase, case)[:most]:
            parts, evidence = (
                registry.word(phrase, form, finding, edition.content) if form in phrase.forms else ()
                for form in ("text", "evidence")
            )
            id_ = f"{kind}-{finding.key}" if finding.key else kind
            words = registry.key(phrase, "text")
            confidence, evidence_text = phrase.confidence, plain(evidence)
            chosen.append(Sentence(id_, kind, parts, phrase.anchor, confidence, evidence=evidence_text, words=words))
    return tuple(chosen)
