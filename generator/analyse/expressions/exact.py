"""Exact arithmetic in SQL: fractions of whole numbers, whose sizes are known before a row is computed.

An engine's own decimals round products, and divide by way of floats. Here a number is `sql` ÷ (10^scale × `divisor`):
all three are whole, and the largest value of each follows from the digits of the columns, so that nothing overflows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.errors import AtlasError

#: What a 64-bit integer holds with room to spare, and what both engines' widest integers hold.
NARROW = 1 << 62
_WIDEST = 10**38 - 1
_LARGEST_QUOTIENT = 9 * 10**18


class TooWideError(AtlasError):
    """A result may have more digits than the engines' widest integers."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A number: `sql` ÷ (10^scale × `divisor`); null where it is missing or cannot be read.

    Attributes:
        sql: SQL of a whole number.
        most: Its largest size.
        scale: Power of ten by which it is divided.
        unread: SQL of the condition that a text is no number; "false" for never.
        divisor: SQL of a whole number above zero; empty for one.
        most_divisor: Its largest size.
    """

    sql: str
    most: int
    scale: int = 0
    unread: str = "false"
    divisor: str = ""
    most_divisor: int = 1


def constant(value: Decimal) -> Exact:
    """Return a number of the expression."""
    scale = max(0, -int(value.as_tuple().exponent))
    whole = int(value.scaleb(scale))
    return Exact(f"cast({whole} as bigint)", max(1, abs(whole)), scale)


def either(*conditions: str) -> str:
    """Return SQL of the condition that one of several holds."""
    found = [condition for condition in dict.fromkeys(conditions) if condition != "false"]
    return found[0] if len(found) == 1 else f"({' or '.join(found)})" if found else "false"


def _times(sql: str, most: int, factor: str, most_factor: int) -> tuple[str, int]:
    """Return a product and its largest size."""
    if factor in ("", "1"):
        return sql, most
    total = most * most_factor
    _require(total)
    return f"({_widened(sql, total)} * {factor})", total


def _widened(sql: str, total: int) -> str:
    """Return SQL in the wide type if a result needs it: 128 bits, or 38 digits in Spark."""
    return sql if total < NARROW else f"cast({sql} as hugeint)"


def _require(total: int) -> None:
    if total > _WIDEST:
        raise TooWideError("it may have more than 38 digits", "Round a column that has many, such as round(Price, 4).")


def _aligned(numbers: Sequence[Exact]) -> list[Exact]:
    """Return the numbers with one scale."""
    scale = max(number.scale for number in numbers)
    found = []
    for number in numbers:
        factor = 10 ** (scale - number.scale)
        sql, most = _times(number.sql, number.most, str(factor), factor)
        found.append(replace(number, sql=sql, most=most, scale=scale))
    return found


def _crossed(one: Exact, two: Exact) -> tuple[Exact, Exact]:
    """Return two numbers with one scale and one divisor."""
    one, two = _aligned((one, two))
    if one.divisor == two.divisor:
        return one, two
    first, first_most = _times(one.sql, one.most, two.divisor, two.most_divisor)
    second, second_most = _times(two.sql, two.most, one.divisor, one.most_divisor)
    divisor, most = two.divisor, two.most_divisor
    if one.divisor:
        divisor, most = _times(one.divisor, one.most_divisor, two.divisor, two.most_divisor)
    return (
        replace(one, sql=first, most=first_most, divisor=divisor, most_divisor=most),
        replace(two, sql=second, most=second_most, divisor=divisor, most_divisor=most),
    )


def plus(one: Exact, two: Exact, sign: str = "+") -> Exact:
    """Return the sum, or with the sign - the difference."""
    unread = either(one.unread, two.unread)
    one, two = _crossed(one, two)
    total = one.most + two.most
    _require(total)
    return replace(one, sql=f"({_widened(one.sql, total)} {sign} {two.sql})", most=total, unread=unread)


def times(one: Exact, two: Exact) -> Exact:
    """Return the product."""
    sql, most = _times(one.sql, one.most, two.sql, two.most)
    divisor, most_divisor = one.divisor or two.divisor, one.most_divisor * two.most_divisor
    if one.divisor and two.divisor:
        divisor, most_divisor = _times(one.divisor, one.most_divisor, two.divisor, two.most_divisor)
    return Exact(sql, most, one.scale + two.scale, either(one.unread, two.unread), divisor, most_divisor)


def over(one: Exact, two: Exact) -> Exact:
    """Return the quotient, null where the divisor is zero."""
    factor = 10**two.scale
    sql, most = _times(*_times(one.sql, one.most, two.divisor, two.most_divisor), str(factor), factor)
    size, most_size = f"nullif(abs({two.sql}), 0)", two.most
    if one.divisor:
        size, most_size = _times(one.divisor, one.most_divisor, size, most_size)
    signed = f"case when {two.sql} < 0 then -{sql} when {two.sql} > 0 then {sql} end"
    return Exact(f"({signed})", most, one.scale, either(one.unread, two.unread), size, most_size)


def negated(one: Exact) -> Exact:
    """Return the number with the other sign."""
    return replace(one, sql=f"(-{one.sql})")


def absolute(one: Exact) -> Exact:
    """Return the size."""
    return replace(one, sql=f"abs({one.sql})")


def compared(one: Exact, sign: str, two: Exact) -> str:
    """Return SQL of a comparison, null where one of the two is."""
    one, two = _crossed(one, two)
    return f"({one.sql} {sign} {two.sql})"


def rounded(one: Exact, places: int) -> Exact:
    """Return the number with so many decimals, half away from zero."""
    if not one.divisor and one.scale <= places:
        return one
    sql, most = _quotient(one, places)
    if most >= _LARGEST_QUOTIENT:
        raise TooWideError("a rounded number may have more than 18 digits", "Round to fewer decimals.")
    return Exact(sql, most, places, one.unread)


def smallest(one: Exact, decimals: int) -> str:
    """Return SQL of the number in units of its last decimal, half away from zero; null beyond 64 bits."""
    return _quotient(one, decimals)[0]


def given(one: Exact) -> str:
    """Return SQL of the condition that a number is not missing, whether or not it can be read."""
    there = " and ".join(f"{sql} is not null" for sql in (one.sql, one.divisor) if sql)
    return either(one.unread, f"({there})")


def _quotient(one: Exact, places: int) -> tuple[str, int]:
    """Return the number × 10^places as the nearest whole number, and its largest size."""
    up = 10 ** max(0, places - one.scale)
    down = 10 ** max(0, one.scale - places)
    above, most = _times(one.sql, one.most, str(up), up)
    below, most_below = (str(down), down) if not one.divisor else _times(
        one.divisor, one.most_divisor, str(down), down
    )  # fmt: skip
    largest = most // down + 1
    if below == "1":
        nearest = above
    else:
        total = 2 * most + most_below
        _require(total)
        nearest = f"(({_widened(f'abs({above})', total)} * 2 + {below}) // ({_widened(below, total)} * 2))"
        nearest = f"case when {above} < 0 then -{nearest} else {nearest} end"
    if largest >= _LARGEST_QUOTIENT:
        # Compared as floats: which of the amounts within a billionth of this limit are beyond it matters to nobody.
        size = f"abs(cast({above} as double)) / cast({below} as double)"
        nearest = f"case when {size} < {_LARGEST_QUOTIENT} then cast({nearest} as bigint) end"
    return f"({nearest})", largest


def first_known(numbers: Sequence[Exact]) -> Exact:
    """Return the first number that is not missing; one that cannot be read is not passed over."""
    found = numbers[-1]
    for number in reversed(numbers[:-1]):
        known = f"({number.sql} is not null or {number.unread})"
        later = f"({number.sql} is null and {found.unread})" if found.unread != "false" else "false"
        chosen = _chosen(number, found, f"case when {known} then ", " else ")
        found = replace(chosen, unread=either(number.unread, later))
    return found


def _chosen(one: Exact, two: Exact, before: str, between: str) -> Exact:
    """Return one of two numbers; SQL stands before the first and between them."""
    one, two = _aligned((one, two))
    divisor = one.divisor
    if one.divisor != two.divisor:
        divisors = (item.divisor or "cast(1 as bigint)" for item in (one, two))
        divisor = f"({before}{between.join(divisors)} end)"
    return Exact(
        sql=f"({before}{one.sql}{between}{two.sql} end)",
        most=max(one.most, two.most),
        scale=one.scale,
        divisor=divisor,
        most_divisor=max(one.most_divisor, two.most_divisor),
    )


def unless_equal(one: Exact, two: Exact) -> Exact:
    """Return the first number, missing where the two are equal."""
    equal = compared(one, "=", two)
    sql = f"(case when {equal} or {two.unread} then null else {one.sql} end)"
    return replace(one, sql=sql, unread=either(one.unread, two.unread))


def by_case(conditions: Sequence[str], numbers: Sequence[Exact]) -> Exact:
    """Return the number of the first condition that holds, or the last one.

    A condition that is null, because a number in it is missing or cannot be read, leaves open which holds: the result
    cannot be read then.
    """
    found = numbers[-1]
    for condition, number in zip(reversed(conditions), reversed(numbers[: len(conditions)]), strict=True):
        unread = f"(case when {condition} then {number.unread} when not {condition} then {found.unread} else true end)"
        chosen = _chosen(number, found, f"case when {condition} then ", f" when not {condition} then ")
        found = replace(chosen, unread=unread)
    return found


#: A number that is missing.
MISSING = Exact("cast(null as bigint)", 1)
