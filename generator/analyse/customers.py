"""Customer key: the test that chooses it, and the table with one row per customer.

A publisher may have masked the ids again for each transaction, so that one id stands for several people and "frequency
by id" is meaningless. The test detects this. Rows that masking has split are not linked unless the user names a key.
"""

from dataclasses import dataclass
from typing import Literal

from generator import limits
from generator.analyse.engine.base import Engine
from generator.analyse.expressions.parse import quoted_title
from generator.analyse.queries import query
from generator.analyse.reading.source import Source
from generator.analyse.words import read_tables
from generator.settings.settings import Settings

#: SQL of a part of the key by role: cleaned values, so that different spellings do not split a customer.
_EXPRESSION = {
    "customer": "customer_id",
    "birth_date": "coalesce(cast(birth_day as varchar), birth_state)",
    "gender": "gender",
    "place": "place_text",
    "balance": "balance_paise",
    "date": "day",
    "time": "second",
    "amount": "paise",
    "transaction": "transaction_id",
    "state": "state_text",
}

#: Stands for the balance of a customer for whom none is known; no balance is as low.
NO_BALANCE = -(2**63) + 1


@dataclass(frozen=True, slots=True)
class Key:
    """The customer key and why it was chosen. Exact figures: private.

    Attributes:
        columns: Source columns, in order.
        roles: The role of each column, or its name if it has no role.
        words: The same in words, for the meta line of pages.
        chosen: "auto" or "config".
        repeated: Customer ids with more than one row.
        conflicting: Those of them that have two birth dates or two genders.
        reason: conflict, one-person, no-repeats, no-attributes or config.
    """

    columns: tuple[str, ...]
    roles: tuple[str, ...]
    words: str
    chosen: Literal["auto", "config"]
    repeated: int
    conflicting: int
    reason: str

    def names(self) -> str:
        """Return the select list of the key's parts, with a trailing comma."""
        return "".join(f"key_{i}, " for i in range(len(self.columns)))


def make_customers(engine: Engine, source: Source, settings: Settings, *, keep_key: bool = False) -> Key:
    """Choose the key and create the table `customers`: frequency, spend, last day, place, gender, birth day.

    Args:
        engine: Holds the table `accepted`.
        source: The source of the rows; without a key of its own, the test chooses.
        settings: The settings.
        keep_key: Keep the parts of the key as key_0, key_1, …, for an export.
    """
    given = {role: settings.source_columns[role] for role in source.roles}
    # The site shows these names, and never an expression.
    names = {role: role if role in source.computed else quoted_title(name) or name for role, name in given.items()}
    [(repeated, conflicting)] = engine.rows(query("key_test"))
    if source.key:
        roles, reason = source.key, "config"
    else:
        roles, reason = _auto(names, repeated, conflicting)
    expressions = key_expressions(roles, source)
    parts = [f"key_{i}" for i in range(len(expressions))] if keep_key else []
    inner = "".join(f"{expression} as {part}, " for expression, part in zip(expressions, parts, strict=False))
    keep = "".join(f"{part}, " for part in parts)
    engine.create(
        "customers",
        query("customers", key=", ".join(expressions), keep_inner=inner, keep=keep, no_balance=str(NO_BALANCE)),
    )
    words = read_tables("release.toml", settings.content_dirs).get("customer_key", {})
    columns = tuple(names.get(role, role) for role in roles)
    called = columns if settings.header else tuple(f"column {number}" for number in columns)
    return Key(
        columns=columns,
        roles=roles,
        words=" + ".join(str(words.get(role, name)) for role, name in zip(roles, called, strict=True)),
        chosen="config" if source.key else "auto",
        repeated=repeated,
        conflicting=conflicting,
        reason=reason,
    )


def key_expressions(roles: tuple[str, ...], source: Source) -> list[str]:
    """Return the SQL of each part of a key; a part without a role is an extra column."""
    return [_EXPRESSION[role] if role in _EXPRESSION else f"extra_{source.extra.index(role)}" for role in roles]


def _auto(names: dict[str, str], repeated: int, conflicting: int) -> tuple[tuple[str, ...], str]:
    attributes = tuple(role for role in ("birth_date", "gender") if role in names)
    if not attributes:
        return ("customer",), "no-attributes"
    if not repeated:
        return ("customer",), "no-repeats"
    if conflicting <= limits.KEY_CONFLICTS * repeated:
        return ("customer",), "one-person"
    return ("customer", *attributes), "conflict"
