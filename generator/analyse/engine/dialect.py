"""The queries in Spark's dialect: the same texts, transpiled, with DuckDB's reading of text and of spaces kept.

The texts are DuckDB's; what Spark means differently by the same word is spelled out here, in one place:

- `try_cast(text as integer or decimal)`: a plain number in ASCII digits, with an exponent and with underscores between
  digits as DuckDB takes them, rounded half away from zero; Spark's own cast takes digits of any script and no fraction.
  Only what no bank writes differs: 0x1F and 0b11 are no numbers here.
- `trim`: DuckDB takes off every Unicode space separator, Spark only the ASCII blank.

Imports sqlglot, which the extra `spark` brings; needs no Java.
"""

import unicodedata
from functools import cache

import sqlglot
from sqlglot import exp

#: What `trim` takes off.
_SPACES = "".join(chr(i) for i in range(0x10000) if unicodedata.category(chr(i)) == "Zs")
#: A number as DuckDB reads it from text.
_DIGITS = "[0-9]++(?:_[0-9]++)*+"
_NUMBER = rf"^[ \t-\r]*[+-]?(?:{_DIGITS}(?:[.](?:{_DIGITS})?)?|[.]{_DIGITS})(?:[eE][+-]?{_DIGITS})?[ \t-\r]*\z"
_EXACT = exp.DataType.build("decimal(38, 10)")


@cache
def to_spark(query: str) -> str:
    """Return a query of ours in Spark's dialect."""
    tree = sqlglot.parse_one(query, read="duckdb")
    # A replaced node is not entered again, so a trim inside a cast needs a turn of its own.
    return tree.transform(_trim).transform(_cast).sql(dialect="spark", pretty=True)


def _trim(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Trim) and not node.expression:
        return exp.Trim(this=node.this.transform(_trim), expression=exp.Literal.string(_SPACES), position="BOTH")
    return node


def _cast(node: exp.Expr) -> exp.Expr:
    """Guard the casts of text; a rounded value is a number already."""
    return _number(node) if isinstance(node, exp.TryCast) and not isinstance(node.this, exp.Round) else node


def _number(cast: exp.TryCast) -> exp.Expr:
    """Return `try_cast(text as …)` guarded by what a number is."""
    text, kind = cast.this, cast.to
    bare = exp.func("replace", text.copy(), exp.Literal.string("_"), exp.Literal.string(""))
    value: exp.Expr = _tried(bare, kind)
    if kind.is_type("int"):
        exact = _tried(bare, _EXACT.copy())
        value = _tried(exp.Round(this=exact, decimals=exp.Literal.number(0)), kind)
    return exp.Case(
        ifs=[exp.If(this=exp.RegexpLike(this=text.copy(), expression=exp.Literal.string(_NUMBER)), true=value)]
    )


def _tried(value: exp.Expr, kind: exp.DataType) -> exp.TryCast:
    return exp.TryCast(this=value, to=kind, safe=True)
