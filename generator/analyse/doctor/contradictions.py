"""Where the settings and the file disagree."""

from collections.abc import Iterator, Sequence

from generator.analyse.doctor.choices import Understood
from generator.analyse.doctor.counting import expressions_in
from generator.analyse.doctor.evidence import fits
from generator.analyse.doctor.evidence.column import side_of
from generator.analyse.doctor.guesses import SettingGuess
from generator.settings.settings import Settings
from generator.settings.text import toml_value


def contradictions(found: Understood, guesses: Sequence[SettingGuess], settings: Settings) -> tuple[str, ...]:
    """Return what is set and what the file says instead, a sentence each."""
    return (*_of_columns(found), *_of_settings(guesses, settings), *_of_debit(found, settings))


def _of_columns(found: Understood) -> Iterator[str]:
    for role, guess in found.roles.items():
        if guess.state not in ("configured", "default") or not guess.column:
            continue
        column = found.columns.get(guess.column)
        if column is not None and guess.state == "default":
            if column.values and not fits.fit(role, column, found.facts).share:
                yield f"`{guess.column}` is the {role} by default, but its values do not look like it."
        elif column is None and expressions_in({role: guess.column}, found.columns):
            # The trial of a build says what is wrong with an expression.
            continue
        elif column is None:
            yield f"columns.{role} = {toml_value(guess.column)} is set, but the file has no such column."
        elif column.values and not fits.fit(role, column, found.facts).share:
            named = toml_value(guess.column)
            yield f"columns.{role} = {named} is set, but the values of that column do not look like it."


def _of_settings(guesses: Sequence[SettingGuess], settings: Settings) -> Iterator[str]:
    for guess in guesses:
        if guess.key not in settings.given or guess.key in ("debit", "locale") or guess.state != "guessed":
            continue
        value = getattr(settings, guess.key)
        # "auto" and "all" contradict nothing that a build would not stop at.
        if value not in (guess.value, "auto", "all"):
            was, found = toml_value(value), toml_value(guess.value)
            yield f"{guess.key} = {was} is set, but the file says {found}: {guess.evidence}."


def _of_debit(found: Understood, settings: Settings) -> Iterator[str]:
    column = found.column("direction")
    if not column or not column.few:
        return
    wanted = {word.strip().upper() for word in settings.debit}
    there = {code.upper() for code in column.counts}
    if "debit" in settings.given and wanted.isdisjoint(there):
        yield f"debit names no code that `{column.title}` has."
    elif "debit" in settings.given and (more := [code for code in column.debits if code.upper() not in wanted]):
        yield f"debit leaves out {', '.join(more)} of `{column.title}`, which usually mean money spent."
    if "debit" in settings.given and (
        odd := [w for w in settings.debit if side_of(w) == "credit" and w.upper() in there]
    ):
        yield f"debit names {', '.join(odd)}, which usually mean money received."
