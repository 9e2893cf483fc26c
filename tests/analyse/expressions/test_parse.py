"""What may stand in an expression, and that everything else is refused by a message that names it."""

from decimal import Decimal

import pytest

from generator.analyse.expressions.kinds import typed
from generator.analyse.expressions.parse import LONGEST, could_be_expression, parse, quoted_title
from generator.analyse.expressions.tree import Call, Column, Node, Number, Text
from generator.errors import ConfigError

A, B, C = Column("a"), Column("b"), Column("c")


def call(name: str, *operands: Node) -> Call:
    return Call(name, operands)


def number(text: str) -> Number:
    return Number(Decimal(text))


def test_brackets_side_by_side_are_not_nested() -> None:
    assert len(parse("where", " + ".join(f"abs(a{i})" for i in range(22)) + " > 0").columns) == 22
    with pytest.raises(ConfigError, match="nested too deeply"):
        parse("where", ")" * 30 + "(" * 30 + "a = 1")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Status = 'Success'", call("=", Column("Status"), Text("Success"))),
        ("a + b * c - 1.50", call("-", call("+", A, call("*", B, C)), number("1.50"))),
        ("-a * b", call("*", call("negate", A), B)),
        ("a - b - c", call("-", call("-", A, B), C)),
        ("a / b / c", call("/", call("/", A, B), C)),
        ('"Unit Price" || \'-\'', call("concat", Column("Unit Price"), Text("-"))),
        ('"say ""a""" = \'it\'\'s\'', call("=", Column('say "a"'), Text("it's"))),
        ("a = 'x' or b = 'y' and not c = 'z'",
         call("or", call("=", A, Text("x")),
              call("and", call("=", B, Text("y")), call("not", call("=", C, Text("z")))))),
        ("a not in ('x', 'y')", call("not", call("in", A, Text("x"), Text("y")))),
        ("a between 1 and 2", call("and", call(">=", A, number("1")), call("<=", A, number("2")))),
        ("a is not null", call("not", call("is null", A))),
        ("case a when 'x' then b end", call("case", call("=", A, Text("x")), B)),
        ("substring(upper(a), 1, 2) like 'x_%'",
         call("like", call("substr", call("upper", A), number("1"), number("2")), Text("x_%"))),
        ("Größe = 1", call("=", Column("Größe"), number("1"))),
    ],
)  # fmt: skip
def test_is_a_tree_of_what_is_allowed(text: str, tree: Node) -> None:
    assert parse("where", text).root == tree


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a = 1; drop table raw", "; is not allowed"),
        ("a = 1 -- and b = 2", "-- begins a comment"),
        ("a /* b */ = 1", "/* begins a comment"),
        ("a = (select b from raw)", "a query (select) is not allowed"),
        ("a in (select b from raw)", "a query (select) is not allowed"),
        ("exists (select 1)", "exists is not allowed"),
        ("a = 1 union select 1", "no expression"),
        ("a = 1) or (1 = 1", "no expression"),
        ("a, b", "no expression"),
        ("a b", "no expression"),
        ("", "no expression"),
        ("read_csv('/etc/passwd')", "read_csv is not allowed"),
        ("getenv('HOME')", "getenv is not allowed"),
        ("system('id')", "system is not allowed"),
        ("glob('*')", "glob is not allowed"),
        ("count(*) > 1", "count is not allowed"),
        ("sum(a) over ()", "a window is not allowed"),
        ("lower(a) over ()", "a window is not allowed"),
        ("columns('a')", "columns is not allowed"),
        ("current_user = 'x'", "current_user is not allowed"),
        ("a = $b", "$ is not allowed"),
        ("a = ?", "? is not allowed"),
        ("a = :b", ": is not allowed"),
        ("a = @b", "@ is not allowed"),
        ("a = $$x$$", "$ is not allowed"),
        ("a = E'x'", "an operator or a comma is missing before '"),
        ("a in ('x' 'y')", "an operator or a comma is missing before '"),
        ("a = ‘x’", "‘ is no quotation mark here"),
        ("a = “x”", "“ is no quotation mark here"),
        ("`a` = 1", "` is no quotation mark here"),
        ("a = 'x", "(') is not closed"),
        ('"a = 1', '(") is not closed'),
        ("a = 'x\u202ey'", "characters that cannot be printed"),
        ("a = 'x\0'", "characters that cannot be printed"),
        ("a::int = 1", ": is not allowed"),
        ("cast(a as int) = 1", "a type is not allowed"),
        ("a.b = 1", "a point between names is not allowed"),
        ("a = null", "nothing is equal to null"),
        ("a = true", "true or false is not allowed"),
        ("a is true", "only null and not null"),
        ("ltrim(a) = 'x'", "this form of trim is not allowed"),
        ("a like 'x' escape '!'", "escape is not allowed"),
        ("a ilike 'x'", "ilike is not allowed"),
        ("a % 2 = 1", "% is not allowed"),
        ("a[1] = 'x'", "[ is not allowed"),
        ("1e3 = a", "a number has at most"),
        ("1234567890123456789 = a", "a number has at most"),
        ("(" * 10_000 + "a" + ")" * 10_000, f"more than {LONGEST} characters"),
        ("(" * 400 + "a" + ")" * 400, "nested too deeply"),
        ("not " * 240 + "a = 1", "nested too deeply"),
        ("- " * 400 + "a", "nested too deeply"),
        ("case when " * 90 + "a", "nested too deeply"),
        (" or ".join(["a = 1"] * 27), "nested too deeply"),
    ],
)
def test_all_else_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse("where", text)
    assert named in error.value.message
    assert len(error.value.message) < 400


def test_the_hint_lists_what_is_allowed() -> None:
    with pytest.raises(ConfigError) as error:
        parse("columns.amount", "sqrt(a)")
    assert error.value.message == "columns.amount = 'sqrt(a)': sqrt is not allowed."
    assert "functions abs, coalesce, concat" in (error.value.hint or "")


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("a", "condition", "the column a is no condition"),
        ("a + 1", "condition", "is a number where a condition is needed"),
        ("a = 'x'", "number", "is a condition where a number is needed"),
        ("a || b", "number", "is a text where a number is needed"),
        ("a + 'x'", "number", "'x' is a text where a number is needed"),
        ("a = b", "condition", "may compare numbers or texts"),
        ("a <> coalesce(b, c)", "condition", "may compare numbers or texts"),
        ("a > '2024-01-01'", "condition", "orders texts"),
        ("a in (1, 'x')", "condition", "numbers beside texts"),
        ("case when a = 'x' then 1 else 'y' end", "number", "numbers beside texts"),
        ("(a = 'x') = (b = 'y')", "condition", "compares conditions"),
        ("round(a, b)", "number", "whole numbers from 0 to 9"),
        ("substr(a, 0)", "text", "whole numbers from 1"),
        ("replace(a, '', 'x')", "text", "needs a text"),
        ("a like b", "condition", "needs a text"),
        ("a like 'x\\%'", "condition", "no backslash"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused(text: str, wanted: str, why: str) -> None:
    with pytest.raises(ConfigError) as error:
        typed(parse("where", text), wanted)  # type: ignore[arg-type]
    assert why in error.value.message


def test_a_title_is_told_from_an_expression() -> None:
    for title in ("TransactionAmount (INR)", "CustLocation", "Amount", "Betrag €", "Preis in %", "case", "abs"):
        assert not could_be_expression(title), title
    for text in ("Unit-Price", "a*b", "'x'", '"Unit-Price"', "abs(a)", "CASE WHEN a = 'x' THEN b END"):
        assert could_be_expression(text), text
    assert quoted_title(' "Unit-Price" ') == "Unit-Price"
    assert quoted_title('"a" - "b"') is None
    assert quoted_title('"say ""a"""') == 'say "a"'
