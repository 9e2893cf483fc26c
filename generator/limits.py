"""All thresholds of the method, with their sources; read by both halves, the site's texts, the scripts and the tests.

Adjustable values (T, base, k) are in `settings`; sizes of samples and drawings are next to the code that uses them.
A limit without a paper is a decision of this project, explained on the methods page or the privacy page.
"""

# --- Claims about a place ----------------------------------------------------------------------------------------

#: Fewest customers for claiming a difference (T if that is larger). With fewer, the standard error of a share is five
#: points or more, as large as the smallest reported difference.
CLAIM_CUSTOMERS = 100
#: Fewest customers for showing intervals (T if that is larger): the usual limit of normal approximations.
INTERVAL_CUSTOMERS = 30

# --- Clear differences -------------------------------------------------------------------------------------------

#: False discovery rate over a family of tests (Benjamini and Hochberg 1995).
FALSE_DISCOVERY = 0.05
#: Chance that a site without differences between places shows any clear one between two that a reader chooses.
PAIRS_LEVEL = 0.05
#: Minimum effect for a share: percentage points, the same as a fraction, and the index (100 = all customers) up and
#: down.
SHARE_POINTS = 5
SHARE_GAP = SHARE_POINTS / 100
INDEX_HIGH = 120
INDEX_LOW = 83
#: Percentage points that are enough for a share whatever the index, and the same as a fraction.
SHARE_POINTS_ALONE = 8
SHARE_GAP_ALONE = SHARE_POINTS_ALONE / 100
#: Minimum effects for averages: a ratio for money and transactions, points of a mean percentile, years of age.
RATIO = 1.10
PERCENTILE_POINTS = 5
AGE_YEARS = 2
#: Tolerance of comparisons: rounded counts give shares such as .25 and .30, and floating point misses them by less.
TOLERANCE = 1e-9

#: Probability with which the smallest difference that a page names would be found, and its standard normal deviate.
POWER, POWER_Z = 0.80, 0.84

# --- Similar cities ----------------------------------------------------------------------------------------------

#: Level of the tests of which figures differ between cities at all, and of which cities are unlike; each is divided by
#: the number of tests.
UNLIKE_TEST = 0.05
#: Smallest share of draws in which a city must be among the nearest to be named.
KEPT_DRAWS = 0.80
#: Smallest share of the other cities that must differ by more than chance from one for which similar ones are named.
UNLIKE_CITIES = 0.50

# --- Changes since an earlier release ----------------------------------------------------------------------------

#: Fewest customers of a place in both releases, and of all others.
CHANGE_CUSTOMERS = 100
#: Smallest reported change of a share, of all customers or of a place beyond all others: percentage points, and the
#: same as a fraction.
CHANGE_POINTS = 3
CHANGE_GAP = CHANGE_POINTS / 100
#: Smallest reported change of typical spend, transactions and customers, as a ratio. It is smaller than that between
#: places, since a change has the earlier figure as its measure, and above what new caps of a refit can do to typical
#: spend (about 1 %). For all customers, the ratio of the two windows' lengths is added.
CHANGE_RATIO = 1.05

# --- Required data quality ---------------------------------------------------------------------------------------

#: Smallest share of the window's working days that have rows, for recency to be a feature and for statements about it;
#: a weekday with a smaller share of the rows than the second value, and rows on at most the third of its dates, is no
#: working day.
DAYS_WITH_ROWS = 0.75
WEEKDAY_ROWS = 0.01
WEEKDAY_DATES = 0.25
#: Longest run of working days without rows, likewise: a tenth of the working days, but at least the first and at most
#: the second number of days.
GAP_SHARE = 0.10
GAP_DAYS = (5, 14)
#: Largest share of all customers, and of a segment's, who may be last seen on one day, likewise.
ONE_DAY = 0.10
SEGMENT_DAY = 0.90
#: Smallest share of rows or customers with a usable birth date, for statements about age.
AGE_KNOWN = 0.80
#: Largest share of repeated ids that may disagree on birth date or gender if the id alone is to identify a customer.
KEY_CONFLICTS = 0.05
#: Largest share of transaction dates that may be unreadable (more stops the run), and the longest plausible window in
#: days.
BAD_DATES = 0.01
LONGEST_WINDOW = 30 * 366
#: A day is far from all others beyond a gap of more days than these and than the rest of the window; at most this share
#: of the rows may be on such days, and the rest must be at least so many rows.
FAR_GAP = 60
FAR_DAYS = 0.001
FAR_LEAST_ROWS = 100

#: A value of the customer column with more than this share of the rows, and so many times the rows of the next one, may
#: stand for "no customer".
LARGE_CUSTOMER = 0.01
LARGE_LEAD = 20
#: From this share of customer ids that mix upper and lower case within a word, case tells customers apart, unless this
#: share of the ids that differ in nothing else has a spelling in one case.
ODD_CASE = 0.01
UNIFORM_CASE = 0.90
#: Smallest share of transaction ids that occur once, for a repeated id to mean a repeated row; and the largest share of
#: rows that such repetitions may be.
UNIQUE_IDS = 0.99
SURPLUS_ROWS = 0.05
#: Smallest share of repeated transaction ids whose rows differ, for the column to be something else than ids of rows.
DIFFERING_IDS = 0.10
#: Days up to which a window is called a season, and from which it covers a year.
SEASON_DAYS, YEAR_DAYS = 120, 365

# --- Segments ----------------------------------------------------------------------------------------------------

DEFAULT_K = 4
#: Smallest share of customers in a segment when the number of segments is chosen by the program.
SMALLEST_SEGMENT = 0.05
#: Numbers of segments that k = "auto" chooses from, both included.
AUTO_LEAST_K, AUTO_MOST_K = 3, 6
#: Mean mid-rank percentile (0..1) from which a segment is named high, and down to which low.
NAME_HIGH, NAME_LOW = 0.65, 0.35
#: Smallest mean bootstrap Jaccard overlap of each cluster for k = "auto" (Hennig 2007: below it a cluster is not
#: stable; above it nothing follows, since segments of independent features are stable too).
STABLE_JACCARD = 0.85
#: Lead of the silhouette over that of independent data from which segments fit better than chance.
SILHOUETTE_LEAD = 0.05
#: A feature whose most common value covers this share of customers cannot separate them.
DEGENERATE = 0.95
#: Smallest share of customers with a known balance, for the balance to join a single other feature.
BALANCE_KNOWN = 0.95
#: Largest difference between the windows of a reused model and of new data, as a share of the earlier one's length.
WINDOW_TOLERANCE = 0.05
#: z-distance within which a new centre continues an earlier segment; hysteresis of the thresholds of segment names.
NEAR_CENTRE = 0.5
NAME_HYSTERESIS = 0.05

# --- Disclosure --------------------------------------------------------------------------------------------------

#: Fewest places behind a pool or a margin cell; none of them holds over half of its customers.
FEWEST_PLACES = 3
#: Smallest share of a group's customers with a known balance, for its typical balance.
BALANCE_SHOWN = 0.80
#: A segment with at least this many times T customers gets its own caps.
OWN_CAPS = 50
#: Smallest difference between the spend of all segments and of all customers that is mentioned.
SPEND_EXCESS = 0.005
#: A mean of spend is suppressed if its rounding step exceeds this share of it; other means, this share of their range.
MONEY_STEP = 0.25
RANGE_STEP = 0.10
#: Rounding steps of the share of spend above the caps; it is suppressed if one customer can change it by more than the
#: largest.
CAP_STEPS = (0.05, 0.1, 0.2)
