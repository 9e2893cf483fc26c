"""Text → tree. sqlglot reads SQL's grammar; of its nodes, those on a short list are taken, and all others refused."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from generator.analyse.expressions.tree import ALLOWED, Call, Column, Expression, Node, Number, Text, refused
from generator.errors import ConfigError

if TYPE_CHECKING:
    from sqlglot import exp

LONGEST = 1000
#: Brackets in brackets, and steps from the root of a tree to a column: engines parse deeper ones by recursion too.
_MOST_BRACKETS = 20
_DEEPEST = 25
_MOST_DIGITS = 18

#: A text, a name in double quotes, or what is between them.
_PARTS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[^'\"]+|.", re.DOTALL)
_SIGNS = frozenset("+-*/|<>=!(),. \t\n\r")
_COMMENT = re.compile(r"--|/\*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_TYPOGRAPHIC = frozenset("‘’‚‛“”„‟«»‹›`´′″")
_FUNCTIONS = "abs|coalesce|concat|left|lower|nullif|replace|right|round|substr(?:ing)?|trim|upper"
_COULD_BE = re.compile(rf"[-+*/|'\"<>=]|\bcase\s+\S|\b(?:{_FUNCTIONS})\s*\(", re.IGNORECASE)


def could_be_expression(text: str) -> bool:
    """Return whether a text may be more than the title of a column; cheap, and rather too often true."""
    return bool(_COULD_BE.search(text))


def quoted_title(text: str) -> str | None:
    """Return the title that a text consists of, written in double quotes; else None."""
    found = re.fullmatch(r'\s*"((?:[^"]|"")+)"\s*', text)
    return found[1].replace('""', '"') if found else None


def name_of(title: str) -> str:
    """Return a column as an expression names it: in double quotes, unless its title is one plain word."""
    if re.fullmatch(r"[^\W\d]\w*", title):
        with suppress(ConfigError):
            if parse("where", f"{title} = ''").columns == (title,):
                return title
    return '"' + title.replace('"', '""') + '"'


@cache
def parse(owner: str, text: str) -> Expression:
    """Parse an expression.

    Args:
        owner: The setting that holds it, for messages.
        text: The expression.

    Raises:
        ConfigError: It is not one, or it has a part that is not allowed: which, and what is.
    """
    _require_plain(owner, text)
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        found = sqlglot.parse_one(text, read="duckdb", into=exp.Condition)
    except SqlglotError as error:
        raise refused(
            owner,
            text,
            "this is no expression",
            f"Put names with blanks or signs in double quotes. Allowed: {ALLOWED}.",
        ) from error
    except RecursionError as error:
        raise _too_deep(owner, text) from error
    root = _Converter(owner, text).node(found, 0)
    return Expression(owner, text, root)


def _require_plain(owner: str, text: str) -> None:
    """Refuse characters that no expression needs, before any parser sees them."""
    if len(text) > LONGEST:
        raise refused(owner, text, f"it has more than {LONGEST} characters")
    brackets = 0
    before = ""
    for part in _PARTS.findall(text):
        if part.isspace():
            continue
        if part in ("'", '"'):
            raise refused(owner, text, f"a quotation mark ({part}) is not closed")
        if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\t\r\n" for char in part):
            raise refused(owner, text, "it has characters that cannot be printed")
        if part[0] in "'\"":
            # E'…' is another kind of text, and two texts side by side are one in SQL: a comma may have been forgotten.
            if before and (before[-1].isalnum() or before[-1] in "_'\""):
                raise refused(owner, text, f"an operator or a comma is missing before {part[0]}", _QUOTES)
        else:
            _require_signs(owner, text, part)
            for char in part:
                brackets = max(0, brackets + (char == "(") - (char == ")"))
                if brackets > _MOST_BRACKETS:
                    raise _too_deep(owner, text)
        before = part


_QUOTES = "Text goes in 'single quotes', a column's name in \"double quotes\"; a quote inside is doubled."


def _require_signs(owner: str, text: str, part: str) -> None:
    if found := _COMMENT.search(part):
        raise refused(
            owner, text, f"{found[0]} begins a comment, which is not allowed", "Write a - (-1) with brackets."
        )
    for char in part:
        if char in _TYPOGRAPHIC:
            raise refused(owner, text, f"{char} is no quotation mark here", _QUOTES)
        if not (char.isalnum() or char in _SIGNS or char == "_" or unicodedata.category(char)[0] in "MZ"):
            hint = f"Put names that hold it in double quotes. Allowed: {ALLOWED}."
            raise refused(owner, text, f"{char} is not allowed outside of quotes", hint)


def _too_deep(owner: str, text: str) -> ConfigError:
    return refused(owner, text, "it is nested too deeply", "Write it with fewer brackets, or with `in`.")


class _Converter:
    """Takes over the nodes on the list, with the arguments on the list."""

    def __init__(self, owner: str, text: str) -> None:
        self._owner = owner
        self._text = text

    def node(self, found: "exp.Expr", depth: int) -> Node:
        """Return the tree of a node."""
        if depth > _DEEPEST:
            raise _too_deep(self._owner, self._text)
        kinds = _kinds()
        kind = kinds.get(type(found).__name__)
        if kind is None or found.comments:
            raise self.refuse(found)
        allowed, make = kind
        for name, value in found.args.items():
            if name not in allowed and value not in (None, [], False):
                raise self.refuse(value if name == "query" else found)
        return make(self, found, depth + 1)

    def nodes(self, found: "Sequence[exp.Expr]", depth: int) -> tuple[Node, ...]:
        """Return the trees of several nodes."""
        return tuple(self.node(item, depth) for item in found)

    def refuse(self, found: "exp.Expr") -> ConfigError:
        """Return the error that names a part which is not allowed."""
        from sqlglot import exp

        name = type(found).__name__
        what = _WORDS.get(name, name.lower())
        if isinstance(found, exp.Func) and name not in _WORDS:
            what = (found.name if isinstance(found, exp.Anonymous) else found.sql_name()).lower()
        if name in _kinds():
            what = "a point between names" if name == "Column" else f"this form of {what}"
        hint = f"Put names that hold brackets, blanks or points in double quotes. Allowed: {ALLOWED}."
        return refused(self._owner, self._text, f"{what} is not allowed", hint)

    def refuse_as(self, why: str, hint: str = "") -> ConfigError:
        """Return the error with a reason of its own."""
        return refused(self._owner, self._text, why, hint)


_WORDS = {
    "Select": "a query (select)", "Subquery": "a query (select)", "Placeholder": "a parameter", "Null": "null",
    "Boolean": "true or false", "Cast": "a type", "Window": "a window", "Star": "*", "Tuple": "a list in brackets",
}  # fmt: skip

_Make = Callable[[_Converter, "exp.Expr", int], Node]


def _column(_convert: _Converter, found: "exp.Expr", _depth: int) -> Node:
    return Column(found.name)


def _literal(convert: _Converter, found: "exp.Expr", _depth: int) -> Node:
    if found.is_string:
        return Text(found.name)
    if not _NUMBER.fullmatch(found.name) or len(found.name) > _MOST_DIGITS:
        raise convert.refuse_as(f"a number has at most {_MOST_DIGITS - 1} digits and one decimal point")
    return Number(Decimal(found.name))


def _inner(convert: _Converter, found: "exp.Expr", depth: int) -> Node:
    return convert.node(found.this, depth - 1)


def _operator(name: str, *arguments: str) -> _Make:
    def make(convert: _Converter, found: "exp.Expr", depth: int) -> Node:
        operands: list[exp.Expr] = []
        for argument in arguments:
            value = found.args.get(argument)
            operands += value if isinstance(value, list) else [] if value is None else [value]
        call = Call(name, convert.nodes(operands, depth))
        return Call("not", (call,)) if found.args.get("negate") else call

    return make


def _is_null(convert: _Converter, found: "exp.Expr", depth: int) -> Node:
    if type(found.expression).__name__ != "Null":
        raise convert.refuse_as(
            "after `is` only null and not null are allowed", "Write = 'true' for a column of words."
        )
    return Call("is null", (convert.node(found.this, depth),))


def _between(convert: _Converter, found: "exp.Expr", depth: int) -> Node:
    value, low, high = convert.nodes([found.this, found.args["low"], found.args["high"]], depth)
    call = Call("and", (Call(">=", (value, low)), Call("<=", (value, high))))
    return Call("not", (call,)) if found.args.get("negate") else call


def _case(convert: _Converter, found: "exp.Expr", depth: int) -> Node:
    subject = convert.node(found.this, depth) if found.this else None
    operands: list[Node] = []
    for branch in found.args["ifs"]:
        condition, value = convert.nodes([branch.this, branch.args["true"]], depth)
        operands += [Call("=", (subject, condition)) if subject else condition, value]
    if default := found.args.get("default"):
        operands.append(convert.node(default, depth))
    return Call("case", tuple(operands))


def _compared_with_null(name: str) -> _Make:
    plain = _operator(name, "this", "expression")

    def make(convert: _Converter, found: "exp.Expr", depth: int) -> Node:
        if "Null" in (type(found.this).__name__, type(found.expression).__name__):
            raise convert.refuse_as("nothing is equal to null", "Write `is null` or `is not null`.")
        return plain(convert, found, depth)

    return make


@cache
def _kinds() -> dict[str, tuple[frozenset[str], _Make]]:
    """Return, by the name of sqlglot's node, the arguments that are allowed and how it is taken over."""
    two = ("this", "expression")
    binary = {"And": "and", "Or": "or", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">=", "Add": "+", "Sub": "-",
              "Mul": "*", "Div": "/", "DPipe": "concat", "Nullif": "nullif"}  # fmt: skip
    one = {"Not": "not", "Neg": "negate", "Upper": "upper", "Lower": "lower", "Trim": "trim", "Abs": "abs"}
    found: dict[str, tuple[tuple[str, ...], _Make]] = {
        "Column": (("this",), _column),
        "Literal": (("this", "is_string"), _literal),
        "Paren": (("this",), _inner),
        **{node: (two, _operator(name, *two)) for node, name in binary.items()},
        **{node: (("this",), _operator(name, "this")) for node, name in one.items()},
        "EQ": (two, _compared_with_null("=")),
        "NEQ": (two, _compared_with_null("<>")),
        "Is": ((*two, "negate"), _is_null),
        "In": (("this", "expressions", "negate"), _operator("in", "this", "expressions")),
        "Between": (("this", "low", "high", "negate"), _between),
        "Like": ((*two, "negate"), _operator("like", *two)),
        "Case": (("this", "ifs", "default"), _case),
        "Concat": (("expressions", "safe", "coalesce"), _operator("concat", "expressions")),
        "Coalesce": (("this", "expressions"), _operator("coalesce", "this", "expressions")),
        "Round": (("this", "decimals"), _operator("round", "this", "decimals")),
        "Substring": (("this", "start", "length"), _operator("substr", "this", "start", "length")),
        "Left": (two, _operator("left", *two)),
        "Right": (two, _operator("right", *two)),
        "Replace": (("this", "expression", "replacement"), _operator("replace", "this", "expression", "replacement")),
    }
    # How sqlglot's own generator would spell a node is no part of its meaning.
    style = {"safe", "typed"}
    return {node: (frozenset({*allowed, *style}), make) for node, (allowed, make) in found.items()}
