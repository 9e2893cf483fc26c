"""How well the values of a column fit a role, with the evidence in words: counts and kinds, never a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.analyse.doctor.evidence.column import Column, names_both_sides
from generator.analyse.doctor.evidence.day_marks import DATES, NO_DATES, Dates

_MANY_ROWS = 100
_MOST_STATES = 120
#: At most this many different values in many rows are codes of something, not customers.
_FEW_IDS = 15


@dataclass(frozen=True, slots=True)
class Fit:
    """How well values fit a role.

    Attributes:
        share: From 0 (cannot be) to 1.
        words: The evidence.
        speaks: Whether the values alone say it, whatever the title.
    """

    share: float
    words: str = ""
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the columns of a sample together.

    Attributes:
        dates: Each column that holds dates, by title.
        matched: Share of the rows of a column whose place the gazetteer knows, by title.
        country: Name of that gazetteer.
    """

    dates: Mapping[str, Dates] = field(default_factory=dict)
    matched: Mapping[str, float] = field(default_factory=dict)
    country: str = ""


_NO = Fit(0.0)


def _several(column: Column, what: str) -> str:
    how_many = f"one {what}" if column.distinct == 1 else f"{column.distinct:,} different {what}s"
    return f"{how_many} in {len(column.values):,} rows"


def counted(share: float, column: Column) -> str:
    """Return "998 of 1,000 values", or "all 1,000 values"."""
    total = len(column.values)
    hits = round(share * total)
    return f"all {total:,} values" if hits == total else f"{hits:,} of {total:,} values"


def fit(role: str, column: Column, facts: Facts) -> Fit:
    """Return how well the values of a column fit a role."""
    if not column.values:
        return _NO
    return _FITS[role](column, facts)


def _date(column: Column, facts: Facts) -> Fit:
    found = facts.dates.get(column.title, NO_DATES)
    if not found.ways:
        return _NO
    words = f"{counted(found.share, column)} are dates"
    if found.of_births:
        return Fit(0.4 * found.share, f"{words}, spread over many years")
    return Fit(found.share, words, speaks=True)


def _birth_date(column: Column, facts: Facts) -> Fit:
    found = facts.dates.get(column.title, NO_DATES)
    if not found.share:
        return _NO
    words = f"{counted(found.share, column)} are dates"
    return Fit(found.share, f"{words} of many years") if found.of_births else Fit(0.3 * found.share, words)


def _is_date(column: Column, facts: Facts) -> bool:
    return facts.dates.get(column.title, NO_DATES).share >= DATES


def _time(column: Column, _: Facts) -> Fit:
    if column.clock >= 0.9:
        return Fit(column.clock, f"{counted(column.clock, column)} are times", speaks=True)
    if column.clock_numbers >= 0.95:
        return Fit(0.7, f"{counted(column.clock_numbers, column)} are times without a colon")
    return _NO


def _amount(column: Column, facts: Facts) -> Fit:
    found = column.amounts
    if found.share < 0.5 or (_is_date(column, facts) and not found.fractions):
        return _NO
    marks = {",": "a decimal comma", ".": "a decimal point"}
    how = " and ".join(marks[mark] for mark in found.decimal if mark in marks)
    words = f"{counted(found.share, column)} read as amounts" + (f" with {how}" if how else "")
    if column.ids > 0.9 and (set(found.signs) or column.unique) and not found.fractions:
        return Fit(0.2, words)
    if not found.fractions and not found.groups and column.few:
        return Fit(0.4 * found.share, words)
    return Fit(found.share * (1.0 if found.fractions or found.groups or found.signs else 0.8), words)


def _customer(column: Column, facts: Facts) -> Fit:
    if _is_date(column, facts) or column.clock > 0.9 or column.decimals > 0.2:
        return _NO
    repeats = len(column.values) - column.distinct
    words = _several(column, "value")
    if column.distinct < 3 and len(column.values) > _MANY_ROWS:
        return _NO
    if column.ids < 0.9:
        return Fit(0.35, f"{words}, but no ids") if column.names > 0.8 and column.distinct > 20 else _NO
    if column.distinct <= _FEW_IDS and len(column.values) > _MANY_ROWS:
        return Fit(0.3, words)
    if column.unique and len(column.values) > _MANY_ROWS:
        return Fit(0.6, f"ids, none repeated in {len(column.values):,} rows")
    return Fit(1.0, f"ids: {words}" if repeats else "ids")


def _transaction(column: Column, facts: Facts) -> Fit:
    if not column.unique or column.ids < 0.9 or _is_date(column, facts) or column.decimals:
        return _NO
    return Fit(1.0, f"ids, none repeated in {len(column.values):,} rows")


def _place(column: Column, facts: Facts) -> Fit:
    if column.names < 0.8 or _is_date(column, facts):
        return _NO
    words = _several(column, "name")
    matched = facts.matched.get(column.title, 0.0)
    if matched >= 0.6:
        return Fit(1.0, f"{words}; {matched:.0%} of the rows are places of {facts.country}", speaks=True)
    if column.distinct < 2 or column.distinct > 0.7 * len(column.values):
        return Fit(0.4, words)
    if max(map(len, column.counts)) <= 3 or column.debits or column.gender > 0.9:
        return Fit(0.2, words)
    return Fit(1.0, words)


def _state(column: Column, facts: Facts) -> Fit:
    if column.names < 0.8 or column.distinct > _MOST_STATES or _is_date(column, facts) or column.debits:
        return _NO
    if column.distinct < 2 or column.gender > 0.9 or column.currencies.total() > 0.9 * len(column.values):
        return _NO
    return Fit(1.0, _several(column, "name"))


def _gender(column: Column, _: Facts) -> Fit:
    if column.distinct > 8 or not column.few:
        return _NO
    if column.gender >= 0.9 and not {"M", "F", "m", "f"}.isdisjoint(column.counts):
        return Fit(1.0, "codes: " + shown_codes(column), speaks=column.distinct > 1)
    return Fit(0.9, "words for a gender") if column.gender >= 0.8 else Fit(0.3, "a few codes")


def _balance(column: Column, facts: Facts) -> Fit:
    found = column.amounts
    if found.share < 0.5 or (_is_date(column, facts) and not found.fractions):
        return _NO
    return Fit(found.share, f"{counted(found.share, column)} read as amounts")


def _direction(column: Column, _: Facts) -> Fit:
    if not column.few:
        return _NO
    if not (column.debits or column.directed):
        return Fit(0.3, "a few codes that are no known words") if names_both_sides(column.title) else _NO
    if not column.debits:
        return Fit(0.6 * column.directed, "words for money spent or received in longer texts")
    known = sum(column.counts[code] for code in (*column.debits, *column.credits)) / len(column.values)
    both = bool(column.debits and column.credits)
    return Fit(known if both else 0.6 * known, f"codes {shown_codes(column)}", speaks=both and known > 0.95)


def _currency(column: Column, _: Facts) -> Fit:
    share = column.currencies.total() / len(column.values)
    if share < 0.9:
        return _NO
    return Fit(share, f"currencies: {', '.join(code for code, _ in column.currencies.most_common(4))}", speaks=True)


def shown_codes(column: Column, most: int = 6) -> str:
    """Return the codes of a column that are known words, the most frequent first, and the number of all others."""
    found = column.known_codes[:most]
    more = column.distinct - len(found)
    return " and ".join(filter(None, (", ".join(found), f"{more} more" if more else "")))


_FITS = {
    "date": _date,
    "birth_date": _birth_date,
    "time": _time,
    "amount": _amount,
    "customer": _customer,
    "transaction": _transaction,
    "place": _place,
    "state": _state,
    "gender": _gender,
    "balance": _balance,
    "direction": _direction,
    "currency": _currency,
}
