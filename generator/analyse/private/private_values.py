"""Lookup of values that must not appear on the site: private ids, and names of places below the threshold.

The tokens of the site are sent to the engine that holds the ids, so checking millions of ids needs no extra memory.
"""

from collections.abc import Iterable

from generator.analyse.engine.base import Engine
from generator.check import normalise

#: SQL that normalises an id like the tokens of the site: lower case, one blank between its parts.
_WORD = (
    "case when regexp_full_match({0}, '[0-9A-Za-z]+') then lower({0}) "
    r"else trim(regexp_replace(lower({0}), '[^\p{{L}}\p{{N}}]+', ' ', 'g')) end"
)


class EngineSecrets:
    """Private values of a run; implements the protocol `PrivateTokens`.

    Args:
        engine: Holds the table `judged`; must stay open.
        names: Names and spellings of places without a page.
    """

    def __init__(self, engine: Engine, names: Iterable[str]) -> None:
        self._engine = engine
        self._names = frozenset(filter(None, map(normalise, names)))
        self._ready = False

    def find(self, tokens: set[str]) -> set[str]:
        """Return the private ones of the site's tokens."""
        if not self._ready:
            self._engine.create(
                "secret_ids",
                f"select {_WORD.format('customer_id')} as token from judged where length(customer_id) >= 6 "
                f"union select {_WORD.format('transaction_id')} from judged where length(transaction_id) >= 6",
            )
            self._ready = True
        self._engine.register("site_tokens", {"token": "varchar"}, ((token,) for token in sorted(tokens)))
        found = self._engine.rows("select token from site_tokens where token in (select token from secret_ids)")
        return {token for (token,) in found} | (tokens & self._names)
