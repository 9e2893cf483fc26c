"""Which rows with one transaction id are one transaction: an id that repeats with other content is no id of a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator import limits
from generator.analyse.engine.base import Engine, Loaded
from generator.analyse.queries import query
from generator.analyse.reading.source import Source
from generator.errors import QualityError
from generator.settings.settings import Settings

_CONTENT = (
    "day", "second", "place_text", "signed_paise", "customer_id", "birth_day", "birth_state", "gender", "balance_paise",
    "state_text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Repeats:
    """Repeated transaction ids: how many, their rows, those with rows that differ, those that repeat within a file."""

    ids: int
    rows: int
    differing: int
    within_files: int


def expressions(source: Source) -> dict[str, str]:
    """Return the expressions of `sql/repeated_rows.sql` that the source decides."""
    extras = (f"extra_{i}" for i in range(len(source.extra)))
    return {"content": ", ".join(f"classified.{name}" for name in (*_CONTENT, *extras))}


def find_duplicates(engine: Engine, source: Source, loaded: Sequence[Loaded], settings: Settings) -> tuple[str, ...]:
    """Create `duplicates`: the locations of rows that repeat another one.

    Returns:
        Notes on ids that repeat.

    Raises:
        QualityError: The rows of many ids are equal, and nothing says whether each of them counts.
    """
    engine.create("repeated_ids", query("repeated_ids"))
    engine.create("repeated_rows", query("repeated_rows", **expressions(source), file=_file(loaded)))
    found = _Repeats(*engine.rows(query("repeats"))[0])
    dropped = False
    notes: tuple[str, ...] = ()
    if found.ids and settings.repeated_transactions == "auto":
        [(rows,)] = engine.rows("select count(*) from classified where fault is null and transaction_id <> ''")
        dropped, notes = _judge(found, rows)
    elif found.ids:
        dropped = settings.repeated_transactions == "once"
    engine.create("duplicates", f"select location from repeated_rows where turn > {1 if dropped else found.rows}")
    return notes


def _file(loaded: Sequence[Loaded]) -> str:
    """Return SQL for the number of the file of a row."""
    cases = "".join(f"when classified.location < {item.stop} then {i} " for i, item in enumerate(loaded[:-1]))
    return f"case {cases}else {len(loaded) - 1} end" if cases else "0"


def _judge(found: _Repeats, rows: int) -> tuple[bool, tuple[str, ...]]:
    """Decide whether one row of each repeated id is kept, or all.

    Args:
        found: The repeated ids.
        rows: Readable rows that have an id.
    """
    ids = rows - found.rows + found.ids
    surplus = found.rows - found.ids
    if found.ids <= max(1, (1 - limits.UNIQUE_IDS) * ids) and surplus <= max(found.ids, limits.SURPLUS_ROWS * rows):
        return True, ()
    if found.differing >= limits.DIFFERING_IDS * found.ids:
        note = (
            f"Transaction ids with several rows: {found.ids} of {ids}; with rows that differ: {found.differing}. They "
            "are no ids of rows, perhaps of orders. All rows count. If each id is one transaction, say so: "
            "--set 'repeated_transactions=\"once\"'."
        )
        return False, (note,)
    if not found.within_files:
        return True, (f"Transactions that are in more than one file, and count once: {found.ids}.",)
    raise QualityError(
        f"Transaction ids with several rows: {found.ids} of {ids}, and nearly all of these are equal. Rows that may "
        f"repeat a transaction, or be further transactions: {surplus}.",
        "Say which: --set 'repeated_transactions=\"once\"' counts each id once, "
        "--set 'repeated_transactions=\"each\"' counts all rows.",
    )
