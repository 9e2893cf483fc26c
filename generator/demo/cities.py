"""Places of the demonstration bank, with their planted effects.

Reads `data/demo/cities.csv`. Weights are the rounded shares of the places in a public data set of Indian transactions;
every effect is invented.
"""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from generator.errors import SourceError
from generator.resources import data_dir

PlaceKind = Literal["city", "district", "state", "foreign", "unmatched"]
TypeName = Literal["repeat_high", "high", "repeat_small", "small_lapsed"]

_KINDS: dict[str, PlaceKind] = {kind: kind for kind in get_args(PlaceKind)}
#: The four latent types, in the order of their cumulative shares: drift goes from one to the next.
TYPE_NAMES: tuple[TypeName, ...] = get_args(TypeName)


@dataclass(frozen=True, slots=True)
class City:
    """A place.

    Attributes:
        name: Display name in the current spelling.
        state: State or union territory; empty for a place outside India.
        kind: Kind of place that its spellings mean.
        spellings: Spellings in the bank's data; the first is the usual one.
        weight: Customers per ten thousand, roughly; 0 for a place with a fixed number of customers.
        customers: Fixed number of customers (if the bank has 100 times as many); 0 for a weighted place.
        lift: Type that is more common here; None for the common shares.
        points: Percentage points by which its share exceeds the common one.
        spend: Factor on every amount; 1 for no effect.
    """

    name: str
    state: str
    kind: PlaceKind
    spellings: tuple[str, ...]
    weight: int
    customers: int
    lift: TypeName | None
    points: float
    spend: float

    @property
    def slug(self) -> str:
        """Name and state as a key: `aurangabad-bihar`."""
        return f"{self.name} {self.state}".strip().lower().replace(" ", "-")

    @property
    def planted(self) -> bool:
        """Whether this place has a planted effect."""
        return self.lift is not None or self.spend != 1.0


def _city(row: dict[str, str]) -> City:
    kind = _KINDS.get(row["kind"])
    lift = next((name for name in TYPE_NAMES if name == row["lift"]), None)
    if kind is None or (lift or "") != row["lift"]:
        raise SourceError(f"data/demo/cities.csv: {row['city']}: no kind {row['kind']!r} or no type {row['lift']!r}.")
    return City(
        name=row["city"],
        state=row["state"],
        kind=kind,
        spellings=tuple(row["spellings"].split("|")),
        weight=int(row["weight"] or 0),
        customers=int(row["customers"] or 0),
        lift=lift,
        points=float(row["points"] or 0.0),
        spend=float(row["spend"] or 1.0),
    )


@cache
def load_cities() -> tuple[City, ...]:
    """Return the places, in the order of the table.

    Raises:
        SourceError: The table names a kind or a type that does not exist.
    """
    with (data_dir() / "demo" / "cities.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_city(row) for row in csv.DictReader(lines))
