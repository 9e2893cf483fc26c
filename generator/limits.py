"""Every limit of the method, once, with its source: read by both halves, the words, the scripts and the tests.

What a setting may change (T, base, k) is in `settings`; sizes of samples and drawings are beside the code that uses
them. Sources that are not papers are decisions of this project, explained on the methods and the privacy page.
"""

# --- What may be said of a place ---------------------------------------------------------------------------------

#: Customers from which a difference may be claimed, or T where that is larger. Below it a share has a standard error
#: of five points or more, as large as the gate of a difference.
CLAIM_CUSTOMERS = 100
#: Customers from which intervals are shown, or T: the usual limit of normal approximations.
INTERVAL_CUSTOMERS = 30

# --- What counts as clearly different ----------------------------------------------------------------------------

#: False discovery rate over all that is tested together (Benjamini and Hochberg 1995).
FALSE_DISCOVERY = 0.05
#: Level of the chi-square test of a whole mix.
MIX_TEST = 0.05
#: Effect gate of a share: percentage points, the same as a share, and the index (100 = all customers) up and down.
SHARE_POINTS = 5
SHARE_GAP = SHARE_POINTS / 100
INDEX_HIGH = 120
INDEX_LOW = 83
#: Effect gates of averages: a ratio for money and transactions, points of a mean percentile, years of age.
RATIO = 1.10
PERCENTILE_POINTS = 5
AGE_YEARS = 2
#: Rounded counts make shares like .25 and .30 exact decimals, which floating point misses by less than this.
TOLERANCE = 1e-9

# --- What moved since an earlier release -------------------------------------------------------------------------

#: Customers that a place needs in both releases, and how far a share must move: percentage points, as a share too.
CHANGE_CUSTOMERS = 100
CHANGE_POINTS = 3
CHANGE_GAP = CHANGE_POINTS / 100

# --- What the data must have before a sentence may rest on them --------------------------------------------------

#: Share of the window's days that have rows, for recency.
DAYS_WITH_ROWS = 0.75
#: Share of rows or customers with a usable birth date, for age.
AGE_KNOWN = 0.80
#: Share of repeated ids that may disagree on birth date or gender before an id alone is no customer.
KEY_CONFLICTS = 0.05
#: Share of transaction days that may be unreadable before a run stops, and the longest believable window in days.
BAD_DATES = 0.01
LONGEST_WINDOW = 30 * 366

# --- Segments ----------------------------------------------------------------------------------------------------

DEFAULT_K = 4
#: Smallest share of customers in a segment, for a number of segments that nobody asked for.
SMALLEST_SEGMENT = 0.05
#: Numbers of segments that k = "auto" chooses from, both included.
AUTO_LEAST_K, AUTO_MOST_K = 3, 6
#: Mean mid-rank percentile (0..1) from which a segment is named high, and down to which low.
NAME_HIGH, NAME_LOW = 0.65, 0.35
#: Mean bootstrap Jaccard overlap from which a cluster is called stable (Hennig 2007).
STABLE_JACCARD = 0.85
#: How much better a silhouette must be than that of independent data before segments fit better than chance.
SILHOUETTE_LEAD = 0.05
#: A feature whose commonest value covers this share of customers cannot separate them.
DEGENERATE = 0.95
#: Windows of a kept model and of new data may differ by this share of the earlier one's length.
WINDOW_TOLERANCE = 0.05
#: z-distance within which a new centre continues an earlier segment; how far a name's thresholds may move with it.
NEAR_CENTRE = 0.5
NAME_HYSTERESIS = 0.05

# --- Disclosure --------------------------------------------------------------------------------------------------

#: A pool and a margin cell come from this many places or more, none of which holds over half of them.
FEWEST_PLACES = 3
#: A segment has caps of its own from this many times T customers on.
OWN_CAPS = 50
#: A mean of spend is withheld when its step exceeds this share of it; others when it exceeds a share of their range.
MONEY_STEP = 0.25
RANGE_STEP = 0.10


def share_moved(before: float, now: float) -> bool:
    """Return whether a share, known to four decimals, moved by the gate or more: 28 to 31 % is three points."""
    return round(abs(now - before), 4) >= CHANGE_GAP
