"""Where a sentence of the site comes from: rendered words are matched back to the patterns that they were made from.

A placeholder matches any words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from generator.publish.words.catalogue import Text
from generator.publish.words.template import PLACEHOLDER

#: Share of the words asked for (numbers apart) that a pattern has to hold itself: where it reads as all of them, and
#: where some are left over.
_ENOUGH, _ENOUGH_OF_PART = 0.3, 0.6
#: So few words may rest on a single one of the pattern.
_SHORT = 4
_MARK = "\ue000"
_MARKS = re.compile(_MARK)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ATTRIBUTES = re.compile(r"\{:[^}]*\}")
_WORD = re.compile(rf"{_MARK}|[^\W_]+(?:['.,][^\W_]+)*|[%₹$€£]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be the origin.

    Attributes:
        text: The text.
        literal: How many of the words asked for it holds itself, outside placeholders.
    """

    text: Text
    literal: int


def origins(words: str, texts: Iterable[Text]) -> tuple[Candidate, ...]:
    """Return the texts that can read as the words asked for, best first.

    Args:
        words: A sentence of the site, or a part of one.
        texts: Every text.
    """
    asked = tokens(words)
    weighty = sum(any(c.isalpha() for c in token) for token in asked)
    least = max(1 if len(asked) <= _SHORT else 2, _ENOUGH * weighty)
    found = []
    for text in texts:
        pattern = tokens(text.pattern)
        common = sum(token in asked for token in pattern)
        whole = common > 1 and _reads_whole(words, text.pattern)
        if not common or (common < least and not whole):
            continue
        literal = _reading(asked, pattern)
        if literal < least and not whole:
            part = _reading(asked, pattern, part=True)
            literal = part if part >= max(least, _ENOUGH_OF_PART * weighty) else 0
        if literal:
            # First what reads as all of the words, signs included; of equal fits, the text that says least besides.
            found.append((not whole, -literal, len(pattern), Candidate(text, literal)))
    return tuple(row[-1] for row in sorted(found, key=lambda row: row[:-1]))


def nearest(words: str, texts: Iterable[Text]) -> Text | None:
    """Return the text with most of the same words; None where none has any."""
    asked = tokens(words)
    best: tuple[float, Text] | None = None
    for text in texts:
        pattern = [token for token in tokens(text.pattern) if token != _MARK]
        if set(asked) & set(pattern):
            near = SequenceMatcher(None, asked, pattern, autojunk=False)
            score = sum(block.size for block in near.get_matching_blocks()) / max(len(asked), 1)
            if best is None or score > best[0]:
                best = (score, text)
    return best[1] if best else None


def _reads_whole(words: str, pattern: str) -> bool:
    """Return whether a pattern gives exactly these words, with all signs, whatever its placeholders say."""
    pieces = [re.escape(_plain(piece)) for piece in _MARKS.split(PLACEHOLDER.sub(_MARK, pattern))]
    return re.fullmatch(".*".join(pieces), _plain(words)) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", _LINK.sub(r"\1", text).replace("**", "")).casefold().split(" "))


@lru_cache(maxsize=4096)
def tokens(text: str) -> list[str]:
    """Return the words of a text or pattern, without case, accents and marks; a placeholder is one token."""
    text = PLACEHOLDER.sub(_MARK, _ATTRIBUTES.sub("", text))
    text = _LINK.sub(r"\1", text).replace("’", "'").replace("**", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _reading(asked: Sequence[str], pattern: Sequence[str], *, part: bool = False) -> int:
    """Return the most words that are literally the same when the pattern reads as the words asked for; 0 if it cannot.

    The words may be a part of what the pattern gives; with `part` they may also hold all of it and more besides.
    """
    # best[j]: most literal words of a reading that has come to pattern position j; None: no such reading.
    best: list[int | None] = [0] * (len(pattern) + 1)
    whole = 0
    for word in asked:
        after: list[int | None] = [None] * (len(pattern) + 1)
        if part:
            # The pattern may begin at any word, with what came before left over.
            best[0] = 0
        for j, token in enumerate(pattern):
            so_far = best[j]
            if token == _MARK:
                after[j] = _most(after[j], so_far)
                best[j + 1] = _most(best[j + 1], so_far)
            elif so_far is not None and token == word:
                after[j + 1] = _most(after[j + 1], so_far + 1)
        whole = max(whole, after[-1] or 0) if part else 0
        best = after
    return max(whole, max((n for n in best if n is not None), default=0))


def _most(one: int | None, other: int | None) -> int | None:
    known = [n for n in (one, other) if n is not None]
    return max(known) if known else None
