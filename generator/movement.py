"""From where on a segment's share of a city has moved since an earlier release: the gate, once for both halves.

The private half judges by it, the public half says what it was.
"""

#: Customers that the city needs in both releases.
FEWEST = 100
#: Percentage points, and the same as a share.
POINTS = 3
GAP = POINTS / 100
#: Largest rate of false finds among the movements named.
Q = 0.05


def far_enough(before: float, now: float) -> bool:
    """Return whether a share, told with four decimals, moved by the gate or more: 28 to 31 % is three points."""
    return round(abs(now - before), 4) >= GAP
