"""Numerals as SQL: which texts are plain numbers, the shape of all others, and how each is read."""

from generator.analyse.queries import literal
from generator.analyse.values import amounts

_POWER = "[eE][+-]?[0-9]{1,3}"
#: Plain numbers by decimal mark. Three digits behind a point may be a group, unless a power of ten follows.
_PLAIN = {
    ",": rf"^[+-]?[0-9]+({_POWER})?$",
    ".": rf"^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)({_POWER})?$",
    "auto": rf"^[+-]?([0-9]+([.]([0-9]{{0,2}}|[0-9]{{4,}}))?|[.][0-9]+|([0-9]+[.]?[0-9]*|[.][0-9]+){_POWER})$",
}

#: So many decimals more than are kept are no trace of a binary fraction.
_MORE_DECIMALS = 4


def sure(text: str, mark: str, typed: str) -> str:
    """Return the condition for a text that may be cast as it stands: no mark in it can have another meaning."""
    plain = f"regexp_matches({text}, '{_PLAIN[mark]}')"
    return {"false": plain, "true": "true"}.get(typed, f"({typed} or {plain})")


def _cast(text: str, digits: int, decimals: int) -> str:
    return f"try_cast({text} as decimal({digits}, {decimals}))"


def smallest(text: str, sure: str, decimals: int) -> str:
    """Return SQL that reads a plain number in its smallest unit: most fit 64 bits, others pay for wider arithmetic."""
    narrow = _cast(text, 16, decimals)
    return (
        f"case when {text} = '' or not ({sure}) then null when {narrow} is not null "
        f"then try_cast(round({narrow} * {10**decimals}, 0) as bigint) else {_wide(text, decimals)} end"
    )


def _wide(text: str, decimals: int) -> str:
    return f"try_cast(round({_cast(text, 24, decimals)} * {10**decimals}, 0) as bigint)"


def latin(text: str) -> str:
    """Return SQL of a text with our digits for those of other scripts."""
    foreign, ours = amounts.digits()
    return (
        f"case when regexp_matches({text}, '[^ -~]') then translate({text}, {literal(foreign)}, {literal(ours)}) "
        f"else {text} end"
    )


def digits(latin: str) -> str:
    """Return SQL of the digits of a text in our digits."""
    return f"regexp_replace({latin}, '[^0-9]', '', 'g')"


def shape(text: str, latin: str) -> str:
    """Return SQL for the shape of a text, null where it has no digit or is too long; `latin` has it in our digits."""
    nines = f"regexp_replace({latin}, '[0-9]', '9', 'g')"
    return (
        f"case when {text} = '' or length({text}) >= {amounts.LONGEST} or not regexp_matches({latin}, '[0-9]') "
        "then null "
        f"when regexp_matches({latin}, '^[^0-9]*0[^0-9]') then concat({literal(amounts.LONE_ZERO)}, {nines}) "
        f"else {nines} end"
    )


def spelled(digits: str, shapes: str, decimals: int) -> str:
    """Return SQL that reads the digits of a text of a known shape, in the smallest unit."""
    return f"case when {shapes}.decimals is not null then {_wide(_point_form(digits, shapes), decimals)} end"


def rounded(text: str, digits: str, sure: str, shapes: str, decimals: int) -> str:
    """Return the condition for a text of more decimals than are kept, if these are not zero.

    Far behind the point are the traces of binary fractions, such as 0.30000000000000004, which are no decimals.
    """
    exact = (
        f"try_cast(case when {sure} then {text} when {shapes}.decimals > {decimals} "
        f"then {_point_form(digits, shapes)} end as decimal(30, {decimals + _MORE_DECIMALS}))"
    )
    # Most texts are short behind their mark, which is seen faster.
    return (
        f"case when not regexp_matches({text}, '[.\u060c\u066b,].{{{decimals + 1}}}|[eE]') then false "
        f"else coalesce({exact} <> round({exact}, {decimals}), false) end"
    )


def _point_form(digits: str, shapes: str) -> str:
    """Return SQL of the digits of a text, with a point before the decimals."""
    whole = f"length({digits}) - {shapes}.decimals"
    return f"concat({shapes}.sign, substr({digits}, 1, {whole}), '.', substr({digits}, {whole} + 1))"


def plain_text(name: str, mark: str, typed: str) -> dict[str, str]:
    """Return SQL that reads the trimmed text of an input as a plain number, in text: `shape`, then `number`."""
    text, shapes, known = f"text_{name}", f"{name}_shapes", f"{name}_shapes.decimals is not null"
    plain = sure(text, mark, typed)
    return {
        "shape": f"case when not ({plain}) then {shape(text, latin(text))} end",
        "number": f"case when {plain} then {text} when {known} then {_point_form(digits(latin(text)), shapes)} end",
    }
