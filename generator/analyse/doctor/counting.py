"""Rows of the sample that count, and its computed columns: what the settings make of it before anything is cleaned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.analyse import computed, money
from generator.analyse.doctor.evidence.column import Column, make_column
from generator.analyse.doctor.guesses import SettingGuess
from generator.analyse.doctor.sample import Sample
from generator.analyse.engine.base import TEXT_COLUMN, Engine
from generator.analyse.engine.choose import open_engine
from generator.analyse.expressions.parse import quoted_title
from generator.analyse.reading.formulas import formulas_of
from generator.analyse.reading.source import Source
from generator.analyse.reading.titles import fold_title
from generator.analyse.status_notes import Status
from generator.analyse.values import code_words
from generator.errors import AtlasError, QualityError
from generator.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Counted:
    """The columns of the rows that count.

    Attributes:
        columns: The columns of the sample.
        computed: A column for each computed role; its title is the expression.
        parts: Titles of the columns from which roles are computed.
        used: Titles of all columns that expressions name.
        numbers: Titles of those that are read as numbers.
        left_out: Rows that the setting `where` leaves out, or cannot decide, by reason.
    """

    columns: tuple[Column, ...]
    computed: tuple[Column, ...] = ()
    parts: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def expressions_in(columns: Mapping[str, str], titles: Iterable[str]) -> dict[str, str]:
    """Return those of the columns by role that are an expression, and no title of a column."""
    there = set(map(fold_title, titles))
    asked = {role: text for role, text in columns.items() if fold_title(quoted_title(text) or text) not in there}
    return {role: asked[role] for role in formulas_of(asked, "").roles if quoted_title(asked[role]) is None}


def count_rows(sample: Sample, settings: Settings, columns: tuple[Column, ...]) -> Counted | None:
    """Return the columns of the rows that the settings keep, with the computed ones; None if the settings are wrong.

    Args:
        sample: The sample.
        settings: The settings.
        columns: The columns of all rows.
    """
    asked = expressions_in(settings.source_columns, sample.columns)
    if not asked and not settings.where.strip():
        return Counted(columns)
    try:
        source = sample.computed(asked, settings.where)
        names = {name: title for file in source.files for name, title in file.inputs.items()}
        numbers = tuple(dict.fromkeys(names[name] for name in computed.number_titles(source)))
        settings = replace(settings, currency=_currency(settings, [c for c in columns if c.title in numbers]))
        with open_engine(on_this_machine(settings)) as engine:
            left_out = _computed(engine, source, settings)
            kept, made = _kept(engine, sample, source)
    except AtlasError:
        # The trial of a build says what is wrong.
        return None
    parts = frozenset(names[name] for expression in source.computed.values() for name in expression.columns)
    return Counted(kept, made, parts, frozenset(names.values()), numbers, left_out)


def on_this_machine(settings: Settings) -> Settings:
    """Return the settings with the engine that reads a sample: it is too small for a cluster."""
    return replace(settings, engine="duckdb", master="")


def _kept(engine: Engine, sample: Sample, source: Source) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns of `raw` and the computed ones."""
    texts = [TEXT_COLUMN[role] for role in source.computed]
    written = {role: expression.text for role, expression in source.computed.items()}
    exact = frozenset(written[role] for role in computed.NUMERIC if role in written)
    made = _read_columns(engine, list(written.values()), texts, exact)
    return read_sample(engine, sample), made


def read_sample(engine: Engine, sample: Sample) -> tuple[Column, ...]:
    """Return the columns of the sample, of the rows that are in `raw`."""
    return _read_columns(engine, sample.columns, [f"extra_{i}" for i in range(len(sample.columns))], sample.numbers)


def _read_columns(
    engine: Engine, titles: Sequence[str], names: Sequence[str], numbers: frozenset[str]
) -> tuple[Column, ...]:
    """Return columns of `raw`.

    Args:
        engine: Holds `raw`.
        titles: What to call them.
        names: Their names in `raw`.
        numbers: Titles of those that hold numbers.
    """
    if not names:
        return ()
    rows = engine.rows(f"select {', '.join(names)} from raw order by location")
    by_column: Sequence[Sequence[str | None]] = list(zip(*rows, strict=True)) or [()] * len(names)
    return tuple(
        make_column(title, values, numeric=title in numbers) for title, values in zip(titles, by_column, strict=True)
    )


def _computed(engine: Engine, source: Source, settings: Settings) -> Mapping[str, int]:
    """Make `raw`; where numbers can be read in two ways, in one of them, which the user is asked about."""
    types = money.typed_rows(source, engine.read(source))
    try:
        return computed.compute(engine, source, settings, types).left_out
    except QualityError:
        if settings.decimal != "auto":
            raise
        settings = replace(settings, decimal=",")
        return computed.compute(engine, source, settings, types).left_out


def _currency(settings: Settings, columns: Iterable[Column]) -> str:
    """Return the currency whose sign stands beside the numbers, if the settings name none."""
    if "currency" in settings.given:
        return settings.currency
    signs = (sign for column in columns for sign in column.amounts.signs)
    found = (codes[0] for sign in signs if (codes := code_words.currencies_of(sign)))
    return next(found, settings.currency)


def guess_where(statuses: Sequence[Status]) -> Iterator[SettingGuess]:
    """Yield the question whether payments count that failed, were cancelled and the like; a build counts them."""
    if not statuses:
        return
    ways = [status.where for status in statuses]
    if len(ways) > 1:
        ways.insert(0, " and ".join(f"({way})" for way in ways))
    found = "; ".join(status.finding for status in statuses)
    yield SettingGuess(
        "where", "open", None, f"{found}; if no money moved, leave them out", tuple({"where": way} for way in ways)
    )
