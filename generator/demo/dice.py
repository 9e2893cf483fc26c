"""Random numbers that depend on a seed and a purpose, and on nothing else.

Every attribute has a stream of its own, so that the first n values do not change when more are drawn or when another
attribute is added: a bank of 1,000,000 rows starts with the customers of the bank of 100,000. Only `random()` is used,
the one method of numpy's Generator whose stream is the plain bits of PCG64; the distributions are made from it here,
because numpy does not promise theirs across versions (NEP 19).
"""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Fractional parts of two badly approximable numbers: steps of the evenly spread sequences below.
GOLDEN = 0.6180339887498949
SILVER = 0.4142135623730951


@dataclass(frozen=True, slots=True)
class Dice:
    """Streams of one seed.

    Attributes:
        seed: Any non-negative integer.
        scope: Prefix of every purpose; two scopes are independent. Empty for what a customer keeps for life.
    """

    seed: int
    scope: str = ""

    def uniform(self, purpose: str, size: int) -> Floats:
        """Return `size` numbers in [0, 1). The same purpose gives the same numbers again."""
        tag = zlib.crc32(f"{self.scope}/{purpose}".encode())
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, tag]))).random(size)

    def normal(self, purpose: str, size: int) -> Floats:
        """Return `size` standard normal numbers (Box and Muller 1958)."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(f"{purpose}/radius", size)))
        return radius * np.cos(2.0 * np.pi * self.uniform(f"{purpose}/angle", size))

    def chance(self, purpose: str, size: int, share: float) -> NDArray[np.bool_]:
        """Return a mask that is true with probability `share`."""
        return self.uniform(purpose, size) < share

    def even(self, purpose: str, ranks: Ints, step: float) -> Floats:
        """Return numbers in [0, 1) that fill it evenly: after n ranks each interval holds its share within about two.

        Random draws would give every place a mix of its own by luck. A place in which nothing is planted has to have
        the common mix itself, so that a difference found there is an error of the site (Kronecker sequence).
        """
        offset = float(self.uniform(purpose, 1)[0])
        return np.asarray((ranks * step + offset) % 1.0, dtype=np.float64)


def steps(weights: Floats) -> Floats:
    """Return the cumulative shares of weights, the last exactly 1: the upper bounds for `numpy.searchsorted`."""
    bounds = np.cumsum(weights)
    bounds /= bounds[-1]
    bounds[-1] = 1.0
    return bounds


def rank_within(groups: Ints) -> Ints:
    """Return for each item how many earlier items belong to the same group."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(ordered)])
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return ranks
