"""The release: the one small file that joins the two halves, and the only thing that both know.

Safe aggregates only: no record, no exact total, no source name, hash or time. Written by the private half after
disclosure, read by the public half; its file is written and read by `release_file`. Imports nothing.
"""

from dataclasses import dataclass
from typing import Any, Literal

SCHEMA = 1
#: Ids that segments can have, in the order of the site.
SEGMENT_IDS = "abcdefgh"

Withheld = Literal["few", "absent"]
#: Transactions, or a table of averages that the old dashboard showed.
Origin = Literal["transactions", "kpis"]
PlaceKind = Literal["city", "district", "pool", "other"]
Detail = Literal["segments", "groups", "total"]


@dataclass(frozen=True, slots=True)
class Mean:
    """A published average, or the reason why there is none.

    Attributes:
        value: Rounded average; None when withheld. Money in currency units, shares of 1 never appear here.
        step: Rounding step, in the unit of `value`; for `typical_spend` a step of its natural logarithm.
        withheld: "few" (too few customers for a mean) or "absent" (not in the data); None when shown.
    """

    value: float | None
    step: float | None
    withheld: Withheld | None


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day (ISO), length in days inclusive, and on how many of them the data have rows."""

    first: str
    last: str
    days: int
    days_with_rows: int


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """What a customer is: words for the meta line, the key's columns in the source, and how it was chosen."""

    words: str
    columns: tuple[str, ...]
    chosen: Literal["auto", "config"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Disclosure policy: kind, threshold T and rounding base, in customers."""

    kind: Literal["public", "internal"]
    threshold: int
    base: int


@dataclass(frozen=True, slots=True)
class Feature:
    """One clustering feature: its name, the mean and standard deviation that z-score it, and its weight.

    `recency` is in days, `frequency` is ln(transactions), `monetary` is ln(1 + mean amount in currency units).
    """

    name: str
    mean: float
    sd: float
    weight: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """A feature that could not separate customers: why, and the share of customers at its commonest value."""

    name: str
    reason: Literal["degenerate", "constant"]
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
    """What is needed to understand, and to score again with, the segments.

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


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment in canonical order (typical spend descending).

    Attributes:
        id: Stable id, the folder of its page: "a", "b", …
        letter: The tag that goes with its colour: "A", "B", …
        name: Full name from the rule table, or from config.
        short: Short unique name for narrow places.
        rule: Id of the rule that named it, such as "m-high" (config names keep it too).
        evidence: Mean mid-rank percentile (0..1) of its members on each feature used, by feature name.
        means: Averages over all its customers, by measure.
    """

    id: str
    letter: str
    name: str
    short: str
    rule: str
    evidence: dict[str, float]
    means: dict[str, Mean]


@dataclass(frozen=True, slots=True)
class Place:
    """A publishable place, or a pool of smaller ones.

    Attributes:
        id: Gazetteer id, "pool:<state slug>" or "other".
        slug: Folder of its page (cities and districts only; empty for pools).
        name: Display name, from the gazetteer. For pools the state's name; empty for "other".
        kind: city, district, pool (smaller places of one state) or other (everything else).
        state: State or union territory; empty for "other".
        lat: Latitude in degrees, None when unknown.
        lon: Longitude in degrees, None when unknown.
        detail: Whether its atoms are single segments, groups of segments, or one total.
        means: Averages over all customers of the place, by measure.
        metro: Metropolitan area that it is a part of; empty for none.
        aliases: Other names it is known by, from the gazetteer, for searching.
        former: Folders that its page had before, which lead to the one of today.
        covers: Cities that a metropolitan area takes together; none of them is a place beside it. Left out of the file
            where there are none.
    """

    id: str
    slug: str
    name: str
    kind: PlaceKind
    state: str
    lat: float | None
    lon: float | None
    detail: Detail
    means: dict[str, Mean]
    metro: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Atom:
    """Customers of one place in one segment or in several joined ones: the smallest thing published.

    Attributes:
        place: Place id.
        segments: Segment ids, in canonical order; all of them when the detail is "total".
        n: Rounded number of customers.
        means: Averages by measure.
    """

    place: str
    segments: tuple[str, ...]
    n: int
    means: dict[str, Mean]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the margin: customers of one segment (or joined ones) who are in no single-segment atom."""

    segments: tuple[str, ...]
    n: int
    means: dict[str, Mean]


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
    """A counted thing of the whole bank, such as a flag; `n` None means fewer than T (and at least one).

    Attributes:
        name: What is counted, such as "dob_missing" or "rejected:amount".
        n: Rounded count; 0 only when there is none.
        of: Rounded count of the whole that it is a part of.
    """

    name: str
    n: int | None
    of: int


@dataclass(frozen=True, slots=True)
class Scores:
    """How well k clusters describe a set of customers.

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
        loadings: Two rows: how much each feature counts in a component.
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
        evidence: Scores for k = 2..8; empty when they were not asked for.
        above_caps: At least this share of all spend (0..1) lies above the cap of all customers; None where one customer
            could move it by more than a step.
        projection: The features' first two principal components; None with fewer than two features.
    """

    means: dict[str, Mean]
    histograms: tuple[Histogram, ...]
    cross: tuple["Cross", ...]
    quality: tuple[Count, ...]
    matches: tuple[Count, ...]
    evidence: tuple[Evidence, ...]
    above_caps: float | None = None
    projection: Projection | None = None


@dataclass(frozen=True, slots=True)
class Cross:
    """Customers of one segment in one band of gender or age; `n` None means fewer than T."""

    band: str
    segment: str
    n: int | None


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """What a new fit did to one segment.

    Attributes:
        id: Its id now.
        inherited: True when it continues an earlier segment of the same id.
        distance: z-distance between its centre and the earlier one; None for a new segment.
        before: Earlier name; None for a new segment.
        now: Name now.
    """

    id: str
    inherited: bool
    distance: float | None
    before: str | None
    now: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A segment's share of a place that moved: shares (0..1) before and now, and the adjusted p-value."""

    place: str
    segments: tuple[str, ...]
    before: float
    now: float
    q: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences from an earlier release.

    Attributes:
        first: First day of the earlier window.
        last: Last day of it.
        model: "frozen" (scored with its centres) or "refit" (fitted anew and matched).
        segments: What a refit did to each segment; empty when the model was frozen.
        compared: Number of cells that were compared; 0 when segments do not correspond.
        cells: Movements that pass the test and the gate, largest first.
    """

    first: str
    last: str
    model: Literal["frozen", "refit"]
    segments: tuple[SegmentChange, ...]
    compared: int
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Everything the site may say.

    Attributes:
        schema: Version of this format.
        label: Name of the data, from config.
        synthetic: True for the demonstration bank: every page says so.
        currency: ISO 4217 code.
        locale: Locale for numbers and dates, such as en_IN.
        window: Days covered.
        customer: What a customer is.
        policy: Disclosure policy.
        absent: Roles of columns that the data do not have, such as "gender".
        model: The segmentation.
        segments: In canonical order.
        places: Sorted by id.
        atoms: Sorted by place id, then canonical order.
        margin: In canonical order; empty when every customer is in a single-segment atom.
        overall: Figures of all customers.
        changes: Differences from the previous release; None when there is none to compare.
        origin: What the figures were made from. An imported table ("kpis") has no spreads, so nothing is compared; its
            window is empty unless it was named.
    """

    schema: int
    label: str
    synthetic: bool
    currency: str
    locale: str
    window: Window
    customer: CustomerKey
    policy: Policy
    absent: tuple[str, ...]
    model: Model
    segments: tuple[Segment, ...]
    places: tuple[Place, ...]
    atoms: tuple[Atom, ...]
    margin: tuple[Cell, ...]
    overall: Overall
    changes: Changes | None = None
    origin: Origin = "transactions"


#: Fields that are written only where they are not as usual; the usual value is the field's default.
USUAL: dict[type, dict[str, Any]] = {Release: {"origin": "transactions"}, Place: {"covers": ()}}
