"""Interface of the engines: read the source as text into a table, store the results of queries, return rows.

All engines run the same queries, and no module outside this package depends on the engine in use.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.source import Source
from generator.settings.source_roles import ROLES

if TYPE_CHECKING:
    import pandas as pd

#: Text column of the table `raw` by role.
TEXT_COLUMN = {role: ("birth" if role == "birth_date" else role) + "_text" for role in ROLES}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows of one file in `raw`: locations `start` ≤ x < `stop`; and its lines that could not be parsed as rows.

    Attributes:
        file: The file.
        start: First location.
        stop: One past the last.
        broken: Record number (the header is 1) of each line with a wrong number of fields or broken quotes, sorted.
    """

    file: SourceFile
    start: int
    stop: int
    broken: tuple[int, ...]


def input_columns(source: Source) -> tuple[str, ...]:
    """Return the columns of `raw` that expressions and the search for a status read."""
    return tuple(f"input_{i}" for i in range(len(source.inputs) + len(source.statuses)))


def columns_of(file: SourceFile, source: Source) -> tuple[str | None, ...]:
    """Return the columns of a file in the order of `raw`: roles, `extra_i`, `input_i`; None for one that it lacks."""
    roles = (file.roles.get(role) if role in source.roles else None for role in TEXT_COLUMN)
    return (*roles, *source.extra, *source.further(file))


def read_name(source: Source) -> str:
    """Return the table that an engine reads into: `raw`, or `given` where columns are computed and rows left out."""
    return "given" if source.computed or source.where else "raw"


class Engine(Protocol):
    """An engine, used in a `with` block."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None: ...

    def read(self, source: Source) -> tuple[Loaded, ...]:
        """Read all files as text into `raw` or `given` (`read_name`), from the table `raw_rows`.

        Its columns are a text for each role, `extra_i`, `input_i` and `location`.
        """
        ...

    def create(self, name: str, query: str) -> None:
        """Store the result of a query as a table."""
        ...

    def view(self, name: str, query: str) -> None:
        """Create a view: a named query whose result is not stored."""
        ...

    def drop(self, *names: str) -> None:
        """Free the memory of tables that no later stage reads."""
        ...

    def register(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Store rows from Python as a table; `columns` gives the SQL type by name."""
        ...

    def register_frame(self, name: str, frame: "pd.DataFrame") -> None:
        """Store a small typed frame as a table."""
        ...

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        ...

    def frame(self, query: str) -> "pd.DataFrame":
        """Return the result of a query, which must fit in memory."""
        ...
