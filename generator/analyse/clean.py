"""Turns raw text into accepted rows, and counts the rejected rows by reason.

Leaves rows out only for reasons that it counts, and imputes nothing. The rules are in `sql/clean.sql`; this module
fills in the settings, parses each distinct date once, and stops the run if the data cannot be right.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator import limits
from generator.analyse import computed, money
from generator.analyse.date_columns import parse_dates, require_dates
from generator.analyse.engine.base import Engine, Loaded
from generator.analyse.expressions.parse import name_of
from generator.analyse.place_column import NO_UNPLACED, Unplaced, normalise_places
from generator.analyse.queries import literals, query
from generator.analyse.reading.source import Source, record_lines
from generator.analyse.rows import customer_ids, rejections, repeats
from generator.analyse.rows.customer_words import runs
from generator.analyse.status_notes import Status, find_statuses
from generator.analyse.values import days
from generator.analyse.values.missing_words import OF_TOOLS
from generator.analyse.values.title_units import unit_in
from generator.errors import QualityError, SourceError
from generator.settings.assignments import sets
from generator.settings.settings import Settings

#: Number of unreadable dates whose format is examined for the error message.
_EXAMPLES = 100
#: How far Buddhist years are ahead; and how many of them an expression converts.
_BUDDHIST, _MOST_YEARS = 543, 12
_EARLIEST, _LATEST = days.day_number(1970, 1, 1), days.day_number(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that was not accepted: its file, its line (the header is 1; for Parquet the row), and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Result of cleaning. Exact figures: private.

    Attributes:
        read: Rows of the source, broken lines included.
        accepted: Rows accepted.
        rejected: Count by reason: fields, customer, date, date_apart, amount, currency, duplicate, not_spend, window,
            where (left out by the setting) and where_unread (it cannot be decided).
        flags: Count of accepted rows by flag.
        first_day: Day number of the first accepted row.
        last_day: Day number of the last.
        distinct_days: Days that have rows.
        spend_paise: Sum of accepted amounts in the smallest unit of the currency (`money.unit_of`).
        examples: How amounts are written that were rejected, by reason: up to three shapes.
        notes: What was joined, kept apart or taken as no customer, and what conditions of rows, or their absence,
            leave in doubt; a sentence each.
        statuses: Columns not in use that say that no money moved; the notes have a sentence for each.
        unplaced: Rows whose place text names no place, without a gazetteer.
    """

    read: int
    accepted: int
    rejected: dict[str, int]
    flags: dict[str, int]
    first_day: int
    last_day: int
    distinct_days: int
    spend_paise: int
    examples: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    unplaced: Unplaced = NO_UNPLACED


def clean(engine: Engine, source: Source, loaded: tuple[Loaded, ...], settings: Settings) -> Cleaned:
    """Classify every row of `raw`, and put the accepted ones into the view `accepted`.

    Args:
        engine: Holds `raw`.
        source: The source.
        loaded: What was read of each file.
        settings: All settings.

    Raises:
        QualityError: Too many unreadable dates, an implausible window, signed amounts without a setting,
            amounts that can be read in two ways, places that are no names, or no acceptable row at all.
        SourceError: The title of amounts or balances names another unit than the whole one.
    """
    _require_whole_units(source, settings)
    typed = money.typed_rows(source, loaded)
    staged = computed.compute(engine, source, settings, typed)
    money.require_exact(engine, source)
    parse_dates(engine, settings)
    unplaced = normalise_places(engine, source, settings)
    shapes = staged.shapes
    if shapes is None:
        shapes = money.read_shapes(engine, source, settings, typed)
    notes = [*customer_ids.identify(engine, source, settings)]
    engine.create("classified", query("clean", **expressions(source, settings, typed)))
    notes += repeats.find_duplicates(engine, source, loaded, settings)
    engine.view("judged", query("judged"))
    first_kept = _window_start(engine, settings.window)
    engine.view("accepted", f"select * from judged where reason is null and day >= {first_kept}")
    broken = sum(len(item.broken) for item in loaded)
    rejected = dict(engine.rows("select reason, count(*) from judged where reason is not null group by reason"))
    rejected |= staged.left_out
    if broken:
        rejected["fields"] = broken
    [(outside,)] = engine.rows(f"select count(*) from judged where reason is null and day < {first_kept}")
    if outside:
        rejected["window"] = outside
    [(read,)] = engine.rows("select count(*) from judged")
    require_dates(engine, rejected.get("date", 0), read, settings)
    [(*counts, amounts_rounded, balances_rounded)] = engine.rows(query("account"))
    flags = dict(zip(_FLAGS, counts[5:], strict=True))
    unreadable = flags["balance_unreadable"]
    outcome = rejections.Outcome(engine, source, settings, typed, shapes, counts[0] + outside, rejected)
    rejections.require_few(outcome)
    rejections.require_balances(outcome, unreadable)
    _require_signs(engine, source, settings)
    statuses = find_statuses(engine, source)
    cleaned = Cleaned(
        read=read + broken + sum(staged.left_out.values()),
        accepted=counts[0],
        rejected=dict(sorted(rejected.items())),
        flags={name: n for name, n in flags.items() if n or name not in _RARE_FLAGS},
        first_day=counts[1],
        last_day=counts[2],
        distinct_days=counts[3],
        spend_paise=int(counts[4]),
        examples=rejections.examples(outcome),
        notes=(
            *notes,
            *customer_ids.placeholder_notes(engine, rejected),
            *rejections.notes(outcome, unreadable),
            *money.rounding_notes(settings.currency, {"amount": amounts_rounded, "balance": balances_rounded}),
            *staged.notes,
            *(status.note for status in statuses),
            *_currency_note(settings),
        ),
        statuses=statuses,
        unplaced=unplaced,
    )
    _require_window(cleaned, source)
    return cleaned


_FLAGS = (
    "dob_placeholder", "dob_missing", "dob_future", "dob_unreadable",
    "amount_zero", "balance_missing", "balance_unreadable", "gender_unknown", "location_missing",
)  # fmt: skip

#: Faults of the source, counted only where there are any.
_RARE_FLAGS = ("balance_unreadable",)


def _window_start(engine: Engine, window: str) -> int:
    """Return the first day of the window, which ends with the last accepted row."""
    [(first, last)] = engine.rows("select min(day), max(day) from judged where reason is null")
    return 0 if last is None else days.window_start(last, window) if window else first


def expressions(source: Source, settings: Settings, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the expressions that settings and types decide in `sql/clean.sql`; `typed` is as for `money`."""
    spend, condition, debits = "paise", "true", "true"
    if "direction" in source.roles:
        debit = literals(word.strip().upper() for word in settings.debit)
        spend, debits = "abs(paise)", f"direction_text in ({debit})"
    elif settings.spend == "negative":
        spend, condition = "-paise", "paise <= 0"
    elif settings.spend == "positive":
        condition = "paise >= 0"
    extras = range(len(source.extra))
    return {
        **money.expressions(settings, typed),
        "is_debit": debits,
        "is_spend": condition,
        "spend_paise": spend,
        "runs": runs(),
        "tool_words": literals(OF_TOOLS),
        "extra_columns": "".join(f"trim(coalesce(extra_{i}, '')) as extra_{i}, " for i in extras),
        "extra_names": "".join(f"extra_{i}, " for i in extras),
    }


def _currency_note(settings: Settings) -> tuple[str, ...]:
    """Note a currency that nobody has chosen, for a bank whose columns are not those of the public data."""
    if not settings.columns or "currency" in settings.given:
        return ()
    return (f"currency is not set, so amounts are in {settings.currency}. Set it in atlas.toml.",)


def _require_whole_units(source: Source, settings: Settings) -> None:
    """Stop if amounts or balances are, by the title of their column, not in whole units of the currency.

    An expression is not questioned: it says what is done with the numbers.
    """
    currency = settings.currency if "currency" in settings.given else ""
    for role in money.COLUMNS:
        titles = [file.roles[role] for file in source.files if file.header and role in file.roles]
        for title in titles:
            if role in source.computed or not (found := unit_in(title, currency)):
                continue
            name = name_of(title)
            *ways, kept = (sets({f"columns.{role}": f"{name} {rest}"}) for rest in (*found.ways, "* 1"))
            raise SourceError(
                f"The column of the {role} is {title}: by its title its numbers are {found.word}, and {found.words}.",
                f"Read them so: {' or so: '.join(ways)}\nIf they are whole units all the same, say so: {kept}",
            )


def _require_signs(engine: Engine, source: Source, settings: Settings) -> None:
    if settings.spend != "all" or "direction" in source.roles:
        return
    [(n,)] = engine.rows("select count(*) from accepted where signed_paise < 0")
    if n:
        raise QualityError(
            f"Amounts that are negative: {n}.",
            "Set their meaning with --set 'spend=\"negative\"' (negative amounts are spend) or "
            "--set 'spend=\"positive\"', or name a direction column: --set 'columns.direction=\"…\"'.",
        )


def _buddhist(source: Source, first: int, last: int) -> str:
    """Return the expression that reads Buddhist years of four digits, where the years may be such ones."""
    years = range(int(days.iso(first)[:4]), int(days.iso(last)[:4]) + 1)
    file = source.files[0]
    now = int(days.iso(days.today())[:4]) + _BUDDHIST
    if "date" in source.computed or not now - _MOST_YEARS <= years[0] <= years[-1] <= now:
        return ""
    text = name_of(file.roles["date"])
    for year in years:
        text = f"replace({text}, '{year}', '{year - _BUDDHIST}')"
    return f" If these are Buddhist years: {sets({'columns.date': text})}"


def _require_window(cleaned: Cleaned, source: Source) -> None:
    first, last = cleaned.first_day, cleaned.last_day
    if last - first >= limits.LONGEST_WINDOW or first < (_EARLIEST or 0) or last > (_LATEST or 0):
        raise QualityError(
            f"The transactions seem to run from {days.iso(first)[:4]} to {days.iso(last)[:4]}, which is implausible.",
            f"Check the date order (date_order) and the two-digit years in the file.{_buddhist(source, first, last)}",
        )
    if first > days.today() + 1:
        raise QualityError(
            f"All transactions seem to be after today, from {days.iso(first)[:4]} to {days.iso(last)[:4]}.",
            "Check the two-digit years in the file; those of another calendar have to be converted before.",
        )


def rejected_rows(engine: Engine, source: Source, loaded: tuple[Loaded, ...]) -> tuple[Rejected, ...]:
    """Return the rejected rows by file and line, without those that settings exclude (no defects)."""
    found = engine.rows(
        "select location, reason from judged where reason is not null and reason <> 'not_spend' order by location"
    )
    found = sorted([*found, *computed.unread_rows(engine, source)])
    rows: list[Rejected] = []
    for item in loaded:
        mine = [(location - item.start, reason) for location, reason in found if item.start <= location < item.stop]
        rows += _numbered(item, mine)
    return tuple(rows)


def _numbered(item: Loaded, found: list[tuple[int, str]]) -> list[Rejected]:
    """Turn positions among the parsed rows into lines of the file, which also has broken, blank and multi-line rows."""
    name = item.file.label
    if item.file.format == "parquet":
        return [Rejected(name, position + 1, reason) for position, reason in found]
    if not found and not item.broken:
        return []
    records = record_lines(item.file)
    broken = set(item.broken)
    above = int(item.file.header)
    lines = [line for i, (line, blank) in enumerate(records, start=1) if not blank and i not in broken][above:]
    if len(lines) != item.stop - item.start or max(item.broken, default=0) > len(records):
        # A stray quotation mark: each record counts as one line.
        skipped = item.file.skipped
        records = [(i + skipped, False) for i in range(1, item.stop - item.start + len(broken) + above + 1)]
        lines = [line for line, _ in records if line - skipped not in broken][above:]
    rows = [Rejected(name, records[i - 1][0] if i <= len(records) else i, "fields") for i in item.broken]
    rows += [Rejected(name, lines[position], reason) for position, reason in found]
    return sorted(rows, key=lambda row: row.line)
