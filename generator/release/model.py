"""The segmentation in a release: parameters that assign customers to segments, and quality scores."""

from dataclasses import dataclass
from typing import Literal

#: Whether how recently customers were seen is behaviour, or why it follows the calendar of the data.
RecencyBasis = Literal["behaviour", "sparse", "gap", "one_day", "one_segment", "unknown"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One clustering feature: its name, its mean and standard deviation for z-scores, and its weight.

    `recency` is in days, `frequency` is ln(transactions), `monetary` is ln(1 + mean amount in currency units), and
    `balance` is ln(1 + |balance|) with the balance's sign.
    """

    name: str
    mean: float
    sd: float
    weight: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """A feature that was left out.

    Attributes:
        name: The feature.
        reason: "degenerate" or "constant" (it does not separate customers), "calendar" (recency follows the days of the
            data, see `Model.recency`) or "unknown" (a balance that is known for too few customers).
        share: Share of customers at its commonest value; for "unknown", of those whose value is known.
    """

    name: str
    reason: Literal["degenerate", "constant", "calendar", "unknown"]
    share: float


@dataclass(frozen=True, slots=True)
class Clip:
    """Fixed range of a measure for the members of one segment (`segment` None: all customers)."""

    segment: str | None
    measure: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviation, over customers, of a measure inside one segment (`segment` None: all customers).

    `typical_spend` on the natural-log scale; percentiles on 0..100. Intervals of means are made from it.
    """

    segment: str | None
    measure: str
    sd: float


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted segmentation, sufficient to assign customers to the same segments again.

    Attributes:
        features: The features used, in the order of `centres`' columns.
        dropped: Features left out, with the reason.
        requested: k as asked for, or "auto" or "default".
        k: Number of segments fitted.
        first_k: The first k that was fitted; larger than `k` when a segment of it was too small.
        smallest: Share of customers in the smallest cluster at `first_k`.
        centres: k rows of z-scored centres, in canonical order.
        clips: Fixed ranges of averaged measures.
        spread: Standard deviations for intervals.
        seed: Random seed of the fit.
        recency: Whether how recently customers were seen is behaviour. It is not where too few working days have rows
            ("sparse"), too many in a row have none ("gap"), too many customers were last seen on one day ("one_day"),
            or nearly all of one segment were ("one_segment"); "unknown" in an imported table.
        choice: Whether the features were chosen from the data ("auto"), or are those of the settings ("set").
    """

    features: tuple[Feature, ...]
    dropped: tuple[Dropped, ...]
    requested: str
    k: int
    first_k: int
    smallest: float
    centres: tuple[tuple[float, ...], ...]
    clips: tuple[Clip, ...]
    spread: tuple[Spread, ...]
    seed: int
    recency: RecencyBasis
    choice: Literal["auto", "set"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Quality scores of a clustering with k clusters.

    Attributes:
        inertia: Mean squared z-distance to the nearest centre.
        smallest: Share of customers in the smallest cluster.
        silhouette: Mean silhouette of a sample, -1..1; None where it is not defined.
        calinski_harabasz: Ratio of variance between and within clusters; None likewise.
        davies_bouldin: Mean similarity of each cluster to the one most like it, lower is better; None likewise.
        jaccard: Mean overlap of each cluster with its best match over bootstraps, 0..1, the most
            stable first.
    """

    inertia: float
    smallest: float
    silhouette: float | None
    calinski_harabasz: float | None
    davies_bouldin: float | None
    jaccard: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores at one k: on the data, and on customers whose features were drawn independently of each other."""

    k: int
    data: Scores
    independent: Scores
