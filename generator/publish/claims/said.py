"""Sentences that pass, by their kind: what the selections for pages and for the titles of figures share."""

from collections.abc import Iterable

from generator.publish.claims import registry, sentences
from generator.publish.claims.guard import Case, Finding
from generator.publish.claims.sentences import Sentence
from generator.publish.words.content import Phrase

#: Kinds of sentences on the shares and averages of a place, in the order of the answers.
CLEAR_MIX = ("over", "under")
CLEAR_SPEND = ("typical_higher", "typical_lower")
CLEAR_OTHERS = ("more_active", "less_active", "more_recent", "less_recent", "older", "younger")
LESS_SURE = ("small_share", "small_average", "chance_share", "chance_average")
DIFFERENT = (*CLEAR_MIX, *CLEAR_SPEND, *CLEAR_OTHERS, *LESS_SURE)

#: Whether the mix differs between places; exactly one passes.
CITIES = ("cities_differ", "many_cities_differ", "cities_alike", "no_mix")


def say(kinds: Iterable[str], case: Case, form: str = "text") -> list[Sentence]:
    """Return all passing sentences of these kinds, kind by kind, the largest finding first."""
    return [sentence for kind in kinds for _, sentence in pairs_of(kind, case, form)]


def pairs_of(kind: str, case: Case, form: str) -> list[tuple[Finding, Sentence]]:
    """Return the passing findings of one kind, each with its sentence."""
    phrase = case.content.phrase(kind)
    return [(finding, _sentence(phrase, finding, case, form)) for finding in registry.findings(phrase, case)]


def _sentence(phrase: Phrase, finding: Finding, case: Case, form: str) -> Sentence:
    parts = registry.word(phrase, form, finding, case.content)
    return Sentence(
        id=f"{phrase.id}-{finding.key}" if finding.key else phrase.id,
        kind=phrase.id,
        parts=parts if form == "short" else sentences.capitalised(parts),
        anchor=phrase.anchor,
        confidence=phrase.confidence,
        place=finding.place,
        words=registry.key(phrase, form),
        facts=sentences.facts_of(parts, finding.facts),
        about=finding.about,
        size=finding.size,
    )
