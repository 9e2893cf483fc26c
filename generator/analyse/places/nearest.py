"""Phonetic and fuzzy matching of misspelt names. All matches are guesses, with grade C.

Edits are counted by optimal string alignment (a swap of neighbours is one edit), with RapidFuzz. Keys are compared
without spaces, so that MUZZAFFAR NAGAR and MUZAFFARNAGAR differ by only one letter.
"""

from collections import defaultdict
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.meanings import CLEAR_LEAD, DISTRICT, QUARTER
from generator.analyse.places.gazetteer.model import Entry
from generator.analyse.places.text import sound_of

# Shorter texts are similar to too many names; longer ones are not names.
SHORTEST, LONGEST = 5, 40
# Shorter texts may only match large cities: five letters have hundreds of neighbours.
LARGE_BELOW = 7
LARGE_WEIGHT, TOWN_WEIGHT = 250_000, 50_000
# Equal sounds are not enough: GUNA and GANAUR sound the same too.
SAME_SOUND_SIMILARITY = 0.75
# Makes the weights of districts comparable to those of cities; low, because texts rarely mean a district.
PEOPLE_PER_OFFICE = 1_000


class Guess(NamedTuple):
    """A similar name: its meaning, the method ("phonetic" or "fuzzy"), the edits, and the similarity from 0 to 1."""

    entry: Entry
    method: str
    edits: int
    score: float


class Nearest:
    """Index of the names for fuzzy matching, built once for all spellings of a call."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._entries: dict[str, Entry] = {}
        self._people: dict[str, int] = {}
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for key, entries in gazetteer.names.items():
            entry, joined = entries[0], key.replace(" ", "")
            if (
                entry.rank > DISTRICT
                or entry.rank == QUARTER
                or entry.kind not in {"city", "district"}
                or len(joined) < SHORTEST
            ):
                continue
            people = gazetteer.weights[entry.target] * (PEOPLE_PER_OFFICE if entry.kind == "district" else 1)
            if people >= TOWN_WEIGHT and joined not in self._entries:
                self._entries[joined], self._people[joined] = entry, people
                self._by_initial[joined[0]].append(joined)
                self._by_sound[sound_of(joined)].append(joined)

    def guess(self, key: str, smallest: int = TOWN_WEIGHT) -> Guess | None:
        """Return the name that a key most likely misspells, or None if there is none or it is ambiguous.

        Args:
            key: A key from `text.key_of`.
            smallest: Fewest inhabitants of a place to consider.
        """
        joined = key.replace(" ", "")
        if not SHORTEST <= len(joined) <= LONGEST or not joined.isalpha():
            return None
        if len(joined) < LARGE_BELOW:
            smallest = max(smallest, LARGE_WEIGHT)
        near = {n: e for n, e in self._near(joined) if self._people[n] >= smallest}
        alike = {n: e for n, e in near.items() if sound_of(n) == sound_of(joined)}
        near = {n: e for n, e in near.items() if n in alike or _is_slip(joined, n, e)}
        if not near:
            return None
        best = self._clear_best(alike or near)
        if best is None:
            return None
        score = round(OSA.normalized_similarity(joined, best), 3)
        return Guess(self._entries[best], "phonetic" if alike else "fuzzy", near[best], score)

    def _near(self, joined: str) -> list[tuple[str, int]]:
        """Return (name, edits) of all names one edit away, and of similar names that sound the same."""
        found: dict[str, int] = {}
        # The first letter is almost never wrong, but may be swapped with the second.
        for initial in dict.fromkeys(joined[:2]):
            names = self._by_initial.get(initial, ())
            hits = process.extract(joined, names, scorer=OSA.distance, score_cutoff=1, limit=None)
            found.update((name, int(distance)) for name, distance, _ in hits)
        for name in self._by_sound.get(sound_of(joined), ()):
            if OSA.normalized_similarity(joined, name) >= SAME_SOUND_SIMILARITY:
                found.setdefault(name, OSA.distance(joined, name))
        return sorted(found.items())

    def _clear_best(self, near: dict[str, int]) -> str | None:
        order = sorted(near, key=lambda n: (near[n], -self._people[n], n))
        best = order[0]
        target = self._entries[best].target
        rivals = [n for n in order[1:] if near[n] == near[best] and self._entries[n].target != target]
        return best if all(self._people[best] >= CLEAR_LEAD * self._people[n] for n in rivals) else None


def _is_slip(text: str, name: str, edits: int) -> bool:
    """Return whether a text that sounds different from a name may be a typing error.

    An added, missing or swapped letter is one; a replaced letter only in long names, because GUNJUR is not GUNTUR; more
    than one edit is not (BHADRAKALI, BHADRAVATI).
    """
    substituted = len(text) == len(name) and sorted(text) != sorted(name)
    return edits == 1 and (len(name) >= LARGE_BELOW or not substituted)
