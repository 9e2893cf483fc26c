"""The release: the one small file that the private half hands to the public half.

Safe aggregates only: no record, no exact total, no source name, hash or time. Written by the private half after
disclosure, read by the public half; `codec` writes and reads its file.
"""

from dataclasses import dataclass
from typing import Literal

from generator.release.changes import Changes
from generator.release.means import Mean
from generator.release.model import Model
from generator.release.overall import Overall
from generator.release.places import Atom, Cell, Place

#: Version of the format: raised once between two versions of the program whose files differ in fields or meaning.
SCHEMA = 2
#: Ids that segments can have, in the order of the site.
SEGMENT_IDS = "abcdefgh"
#: Transactions, or a table of averages that the old dashboard showed.
Origin = Literal["transactions", "kpis"]
DatesRead = Literal["dmy", "mdy", "ymd", "format", "count"]


@dataclass(frozen=True, slots=True)
class Window:
    """Days covered.

    Attributes:
        first: First day (ISO).
        last: Last day.
        days: Number of days, both ends included.
        working_days: Those of them on weekdays on which the bank books: a weekday with under 1 % of the rows, on at
            most a quarter of its dates, is none.
        days_with_rows: Working days on which the data have rows.
        longest_gap: Longest run of working days without rows.
    """

    first: str
    last: str
    days: int
    working_days: int
    days_with_rows: int
    longest_gap: int


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """Definition of a customer: words for the meta line, key columns in the source, and how the key was chosen."""

    words: str
    columns: tuple[str, ...]
    chosen: Literal["auto", "config"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the bank's data were read, as far as the site says it.

    Attributes:
        places: Whether place texts were matched to a gazetteer, or each name was used as a place.
        dates: How dates were read that leave their order open: as day, month, year ("dmy"), "mdy" or "ymd"; "format"
            with an exact format; "count" from numbers of days or seconds.
    """

    places: Literal["gazetteer", "as-is"] = "gazetteer"
    dates: DatesRead = "dmy"


@dataclass(frozen=True, slots=True)
class Policy:
    """Disclosure policy: kind, threshold T and rounding base, in customers."""

    kind: Literal["public", "internal"]
    threshold: int
    base: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment in canonical order (typical spend descending).

    Attributes:
        id: Stable id, the folder of its page: "a", "b", …
        letter: Segment code, shown with its colour: "A", "B", …
        name: Full name from the rule table, or from config.
        short: Short unique name for narrow layouts.
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
class Release:
    """Everything that may be published on the site.

    Attributes:
        schema: Version of this format.
        label: Name of the data set, from config.
        synthetic: True for the demonstration bank: every page carries a banner.
        currency: ISO 4217 code.
        locale: Locale for numbers and dates, such as en_GB.
        window: Days covered.
        customer: Definition of a customer.
        policy: Disclosure policy.
        absent: Roles of columns missing from the data, such as "gender".
        model: The segmentation.
        segments: In canonical order.
        places: Sorted by id.
        atoms: Sorted by place id, then canonical order.
        margin: In canonical order; empty when every customer is in a single-segment atom.
        overall: Figures of all customers.
        changes: Differences from the previous release; None when there is none.
        origin: Source of the figures. An imported table ("kpis") has no spreads, so nothing is compared; its
            window is empty unless it was named. Omitted from the file for transactions.
        reading: How the data were read. Omitted from the file for a gazetteer and dates that were read day first.
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
    changes: Changes | None
    origin: Origin = "transactions"
    reading: Reading = Reading()
