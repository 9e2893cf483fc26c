"""What was understood, as lines for a terminal: at most 100 characters wide, without a value of a customer."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from generator.analyse.customers import Key
from generator.analyse.doctor.examine import Findings, Trial
from generator.analyse.doctor.form_choices import separator_words
from generator.analyse.reading.titles import fold_title
from generator.analyse.values import days
from generator.settings.assignments import sets
from generator.settings.source_roles import REQUIRED_ROLES
from generator.settings.text import toml_value

WIDTH = 100
_ROLE, _MOST_COLUMN, _LEAST_COLUMN = 13, 28, 8
#: A value, such as a condition, is cut to this many characters.
_MOST_VALUE = 80
#: At most this many columns without a role are named.
_MOST_UNUSED = 40
#: What a reason of rejection means; counts alone help nobody.
_REASONS = {
    "fields": "lines with another number of fields than the header",
    "customer": "no customer id",
    "customer_placeholder": "a word or sign that means no customer",
    "date": "dates that cannot be read",
    "date_apart": "dates far from all others",
    "currency": "amounts in another currency",
    "amount": "amounts that cannot be read",
    "duplicate": "transaction ids that occurred before",
    "not_spend": "not money spent, and left out: no defect",
    "window": "before the window that is set: no defect",
    "where": "left out by the setting where: no defect",
    "where_unread": "a number in the setting where is missing or cannot be read",
}
_MEANINGS = {
    "customer": ", an id of who pays that is the same in all of their rows",
    "date": ", the day of each payment",
    "amount": ", the money of each payment",
    "place": ", the town or another place of the customer",
}
_STATES = {"configured": "as set", "default": ""}


def lines(found: Findings, next_lines: Sequence[str]) -> Iterator[str]:
    """Yield all lines.

    Args:
        found: The findings.
        next_lines: What to type next.
    """
    yield from wrapped(opening(found), "")
    yield ""
    yield from _table(("role", "column", "evidence"), list(_roles(found)))
    yield ""
    if rows := list(_settings(found)):
        yield from _table(("setting", "value", "evidence"), rows)
        yield ""
    yield from _trial(found)
    if found.contradictions:
        yield ""
        yield "The settings and the file disagree"
        for text in found.contradictions:
            yield from wrapped(f"- {text}", "    ", "  ")
    if asked := list(questions(found)):
        yield ""
        yield "To answer"
        yield from asked
    if next_lines:
        yield ""
        yield "Next"
        yield from (f"  {line}" for line in next_lines)


def opening(found: Findings) -> str:
    """Return a sentence on what was read."""
    sample = found.sample
    first = sample.of[0]
    what = {"parquet": "Parquet", "database": "a table of a database"}.get(sample.kind, "")
    if not what:
        encoding = {"cp1252": "Windows-1252"}.get(first.encoding, first.encoding.upper())
        what = f"text in {encoding}, columns separated by {separator_words(first.delimiter)}"
        if first.said:
            what += f", {first.skipped} line{'s' if first.skipped > 1 else ''} above the header"
        elif not first.header:
            what += ", no header"
    files = f"{sample.all_files:,} files of " if sample.all_files > 1 else ""
    return f"{sample.title}: {files}{what}; {len(found.columns)} columns. {_read(found)}"


def _read(found: Findings) -> str:
    sample = found.sample
    if sample.whole:
        return f"All {found.rows:,} rows were read."
    where = " and ".join(", ".join(sample.excerpts[0].parts).rsplit(", ", 1))
    if len(sample.files) > 1:
        return f"Read: {found.rows:,} rows of {len(sample.files)} files, from the {where} of each."
    total = sample.excerpts[0].total
    of = f" of about {_rounded(total):,}" if total else ""
    return f"Read: {found.rows:,}{of} rows, from the {where}."


def _rounded(n: int) -> int:
    """Return a number of rows with two figures: it is an estimate."""
    step = int(10 ** max(len(str(n)) - 2, 0))
    return round(n / step) * step


def _roles(found: Findings) -> Iterator[tuple[str, str, str]]:
    missing = []
    for guess in found.roles:
        if guess.state == "absent" or (guess.state == "open" and guess.role not in REQUIRED_ROLES):
            missing.append(guess.role if guess.state == "absent" else f"{guess.role} (not clear)")
        elif guess.state == "open":
            yield guess.role, "?", f"{'; '.join(guess.evidence)}: see below"
        else:
            state = _STATES.get(guess.state, "")
            yield guess.role, shortened(guess.column), "; ".join(filter(None, (state, *guess.evidence)))
    if missing:
        yield "not found", "-", ", ".join(missing) + ": optional"
    used = {guess.column for guess in found.roles} | found.used_in_expressions
    rest = [column.title for column in found.columns if column.title not in used]
    named = [title for title in rest if title in found.shown]
    if rest:
        more = f"{len(named) - _MOST_UNUSED} more" if len(named) > _MOST_UNUSED else ""
        hidden = f"{len(rest) - len(named)} without a title to show" if len(named) < len(rest) else ""
        yield "not used", "-", ", ".join(filter(None, (*named[:_MOST_UNUSED], more, hidden)))


def _settings(found: Findings) -> Iterator[tuple[str, str, str]]:
    for guess in found.settings:
        if guess.state == "open":
            yield guess.key, "?", f"{guess.evidence}: see below"
        else:
            yield guess.key, shortened(shown(guess.value)), guess.evidence


def shown(value: Any) -> str:
    """Return a value of a setting without its quotes, for a table."""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def shortened(text: str) -> str:
    """Return a text that is not much wider than its column."""
    return text if len(text) <= _MOST_VALUE else text[: _MOST_VALUE - 1] + "…"


def _table(head: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    most = max([_LEAST_COLUMN, *(len(row[1]) for row in rows)])
    wide = min(most, _MOST_COLUMN)
    for first, second, third in (head, *rows):
        indent = " " * (_ROLE + wide + 6)
        start = f"  {first:<{_ROLE}}  {second:<{wide}}  "
        if len(second) > wide:
            yield start.rstrip()
            start = indent
        yield from textwrap.wrap(third, WIDTH, initial_indent=start, subsequent_indent=indent) or [start.rstrip()]


def wrapped(text: str, later: str, first: str = "") -> Iterator[str]:
    """Yield the lines of a text, indented."""
    for line in text.splitlines():
        yield from textwrap.wrap(
            line, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False, break_long_words=False
        )


def _trial(found: Findings) -> Iterator[str]:
    trial = found.tried
    if trial.problem is not None:
        if found.open_roles:
            if not found.shown:
                yield from wrapped(
                    "The first row does not look like titles of columns. If it is data, say so: --set header=false.",
                    "",
                )
            yield from wrapped("A build cannot read it yet: the columns of the roles with a ? are not known.", "")
            return
        yield "A build would stop:"
        yield from wrapped(trial.problem.format_message(), "  ", "  ")
        return
    yield from _accepted(found, trial)


def _accepted(found: Findings, trial: Trial) -> Iterator[str]:
    cleaned, key = trial.cleaned, trial.key
    if cleaned is None or key is None:
        return
    first, last = (days.iso(day)[:7] for day in (cleaned.first_day, cleaned.last_day))
    when = f"of {first}" if first == last else f"from {first} to {last}"
    so = "With the first answers below, a build" if found.open_roles else "A build"
    yield from wrapped(f"{so} would accept {cleaned.accepted:,} of {cleaned.read:,} rows, {when}", "")
    for reason, n in sorted(cleaned.rejected.items(), key=lambda item: -item[1]):
        examples = cleaned.examples.get(reason, ())
        how = f", such as {' or '.join(examples)}" if examples else ""
        text = f"{n:>8,}  {reason}: {_REASONS.get(reason, 'rejected')}{how}"
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent=" " * 12)
    yield from wrapped(f"A customer is {customer_words(found, key)}", "  ")
    unplaced = sum(cleaned.unplaced.placeholders.values()) + cleaned.unplaced.ids
    if unplaced:
        yield from wrapped(f"Rows that name no place, but a word such as unknown, or an id: {unplaced:,}.", "  ")
    asked = {status.note for status in cleaned.statuses} if any(g.key == "where" for g in found.questions) else set()
    for note in (note for note in cleaned.notes if note not in asked):
        yield from wrapped(note, "  ")


def customer_words(found: Findings, key: Key) -> str:
    """Return who a customer is, and what of the sample speaks for it."""
    columns = " + ".join(_called(found, column) for column in key.columns)
    if key.chosen == "config":
        return f"{columns}, as set"
    some = "" if found.sample.whole else "; a build decides with all rows"
    if key.reason == "no-repeats":
        return f"{columns}: no id occurs twice{' in the sample' if some else ''}{some}"
    if key.reason == "no-attributes":
        return f"{columns}: neither birth date nor gender can test it"
    share = f"{key.conflicting:,} of {key.repeated:,} repeated ids disagree on birth date or gender"
    return f"{columns}: {share}{some}"


def _called(found: Findings, column: str) -> str:
    """Return what to call a column of the key: by its position where its title may be a value, or there is none."""
    same = (i for i, one in enumerate(found.columns) if fold_title(one.title) == fold_title(column))
    if (at := next(same, None)) is None:
        return f"{column} (computed)"
    title = found.columns[at].title
    return title if found.sample.titled and title in found.shown else f"column {at + 1}"


def questions(found: Findings) -> Iterator[str]:
    """Yield what is not clear, with the answers that are possible."""
    number = 0
    for role in found.roles:
        if role.state != "open" or not (role.alternatives or role.role in REQUIRED_ROLES):
            continue
        number += 1
        needed = "" if role.role in REQUIRED_ROLES else " (optional)"
        why = "; ".join(role.evidence)
        what = f"{number}. Which column is the {role.role}{_MEANINGS.get(role.role, '')}{needed}?"
        yield from wrapped(f"{what} {why[:1].upper()}{why[1:]}.", "     ", "  ")
        ways = role.answers or ({f"columns.{role.role}": "…"},)
        for line, words in zip_longest((f"       {sets(way)}" for way in ways), role.words, fillvalue=""):
            yield f"{line}  # {words}" if words and len(line) + len(words) <= WIDTH - 4 else line
    for guess in found.questions:
        number += 1
        needed = "" if guess.blocks else " (a build does not wait for it)"
        yield from wrapped(f"{number}. {guess.key}{needed}: {guess.evidence}.", "     ", "  ")
        for way in guess.answers:
            yield f"       {sets(way)}"


def toml_lines(values: Mapping[str, Any]) -> Iterable[str]:
    """Return lines of an atlas.toml."""
    plain = {key: value for key, value in values.items() if key != "columns"}
    yield from (f"{key} = {toml_value(value)}" for key, value in plain.items())
    if columns := values.get("columns"):
        yield "[columns]"
        yield from (f"{role} = {toml_value(name)}" for role, name in columns.items())
