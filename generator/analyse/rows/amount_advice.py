"""Advice on amounts that are refused: settings that read the column, each tried on it before it is offered."""

from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import list_currencies

from generator.analyse import money
from generator.analyse.engine.base import Engine
from generator.analyse.reading.source import Source
from generator.analyse.values import amounts
from generator.analyse.values.code_words import USUAL
from generator.settings.assignments import sets
from generator.settings.settings import Settings

_MOST_SHAPES = 20
_MOST = 4


def settings_that_read(
    engine: Engine, source: Source, settings: Settings, typed: Mapping[str, str], name: str, rows: int
) -> list[str]:
    """Return at most four sets of options for `--set`, each of which reads a column of amounts.

    Args:
        engine: Holds `raw`.
        source: The source.
        settings: What could not read it.
        typed: As for `money.expressions`.
        name: The column: amount or balance.
        rows: Rows that count; of these, as few may stay unread as a build tolerates. Another currency is offered only
            where most of them are unread.
    """
    before = money.refused(engine, source, settings, typed, name)

    def reads(trial: Settings) -> bool:
        left = money.refused(engine, source, trial, typed, name)
        return left <= settings.most_rejected * rows and left < before

    found = []
    others = _currencies(engine, settings, typed, name) if 2 * before > rows else []
    for code in (settings.currency, *others):
        trial = replace(settings, currency=code)
        marks = [mark for mark in (settings.decimal, "auto") if reads(replace(trial, decimal=mark))][:1]
        marks = marks or [mark for mark in (".", ",") if reads(replace(trial, decimal=mark))]
        found += [_options(settings, replace(trial, decimal=mark)) for mark in marks]
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _currencies(engine: Engine, settings: Settings, typed: Mapping[str, str], name: str) -> list[str]:
    """Return the currencies whose signs stand beside the amounts, the likeliest first."""
    counts = money.shapes_of(engine, settings, typed, name)
    shapes = [shape for shape, _ in counts.most_common(_MOST_SHAPES) if shape]
    rows = {
        code: sum(counts[shape] for shape in shapes if not amounts.parse(shape, code).fault)
        for code in list_currencies()
    }
    now = rows[settings.currency]
    usual = {code: i for i, code in enumerate(USUAL)}
    better = sorted((-n, usual.get(code, len(usual)), code) for code, n in rows.items() if n > now)
    return [code for _, _, code in better][:_MOST]


def _options(settings: Settings, trial: Settings) -> str:
    changed = {key: getattr(trial, key) for key in ("currency", "decimal")}
    return sets({key: value for key, value in changed.items() if value != getattr(settings, key)})
