"""Queries of a run as text, so that users can review the processing before running it.

Fills in what depends on settings and column names. Values that depend on the data remain named parameters
(`$last_day`), so that printing the queries reads no rows. Where a balance joins the measures only because of the data,
`bins` runs again with it, and `atoms` sums it: these queries are printed where `features` names the balance.
"""

import re
from collections.abc import Iterator

from generator.analyse import computed
from generator.analyse.clean import expressions
from generator.analyse.customers import NO_BALANCE, key_expressions
from generator.analyse.grid import FIRST_KEYS, same_bin
from generator.analyse.money import shape_expressions, unit_of, unread_types
from generator.analyse.profile import balance_columns
from generator.analyse.queries import query
from generator.analyse.reading.source import Source
from generator.analyse.rows import customer_ids, repeats
from generator.analyse.segments.features import COLUMNS
from generator.resources import sql_dir
from generator.settings.settings import Settings

#: Stages of a run in order, without those of `atlas export`.
STAGES = (
    "amount_shapes", "point", "written_ids", "id_marks", "id_forms", "customer_spellings", "clean", "repeated_ids",
    "repeated_rows", "repeats", "judged", "account", "key_test", "customers", "grid", "bins", "cross", "atoms",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"@([a-z_]+)")


def statements(source: Source, settings: Settings) -> Iterator[str]:
    """Yield the text of each stage's query, in the dialect of the engine that the settings name.

    Raises:
        AtlasError: The engine is spark, and PySpark is not installed.
        ConfigError: An expression has parts of the wrong kind.
    """
    filled = _filled(source, settings)
    for stage, expressions_of in computed.printed(source, settings).items():
        yield f"-- {stage}\n{_spelled(query(stage, **expressions_of), settings.engine).rstrip()};\n"
    for stage in STAGES:
        text = (sql_dir() / f"{stage}.sql").read_text(encoding="utf-8")
        names = set(_PLACEHOLDER.findall(text))
        values = {name: filled.get(name, f"${name}") for name in names}
        yield f"-- {stage}\n{_spelled(query(stage, **values), settings.engine).rstrip()};\n"


def _spelled(text: str, engine: str) -> str:
    if engine == "duckdb":
        return text
    from generator.analyse.engine.session import require_packages

    require_packages()
    from generator.analyse.engine.dialect import to_spark

    return to_spark(text)


def _filled(source: Source, settings: Settings) -> dict[str, str]:
    """Return the expressions known without reading a row."""
    key = ", ".join(key_expressions(source.key, source)) if source.key else "$key"
    typed = unread_types(source)
    shapes = shape_expressions("amount", settings, typed)
    named = "balance" in settings.features
    keys = [column for name, column in COLUMNS.items() if name in settings.features] if named else FIRST_KEYS
    meaning = customer_ids.expressions(settings) | repeats.expressions(source)
    return shapes | meaning | expressions(source, settings, typed) | {
        "key": key, "keep": "", "keep_inner": "", "unit": str(unit_of(settings.currency)),
        "no_balance": str(NO_BALANCE), "keys": ", ".join(keys), "same_bin": same_bin(keys),
        **balance_columns(("$balance_low", "$balance_high") if named else None, str(unit_of(settings.currency))),
    }  # fmt: skip
