"""Amounts that no column holds by itself: quantity times price, and money spent beside money received in two columns.

Each way is tried on the sample before it is offered; the first one that gives amounts is the first answer offered.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from generator.analyse.computed import WHERE_UNREAD
from generator.analyse.doctor.counting import Counted
from generator.analyse.doctor.evidence.column import Column
from generator.analyse.doctor.evidence.fits import counted as counted_values
from generator.analyse.doctor.guesses import RoleGuess
from generator.analyse.doctor.two_sides import rows_with_money, two_sides
from generator.analyse.expressions.parse import name_of, parse
from generator.analyse.money import COLUMNS
from generator.analyse.values.title_units import unit_in

#: At or above this score, a title is that of an amount.
_AMOUNT = 0.5
_SHARE = 0.9
_QUANTITY = re.compile(r"[+-]?\d{1,5}(?:[.,]0+)?", re.ASCII)
_WHOLE = 0.98
_MOST_WAYS = 3
#: Conditions under which a row has money spent, the plainest first; the column of the other rows is blank or zero.
_SPENT = (
    "{0} is not null",
    "{0} <> '-'",
    "{0} > 0",
    "{0} < 0",
    "{0} <> 0",
    "coalesce({0}, 0) > 0",
    "coalesce({0}, 0) <> 0",
)

#: Counts the sample with a column, or an expression, of the amount and with a condition.
Count = Callable[[str, str], Counted | None]


@dataclass(frozen=True, slots=True)
class Proposed:
    """An amount that is proposed.

    Attributes:
        guess: The question.
        column: What its first answer gives; None if no answer could be tried.
        numbers: Titles of the columns from which that is computed.
    """

    guess: RoleGuess
    column: Column | None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Product:
    """A computed column, and the titles of its factors."""

    column: Column
    numbers: tuple[str, ...]


def propose_amount(guess: RoleGuess, columns: Sequence[Column], where: str, count: Count) -> Proposed:
    """Return the guess of the amount, with what other columns give if no column is the amount itself.

    Args:
        guess: The guess from single columns.
        columns: The columns that may be chosen.
        where: The setting.
        count: Tries an answer on the sample.
    """
    if guess.state in ("configured", "default"):
        return Proposed(guess, None)
    if sides := two_sides(columns):
        return _of_two_sides(sides, where, count)
    meant = [column for column in columns if column.title in (guess.column, *guess.alternatives)]
    if any(_is_amount(column, sure=guess.state == "guessed") for column in meant):
        return Proposed(guess, None)
    ways = list(islice(_products(columns, where, count), _MOST_WAYS))
    if not ways:
        return Proposed(guess, None)
    why = "no title says so; a quantity times the price of one piece gives an amount"
    guess = replace(
        guess,
        state="open",
        column="",
        evidence=(why,),
        alternatives=(*(way.column.title for way in ways), *guess.alternatives, *filter(None, [guess.column])),
        words=(*map(_tried_words, ways), *guess.words),
        tried=True,
    )
    return Proposed(guess, ways[0].column, ways[0].numbers)


def in_whole_units(guess: RoleGuess, titles: Collection[str], currency: str) -> RoleGuess:
    """Return the guess of a role of money with expressions for columns whose titles name another unit.

    Args:
        guess: The guess.
        titles: Titles of columns, in contrast to expressions.
        currency: Code of the currency; empty if it is not known.
    """
    if guess.role not in COLUMNS or guess.state not in ("guessed", "open"):
        return guess

    def whole(text: str) -> str:
        named = (text,) if text in titles else parse(f"columns.{guess.role}", text).columns
        unit = next(filter(None, (unit_in(title, currency) for title in named)), None)
        # What may mean two things is left to the build, which asks.
        sure = unit.ways if unit and len(unit.ways) == 1 else ()
        return f"{name_of(text) if text in titles else text} {sure[0]}" if sure else text

    if guess.state == "open":
        return replace(guess, alternatives=tuple(map(whole, guess.alternatives)))
    column = whole(guess.column)
    said = () if column == guess.column else ("its title names another unit",)
    return replace(guess, column=column, evidence=(*guess.evidence, *said))


def _is_amount(column: Column, *, sure: bool) -> bool:
    """Return whether a title says that it is the amount, and not the money of one piece."""
    amount = column.near["amount"].score
    return amount >= (column.near["price"].score if sure else _AMOUNT)


def _tried_words(way: _Product) -> str:
    return f"{counted_values(way.column.amounts.share, way.column)} are amounts"


def _products(columns: Sequence[Column], where: str, count: Count) -> Iterator[_Product]:
    """Yield each product of a quantity and a price that is an amount in most rows."""
    quantities = [column for column in columns if column.near["quantity"].says and column.share(_QUANTITY) >= _WHOLE]
    prices = [column for column in columns if column.near["price"].says and column.amounts.share >= _SHARE]
    prices.sort(key=lambda column: -column.near["price"].score)
    for quantity in quantities:
        for price in prices:
            if price.title == quantity.title:
                continue
            text = f"{name_of(quantity.title)} * {name_of(price.title)}"
            found = count(text, where)
            made = next((column for column in found.computed if column.title == text), None) if found else None
            if made and made.filled >= _SHARE and made.amounts.share >= _SHARE:
                yield _Product(made, (quantity.title, price.title))


def _of_two_sides(sides: tuple[Column, Column], where: str, count: Count) -> Proposed:
    why = f"`{sides[0].title}` and `{sides[1].title}` take turns, as money spent and money received do"
    found = [_counted_side(column, where, count) for column in sides]
    answers = [way for way, _ in found if way is not None]
    spent, received = (column.title for column in sides)
    if len(answers) < len(found):
        why += ". A build reads one column: name that of money spent, and leave out the rows without it with `where`"
        return Proposed(RoleGuess("amount", "open", "", 0.0, (why,), (spent, received)), None)
    why += ". Name that of money spent; the rows of the other one are left out"
    guess = RoleGuess("amount", "open", "", 0.0, (why,), (spent, received), with_each=tuple(answers), tried=True)
    return Proposed(guess, found[0][1])


def _counted_side(column: Column, where: str, count: Count) -> tuple[Mapping[str, str] | None, Column | None]:
    """Return the condition that keeps exactly the rows with an amount in a column, and the column of these rows."""
    having = len(rows_with_money(column))
    for form in _SPENT:
        spent = form.format(name_of(column.title))
        condition = f"({where}) and {spent}" if where.strip() else spent
        found = count("", condition)
        kept = next((item for item in found.columns if item.title == column.title), None) if found else None
        if found and kept and kept.rows == len(kept.values) == having and not found.left_out.get(WHERE_UNREAD):
            return {"where": condition}, kept
    return None, None
