"""Loads the SQL of the private half, and fills in the few expressions that depend on settings.

Placeholders are written `@name`; only expressions from this package are filled in, never values of the data.
"""

from collections.abc import Iterable
from string import Template

from generator.resources import sql_dir


class _Sql(Template):
    delimiter = "@"


def query(stage: str, **expressions: str) -> str:
    """Return the query of `analyse/sql/<stage>.sql`.

    Args:
        stage: File name without its ending.
        expressions: SQL text by placeholder name; a missing one raises KeyError, because it is a bug.
    """
    text = (sql_dir() / f"{stage}.sql").read_text(encoding="utf-8")
    return _Sql(text).substitute(expressions)


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Return texts as a list of SQL literals, without brackets."""
    return ", ".join(map(literal, texts))
