"""What the values of one column look like, whatever its title: numbers, dates, times, ids, names or codes."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.analyse.doctor.evidence import money_marks
from generator.analyse.doctor.evidence.money_marks import Amounts
from generator.analyse.doctor.evidence.title_words import Near, nearness
from generator.analyse.rows import customer_words
from generator.analyse.values.code_words import SIDES, codes, currencies_of, fold_letters, kinds_of, names_currency

_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?([.,]\d+)?\s*([AaPp]\.?[Mm]\.?)?", re.ASCII)
#: An id: no blanks, one digit at least, no decimals.
_ID = re.compile(r"(?=.*\d)[\w/#:+*-]+(?:\.0)?|\d{1,3}(?:[.-]\d{2,4})+[-/]?\d{0,4}|[\w.+-]+@[\w.-]+")
_PLAIN_DECIMALS = re.compile(r"[+-]?\d*[.,]\d{1,4}", re.ASCII)
_WHOLE = re.compile(r"\d+", re.ASCII)
_PLUS_MINUS = frozenset("+-\u2212\uff0b\uff0d")
_WORDS = re.compile(r"[^\W\d_]+")
#: Titles of columns of such words that are no words themselves.
_BOTH_SIDES = frozenset({
    "dc", "cd", "drcr", "crdr", "ba", "sign", "signe", "signo", "segno", "sinal", "znak", "isaret", "vorzeichen",
})  # fmt: skip
#: At or above this nearness, a title says what a column is.
_SAYS = 0.5
_MOST_CODES = 40
_LONGEST_CODE = 32


@dataclass(frozen=True)
class Column:
    """A column of the sample.

    Attributes:
        title: Its name.
        rows: Rows of the sample.
        values: What stands in them, without blanks around it and without missing values.
        numeric: Whether its type is a number, as a Parquet file has it.
        gaps: Positions of the rows without a value.
    """

    title: str
    rows: int
    values: tuple[str, ...]
    numeric: bool = False
    gaps: frozenset[int] = frozenset()

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each value occurs."""
        return Counter(self.values)

    @property
    def filled(self) -> float:
        """Share of the rows that have a value."""
        return len(self.values) / self.rows if self.rows else 0.0

    @property
    def distinct(self) -> int:
        """Number of different values."""
        return len(self.counts)

    @property
    def unique(self) -> bool:
        """Whether almost no value occurs twice, and almost none is missing."""
        return bool(self.values) and self.distinct >= 0.99 * len(self.values) and self.filled >= 0.99

    @cached_property
    def near(self) -> dict[str, Near]:
        """How near its title is to each role."""
        return dict(nearness(self.title))

    @cached_property
    def amounts(self) -> Amounts:
        """Its values, read as amounts of any currency."""
        return money_marks.read(self.counts, numeric=self.numeric)

    def share(self, pattern: re.Pattern[str]) -> float:
        """Return the share of the values that a pattern covers."""
        return self._share(lambda value: bool(pattern.fullmatch(value)))

    def _share(self, has: Callable[[str], bool]) -> float:
        hits = sum(n for value, n in self.counts.items() if has(value))
        return hits / len(self.values) if self.values else 0.0

    @cached_property
    def ids(self) -> float:
        """Share of the values that look like ids."""
        return 0.0 if self.decimals > 0.2 else self.share(_ID)

    @cached_property
    def decimals(self) -> float:
        """Share of the values that are plain numbers with decimals; `17850.0` is none."""
        return self._share(lambda value: bool(_PLAIN_DECIMALS.fullmatch(value)) and not value.endswith(".0"))

    @cached_property
    def whole(self) -> float:
        """Share of the values that are digits only."""
        return self.share(_WHOLE)

    @cached_property
    def names(self) -> float:
        """Share of the values that are words: mostly letters, and short."""
        return self._share(_is_name)

    @cached_property
    def clock(self) -> float:
        """Share of the values that are times with a colon."""
        return self.share(_TIME)

    @cached_property
    def clock_numbers(self) -> float:
        """Share of the values that are times written as numbers, such as 143207."""
        return self._share(lambda value: bool(_WHOLE.fullmatch(value)) and _is_clock(value))

    @property
    def few(self) -> bool:
        """Whether it holds a few codes or words again and again."""
        most = max(2, min(_MOST_CODES, len(self.values) // 4))
        return 0 < self.distinct <= most and all(len(value) <= _LONGEST_CODE for value in self.counts)

    @cached_property
    def gender(self) -> float:
        """Share of the values that are words for a gender."""
        known = codes("gender")
        return self._share(lambda value: fold_letters(value) in known)

    @property
    def known_codes(self) -> tuple[str, ...]:
        """Values that are nothing but a word of the lists of codes, the most frequent first: no values of a customer.

        Any other value of a column of codes may be a name that got there by mistake, and is not shown.
        """
        return tuple(value for value, _ in self.counts.most_common() if kinds_of(value))

    @cached_property
    def directed(self) -> float:
        """Share of the values that have a word for money spent or received in them."""
        return self._share(lambda value: bool(side_in(value)))

    @cached_property
    def debits(self) -> tuple[str, ...]:
        """Codes that mean money spent, the most frequent first."""
        return tuple(value for value, _ in self.counts.most_common() if side_of(value) == "debit")

    @cached_property
    def credits(self) -> tuple[str, ...]:
        """Codes that mean money received."""
        return tuple(value for value, _ in self.counts.most_common() if side_of(value) == "credit")

    @cached_property
    def currencies(self) -> Counter[str]:
        """How often each currency occurs, by code or by a sign; letters such as TL count under a title that says so."""
        titled = self.near["currency"].score >= _SAYS
        found: Counter[str] = Counter()
        for value, n in self.counts.items():
            if (titled or names_currency(value)) and (meant := currencies_of(value)):
                found[meant[0]] += n
        return found


def make_column(title: str, values: Sequence[str | None], *, numeric: bool) -> Column:
    """Return a column of a sample from its texts."""
    tidy = [" ".join((value or "").split()) for value in values]
    missing = customer_words.missing_words()
    # In a column of nothing but signs a minus says something.
    signs = len({*tidy} - {""}) > 1 and _PLUS_MINUS.issuperset({*tidy} - {""})
    spoken = {value for value in {*tidy} if (signs and value) or (value and names_currency(value))}
    gaps = frozenset(
        i for i, value in enumerate(tidy) if value not in spoken and customer_words.fold_word(value) in missing
    )
    return Column(title, len(values), tuple(v for i, v in enumerate(tidy) if i not in gaps), numeric, gaps)


def side_of(code: str) -> str:
    """Return "debit" or "credit" for a code of a direction; empty if all of it is no such word, or one that says both.

    A word in a longer text is none: the text may be a name.
    """
    sides = SIDES & kinds_of(code)
    return next(iter(sides)) if len(sides) == 1 else ""


def side_in(text: str) -> str:
    """Return "debit" or "credit" for a title, or a longer text, by the first word in it that says one of them."""
    words = (word for word in _WORDS.findall(fold_letters(text)) if len(word) > 1)
    return next(filter(None, map(side_of, (text, *words))), "")


def names_both_sides(title: str) -> bool:
    """Return whether a title names money spent and money received, as "D/C" and "Soll/Haben" do."""
    words = _WORDS.findall(fold_letters(title))
    return "".join(words) in _BOTH_SIDES or {"debit", "credit"} <= set(map(side_of, words))


def _is_name(value: str) -> bool:
    letters = sum(char.isalpha() or char in " -'’./()," or not char.isascii() for char in value)
    return 2 <= len(value) <= 60 and letters >= 0.85 * len(value) and any(char.isalpha() for char in value)


def _is_clock(value: str) -> bool:
    number = int(value) if len(value) <= 6 else -1
    return 0 <= number <= 235959 and number // 100 % 100 < 60 and number % 100 < 60
