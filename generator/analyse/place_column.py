"""The place and state columns: each distinct text as the text that is matched, and what stands for no place.

With a gazetteer, texts are only normalised, because the matcher knows what is a name. Without one, each spelling is
kept, and texts that cannot be names are no place.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType

from generator.analyse.engine.base import Engine
from generator.analyse.reading.source import Source
from generator.analyse.values.missing_words import OF_TOOLS
from generator.analyse.values.place_texts import fold_name, is_id, placeholder, tidy, titled
from generator.errors import QualityError
from generator.settings.settings import Settings

#: "not available", or a code: Naples, Namibia.
_AMBIGUOUS = "na"
_CODE = 2


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Rows of the source whose place text names no place, without a gazetteer.

    Attributes:
        placeholders: Rows with a placeholder, by the known word or the kind of sign; blank fields excluded.
        ids: Rows with a number, an id or an address on the web.
    """

    placeholders: Mapping[str, int]
    ids: int


NO_UNPLACED = Unplaced(MappingProxyType({}), 0)


class PlaceReader:
    """Reads single texts according to the settings."""

    def __init__(self, settings: Settings) -> None:
        self._as_is = settings.places == "as-is"
        self._real = tuple(fold_name(text, accents=True) for text in settings.place_names)
        self._missing = frozenset(fold_name(text, accents=True) for text in settings.place_placeholders)

    def place(self, text: str) -> str:
        """Return the text to match; empty where it names no place."""
        if self._as_is:
            return "" if self.stands_for_none(text) or self.looks_like_id(text) else tidy(text)
        return self._capitals(text)

    def state(self, text: str) -> str:
        """Return the text of a state, whose name may be a number, such as the code of a department."""
        if self._as_is:
            return "" if self.stands_for_none(text) else tidy(text)
        return self._capitals(text)

    def stands_for_none(self, text: str) -> str:
        """Return the word, or the kind of sign, by which a text says that there is no place; else an empty text."""
        if not text.strip():
            return "-"
        folded = fold_name(text, accents=True)
        if folded in self._missing:
            return folded
        found = placeholder(text)
        return "" if found and self._is_real(folded) else found

    def looks_like_id(self, text: str) -> bool:
        """Return whether a text is an id or a number, and not named as a real place."""
        return is_id(text) and not self._is_real(fold_name(text, accents=True))

    def settles(self, word: str) -> bool:
        """Return whether the settings say what a word means."""
        return word in self._missing or self._is_real(word)

    def _is_real(self, folded: str) -> bool:
        return any(fnmatchcase(folded, pattern) for pattern in self._real)

    def _capitals(self, text: str) -> str:
        capitals = " ".join(text.split()).upper()
        folded = fold_name(text, accents=True)
        if folded in self._missing or (capitals in OF_TOOLS and not self._is_real(folded)):
            return ""
        return capitals


def normalise_places(engine: Engine, source: Source, settings: Settings) -> Unplaced:
    """Create the table `spellings`: each distinct text as a place and as a state to match.

    Raises:
        QualityError: Most places are numbers or ids, or the states leave open what NA means.
    """
    reader = PlaceReader(settings)
    places: list[tuple[str, int]] = engine.rows("select coalesce(place_text, ''), count(*) from raw group by 1")
    states = [text for (text,) in engine.rows("select distinct coalesce(state_text, '') from raw")]
    unplaced = NO_UNPLACED
    if settings.places == "as-is":
        unplaced = _unplaced(places, reader)
        _require_names(places, unplaced)
        _require_clear_codes(states, reader)
    texts = sorted({text for text, _ in places} | set(states))
    as_place, as_state = [reader.place(text) for text in texts], [reader.state(text) for text in texts]
    if settings.places == "as-is" and source.in_key("place", "state"):
        # A customer key compares texts, so all spellings of a name must be one text.
        as_place, as_state = _unified(as_place, settings), _unified(as_state, settings)
    engine.register(
        "spellings",
        {"text": "varchar", "place_text": "varchar", "state_text": "varchar"},
        zip(texts, as_place, as_state, strict=True),
    )
    return unplaced


def _unplaced(places: Iterable[tuple[str, int]], reader: PlaceReader) -> Unplaced:
    words: Counter[str] = Counter()
    ids = 0
    for text, n in places:
        if text.strip() and (word := reader.stands_for_none(text)):
            words[word] += n
        elif reader.looks_like_id(text):
            ids += n
    return Unplaced(dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))), ids)


def _require_names(places: Sequence[tuple[str, int]], unplaced: Unplaced) -> None:
    filled = sum(n for text, n in places if text.strip()) - sum(unplaced.placeholders.values())
    if 2 * unplaced.ids > filled:
        raise QualityError(
            f"{unplaced.ids} of {filled} rows have a number or an id in the column of places.",
            "Name the column of towns with --set 'columns.place=\"…\"'. If these are names of places, such as postal "
            "codes, keep them with --set 'place_names=[\"*\"]'.",
        )


def _require_clear_codes(states: Iterable[str], reader: PlaceReader) -> None:
    """Refuse NA among other codes of two letters, unless the settings say what it means."""
    folded = {fold_name(text) for text in states if text.strip()}
    others = [text for text in folded - {_AMBIGUOUS} if not reader.stands_for_none(text)]
    codes = sum(len(text) == _CODE and text.isalpha() for text in others)
    if _AMBIGUOUS in folded and not reader.settles(_AMBIGUOUS) and codes and 2 * codes >= len(others):
        raise QualityError(
            'The state column has NA besides other codes of two letters: it may be a code, or mean "not available".',
            "Say which with --set 'place_names=[\"NA\"]' (a code) or --set 'place_placeholders=[\"NA\"]' (no state).",
        )


def _unified(texts: Sequence[str], settings: Settings) -> list[str]:
    """Return the texts with all spellings of a name as one, in title case."""
    one: dict[str, str] = {}
    for text in sorted(set(texts)):
        one.setdefault(fold_name(text, settings.fold_accents), titled(text))
    return [one[fold_name(text, settings.fold_accents)] for text in texts]
