"""Figures of all customers that belong to no place."""

from dataclasses import dataclass

from generator.release.means import Mean
from generator.release.model import Evidence


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a distribution of all customers: `low` ≤ value < `high` (None: open), rounded count."""

    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Distribution of all customers over one measure; every bin holds at least T customers."""

    measure: str
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A bank-wide count, such as the rows with a flag; `n` None means fewer than T (and at least one).

    Attributes:
        name: What is counted, such as "dob_missing" or "rejected:amount".
        n: Rounded count; 0 only when the exact count is 0.
        of: Rounded count of the whole, the denominator.
    """

    name: str
    n: int | None
    of: int


@dataclass(frozen=True, slots=True)
class Cross:
    """Customers of one segment in one band of gender or age; `n` None means fewer than T."""

    band: str
    segment: str
    n: int | None


@dataclass(frozen=True, slots=True)
class Density:
    """One cell of the projection: its lower left corner and its rounded number of customers, at least T."""

    x: float
    y: float
    n: int


@dataclass(frozen=True, slots=True)
class Projection:
    """All customers on the plane of the first two principal components of the z-scored features.

    Attributes:
        features: Features in the order of the loadings' columns.
        loadings: Two rows: weight of each feature in a component.
        explained: Share of the variance that each component holds, 0..1.
        centre: Mean of the z-scored features, from which the components are measured.
        cell: Side of a cell.
        cells: Cells with at least T customers.
    """

    features: tuple[str, ...]
    loadings: tuple[tuple[float, ...], ...]
    explained: tuple[float, ...]
    centre: tuple[float, ...]
    cell: float
    cells: tuple[Density, ...]


@dataclass(frozen=True, slots=True)
class Overall:
    """Figures of all customers that belong to no place.

    Attributes:
        means: Averages over all customers, by measure.
        histograms: Distributions of the features.
        cross: Counts of segment by gender ("gender:F") and age band ("age:25-34"): name, segment id, count.
        quality: Counts of rows and customers for the data-quality page.
        matches: Customers by how their place was matched, "kind:grade".
        evidence: Scores for k = 2..8; empty unless requested.
        above_caps: At least this share of all spend (0..1) lies above the cap of all customers; None where one customer
            could move it by more than a step.
        projection: The features' first two principal components; None with fewer than two features.
    """

    means: dict[str, Mean]
    histograms: tuple[Histogram, ...]
    cross: tuple[Cross, ...]
    quality: tuple[Count, ...]
    matches: tuple[Count, ...]
    evidence: tuple[Evidence, ...]
    above_caps: float | None
    projection: Projection | None
