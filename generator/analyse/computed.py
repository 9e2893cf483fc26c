"""Rows left out and computed columns: makes `raw` of what was read, before anything is cleaned.

Columns in arithmetic, or compared with a number, go through the grammar of amounts first, all in one decision about
decimal marks. A computed amount becomes a plain number in text, so that cleaning reads it like any other. A row whose
condition cannot be decided, because a number in it is missing or cannot be read, is rejected by a reason of its own:
leaving it out in silence could hide half of a file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.analyse import money
from generator.analyse.engine.base import TEXT_COLUMN, Engine
from generator.analyse.engine.files import RoomError
from generator.analyse.expressions import compared, exact
from generator.analyse.expressions.exact import Exact, TooWideError
from generator.analyse.expressions.kinds import number_columns, typed
from generator.analyse.expressions.spell import Speller
from generator.analyse.expressions.tree import Expression, Node
from generator.analyse.money import Shapes
from generator.analyse.queries import literals, query
from generator.analyse.reading.source import Source
from generator.analyse.values import numerals
from generator.analyse.values.missing_words import OF_TOOLS
from generator.errors import QualityError, SourceError
from generator.settings.settings import Settings

#: Roles whose expressions are numbers.
NUMERIC = ("amount", "balance")
#: Rows that `where` leaves out, and those that it cannot decide.
WHERE, WHERE_UNREAD = "where", "where_unread"
#: A number with more digits before or after its point is none.
_MOST_DIGITS = 18
_SIMPLER = "Write a simpler expression."
#: Stands for a balance that cannot be computed.
_UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Staged:
    """Result of the stage.

    Attributes:
        left_out: Count of rows by reason.
        shapes: As of `money.read_shapes`; None where they are still to be read.
        notes: Texts in `where` that no row has, or that rows have in other capitals.
    """

    left_out: Mapping[str, int] = field(default_factory=dict)
    shapes: Shapes | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """The typed expressions of a source.

    Attributes:
        source: The source.
        roles: Expression and tree by computed role.
        where: Expression and tree of the condition.
        numbers: Inputs that are read as numbers, and the role that each serves: amount, balance, or another or none.
    """

    source: Source
    roles: Mapping[str, tuple[Expression, Node]]
    where: tuple[Expression, Node] | None
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Digits:
    """The most digits that the numbers of a column have before and after their points."""

    whole: int
    decimals: int


def compute(engine: Engine, source: Source, settings: Settings, types: Mapping[str, str]) -> Staged:
    """Make `raw`, with computed columns and without the rows that `where` leaves out.

    Args:
        engine: Holds the rows in `given`, or in `raw` if there is nothing to compute.
        source: The source.
        settings: The settings.
        types: As for `money.expressions`.

    Raises:
        ConfigError: An expression has parts of the wrong kind, or its result may be too wide.
        QualityError: Numbers can be read in two ways, or the expression is too complex for the engine.
        SourceError: The engine stopped: a file is damaged, or there is no more memory or room on the disk.
    """
    if not source.computed and not source.where:
        return Staged()
    plan = _planned(source)
    shapes = money.read_shapes(engine, source, settings, types, "given", plan.numbers) if plan.numbers else None
    engine.view("inputs", query("inputs", **_inputs(plan, settings, types)))
    decimals = money.decimals_of(settings.currency)
    try:
        digits = _digits(engine, plan)
        # What is read several times is computed once; a comparison of texts costs less than a copy of the rows.
        store = engine.create if plan.numbers or plan.roles else engine.view
        store("marked", query("computed", **_computed(plan, digits, decimals)))
        engine.view("raw", f"select {', '.join(_columns(source))}, location from marked where left_out is null")
        notes = _notes(engine, plan)
        counts = dict(engine.rows("select left_out, count(*) from marked where left_out is not null group by 1"))
    except RecursionError as error:
        # Translating for Spark recurses into each part of a query.
        raise QualityError(f"The engine cannot compute {_names(plan)}.", _SIMPLER) from error
    except RoomError:
        raise
    except SourceError as error:
        hint = " ".join(filter(None, (error.hint, f"If that is no help: {_SIMPLER.lower()}")))
        raise type(error)(f"{error.message} This was while it computed {_names(plan)}.", hint) from error
    if plan.numbers or plan.roles:
        engine.drop("raw_rows")
    return Staged(counts, shapes, notes)


def _notes(engine: Engine, plan: _Plan) -> tuple[str, ...]:
    """Return notes on texts of the condition that are compared with a column: a typing error leaves out too much."""
    pairs = compared.pairs(plan.where[1]) if plan.where else ()
    if not plan.where or not pairs:
        return ()
    sums = compared.counts(Speller(plan.where[0], _texts(plan.source), {}), pairs)
    [found] = engine.rows(f"select {', '.join(sums)} from inputs")
    return compared.notes(pairs, found)


def unread_rows(engine: Engine, source: Source) -> list[tuple[int, str]]:
    """Return the location and reason of each row that `where` cannot decide."""
    if not source.where:
        return []
    found = engine.rows(f"select location, left_out from marked where left_out = '{WHERE_UNREAD}'")
    return [(location, reason) for location, reason in found]


def printed(source: Source, settings: Settings) -> dict[str, dict[str, str]]:
    """Return the placeholders of each query of this stage before a row is read: widths are an example."""
    if not source.computed and not source.where:
        return {}
    plan = _planned(source)
    decimals = money.decimals_of(settings.currency)
    digits = dict.fromkeys(plan.numbers, _Digits(9, decimals))
    return {
        "inputs": _inputs(plan, settings, money.unread_types(source)),
        "computed": _computed(plan, digits, decimals),
    }


def _planned(source: Source) -> _Plan:
    roles = {
        role: (expression, typed(expression, "number" if role in NUMERIC else "text"))
        for role, expression in source.computed.items()
    }
    where = (source.where, typed(source.where, "condition")) if source.where else None
    used: dict[str, str] = {}
    for role, (_, tree) in [*roles.items(), *([("", where)] if where else [])]:
        for title in number_columns(tree):
            name = f"input_{source.inputs.index(title)}"
            used[name] = role if role in NUMERIC and used.get(name) != "amount" else used.get(name, "")
    return _Plan(source, roles, where, used)


def number_titles(source: Source) -> tuple[str, ...]:
    """Return the columns that its expressions read as numbers, as they name them."""
    return tuple(source.inputs[int(name.removeprefix("input_"))] for name in _planned(source).numbers)


def _expressions(plan: _Plan) -> list[tuple[Expression, Node]]:
    return [*plan.roles.values(), *([plan.where] if plan.where else [])]


def _names(plan: _Plan) -> str:
    return " and ".join(expression.owner for expression, _ in _expressions(plan))


def _inputs(plan: _Plan, settings: Settings, types: Mapping[str, str]) -> dict[str, str]:
    """Return the placeholders of `sql/inputs.sql`."""
    texts = [f"trim(coalesce(input_{i}, '')) as text_input_{i}" for i in range(len(plan.source.inputs))]
    read = {name: numerals.plain_text(name, settings.decimal, types[name]) for name in plan.numbers}
    joins = [f"left join amount_shapes as {name}_shapes on shape_{name} = {name}_shapes.shape" for name in read]
    numbers = []
    for name, spelled in read.items():
        missing = f"upper(text_{name}) in ({literals(OF_TOOLS)})"
        numbers += [
            f"case when not {missing} then {spelled['number']} end as number_{name}",
            f"({missing}) as missing_{name}",
        ]
    return {
        "texts": _listed(texts),
        "shapes": _listed(f"{spelled['shape']} as shape_{name}" for name, spelled in read.items()),
        "numbers": _listed(numbers),
        "joins": "\n    ".join(joins),
        "sizes": _listed(part for name in read for part in _sizes(name)),
    }


def _listed(parts: Iterable[str]) -> str:
    return "".join(f",\n        {part}" for part in parts)


def _sizes(name: str) -> tuple[str, str]:
    """Return SQL of the digits before and after the point of a plain number, as powers of ten move it."""
    number = f"number_{name}"
    power = f"coalesce(try_cast(regexp_extract({number}, '[eE]([+-]?[0-9]+)$', 1) as integer), 0)"
    whole = f"length(regexp_extract({number}, '^[+-]?0*([0-9]*)', 1))"
    decimals = f"length(regexp_extract({number}, '[.]([0-9]*[1-9])', 1))"
    return (
        f"greatest({whole} + {power}, 1) as whole_{name}",
        f"greatest({decimals} - {power}, 0) as decimals_{name}",
    )


def _digits(engine: Engine, plan: _Plan) -> dict[str, _Digits]:
    """Return the most digits of each column that is read as numbers."""
    if not plan.numbers:
        return {}
    sizes = ("whole", "decimals")
    most = [f"max(case when {_fits(name)} then {size}_{name} end)" for name in plan.numbers for size in sizes]
    [found] = engine.rows(f"select {', '.join(most)} from inputs")
    pairs = zip(plan.numbers, found[::2], found[1::2], strict=True)
    return {name: _Digits(int(whole or 1), int(decimals or 0)) for name, whole, decimals in pairs}


def _fits(name: str) -> str:
    return f"whole_{name} <= {_MOST_DIGITS} and decimals_{name} <= {_MOST_DIGITS}"


def _computed(plan: _Plan, digits: Mapping[str, _Digits], decimals: int) -> dict[str, str]:
    """Return the placeholders of `sql/computed.sql`."""
    source = plan.source
    wholes = []
    numbers: dict[str, Exact] = {}
    for name in plan.numbers:
        width, behind = digits[name].whole + digits[name].decimals, digits[name].decimals
        most = 10**width - 1
        cast = f"cast(try_cast(number_{name} as decimal({width}, {behind})) as varchar)"
        kind = "bigint" if most < exact.NARROW else "hugeint"
        wholes.append(f"case when {_fits(name)} then cast(replace({cast}, '.', '') as {kind}) end as exact_{name}")
        title = source.inputs[int(name.removeprefix("input_"))]
        unread = f"(exact_{name} is null and not missing_{name})"
        numbers[title] = Exact(f"exact_{name}", most, behind, unread)
    texts = _texts(source)
    amounts, roles = [], []
    for role, column in TEXT_COLUMN.items():
        if role not in plan.roles:
            roles.append(column)
            continue
        expression, tree = plan.roles[role]
        speller = Speller(expression, texts, numbers)
        if role in NUMERIC:
            number = speller.number(tree)
            amounts.append(f"{_smallest(expression, number, decimals)} as computed_{role}")
            text = _as_text(f"computed_{role}", decimals)
            if role == "balance":
                # A missing balance is no fault; one that cannot be computed is.
                amounts.append(f"{exact.given(number)} as given_{role}")
                text = f"coalesce({text}, case when given_{role} then '{_UNREADABLE}' end)"
            roles.append(f"{text} as {column}")
        else:
            roles.append(f"{speller.text(tree)} as {column}")
    left_out = "cast(null as varchar)"
    if plan.where:
        condition = Speller(plan.where[0], texts, numbers).condition(plan.where[1])
        left_out = f"case when {condition} then null when not {condition} then '{WHERE}' else '{WHERE_UNREAD}' end"
    others = _columns(source)[len(TEXT_COLUMN) :]
    return {
        "exact": _listed(wholes),
        "amounts": _listed(amounts),
        "roles": "".join(f"{role},\n    " for role in roles).rstrip(),
        "others": "".join(f"{name}, " for name in others),
        "left_out": left_out,
    }


def _texts(source: Source) -> dict[str, str]:
    return {title: f"text_input_{i}" for i, title in enumerate(source.inputs)}


def _smallest(expression: Expression, number: Exact, decimals: int) -> str:
    try:
        return exact.smallest(number, decimals)
    except TooWideError as error:
        raise expression.refuse(error.message, error.hint or "") from error


def _as_text(money: str, decimals: int) -> str:
    """Return SQL that writes money, a whole number of its smallest unit, as a plain number with all decimals."""
    sign = f"case when {money} < 0 then '-' else '' end"
    cents = f"lpad(cast(abs({money}) % {10**decimals} as varchar), {decimals}, '0')"
    return f"case when {money} is not null then concat({sign}, abs({money}) // {10**decimals}, '.', {cents}) end"


def _columns(source: Source) -> list[str]:
    """Return the columns of `raw` without the location."""
    extras = [f"extra_{i}" for i in range(len(source.extra))]
    statuses = [f"input_{len(source.inputs) + i}" for i in range(len(source.statuses))]
    return [*TEXT_COLUMN.values(), *extras, *statuses]
