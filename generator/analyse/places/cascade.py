"""Matches spellings to places by increasingly fuzzy methods; the first that succeeds wins.

    method                    condition                                     grade
    exact, alias, alternate   the whole text is a name                      A, A, B
    cleaned                   … after removing address words                B
    token                     the text contains a name                      B  (tokens.py)
    phonetic, fuzzy           the text or its last word is similar          C  (nearest.py)

Every method is a pure function of one spelling and the gazetteer, so results do not depend on the order of spellings or
on other spellings. Time per spelling is bounded: `text.py` keeps at most 200 characters and 24 words.
"""

from collections.abc import Callable, Iterable
from functools import cache

from generator.analyse.places.gazetteer.gazetteer import Gazetteer
from generator.analyse.places.gazetteer.meanings import STATE
from generator.analyse.places.gazetteer.model import BLANK, FOREIGN, UNMATCHED, Entry, Grade, Match
from generator.analyse.places.nearest import LARGE_WEIGHT, Nearest
from generator.analyse.places.phrase import Phrase, read_phrase
from generator.analyse.places.text import corrected, key_of
from generator.analyse.places.tokens import place_within

_GRADES: dict[str, Grade] = {"exact": "A", "alias": "A"}
# The last word of an address is matched fuzzily only if it is this long (and the city large).
_LONG_WORD = 7
# A text of more words is an address, not a misspelt name.
_FEW_WORDS = 3


def locate(spellings: Iterable[str], gazetteer: Gazetteer) -> dict[str, Match]:
    """Match each distinct spelling to a place.

    Args:
        spellings: Location texts of the bank, in any order, repeats allowed.
        gazetteer: From `load_gazetteer`.

    Returns:
        One match per distinct spelling. A text without letters has kind "unmatched" and method "blank".
    """
    # Few calls have a spelling that is no name.
    nearest = cache(lambda: Nearest(gazetteer))
    by_key: dict[str, Match] = {}
    found: dict[str, Match] = {}
    for spelling in spellings:
        if spelling not in found:
            key = key_of(spelling)
            if key not in by_key:
                by_key[key] = _read(key, gazetteer, nearest)
            found[spelling] = by_key[key]
    return found


def _read(key: str, gazetteer: Gazetteer, nearest: Callable[[], Nearest]) -> Match:
    if not any(c.isalpha() for c in key):
        return BLANK
    entries = gazetteer.names.get(key, ())
    # A large city abroad wins over a village here, but only as a bare name: BETIM BARDEZ is in Goa, not in Brazil.
    if key in gazetteer.abroad and not (entries and entries[0].rank <= STATE):
        return FOREIGN
    if entries:
        return _match(entries[0], gazetteer)
    phrase = read_phrase(corrected(key), gazetteer)
    entry = _cleaned(phrase, gazetteer)
    if entry is not None:
        return _match(entry, gazetteer, "cleaned")
    guess = nearest().guess(" ".join(phrase.core)) if len(phrase.core) <= _FEW_WORDS else None
    # A misspelt name of several words must not lose its first: GREATAR NOIDA is not Noida.
    entry = place_within(phrase, gazetteer) if guess is None or len(phrase.core) == 1 else None
    if entry is not None:
        return _match(entry, gazetteer, "token")
    last = phrase.core[-1] if phrase.core else ""
    if guess is None and len(phrase.core) > 1 and len(last) >= _LONG_WORD and last not in gazetteer.words["generic"]:
        guess = nearest().guess(last, LARGE_WEIGHT)
    if guess is not None:
        return _match(guess.entry, gazetteer, guess.method, guess.score)
    if phrase.state:
        return Match("state", None, phrase.state, "cleaned", "B", None)
    return UNMATCHED


def _cleaned(phrase: Phrase, gazetteer: Gazetteer) -> Entry | None:
    """Return the meaning of the phrase without its address words: first as written, then with its words joined."""
    for words in phrase.readings:
        key = " ".join(words)
        entries = gazetteer.meanings(key, phrase.state) or gazetteer.joined_meanings(key, phrase.state)
        if entries:
            return _as_district(entries, gazetteer) if phrase.wants_district else entries[0]
    return None


def _as_district(entries: tuple[Entry, ...], gazetteer: Gazetteer) -> Entry:
    """Return the district that a name means; an old name of both a city and its district may only list the city."""
    direct = next((e for e in entries if e.kind == "district"), None)
    if direct is None and entries[0].target in gazetteer.places:
        direct = gazetteer.district_named(gazetteer.places[entries[0].target])
    return direct or entries[0]


def _match(entry: Entry, gazetteer: Gazetteer, method: str = "", score: float | None = None) -> Match:
    method = method or entry.method
    if entry.kind == "foreign":
        return FOREIGN
    if entry.kind == "unmatched":
        return UNMATCHED
    grade = "C" if score is not None else _GRADES.get(method, "B")
    if entry.kind == "state":
        return Match("state", None, entry.target, method, grade, score)
    place = gazetteer.places[entry.target]
    return Match(entry.kind, place, place.state, method, grade, score)
