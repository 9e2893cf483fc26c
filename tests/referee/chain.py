"""A bank read, cleaned and segmented once, whose customers are then given other places as often as wanted.

Nothing up to the segments depends on places, so those stages run once and their results are remembered. All later
stages are the program's own, in its own order: each release comes from `pipeline.analysed`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator import pipeline
from generator.analyse import clean, customers, grid
from generator.analyse.engine import choose
from generator.analyse.engine.base import Engine
from generator.analyse.places import customer_places
from generator.analyse.private import run_record
from generator.analyse.reading import source
from generator.analyse.segments import evidence, segmentation
from generator.release import Release
from generator.settings.settings import Settings

#: Functions of the stages that places do not change, and of private results that nobody reads here.
_REMEMBERED: tuple[tuple[Any, str], ...] = (
    (clean, "clean"),
    (clean, "rejected_rows"),
    (customers, "make_customers"),
    (evidence, "gather"),
    (segmentation, "segment"),
    (customer_places, "open_gazetteer"),
    (source, "digest"),
    (run_record, "make_record"),
)

#: Position in the list of spellings, of each customer.
Places = NDArray[np.int64]


class _Once:
    """Calls a function once; later calls return the first result."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._results: list[Any] = []

    def __call__(self, *args: Any, **named: Any) -> Any:
        if not self._results:
            self._results.append(self._function(*args, **named))
        return self._results[0]


@dataclass(slots=True)
class Bank:
    """A bank whose customers can move.

    Attributes:
        path: Its transactions.
        settings: The settings of every run.
        engine: Holds the customers.
        export: File for one row per customer, as the program exports it; with it, the customers keep their keys (key_0,
            key_1, …).
        published: The release of the bank as it is.
        customers: One row for each customer, in a fixed order: recency, frequency, spend_paise, segment (position) and
            what else the grid holds.
        spellings: Place texts of the rows.
        places: Where the customers live, as in the rows.
    """

    path: Path
    settings: Settings
    engine: Engine
    export: Path | None = None
    published: Release = field(init=False)
    customers: pd.DataFrame = field(init=False)
    spellings: tuple[str, ...] = field(init=False)
    places: Places = field(init=False)
    _known: dict[tuple[Any, str], _Once] = field(init=False)
    _grid: _Once = field(init=False)

    def __post_init__(self) -> None:
        self._known = {(module, name): _Once(getattr(module, name)) for module, name in _REMEMBERED}
        self._grid = _Once(grid.make_grid)
        self.published = self._run(lambda _: None, self.export)
        # The order of a table of the engine differs from run to run; customers equal in every column are exchangeable.
        self.engine.create(
            "everyone",
            "select row_number() over () as customer, * from (select * from gridded natural join bins order by all)",
        )
        self.customers = self.engine.frame("select * from everyone order by customer")
        texts = self.customers["place_text"].astype("category")
        self.spellings = tuple(map(str, texts.cat.categories))
        self.places = np.asarray(texts.cat.codes, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.customers)

    def release(self, places: Places, spellings: Sequence[str] | None = None) -> Release:
        """Return the release of the same customers in other places.

        Args:
            places: Position in the list of spellings of each customer, in the order of `customers`.
            spellings: Place texts; None for those of the rows.
        """
        texts = pd.DataFrame({"place_text": spellings or self.spellings})
        texts["place"] = range(len(texts))

        def move(engine: Engine) -> None:
            engine.register_frame("moved", pd.DataFrame({"customer": np.arange(1, len(places) + 1), "place": places}))
            engine.register_frame("texts", texts)
            engine.create(
                "gridded",
                "select everyone.* replace (texts.place_text as place_text) from everyone "
                "join moved using (customer) join texts using (place)",
            )

        return self._run(move)

    def _run(self, move: Callable[[Engine], None], export: Path | None = None) -> Release:
        def make_grid(engine: Engine, *args: Any, **named: Any) -> Any:
            made = self._grid(engine, *args, **named)
            move(engine)
            return made

        with ExitStack() as patches:
            for (module, name), once in self._known.items():
                patches.enter_context(patch.object(module, name, once))
            patches.enter_context(patch.object(grid, "make_grid", make_grid))
            patches.enter_context(patch.object(choose, "open_engine", lambda _: nullcontext(self.engine)))
            clock = pipeline.Clock(lambda _: None)
            with pipeline.analysed(str(self.path), self.settings, clock, export=export) as run:
                return run.release


@contextmanager
def opened(path: Path, settings: Settings, export: Path | None = None) -> Iterator[Bank]:
    """Read, clean and segment a bank; its engine closes at the end of the block."""
    with choose.open_engine(settings) as engine, patch.object(engine, "read", _Once(engine.read)):
        yield Bank(path, settings, engine, export)
