"""What every engine can do: read the source as text into a table, keep the results of queries, hand rows back.

The queries are the same texts for all engines; no module outside this folder knows which one runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import pandas as pd

from generator.analyse.reading.source import Source, SourceFile
from generator.settings.source_roles import ROLES

#: Text column of the table `raw` by role.
TEXT_COLUMN = {role: ("birth" if role == "birth_date" else role) + "_text" for role in ROLES}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where one file's rows went: locations `start` ≤ x < `stop` of `raw`, and the lines that were no rows.

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


class Engine(Protocol):
    """An engine, used in a `with` block."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None: ...

    def read(self, source: Source) -> tuple[Loaded, ...]:
        """Read all files, as text, into the table `raw`: the text columns of each role, `extra_i`, `location`."""
        ...

    def create(self, name: str, query: str) -> None:
        """Keep the result of a query as a table."""
        ...

    def view(self, name: str, query: str) -> None:
        """Give a query a name without keeping its result."""
        ...

    def drop(self, *names: str) -> None:
        """Free the memory of tables that no later stage reads."""
        ...

    def register(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows made in Python as a table; `columns` gives the SQL type by name."""
        ...

    def register_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Keep a small typed frame as a table."""
        ...

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        ...

    def frame(self, query: str) -> pd.DataFrame:
        """Return a query's result, small enough for memory."""
        ...
