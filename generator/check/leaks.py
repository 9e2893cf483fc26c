"""Searches a public site for private values: customer ids, and names of suppressed places, as whole tokens.

The distinct tokens of the site are looked up in batches by `PrivateTokens`, so that millions of ids need not be in
memory here. Messages mask the values found, because a log must not leak them either.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from generator.check.counts import smallest_count
from generator.check.report import Finding
from generator.check.unwrap import UnreadableError, decode, hidden_texts, texts
from generator.release import Release

MIN_LENGTH = 6
MIN_DIGITS = 9
_MAX_WORDS = 4
_BATCH = 250_000
_REMEMBERED = 400_000

#: Letters of all scripts as explicit ranges: four times as fast as `[^\W_]` on a thousand pages.
_LETTERS = "A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff"
_WORD = re.compile(rf"[0-9{_LETTERS}]{{6,}}")
#: Consecutive words that begin with a letter, as in the name of a place, in prose or joined in a slug.
_NAME_RUN = re.compile(
    rf"(?<![0-9{_LETTERS}])[{_LETTERS}][0-9{_LETTERS}]*(?:[ \t\xa0_\-'’.+/]{{1,2}}[{_LETTERS}][0-9{_LETTERS}]*)+"
)
#: Parts of an id, joined without a space: after a letter, or after four letters and digits ("AB-001234", a UUID).
_ID_RUN = re.compile(
    rf"(?<![0-9{_LETTERS}_-])(?:[{_LETTERS}]|[0-9][0-9{_LETTERS}]{{3}})[0-9{_LETTERS}]*(?:[_-][0-9{_LETTERS}]+)+"
)
_SPLIT = re.compile(rf"[^0-9{_LETTERS}]+")
_PIECE = re.compile(r"[<\n]")


class PrivateTokens(Protocol):
    """Lookup of the private values of a run, for example in a table of an engine."""

    def find(self, tokens: set[str]) -> set[str]:
        """Return the tokens that are a private id or the name of a place below the threshold.

        Args:
            tokens: Words of the site, and runs of two to four of them, as returned by `normalise`; each has at least
                six characters, or nine if all are digits. Called several times for a large site.
        """
        ...


def normalise(value: str) -> str:
    """Normalise a value like the tokens of the site: folded case, its words joined by one space.

    Private values must be normalised before they are compared ("NAVI-MUMBAI " becomes "navi mumbai").
    """
    words = _SPLIT.split(unicodedata.normalize("NFKC", value).casefold())
    return " ".join(word for word in words if word)


def published_names(release: Release) -> frozenset[str]:
    """Return the tokens of names that may be published: the states, and the places with enough customers.

    A place below the threshold may share its name with a state or a larger place, which is not a leak.
    """
    sums: dict[str, int] = {}
    for atom in release.atoms:
        sums[atom.place] = sums.get(atom.place, 0) + atom.n
    least = smallest_count(release.policy)
    names: set[str] = set()
    for place in release.places:
        names.add(place.state)
        if place.kind in ("city", "district") and sums.get(place.id, 0) >= least:
            names.update((place.id, place.name, place.slug, *place.aliases, *place.former, *place.covers))
    tokens = {normalise(name) for name in names}
    return frozenset(tokens.union(*(_shingles(name.split(" ")) for name in tokens)))


@dataclass(slots=True)
class LeakScan:
    """Scans files one by one; `finish` looks up the remaining tokens.

    Attributes:
        private: Lookup of the private values; None to search only for patterns.
        patterns: Regular expressions of ids.
        allowed: Tokens that may be published, see `published_names`.
    """

    private: PrivateTokens | None
    patterns: Sequence[str]
    allowed: frozenset[str] = frozenset()
    _tokens: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _reported: set[str] = field(default_factory=set)
    _pattern: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        if self.patterns:
            both = "|".join(f"(?:{pattern})" for pattern in self.patterns)
            # The character before a match is checked later: a search that begins with a plain letter is much faster.
            self._pattern = re.compile(rf"(?:{both})(?![^\W_])")

    def add(self, path: str, data: bytes) -> Iterator[Finding]:
        """Scan one file, including its path."""
        yield from self._read(path, path, "its path: ")
        try:
            text = None if data.startswith(b"\x1f\x8b\x08") else decode(data)
            if text is not None:
                # Pages share most of their markup, so a piece already scanned on another page is skipped.
                fresh = "\n".join(self._fresh(_PIECE.split(text)))
                yield from self._read(path, fresh, "")
                for how, hidden in hidden_texts(fresh):
                    yield from self._read(path, hidden, how)
            else:
                for how, hidden in texts(data):
                    yield from self._read(path, hidden, how)
        except UnreadableError as error:
            yield Finding("leak-unread", path, f"cannot be searched: {error}")

    def finish(self) -> Iterator[Finding]:
        """Look up the remaining tokens."""
        yield from self._ask()

    def _fresh(self, pieces: Iterable[str]) -> list[str]:
        """Return the pieces not scanned before; remembers only the first ones of the site, to limit memory."""
        fresh = [piece for piece in dict.fromkeys(pieces) if piece not in self._seen]
        if len(self._seen) < _REMEMBERED:
            self._seen.update(piece for piece in fresh if len(piece) < 2_000)
        return fresh

    def _read(self, path: str, text: str, how: str) -> Iterator[Finding]:
        if self._pattern:
            for match in self._pattern.finditer(text):
                if match.start() and text[match.start() - 1].isalnum():
                    continue
                yield from self._report("leak-pattern", path, match[0], f"{how}looks like a private id")
        if self.private is not None:
            for token in _tokens(text):
                self._tokens.setdefault(token, path)
            if len(self._tokens) > _BATCH:
                yield from self._ask()

    def _ask(self) -> Iterator[Finding]:
        if self.private is None or not self._tokens:
            return
        tokens = self._tokens.keys() - self.allowed
        for token in sorted(self.private.find(set(tokens))):
            yield from self._report("leak-private", self._tokens[token], token, "is a private id or place name")
        self._tokens.clear()

    def _report(self, code: str, path: str, value: str, what: str) -> Iterator[Finding]:
        key = f"{code} {path} {value}"
        if key not in self._reported:
            self._reported.add(key)
            yield Finding(code, path, f"{_masked(value)} {what}")


def _tokens(text: str) -> set[str]:
    """Return the tokens of a text: long words, ids of several parts, names of two to four words."""
    found = {word.casefold() if word.isascii() else normalise(word) for word in set(_WORD.findall(text))}
    found.update(normalise(run) for run in set(_ID_RUN.findall(text)))
    for run in set(_NAME_RUN.findall(text)):
        found |= _shingles(normalise(run).split(" "))
    return {token for token in found if len(token) >= (MIN_DIGITS if token.isdigit() else MIN_LENGTH)}


def _shingles(words: Sequence[str]) -> set[str]:
    """Return all runs of one to four consecutive words."""
    count = len(words)
    return {
        " ".join(words[start:end])
        for start in range(count)
        for end in range(start + 1, min(start + _MAX_WORDS, count) + 1)
    }


def _masked(value: str) -> str:
    """Return the beginning and the length of a value: enough to find it by hand, without disclosing it."""
    return f"{value[:2]}… ({len(value)} characters)"
