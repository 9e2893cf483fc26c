"""Amounts and balances in the engine: which are plain numbers, which shapes the others have, and what a column decides.

Money is a whole number of the currency's smallest unit: hundredths, or thousandths where it has three decimals. The
engine casts a plain number itself, half away from zero. Of all others it hands over the distinct shapes;
`values/amounts.py` parses these, and the table `amount_shapes` says how each is spelled as a plain number.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from babel.numbers import get_currency_precision

from generator.analyse.engine.base import Engine, Loaded
from generator.analyse.expressions.parse import name_of
from generator.analyse.queries import literals, query
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.source import Source
from generator.analyse.values import amounts, numerals
from generator.analyse.values.amounts import Parsed
from generator.analyse.values.code_words import names_of_currency
from generator.errors import QualityError
from generator.settings.assignments import sets
from generator.settings.settings import Settings

#: Stands for every plain number with a point, all of which prove it.
_POINT = "9.99"
#: Roles of money.
COLUMNS = ("amount", "balance")
#: How spreadsheets write a number that does not fit its cell: at most five decimals, two digits of the power.
_ROUNDED = re.compile(r"[+-]?\d(?:[.,](\d{1,5}))?E\+(\d{2})", re.ASCII)
#: Also of a currency without decimals: some files have them, and their sums stay exact.
_LEAST_DECIMALS = 2

#: At most this many shapes are shown as examples.
_EXAMPLES = 3


def decimals_of(currency: str) -> int:
    """Return the decimals that amounts of a currency keep."""
    return max(_LEAST_DECIMALS, get_currency_precision(currency))


def unit_of(currency: str) -> int:
    """Return how many of the whole numbers that stand for money are one unit of a currency: 100, or 1000."""
    return int(10 ** decimals_of(currency))


def _currencies(settings: Settings) -> str:
    """Return SQL of what a column of currencies may say of the own one, in capitals; it may say nothing."""
    return literals(sorted({"", *names_of_currency(settings.currency)}))


def expressions(settings: Settings, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the expressions that read amounts and balances in `sql/clean.sql`.

    Args:
        settings: The settings.
        typed: Per column a condition, in SQL, for rows whose file holds it as numbers and not as text.
    """
    found = {"currencies": _currencies(settings)}
    decimals = decimals_of(settings.currency)
    for name in COLUMNS:
        text = f"{name}_text"
        sure = numerals.sure(text, settings.decimal, typed[name])
        found |= {
            f"{name}_paise": numerals.smallest(text, sure, decimals),
            f"{name}_latin": numerals.latin(text),
            f"{name}_shape": numerals.shape(text, f"{name}_latin"),
            f"{name}_digits": numerals.digits(f"{name}_latin"),
            f"{name}_rounded": numerals.rounded(text, f"{name}_digits", sure, f"{name}_shapes", decimals),
            f"{name}_written": numerals.spelled(f"{name}_digits", f"{name}_shapes", decimals),
        }
    return found


def shape_expressions(name: str, settings: Settings, typed: Mapping[str, str], rows: str = "raw") -> dict[str, str]:
    """Return the expressions of `sql/amount_shapes.sql` and `sql/point.sql` for amount, balance or `input_i`."""
    return {
        "rows": rows,
        "column": f"{name}_text" if name in COLUMNS else name,
        "plain": numerals.sure("text", settings.decimal, typed[name]),
        "latin": numerals.latin("text"),
        "shape": numerals.shape("text", "latin"),
        "typed": typed[name],
        "currencies": _currencies(settings),
    }


def typed_rows(source: Source, loaded: Iterable[Loaded]) -> dict[str, str]:
    """Return, per column, the condition for rows whose file holds numbers: their mark is a point by their type."""
    places = {item.file.path: f"location between {item.start} and {item.stop - 1}" for item in loaded}
    found = {}
    for name in _names(source):
        files = [file for file in source.files if _is_number(name, file, source)]
        rows = " or ".join(places[file.path] for file in files)
        found[name] = "false" if not files else "true" if len(files) == len(source.files) else f"({rows})"
    return found


def unread_types(source: Source) -> dict[str, str]:
    """Return the same before any row is read: a parameter where files differ."""
    found = {}
    for name in _names(source):
        kinds = {_is_number(name, file, source) for file in source.files}
        found[name] = str(kinds == {True}).lower() if len(kinds) == 1 else f"$typed_{name}"
    return found


def _names(source: Source) -> tuple[str, ...]:
    """Return the columns that may be read as numbers."""
    return (*COLUMNS, *(f"input_{i}" for i in range(len(source.inputs))))


def _is_number(name: str, file: SourceFile, source: Source) -> bool:
    """Return whether a file holds a column as numbers; what is computed is one."""
    if name in COLUMNS:
        return name in source.computed or file.roles.get(name) in file.numbers
    return file.inputs.get(source.inputs[int(name.removeprefix("input_"))]) in file.numbers


@dataclass(frozen=True, slots=True)
class Shapes:
    """How amounts and balances are written that are refused: by column and reason, up to three shapes each."""

    amount: Mapping[str, tuple[str, ...]]
    balance: Mapping[str, tuple[str, ...]]


def require_exact(engine: Engine, source: Source) -> None:
    """Stop if a spreadsheet has rounded amounts: it writes 1234567.89 as 1.23E+06.

    Programs that write a power of ten write all digits, so that fewer decimals than the power has are lost ones.

    Raises:
        QualityError: How many there are, and what to do.
    """
    if "amount" in source.computed:
        return
    texts = engine.rows("select trim(amount_text), count(*) from raw where amount_text like '%E+%' group by 1")
    lost = sum(n for text, n in texts if (found := _ROUNDED.fullmatch(text)) and len(found[1] or "") < int(found[2]))
    if not lost:
        return
    file = source.files[0]
    same = sets({"columns.amount": f"{name_of(file.roles['amount'])} * 1"})
    raise QualityError(
        f"Amounts written with a power of ten, such as 9.99E+99: {lost}; a spreadsheet has rounded them, so that sums "
        "would be wrong.",
        f"Export the file again without opening it in a spreadsheet. To take them as they are written: {same}",
    )


def rounding_notes(currency: str, rows: Mapping[str, int]) -> list[str]:
    """Note how many rows, by role, have more decimals than are kept."""
    kept = decimals_of(currency)
    return [
        f"Rows whose {name} has more than {kept} decimals, and was rounded to {kept}: {n}."
        for name, n in rows.items()
        if n
    ]


def read_shapes(
    engine: Engine,
    source: Source,
    settings: Settings,
    typed: Mapping[str, str],
    rows: str = "raw",
    inputs: Mapping[str, str] = MappingProxyType({}),
) -> Shapes:
    """Make the table `amount_shapes`: one row for each distinct shape of an amount or balance that is no plain number.

    Args:
        engine: Holds the rows.
        source: The source.
        settings: The settings.
        typed: As for `expressions`.
        rows: Table of the rows.
        inputs: Columns that expressions read as numbers, and the role that is computed from each.

    Raises:
        QualityError: A shape can be read in two ways, and neither the column nor a setting decides.
    """
    found = _parsed(engine, source, settings, typed, rows, inputs)
    if open_ones := [item for item in found.parsed if len(item.readings) > 1]:
        raise _undecided(open_ones, [*found.parsed, *found.sure], sum(found.counts.values(), Counter()))
    parts = [
        (item.shape, "-" if item.negative else "", item.readings[0].decimals if item.readings else None, item.fault)
        for item in found.parsed
    ]
    engine.register(
        "amount_shapes", {"shape": "varchar", "sign": "varchar", "decimals": "integer", "fault": "varchar"}, parts
    )
    return Shapes(*(_refused_shapes(found, name, inputs) for name in COLUMNS))


def refused(engine: Engine, source: Source, settings: Settings, typed: Mapping[str, str], name: str) -> int:
    """Return how many rows have an amount, or a balance, that these settings do not read: refused or open."""
    found = _parsed(engine, source, settings, typed)
    counts = found.counts.get(name, Counter())
    return found.bare[name] + sum(counts[item.shape] for item in found.parsed if len(item.readings) != 1)


def shapes_of(
    engine: Engine, settings: Settings, typed: Mapping[str, str], name: str, rows: str = "raw"
) -> Counter[str]:
    """Return the distinct shapes of a column that are no plain numbers, and how many rows have each."""
    found = engine.rows(query("amount_shapes", **shape_expressions(name, settings, typed, rows)))
    return Counter(dict(found))


@dataclass(frozen=True, slots=True)
class _Found:
    """Shapes of the columns.

    Attributes:
        counts: Rows by shape, for each column that the source has.
        bare: Rows whose text has no digit or is too long, by column.
        parsed: The shapes, read as far as column and settings decide.
        sure: What plain numbers prove.
    """

    counts: Mapping[str, Counter[str]]
    bare: Mapping[str, int]
    parsed: list[Parsed]
    sure: list[Parsed]


def _parsed(
    engine: Engine,
    source: Source,
    settings: Settings,
    typed: Mapping[str, str],
    rows: str = "raw",
    inputs: Iterable[str] = (),
) -> _Found:
    names = [*(name for name in COLUMNS if name in source.roles and name not in source.computed), *inputs]
    counts = {name: shapes_of(engine, settings, typed, name, rows) for name in names}
    # A text without a shape comes as null.
    bare = {name: sum(n for shape, n in found.items() if not shape) for name, found in counts.items()}
    counts = {name: Counter({shape: n for shape, n in found.items() if shape}) for name, found in counts.items()}
    parsed = [amounts.parse(shape, settings.currency) for shape in sorted(set().union(*counts.values()))]
    sure = []
    if settings.decimal == "auto" and any(len(item.readings) > 1 for item in parsed):
        filled = [shape_expressions(name, settings, typed, rows) for name in names]
        plain = any(engine.rows(query("point", **values)) for values in filled)
        sure = [amounts.parse(_POINT, settings.currency)] * plain
    return _Found(counts, bare, amounts.settled(parsed, settings.decimal, sure), sure)


def _refused_shapes(found: _Found, role: str, inputs: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return how refused texts of a role, or of the columns that it is computed from, are written."""
    columns = [name for name in found.counts if inputs.get(name, name) == role]
    counts = sum((found.counts[name] for name in columns), Counter())
    faults: dict[str, list[Parsed]] = {}
    for item in found.parsed:
        if item.fault and item.shape in counts:
            faults.setdefault(item.fault, []).append(item)
    return {fault: _examples(items, counts) for fault, items in faults.items()}


def _examples(parsed: Iterable[Parsed], counts: Counter[str]) -> tuple[str, ...]:
    """Return up to three shapes, the most frequent first."""
    by_size = sorted(parsed, key=lambda item: (-counts[item.shape], item.shape))
    return tuple(dict.fromkeys(amounts.shown(item.shape) for item in by_size))[:_EXAMPLES]


def _undecided(open_ones: list[Parsed], parsed: list[Parsed], counts: Counter[str]) -> QualityError:
    rows = sum(counts[item.shape] for item in open_ones)
    first = max(open_ones, key=lambda item: counts[item.shape])
    mark = first.readings[1].mark
    shape = amounts.shown(first.shape)
    other = "," if mark == "." else "."
    sure = {
        m: [p for p in parsed if len(p.readings) == 1 and m in (p.readings[0].mark, p.readings[0].groups)]
        for m in (".", ",")
    }
    why = "no other amount decides"
    if all(sure.values()):
        shown = ", ".join(_examples((p for found in sure.values() for p in found), counts))
        why = f"other amounts disagree ({shown})"
    grouped = shape.replace(mark, "", 1)
    return QualityError(
        f"Amounts or balances that can be read in two ways: {rows}, and {why}. They are written as "
        f"{', '.join(_examples(open_ones, counts))} (9 is a digit). Is {shape} the whole number {grouped}, "
        f"or {shape.partition(mark)[0]} and three decimals?",
        f"Say which mark separates decimals: --set 'decimal=\"{other}\"' reads {grouped}, "
        f"--set 'decimal=\"{mark}\"' reads three decimals.",
    )
