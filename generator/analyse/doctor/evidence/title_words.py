"""What the title of a column says of its role: word lists of several languages, and how near a title is to one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.analyse.reading.titles import fold_title
from generator.analyse.values.code_words import currency_codes, fold_letters
from generator.settings.source_roles import KAGGLE_COLUMNS, ROLES

_FOLDER = Path(__file__).resolve().parent
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "cs": "Czech", "tr": "Turkish", "hi": "Hindi", "id": "Indonesian",
}  # fmt: skip
#: Words that change nothing.
_SMALL = frozenset({
    "of", "the", "in", "de", "do", "da", "dos", "das", "du", "des", "d", "l", "la", "le", "el", "di", "del", "della",
    "der", "die", "dem", "van", "het", "op", "w", "z", "na", "v", "ve",
})  # fmt: skip
#: Ways to write "number".
_NUMBER = frozenset({
    "nr", "no", "n", "num", "numer", "numero", "nummer", "number", "nbr", "numarasi", "nomor", "cislo", "sankhya",
    "kramank",
})  # fmt: skip
#: Languages that write two words as one, whose last one counts.
_COMPOUNDING = frozenset({"de", "nl"})
_SHORTEST_END = 5
_WEAK = 0.65
#: An entry that covers more of a title than this is what the title says.
_MOST_OF_IT = 0.6
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[\w\u0900-\u097f]+")


@dataclass(frozen=True, slots=True)
class Near:
    """How near a title is to a role.

    Attributes:
        score: 1 for a title that means the role by itself, down to 0.
        cover: How much of the title the entry covers: 1 for all of it.
        phrase: The entry of the word list that is nearest.
        languages: Codes of the languages that have it.
    """

    score: float
    cover: float
    phrase: str
    languages: tuple[str, ...]

    @property
    def says(self) -> bool:
        """Whether the entry is most of the title."""
        return self.cover > _MOST_OF_IT


NOT_NEAR = Near(0.0, 0.0, "", ())


def words_of(title: str) -> tuple[str, ...]:
    """Return the words of a title, folded; `CustomerDOB` has two, and small words do not count."""
    parts = _WORD.findall(fold_letters(_CAMEL.sub(" ", title)).replace("_", " "))
    kept = tuple("no" if part in _NUMBER else part for part in parts if part not in _SMALL)
    return kept or tuple(parts)


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    words: tuple[str, ...]
    joined: str
    weight: float
    languages: tuple[str, ...]


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    tables = tomllib.loads((_FOLDER / "titles.toml").read_text(encoding="utf-8"))
    found = {
        role: [*_of(tables[role]["strong"], 1.0), *_of(tables[role].get("weak", {}), _WEAK)]
        for role in ROLES
        if role in tables
    }
    found["price"] = [*_of(tables["price"]["strong"], 1.0), *_of(tables["price"]["weak"], _WEAK)]
    found["quantity"] = _of(tables["quantity"], 1.0)
    found["other"] = [*_of(tables["other"], 1.0), *found["price"], *found["quantity"]]
    return {role: tuple(phrases) for role, phrases in found.items()}


def _of(lists: Mapping[str, list[str]], weight: float) -> list[_Phrase]:
    spelled: dict[str, tuple[str, list[str]]] = {}
    for language, phrases in lists.items():
        for text in phrases:
            spelled.setdefault("".join(words_of(text)), (text, []))[1].append(language)
    return [
        _Phrase(text, words_of(text), joined, weight, tuple(dict.fromkeys(languages)))
        for joined, (text, languages) in spelled.items()
    ]


@cache
def nearness(title: str) -> Mapping[str, Near]:
    """Return how near a title is to each role, and to none of them ("other")."""
    words = words_of(_without_currency(title))
    found = {role: _nearest(words, phrases) for role, phrases in _phrases().items()}
    for role, default in KAGGLE_COLUMNS.items():
        if fold_title(title) == fold_title(default):
            # What a build reads without any setting.
            return {**dict.fromkeys(found, NOT_NEAR), role: Near(1.0, 1.0, default, ())}
    return found


def _without_currency(title: str) -> str:
    """Return a title without what may stand in brackets, and without a currency's code in capitals."""
    plain = re.sub(r"[(\[][^)\]]*[)\]]", " ", title)
    codes_left_out = re.sub(
        r"(?<![A-Za-z])(?:in |en |em )?(?:" + "|".join(sorted(currency_codes())) + r")(?![A-Za-z])", " ", plain
    )
    return codes_left_out if words_of(codes_left_out) else plain if words_of(plain) else title


def _nearest(words: tuple[str, ...], phrases: tuple[_Phrase, ...]) -> Near:
    best = NOT_NEAR
    joined = "".join(words)
    for phrase in phrases:
        cover = _cover(words, joined, phrase)
        if cover * phrase.weight > best.score:
            best = Near(cover * phrase.weight, cover, phrase.text, phrase.languages)
    return best


def _cover(words: tuple[str, ...], joined: str, phrase: _Phrase) -> float:
    if joined == phrase.joined:
        return 1.0
    size = len(phrase.words)
    if any(words[i : i + size] == phrase.words for i in range(len(words) - size + 1)):
        return 0.5 + 0.4 * size / len(words)
    compound = size == 1 and len(phrase.joined) >= _SHORTEST_END and not _COMPOUNDING.isdisjoint(phrase.languages)
    return 0.65 if compound and any(word.endswith(phrase.joined) for word in words) else 0.0
