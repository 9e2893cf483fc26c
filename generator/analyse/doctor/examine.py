"""Examines a source: samples it, guesses what its columns mean, and tries the settings as a build would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.analyse import clean, customers
from generator.analyse.clean import Cleaned
from generator.analyse.computed import WHERE, WHERE_UNREAD
from generator.analyse.customers import Key
from generator.analyse.doctor.choices import Understood, guess_settings
from generator.analyse.doctor.contradictions import contradictions
from generator.analyse.doctor.counting import Counted, count_rows, guess_where, on_this_machine, read_sample
from generator.analyse.doctor.evidence import day_marks, fits
from generator.analyse.doctor.evidence.column import Column
from generator.analyse.doctor.form_choices import guess_form
from generator.analyse.doctor.guesses import RoleGuess, SettingGuess
from generator.analyse.doctor.heading import titles_to_show
from generator.analyse.doctor.proposals import in_whole_units, propose_amount
from generator.analyse.doctor.roles import guess_roles
from generator.analyse.doctor.sample import Sample, sampled
from generator.analyse.engine.choose import open_engine
from generator.analyse.expressions.parse import quoted_title
from generator.analyse.money import COLUMNS
from generator.analyse.places import load_gazetteer, locate
from generator.analyse.reading.formulas import formulas_of
from generator.analyse.reading.titles import fold_title
from generator.errors import AtlasError, ConfigError
from generator.settings.settings import Settings
from generator.settings.source_roles import KAGGLE_COLUMNS, REQUIRED_ROLES

#: At or above this nearness of its title to a date, unusual formats are tried too.
_HINT = 0.4
#: At most this many different names of a column are searched in the gazetteer.
_PLACES = 400
#: Settings and roles without which a build gives other figures, and says nothing.
_DECIDING = frozenset({"places", "debit", "currency", "spend", "direction"})


@dataclass(frozen=True, slots=True)
class Trial:
    """What a build makes of the sample, up to the customers.

    Attributes:
        cleaned: Rows accepted and rejected; None if it stops.
        key: Who a customer is; None if it stops.
        problem: What stops it.
    """

    cleaned: Cleaned | None = None
    key: Key | None = None
    problem: AtlasError | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was understood of a source.

    Attributes:
        sample: What was read.
        rows: Rows of the sample, broken lines included.
        columns: Its columns.
        shown: Titles that may be printed, because they are no values.
        used: The settings as they are.
        roles: Guess by role.
        settings: Guesses of settings.
        contradictions: Where the settings and the file disagree, a sentence each.
        now: What a build makes of it with the settings as they are.
        tried: What it makes of it with the guesses too.
        used_in_expressions: Columns that the settings name in expressions.
    """

    sample: Sample
    rows: int
    columns: tuple[Column, ...]
    shown: frozenset[str]
    used: Settings
    roles: tuple[RoleGuess, ...]
    settings: tuple[SettingGuess, ...]
    contradictions: tuple[str, ...]
    now: Trial
    tried: Trial
    used_in_expressions: frozenset[str] = frozenset()

    @property
    def open_roles(self) -> tuple[RoleGuess, ...]:
        """Roles of which nobody knows the column, and which a build needs."""
        return tuple(guess for guess in self.roles if guess.state == "open" and guess.role in REQUIRED_ROLES)

    @property
    def questions(self) -> tuple[SettingGuess, ...]:
        """Settings that the user must choose; those that a build waits for come first."""
        found = [guess for guess in self.settings if guess.state == "open"]
        return tuple(sorted(found, key=lambda guess: not guess.blocks))

    @property
    def exit_code(self) -> int:
        """0 if a build reads the file as things are, 3 if it needs settings, else the code of what stops it."""
        if self.now.problem is None and not self.waits and not self.lacking:
            return 0
        if self.waits or self.tried.problem is None:
            return 3
        return self.tried.problem.exit_code

    @property
    def lacking(self) -> tuple[str, ...]:
        """What a build would not stop for, and get wrong: settings and roles that are guessed and not set."""
        roles = [
            f"columns.{guess.role}" for guess in self.roles if guess.state == "guessed" and guess.role in _DECIDING
        ]
        found = [guess.key for guess in self.settings if guess.state == "guessed" and guess.key in _DECIDING]
        return (*roles, *(key for key in found if _stored(self.value(key)) != getattr(self.used, key)))

    def value(self, key: str) -> Any:
        """Return the guess of a setting."""
        return next(guess.value for guess in self.settings if guess.key == key)

    @property
    def waits(self) -> bool:
        """Whether a build needs an answer."""
        return bool(self.open_roles) or any(guess.blocks for guess in self.questions)


def examine(name: str, settings: Settings) -> Findings:
    """Examine a source.

    Args:
        name: A file, a folder, a pattern, a database, or `-` for the standard input.
        settings: What is configured; it wins over guesses.

    Raises:
        AtlasError: It cannot be read at all.
    """
    expected = _expected(settings)
    with sampled(name, settings, expected) as sample, open_engine(on_this_machine(settings)) as engine:
        loaded = engine.read(sample.untitled())
        rows = loaded[-1].stop + sum(len(item.broken) for item in loaded)
        columns = read_sample(engine, sample)
        named = expected | frozenset(KAGGLE_COLUMNS.values())
        shown = titles_to_show(columns, named) if sample.titled else frozenset(sample.columns)
        counted = count_rows(sample, settings, columns)
        counts = counted or Counted(columns)
        # What is left out says nothing of what is read, unless nothing else is there.
        counting = (*(counts.columns if any(column.rows for column in counts.columns) else columns), *counts.computed)
        facts = _facts(counting, settings, titled=sample.titled)
        made = {column.title for column in counts.computed}
        chosen_from = [column for column in counting if column.title in shown | made]
        roles = guess_roles(chosen_from, settings.columns, facts, titled=sample.titled, parts=counts.parts, made=made)
        by_title = {column.title: column for column in counting}
        currency = settings.currency if "currency" in settings.given else ""
        chosen_here = {guess.column for guess in roles if guess.state in ("configured", "default")} | counts.parts
        free = [column for column in chosen_from if column.title not in chosen_here | made]

        def count(amount: str, where: str) -> Counted | None:
            named = {**settings.columns, **({"amount": amount} if amount else {})}
            return count_rows(sample, replace(settings, columns=named, where=where), columns)

        [old] = [guess for guess in roles if guess.role == "amount"]
        proposed = propose_amount(old, free, settings.where, count)
        roles = tuple(proposed.guess if guess is old else guess for guess in roles)
        numbers = tuple(by_title[title] for title in (*counts.numbers, *proposed.numbers) if title in by_title)
        found = Understood({guess.role: guess for guess in roles}, by_title, facts, currency, proposed.column, numbers)
        guesses = (*guess_form(sample, roles, settings), *guess_settings(found))
        chosen = (*_where(settings, counted), *(_as_configured(guess, settings) for guess in guesses))
        used = counts.used
        if sample.titled:
            used |= {guess.column for guess in roles if guess.role in COLUMNS}
            roles = tuple(in_whole_units(guess, by_title.keys() - made, currency) for guess in roles)
        now = _try(sample, settings)
        full = with_guesses(settings, roles, chosen)
        tried = now if full == settings else _try(sample, full)
        if not full.where.strip():
            chosen = (*chosen, *guess_where(tried.cleaned.statuses if tried.cleaned else ()))
        against = contradictions(found, guesses, settings)
        return Findings(sample, rows, columns, shown, settings, roles, chosen, against, now, tried, used)


def _expected(settings: Settings) -> frozenset[str]:
    """Return the titles that the settings name, in expressions too."""
    named = {quoted_title(text) or text for text in settings.source_columns.values()}
    try:
        formulas = formulas_of(settings.source_columns, settings.where)
    except ConfigError:
        # The trial of a build says what is wrong with it.
        return frozenset(named)
    return frozenset(named | formulas.titles())


def _facts(columns: Sequence[Column], settings: Settings, *, titled: bool) -> fits.Facts:
    dates, matched = {}, {}
    named = settings.columns.get("date", "")
    of_dates = fold_title(quoted_title(named) or named)
    for column in columns:
        near = max(column.near["date"].score, column.near["birth_date"].score)
        hinted = near >= _HINT or fold_title(column.title) == of_dates or not titled
        if hinted or column.amounts.fractions < 0.5:
            dates[column.title] = day_marks.read(column.counts, settings.locale, hinted=hinted)
    ways = {way.get("date_format", "") for found in dates.values() for way in found.ways} - {""}
    latest = max((found.last for found in dates.values() if found.ways), default=0)
    for column in columns:
        # A build tries the format of the transactions on births too.
        hinted = column.near["birth_date"].score >= _HINT or not titled
        if hinted and not dates.get(column.title, day_marks.NO_DATES).share:
            dates[column.title] = day_marks.read_births(column.counts, ways, settings.locale, latest)
    gazetteer = load_gazetteer(settings.country, settings.overrides_dir)
    for column in columns:
        if column.names >= 0.8 and not dates.get(column.title, day_marks.NO_DATES).share:
            some = dict(column.counts.most_common(_PLACES))
            found = locate(some, gazetteer)
            known = sum(n for text, n in some.items() if found[text].place and found[text].grade in ("A", "B"))
            matched[column.title] = known / sum(some.values())
    return fits.Facts(dates, matched, settings.country)


def _where(settings: Settings, counted: Counted | None) -> tuple[SettingGuess, ...]:
    """Return the setting `where`, with what it leaves out of the sample."""
    if not settings.where.strip():
        return ()
    why = "as set"
    if counted:
        kinds = ((WHERE, "leaves out"), (WHERE_UNREAD, "cannot decide"))
        said = [f"{words} {n:,}" for kind, words in kinds if (n := counted.left_out.get(kind, 0)) or kind == WHERE]
        total = sum(counted.left_out.values()) + (counted.columns[0].rows if counted.columns else 0)
        why = f"{' and '.join(said)} of {total:,} rows"
    return (SettingGuess("where", "configured", settings.where, why),)


def _as_configured(guess: SettingGuess, settings: Settings) -> SettingGuess:
    if guess.key not in settings.given:
        return guess
    return SettingGuess(guess.key, "configured", getattr(settings, guess.key), "as set")


def with_guesses(settings: Settings, roles: Sequence[RoleGuess], guesses: Sequence[SettingGuess]) -> Settings:
    """Return the settings with all guesses, and for an open question the first answer, so that the rest is judged."""
    chosen: dict[str, Any] = {}
    for guess in guesses:
        if guess.state == "guessed":
            chosen[guess.key] = guess.value
        elif guess.state == "open" and guess.blocks and guess.alternatives:
            chosen |= guess.alternatives[0]
    changed = {key: _stored(value) for key, value in chosen.items() if key not in settings.given}
    columns = {guess.role: guess.column for guess in roles if guess.state == "guessed"}
    for role in roles:
        if role.tried:
            columns[role.role] = role.alternatives[0]
            changed |= role.with_each[0] if role.with_each else {}
    return replace(settings, **changed, columns={**settings.columns, **columns}, given=settings.given | set(changed))


def _stored(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _try(sample: Sample, settings: Settings) -> Trial:
    """Read and clean the sample as a build does."""
    if lost := [role for role in REQUIRED_ROLES if role not in settings.source_columns]:
        return Trial(problem=ConfigError(f"No column is named for: {', '.join(lost)}."))
    try:
        source = sample.source(settings)
        with open_engine(on_this_machine(settings)) as engine:
            cleaned = clean.clean(engine, source, engine.read(source), settings)
            return Trial(cleaned, customers.make_customers(engine, source, settings))
    except AtlasError as error:
        return Trial(problem=error)


def suggested(found: Findings) -> Mapping[str, Any]:
    """Return the guessed values of settings, with the columns under `columns`."""
    columns = {guess.role: guess.column for guess in found.roles if guess.state == "guessed"}
    values = {guess.key: guess.value for guess in found.settings if guess.state == "guessed"}
    return values | ({"columns": columns} if columns else {})
