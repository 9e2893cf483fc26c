"""Amounts as people write them → sign and decimals. Each distinct shape is parsed once, here, so that engines agree.

A shape is an amount with a 9 for each digit (`-9.999,99 €`), or a 0 for a number's lone leading zero. The grammar: a
sign before or after, brackets, or a word for debit or credit; the own currency's sign or code before or after; digits,
alone or in groups of three by one mark (the last three and then pairs, as in India); at most one decimal mark. What it
does not cover is refused: no mark is ever deleted. Pure functions on text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from generator.analyse.values.currency_signs import signs_of

#: What opens a shape whose number has a lone zero before its first mark.
LONE_ZERO = "0"
#: A shape is no longer than this: more is no amount.
LONGEST = 64
_MOST_DIGITS = 30
_BLANKS = frozenset(chr(i) for i in range(0x3001) if unicodedata.category(chr(i)) == "Zs") | {"\t"}
#: Signs for the reading direction, which programs write around a number.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c\ufeff"))
_SAME = dict.fromkeys(map(ord, _BLANKS), " ") | {ord("'"): "’", ord("\u02bc"): "’"}
_CAN_GROUP = frozenset(".,’ \u060c\u066c\u2e41")
_CAN_DIVIDE = frozenset(".,\u060c\u066b")
#: Marks of which the setting says nothing: the Arabic comma, and the Arabic mark that only ever separates decimals.
_ARABIC = frozenset("\u060c\u066b")
_INDIAN_MARKS = frozenset(",\u066c")
_MINUS = frozenset("-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d")
_PLUS = frozenset("+\uff0b")
#: Words for debit and credit beside an amount: English, and the German Soll and Haben.
DIRECTIONS = {"dr": "-", "dr.": "-", "d": "-", "s": "-", "cr": "+", "cr.": "+", "c": "+", "h": "+"}
_NUMBER = re.compile(r"[09](?:.*[09])?", re.DOTALL)
_MARKS = re.compile("([" + re.escape("".join(sorted(_CAN_GROUP | _CAN_DIVIDE))) + "])")
#: What banks write that Babel does not know.
_MORE_SIGNS = {"INR": ("Rs.", "INR.", "\u20a8"), "TRY": ("TL",)}
_MOST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the digits: how many are decimals, by which mark, and by which mark the others are grouped."""

    decimals: int
    mark: str
    groups: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A shape and what the grammar makes of it.

    Attributes:
        shape: The shape.
        negative: Whether the amount is below zero.
        readings: The ways to read its digits: one, or two that only other amounts can decide; none where refused.
        fault: Why it is refused: amount or currency; empty for one that is not.
    """

    shape: str
    negative: bool
    readings: tuple[Reading, ...]
    fault: str


@cache
def currency_signs(code: str) -> frozenset[str]:
    """Return the ways to write a currency beside an amount: its code, and its signs in any locale, in small letters."""
    return frozenset(map(folded, {code, *_MORE_SIGNS.get(code, ())})) | signs_of(code)


def folded(text: str) -> str:
    """Return a text without unseen signs, in small letters, with plain single blanks."""
    return " ".join(text.translate(_UNSEEN).translate(_SAME).split()).casefold()


@cache
def digits() -> tuple[str, str]:
    """Return the decimal digits of all scripts but ours, and ours in the same order."""
    found = [chr(i) for i in range(0x80, 0x20000) if chr(i).isdecimal()]
    return "".join(found), "".join(str(unicodedata.decimal(digit)) for digit in found)


def parse(shape: str, code: str) -> Parsed:
    """Read a shape by the grammar.

    Args:
        shape: An amount with a 9 for each digit; `LONE_ZERO` at its start says that its first 9 is a lone zero.
        code: The own currency.
    """
    text = shape.removeprefix(LONE_ZERO)
    if text != shape:
        text = text.replace("9", "0", 1)
    number = _NUMBER.search(text)
    if number is None or len(shape) > LONGEST:
        return Parsed(shape, negative=False, readings=(), fault="amount")
    before, core, after = text[: number.start()], number[0].translate(_SAME), text[number.end() :]
    if after[:1] in _CAN_DIVIDE and after[:1]:
        core, after = core + after[0], after[1:]
        # `25.-` is a price without cents, not a negative one: no sign may follow.
        if folded(after) and _beside("", after, code)[0]:
            return Parsed(shape, negative=False, readings=(), fault="amount")
    signs, fault = _beside(before, after, code)
    if fault and before[-1:] in _CAN_DIVIDE and before[-1:]:
        core, (signs, fault) = before[-1] + core, _beside(before[:-1], after, code)
    readings = _readings(core) if not fault and core.count("9") <= _MOST_DIGITS else ()
    return Parsed(shape, "-" in signs, readings, fault or ("" if readings else "amount"))


def _beside(before: str, after: str, code: str) -> tuple[str, str]:
    """Read what stands around the digits.

    Returns:
        The signs found, "-" or "+" each, and why it is refused: more than one sign, or words that are not known.
    """
    signs = []
    opened, head = _peel(folded(before), "(")
    closed, tail = _peel(folded(after), ")")
    if opened != closed:
        return "", "amount"
    signs += ["-"] * opened
    for words, first in ((head, True), (tail, False)):
        marks, rest = _peel_signs(words)
        found, known = _words(rest, code, first=first)
        if not known:
            strange = any(letter.isalpha() or unicodedata.category(letter) == "Sc" for letter in rest)
            return "", "currency" if strange else "amount"
        signs += [*marks, *found]
    return "".join(signs), "amount" if len(signs) > 1 else ""


def _peel(words: str, bracket: str) -> tuple[int, str]:
    """Take one bracket out."""
    count = words.count(bracket)
    return count, words.replace(bracket, " ", 1).strip() if count == 1 else words


def _peel_signs(words: str) -> tuple[list[str], str]:
    """Take signs off both ends."""
    found = []
    while words and (words[0] in _MINUS | _PLUS or words[-1] in _MINUS | _PLUS):
        at = 0 if words[0] in _MINUS | _PLUS else -1
        found.append("-" if words[at] in _MINUS else "+")
        words = (words[1:] if at == 0 else words[:-1]).strip()
    return found, words


def _words(words: str, code: str, *, first: bool) -> tuple[list[str], bool]:
    """Read currency and direction, in any order.

    Args:
        words: What stands on one side of the digits, in small letters, without signs.
        code: The own currency.
        first: Whether it stands before the digits. There a letter that is both is the currency's; behind, refused.

    Returns:
        The sign that a direction gives, and whether all words are known.
    """
    if not words:
        return [], True
    own = currency_signs(code)
    if words in own:
        return [], first or words not in DIRECTIONS
    if words in DIRECTIONS:
        return [DIRECTIONS[words]], True
    for direction, sign in DIRECTIONS.items():
        rest = words.removesuffix(f" {direction}") if words.endswith(f" {direction}") else ""
        rest = rest or (words.removeprefix(f"{direction} ") if words.startswith(f"{direction} ") else "")
        if rest in own:
            return [sign], True
    return [], False


def _readings(core: str) -> tuple[Reading, ...]:
    parts = _MARKS.split(core)
    runs, marks = parts[::2], parts[1::2]
    if any(set(run) - {"0", "9"} for run in runs):
        return ()
    if not marks:
        return (Reading(0, "", ""),)
    found = []
    if _grouped(runs, marks):
        found.append(Reading(0, "", marks[0]))
    last, others = marks[-1], marks[:-1]
    if last in _CAN_DIVIDE and last not in others and (not others or _grouped(runs[:-1], others)):
        found.append(Reading(len(runs[-1]), last, others[0] if others else ""))
    return tuple(found)


def _grouped(runs: list[str], marks: list[str]) -> bool:
    """Return whether one mark stands between groups of digits, and only there."""
    first, *between, last = map(len, runs)
    mark = marks[0]
    if set(marks) != {mark} or mark not in _CAN_GROUP or last != 3 or runs[0] == "0":
        return False
    if 1 <= first <= 3 and all(size == 3 for size in between):
        return True
    return mark in _INDIAN_MARKS and first in (1, 2) and bool(between) and all(size == 2 for size in between)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the amounts of a column prove: the marks that separate decimals, and those that group digits."""

    decimal: frozenset[str]
    groups: frozenset[str]


def _prove(parsed: Iterable[Parsed]) -> Proof:
    """Return what shapes with only one reading prove."""
    sure = [item.readings[0] for item in parsed if len(item.readings) == 1]
    return Proof(
        frozenset(reading.mark for reading in sure if reading.mark),
        frozenset(reading.groups for reading in sure if reading.groups),
    )


def _decided(parsed: Parsed, proof: Proof) -> Parsed:
    """Read an open shape as the column proves; one that stays open keeps both readings.

    A mark that separates decimals elsewhere in the column, or that is not the one which groups there, separates
    decimals here; and the other way round. Where both hold, or neither, nothing is decided.
    """
    if len(parsed.readings) < 2:
        return parsed
    grouping, dividing = parsed.readings
    mark = dividing.mark
    divides = mark in proof.decimal or bool(proof.groups - {mark})
    groups = mark in proof.groups or bool(proof.decimal - {mark})
    if divides == groups:
        return parsed
    return replace(parsed, readings=(dividing if divides else grouping,))


def settled(parsed: Sequence[Parsed], mark: str, sure: Iterable[Parsed] = ()) -> list[Parsed]:
    """Decide what is open in a column.

    Args:
        parsed: The shapes of the column.
        mark: The decimal mark that is set: what contradicts it, or stays open even so, is refused; or "auto".
        sure: Further shapes that prove a mark.

    Returns:
        The shapes with one reading each, refused, or, without a mark, still open.
    """
    if mark != "auto":
        parsed = [_following(item, mark) for item in parsed]
    proof = _prove([*parsed, *sure])
    found = [_decided(item, proof) for item in parsed]
    return found if mark == "auto" else [_refused(item) if len(item.readings) > 1 else item for item in found]


def _following(parsed: Parsed, mark: str) -> Parsed:
    """Keep the readings that go with a decimal mark; refuse a shape that has none."""
    fitting = tuple(
        reading for reading in parsed.readings if reading.mark in {"", mark, *_ARABIC} and reading.groups != mark
    )
    return replace(parsed, readings=fitting) if fitting or parsed.fault else _refused(parsed)


def _refused(parsed: Parsed) -> Parsed:
    return replace(parsed, readings=(), fault="amount")


def shown(shape: str) -> str:
    """Return a shape for a message: a currency's code or sign stays, other letters become `a`."""
    from babel.core import get_global

    text = shape.removeprefix(LONE_ZERO)
    text = " ".join((text.replace("9", "0", 1) if text != shape else text).translate(_UNSEEN).translate(_SAME).split())
    codes = get_global("all_currencies")

    def word(match: re.Match[str]) -> str:
        return match[0] if match[0] in codes else "a" * len(match[0])

    plain = re.sub(r"[^\W\d_]+", word, text)
    return plain[:_MOST_SHOWN] + ("…" if len(plain) > _MOST_SHOWN else "")
