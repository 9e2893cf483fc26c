"""Finds the source of a sentence: matches rendered text against the patterns in content/.

A placeholder matches any text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from generator.latin import unmarked
from generator.publish.words.catalogue import Text
from generator.publish.words.template import PLACEHOLDER

#: Minimum share of the query's words (without numbers) in the literal text of a pattern: for a full match, and
#: for a partial one.
_ENOUGH, _ENOUGH_OF_PART = 0.3, 0.6
#: Up to this many query words, a single literal word is enough.
_SHORT = 4
_MARK = "\ue000"
_MARKS = re.compile(_MARK)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ATTRIBUTES = re.compile(r"\{:[^}]*\}")
_WORD = re.compile(rf"{_MARK}|[^\W_]+(?:['.,][^\W_]+)*|[%₹$€£]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate source.

    Attributes:
        text: The text.
        literal: Number of query words in its literal text, outside placeholders.
    """

    text: Text
    literal: int


def origins(words: str, texts: Iterable[Text]) -> tuple[Candidate, ...]:
    """Return the texts that can match the query, best first.

    Args:
        words: A sentence of the site, or a part of one.
        texts: Every text.
    """
    asked, plain = tokens(words), _plain(words)
    known = frozenset(asked)
    weighty = sum(any(c.isalpha() for c in token) for token in asked)
    least = max(1 if len(asked) <= _SHORT else 2, _ENOUGH * weighty)
    enough_of_part = max(least, _ENOUGH_OF_PART * weighty)
    found = []
    for text in texts:
        pattern = tokens(text.pattern)
        common = sum(token in known for token in pattern)
        whole = common > 1 and _whole(text.pattern).fullmatch(plain) is not None
        if not common or (common < least and not whole):
            continue
        literal = _reading(asked, pattern)
        if literal < least and not whole:
            # No more words can match literally than are in both.
            part = _reading(asked, pattern, part=True) if common >= enough_of_part else 0
            literal = part if part >= enough_of_part else 0
        if literal:
            # Full matches with punctuation first; of equal matches, the shortest text.
            found.append((not whole, -literal, len(pattern), Candidate(text, literal)))
    return tuple(row[-1] for row in sorted(found, key=lambda row: row[:-1]))


def nearest(words: str, texts: Iterable[Text]) -> Text | None:
    """Return the text with most words in common; None where there is none."""
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


@lru_cache(maxsize=4096)
def _whole(pattern: str) -> re.Pattern[str]:
    """Return what matches exactly the words of a pattern with punctuation, for some values of its placeholders."""
    pieces = [re.escape(_plain(piece)) for piece in _MARKS.split(PLACEHOLDER.sub(_MARK, pattern))]
    return re.compile(".*".join(pieces))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", _LINK.sub(r"\1", text).replace("**", "")).casefold().split(" "))


@lru_cache(maxsize=4096)
def tokens(text: str) -> list[str]:
    """Return the words of a text or pattern, without case, accents and marks; a placeholder is one token."""
    text = PLACEHOLDER.sub(_MARK, _ATTRIBUTES.sub("", text))
    text = _LINK.sub(r"\1", text).replace("’", "'").replace("**", "").replace("`", "")
    return _WORD.findall(unmarked(text).casefold())


def _reading(asked: Sequence[str], pattern: Sequence[str], *, part: bool = False) -> int:
    """Return the maximum number of literal matches over all ways to match the query; 0 if there is none.

    The query may be a part of the filled pattern; with `part` it may also contain it with further words.
    """
    # best[j]: maximum literal matches of a partial match ending at pattern position j; -1: no match.
    best = [0] * (len(pattern) + 1)
    whole = 0
    for word in asked:
        after = [-1] * (len(pattern) + 1)
        if part:
            # The pattern may begin at any word; earlier words are skipped.
            best[0] = 0
        for j, token in enumerate(pattern):
            so_far = best[j]
            if so_far < 0:
                continue
            if token == _MARK:
                after[j] = max(after[j], so_far)
                best[j + 1] = max(best[j + 1], so_far)
            elif token == word:
                after[j + 1] = max(after[j + 1], so_far + 1)
        if part:
            whole = max(whole, after[-1])
        elif max(after) < 0:
            return 0
        best = after
    return max(whole, *best)
