"""Who is a customer: the key, the test that chooses it, and one row per customer.

A publisher may have masked ids anew for each transaction; then one id is many people, and "frequency by id" counts
strangers. The test here finds that out; what a masking split is never linked again unless the user names a key.
"""

from dataclasses import dataclass
from typing import Literal

from generator import limits
from generator.analyse.engine.base import Engine
from generator.analyse.queries import query
from generator.analyse.reading.source import Source
from generator.analyse.words import read_tables
from generator.settings.config import Settings

#: What a column contributes to the key, by role: values as cleaned, so that spellings do not split a customer.
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


@dataclass(frozen=True, slots=True)
class Key:
    """The customer key and why it was chosen. Exact figures: private.

    Attributes:
        columns: Source columns, in order.
        roles: The role that each plays; the column's own name when it plays none.
        words: The same in words, for the pages' meta line.
        chosen: "auto" or "config".
        repeated: Customer ids with more than one row.
        conflicting: Those of them that carry two birth dates or two genders.
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
        """Return the select list of the key's parts, with a comma at its end."""
        return "".join(f"key_{i}, " for i in range(len(self.columns)))


def make_customers(engine: Engine, source: Source, settings: Settings, *, keep_key: bool = False) -> Key:
    """Choose the key and make the table `customers`: frequency, spend, last day, place, gender, birth day.

    Args:
        engine: Holds the table `accepted`.
        source: Its columns.
        settings: `customer_key`, or the test.
        keep_key: Keep the parts of the key as key_0, key_1, …, for an export.
    """
    names = {role: settings.source_columns[role] for role in source.roles}
    [(repeated, conflicting)] = engine.rows(query("key_test"))
    if settings.customer_key:
        by_name = {name: role for role, name in names.items()}
        roles = tuple(by_name.get(column, column) for column in settings.customer_key)
        reason = "config"
    else:
        roles, reason = _auto(names, repeated, conflicting)
    expressions = key_expressions(roles, source)
    parts = [f"key_{i}" for i in range(len(expressions))] if keep_key else []
    inner = "".join(f"{expression} as {part}, " for expression, part in zip(expressions, parts, strict=False))
    keep = "".join(f"{part}, " for part in parts)
    engine.create("customers", query("customers", key=", ".join(expressions), keep_inner=inner, keep=keep))
    words = read_tables("release.toml", settings.content_dirs).get("customer_key", {})
    return Key(
        columns=tuple(names.get(role, role) for role in roles),
        roles=roles,
        words=" + ".join(str(words.get(role, names.get(role, role))) for role in roles),
        chosen="config" if settings.customer_key else "auto",
        repeated=repeated,
        conflicting=conflicting,
        reason=reason,
    )


def key_expressions(roles: tuple[str, ...], source: Source) -> list[str]:
    """Return the SQL of each part of a key; a part that plays no role is an extra column."""
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
