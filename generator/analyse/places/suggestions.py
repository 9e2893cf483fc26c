"""Suggests places with similar names for an unmatched text; shown to the user, never applied.

Less strict than `nearest.py`, whose matches are applied automatically and must rarely be wrong.
"""

from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.model import Entry, Place
from generator.analyse.places.nearest import LONGEST, SHORTEST
from generator.analyse.places.phrase import read_phrase
from generator.analyse.places.text import corrected, key_of


class Suggestion(NamedTuple):
    """A place, and how similar its name is to the text, from 0 to 1."""

    place: Place
    score: float


class Suggestions:
    """Index of the names for suggestions, built once for many texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names: dict[str, Entry] = {}
        for key, entries in gazetteer.names.items():
            name, entry = key.replace(" ", ""), entries[0]
            known = self._names.get(name)
            if entry.target in gazetteer.places and (known is None or entry.weight > known.weight):
                self._names[name] = entry

    def near(self, text: str, n: int = 3) -> tuple[Suggestion, ...]:
        """Return the n places most similar to a text without its address words, or to its last word, best first.

        Of equally similar names, the place with more inhabitants comes first. A text without letters has none.
        """
        best: dict[str, tuple[float, int, str]] = {}
        for words in self._words(text):
            for name, similarity, _ in process.extract(
                words, self._names.keys(), scorer=OSA.normalized_similarity, limit=20 * n
            ):
                target = self._names[name].target
                found = (-similarity, -self._gazetteer.weights[target], name)
                best[target] = min(best.get(target, found), found)
        order = sorted(best, key=best.__getitem__)[:n]
        return tuple(Suggestion(self._gazetteer.places[target], round(-best[target][0], 3)) for target in order)

    def _words(self, text: str) -> tuple[str, ...]:
        """Return the texts to compare, without spaces: the whole possible name, and its last word."""
        key = corrected(key_of(text))
        core = read_phrase(key, self._gazetteer).core or tuple(key.split())
        last = core[-1] if core else ""
        whole = "".join(core)[:LONGEST]
        usable = SHORTEST <= len(last) <= LONGEST and last not in self._gazetteer.words["generic"]
        return tuple(dict.fromkeys(words for words in (whole, last if usable else "") if words))
