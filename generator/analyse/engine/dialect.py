"""Transpiles the queries from DuckDB's dialect into Spark's, with the semantics of DuckDB for casts and `trim`.

Functions that mean something else in Spark are replaced here:

- `try_cast(text as integer or decimal)`: DuckDB accepts ASCII digits with an exponent and with underscores between
  digits, and rounds half away from zero; Spark accepts digits of any script, and no fraction. One difference remains,
  which no bank's file has: 0x1F and 0b11 are not numbers here.
- `hugeint`: 38 digits instead of 128 bits.
- `trim`: DuckDB removes every Unicode space separator, Spark only the ASCII blank.

Needs no Java.
"""

import unicodedata
from collections import Counter
from functools import cache

import sqlglot
from sqlglot import exp

#: Characters that `trim` removes.
_SPACES = "".join(chr(i) for i in range(0x10000) if unicodedata.category(chr(i)) == "Zs")
#: Pattern of a number that DuckDB parses from text.
_DIGITS = "[0-9]++(?:_[0-9]++)*+"
_NUMBER = rf"^[ \t-\r]*[+-]?(?:{_DIGITS}(?:[.](?:{_DIGITS})?)?|[.]{_DIGITS})(?:[eE][+-]?{_DIGITS})?[ \t-\r]*\z"
_EXACT = exp.DataType.build("decimal(38, 10)")
_WIDE = exp.DataType.build("decimal(38, 0)")


@cache
def to_spark(query: str) -> str:
    """Transpile a query into Spark's dialect, for printing."""
    return _sql(_tree(query))


@cache
def to_steps(query: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Transpile a query into Spark's dialect, for running: temporary tables (name, query), and the final query.

    A common table expression that is read more than once becomes a temporary table, because Spark would compute it each
    time. The others become subqueries, because Spark does not find its cached tables under a `with`.
    """
    tree = _tree(query)
    uses = Counter(table.name for table in tree.find_all(exp.Table))
    steps: list[tuple[str, str]] = []
    known: dict[str, exp.Expr] = {}

    def put_in(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and node.name in known:
            found = known[node.name].copy()
            return exp.alias_(found, node.alias_or_name, table=True)
        return node

    for part in tree.find_all(exp.CTE, bfs=False):
        body = part.this.transform(put_in)
        if uses[part.alias] > 1:
            steps.append((f"step_{part.alias}", _sql(body)))
            known[part.alias] = exp.to_table(f"step_{part.alias}")
        else:
            known[part.alias] = exp.Subquery(this=body)
    tree.set("with_", None)
    return tuple(steps), _sql(tree.transform(put_in))


def _tree(query: str) -> exp.Expr:
    # A replaced node is not visited again, so a trim inside a cast needs a separate pass.
    return sqlglot.parse_one(query, read="duckdb").transform(_trim).transform(_cast).transform(_wide)


def _sql(tree: exp.Expr) -> str:
    return tree.sql(dialect="spark", pretty=True)


def _trim(node: exp.Expr) -> exp.Expr:
    """Remove all Unicode spaces; ASCII text (as many bytes as characters) uses the plain `trim`, which is faster."""
    if not isinstance(node, exp.Trim) or node.expression:
        return node
    text = node.this.transform(_trim)
    plain = exp.EQ(this=exp.func("octet_length", text.copy()), expression=exp.func("length", text.copy()))
    every = exp.Trim(this=text.copy(), expression=exp.Literal.string(_SPACES), position="BOTH")
    return exp.Case(ifs=[exp.If(this=plain, true=exp.Trim(this=text.copy()))], default=every)


def _wide(node: exp.Expr) -> exp.Expr:
    """Replace 128-bit integers, which Spark lacks, by decimals of 38 digits."""
    return _WIDE.copy() if isinstance(node, exp.DataType) and node.is_type("int128") else node


def _cast(node: exp.Expr) -> exp.Expr:
    """Guard casts of text; a rounded value is already a number."""
    return _number(node) if isinstance(node, exp.TryCast) and not isinstance(node.this, exp.Round) else node


def _number(cast: exp.TryCast) -> exp.Expr:
    """Return `try_cast(text as …)`, guarded by the pattern of a number."""
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
