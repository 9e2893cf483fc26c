"""Names that a misspelling may have meant: by sound, then by letters. Everything found here is grade C: a guess.

Edits are counted as optimal string alignment (a swap of neighbours is one edit), as RapidFuzz computes it. Keys are
compared without spaces, because MUZZAFFAR NAGAR and MUZAFFARNAGAR differ by one letter.
"""

from collections import defaultdict
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.meanings import CLEAR_LEAD, DISTRICT, QUARTER
from generator.analyse.places.gazetteer.model import Entry
from generator.analyse.places.text import sound_of

# Shorter texts are too near to too many names, longer ones are no names.
SHORTEST, LONGEST = 5, 40
# A short text must lead to a large city: five letters have hundreds of neighbours.
LARGE_BELOW = 7
LARGE_WEIGHT, TOWN_WEIGHT = 250_000, 50_000
# The same consonants are not enough: GUNA and GANAUR agree too.
SAME_SOUND_SIMILARITY = 0.75
# Makes the weights of districts comparable with those of cities; low, because texts seldom mean a district.
PEOPLE_PER_OFFICE = 1_000


class Guess(NamedTuple):
    """One near name: what it means, "phonetic" or "fuzzy", the edits between, and the similarity from 0 to 1."""

    entry: Entry
    method: str
    edits: int
    score: float


class Nearest:
    """The names that guesses may lead to. Made once for all spellings of a call."""

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
        """Return the name that a key most likely misspells, or None when nothing is near or two places are equally so.

        Args:
            key: A key as `text.key_of` makes it.
            smallest: Inhabitants below which a place is not considered.
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
        """Return (name, edits) of all names one edit away, and of those that sound the same."""
        found: dict[str, int] = {}
        # A first letter is hardly ever wrong, but may have changed places with the second.
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
    """Return whether a text that sounds unlike a name may be a slip of the finger.

    One letter too many, too few or swapped with its neighbour is; one letter for another only in long names, since
    GUNJUR is not GUNTUR; more than one is not (BHADRAKALI, BHADRAVATI).
    """
    substituted = len(text) == len(name) and sorted(text) != sorted(name)
    return edits == 1 and (len(name) >= LARGE_BELOW or not substituted)
