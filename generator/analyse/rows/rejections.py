"""How many rows may be rejected, and what to set where too many are: settings are tried before they are offered."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from generator.analyse.engine.base import Engine
from generator.analyse.money import Shapes
from generator.analyse.queries import literals
from generator.analyse.reading.source import Source
from generator.analyse.reading.titles import shape
from generator.analyse.rows.amount_advice import settings_that_read
from generator.analyse.values.code_words import is_known_code, names_of_currency
from generator.errors import QualityError
from generator.settings.assignments import read_with
from generator.settings.settings import Settings

#: Reasons that leave rows out on purpose.
LEFT_OUT = ("not_spend", "window", "where")
_MOST_HINTS = 3
#: A column with more distinct values, or fewer rows for each, may hold something else than codes.
_MOST_CODES, _ROWS_OF_CODE = 10, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read from the rows, and what is needed to find out why some were rejected.

    Attributes:
        engine: Holds `raw`, `judged`, `accepted` and `written_ids`.
        source: The source.
        settings: All settings.
        typed: As for `money.expressions`.
        shapes: How refused amounts and balances are written.
        accepted: Rows accepted.
        rejected: Rows rejected, by reason.
    """

    engine: Engine
    source: Source
    settings: Settings
    typed: Mapping[str, str]
    shapes: Shapes
    accepted: int
    rejected: Mapping[str, int]


def require_few(outcome: Outcome) -> None:
    """Stop if no row, or too small a share of the rows, could be accepted.

    Raises:
        QualityError: The reasons, how such values are written, and the settings that would read them.
    """
    accepted, most = outcome.accepted, outcome.settings.most_rejected
    counted = _counted(outcome)
    lost = sum(counted.values())
    if accepted and lost <= most * (accepted + lost):
        return
    reasons = ", ".join(described(outcome.rejected if not accepted else counted, examples(outcome)))
    if not accepted:
        raise QualityError(
            f"No row could be accepted. Rejected by reason: {reasons or 'the source has no rows'}.",
            _hints(outcome, outcome.rejected) or "Check the column names.",
        )
    share = math.ceil(100 * lost / (accepted + lost)) / 100
    raise QualityError(
        f"{lost} of {accepted + lost} rows were rejected, more than {100 * most:g} % (most_rejected): {reasons} (9 is "
        "a digit, a is a letter).",
        f"{_hints(outcome, counted)}\nTo build without these rows: --set 'most_rejected={share}'.".strip(),
    )


def _counted(outcome: Outcome) -> dict[str, int]:
    """Return the rejected rows that count: none that a direction, a column of currencies or the window leaves out."""
    counted = {reason: n for reason, n in outcome.rejected.items() if reason not in LEFT_OUT}
    if "currency" in counted and "currency" in outcome.source.roles:
        own = names_of_currency(outcome.settings.currency)
        [(by_column,)] = outcome.engine.rows(
            "select count(*) from judged join raw on judged.location = raw.location where reason = 'currency' "
            f"and upper(trim(coalesce(currency_text, ''))) not in ({literals(sorted({'', *own}))})"
        )
        counted["currency"] -= by_column
    return {reason: n for reason, n in counted.items() if n}


def examples(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """Return how rejected values are written, by reason."""
    found = dict(outcome.shapes.amount)
    if outcome.rejected.get("customer_placeholder"):
        rows = outcome.engine.rows("select text from written_ids where placeholder order by n desc, text limit 3")
        found["customer_placeholder"] = tuple(dict.fromkeys(shape(text) for (text,) in rows))
    return found


def described(rejected: Mapping[str, int], shapes: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return each reason of rejection with its count and how such values are written, by shape."""
    return [
        f"{reason} {n}" + (f" (such as {' or '.join(shapes[reason])})" if shapes.get(reason) else "")
        for reason, n in rejected.items()
        if n
    ]


def _hints(outcome: Outcome, counted: Mapping[str, int]) -> str:
    """Return what to do about the most frequent reasons."""
    order = sorted(counted, key=lambda reason: (-counted[reason], reason))[:_MOST_HINTS]
    return " ".join(filter(None, dict.fromkeys(_hint(outcome, reason) for reason in order)))


def _hint(outcome: Outcome, reason: str) -> str:
    if reason == "not_spend":
        return _direction_hint(outcome) if "direction" in outcome.source.roles else _sign_hint(outcome)
    if reason == "currency" and (codes := _codes(outcome, "currency_text")):
        return f"The column of currencies has {codes}: --set 'currency=\"…\"' chooses one."
    if reason in ("amount", "currency"):
        return amount_hint(outcome, "amount")
    return {
        "customer": "Check that columns.customer is the column of customer ids.",
        "customer_placeholder": "If these values are customers, say so: --set 'genuine_customers=[\"…\"]'.",
        "fields": "Check that all lines have the fields of the header, and quotes where a field holds the separator.",
        "where": "Check `where`: texts are compared exactly, capitals included.",
        "where_unread": "`where` compares a column with a number that is none in these rows, or missing; texts go in "
        "single quotes, and coalesce(…, 0) says what a missing number means.",
        "duplicate": "If rows with one transaction id are all to count: --set 'repeated_transactions=\"each\"'.",
    }.get(reason, "")


def amount_hint(outcome: Outcome, name: str) -> str:
    """Return the settings that read a column of amounts or balances, each tried."""
    if name in outcome.source.computed:
        return (
            f"columns.{name} is an expression: every number in it must be there. coalesce(…, 0) says what a "
            "missing one means, --set 'decimal=\",\"' or '\".\"' which mark separates decimals."
        )
    rows = outcome.accepted + sum(_counted(outcome).values())
    found = settings_that_read(outcome.engine, outcome.source, outcome.settings, outcome.typed, name, rows)
    if found:
        return read_with(f"The {name}s", found, f"{name}s")
    return f"No currency and no decimal mark reads these {name}s: check that columns.{name} is the column of {name}s."


def _direction_hint(outcome: Outcome) -> str:
    if codes := _codes(outcome, "direction_text"):
        return f"The column of directions has {codes}. Name those that mean money spent: --set 'debit=[\"…\"]'."
    return (
        "No value of the direction column is one of `debit`: check that columns.direction is the column of directions, "
        "or name the values that mean money spent: --set 'debit=[\"…\"]'."
    )


def _codes(outcome: Outcome, column: str) -> str:
    """Return the values of a column of codes that are known words, the most frequent first, and how many more.

    Any other value may be a name that got there by mistake. Empty where no value is a known word, or where there are
    too many for codes.
    """
    role = column.removesuffix("_text")
    if role not in outcome.source.roles:
        return ""
    rows = outcome.engine.rows(
        f"select upper(trim({column})) as code, count(*) as n from raw where trim(coalesce({column}, '')) <> '' "
        f"group by 1 order by 2 desc, 1 limit {_MOST_CODES + 1}"
    )
    total = sum(n for _, n in rows)
    if not rows or len(rows) > _MOST_CODES or total < _ROWS_OF_CODE * len(rows):
        return ""
    codes = [code for code, _ in rows if is_known_code(code)]
    if not codes:
        return ""
    more = f" and {len(rows) - len(codes)} more" if len(codes) < len(rows) else ""
    return ", ".join(codes) + more


def _sign_hint(outcome: Outcome) -> str:
    """Return the values of `spend` under which rows would be accepted."""
    [(negative, positive)] = outcome.engine.rows(
        "select count(*) filter (where signed_paise < 0), count(*) filter (where signed_paise > 0) from judged"
    )
    ways = [f"--set 'spend=\"{word}\"'" for word, n in (("negative", negative), ("positive", positive)) if n]
    return f'No amount has the sign that spend = "{outcome.settings.spend}" asks for. Try {" or ".join(ways)}.'


def require_balances(outcome: Outcome, unreadable: int) -> None:
    """Stop if too many balances cannot be read.

    Raises:
        QualityError: How they are written, and the settings that would read them.
    """
    if unreadable <= outcome.settings.most_rejected * outcome.accepted:
        return
    shapes = [item for found in outcome.shapes.balance.values() for item in found][:_MOST_HINTS]
    written = f" They are written as {', '.join(shapes)} (9 is a digit, a is a letter)." if shapes else ""
    share = math.ceil(100 * unreadable / outcome.accepted) / 100
    raise QualityError(
        f"{unreadable} of {outcome.accepted} balances cannot be read, more than "
        f"{100 * outcome.settings.most_rejected:g} % (most_rejected).{written}",
        f"{amount_hint(outcome, 'balance')} To build without balances: --set 'columns.balance=\"\"'; to build with "
        f"those that can be read: --set 'most_rejected={share}'.",
    )


def notes(outcome: Outcome, unreadable: int) -> list[str]:
    """Note directions that are no spend, and balances that cannot be read."""
    found = []
    if outcome.rejected.get("not_spend") and (codes := _codes(outcome, "direction_text")):
        debit = ", ".join(outcome.settings.debit)
        found.append(f"Only rows of the direction {debit} count as spend (setting `debit`); the column has {codes}.")
    if unreadable:
        found.append(f"Balances that cannot be read, and count as missing: {unreadable}.")
    return found
