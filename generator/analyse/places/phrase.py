"""Splits a text into a name and the address words around it: compass points, "district", a state, numbers.

The address words are data (words.csv, states.csv), not code.
"""

from dataclasses import dataclass

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.text import tokens_of

_LONGEST_STATE = 9


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed text.

    Attributes:
        words: All words except those of the state.
        core: `words` without the address words and numbers at either end.
        readings: Word sequences to try as a name, the longest first.
        state: State that the text names in addition to a place, or "".
        wants_district: Whether the text calls its place a district, and not a part of one.
    """

    words: tuple[str, ...]
    core: tuple[str, ...]
    readings: tuple[tuple[str, ...], ...]
    state: str
    wants_district: bool


def read_phrase(key: str, gazetteer: Gazetteer) -> Phrase:
    """Parse a key."""
    state, words = _without_state(tokens_of(key), gazetteer)
    kinds = gazetteer.words
    marks = kinds["district"] | kinds["subdistrict"]
    core = trimmed(words, outer_words(gazetteer))
    readings = dict.fromkeys(r for r in (words, trimmed(words, marks), core) if r)
    is_part = any(word in kinds["subdistrict"] for word in words)
    return Phrase(
        words=words,
        core=core,
        readings=tuple(readings),
        state=state,
        wants_district=not is_part and any(word in kinds["district"] for word in words),
    )


def outer_words(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the address words, which may surround a name without being part of it."""
    return frozenset().union(*(gazetteer.words[kind] for kind in ("district", "subdistrict", "compass", "affix")))


def trimmed(words: tuple[str, ...], outer: frozenset[str]) -> tuple[str, ...]:
    """Remove words of `outer` and words with digits at either end."""
    first, last = 0, len(words)
    while first < last and _is_outer(words[first], outer):
        first += 1
    while first < last and _is_outer(words[last - 1], outer):
        last -= 1
    return words[first:last]


def _is_outer(word: str, outer: frozenset[str]) -> bool:
    return word in outer or any(c.isdigit() for c in word)


def _without_state(words: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, tuple[str, ...]]:
    """Return a state named at the end or the beginning, and the other words; a state alone is not removed."""
    for n in range(min(_LONGEST_STATE, len(words) - 1), 0, -1):
        for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            name = " ".join(part)
            at_end = part == words[-n:]
            state = gazetteer.states.get(name) or (gazetteer.abbreviations.get(name) if at_end else None)
            if state:
                return state, rest
    return "", words
