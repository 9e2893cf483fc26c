"""Random numbers that depend only on a seed and a purpose.

Every attribute has a separate stream, so that the first n values do not change if more are drawn or if another
attribute is added: a bank of 1,000,000 rows starts with the customers of the bank of 100,000. Only `random()` of
numpy's Generator is used, whose stream is the plain bits of PCG64; the distributions are derived from it here, because
numpy does not guarantee its own across versions (NEP 19).
"""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Fractional parts of two badly approximable numbers: steps of the low-discrepancy sequences below.
GOLDEN = 0.6180339887498949
SILVER = 0.4142135623730951


@dataclass(frozen=True, slots=True)
class Dice:
    """Random streams of one seed.

    Attributes:
        seed: Any non-negative integer.
        scope: Prefix of every purpose; two scopes are independent. Empty for permanent attributes of customers.
    """

    seed: int
    scope: str = ""

    def uniform(self, purpose: str, size: int) -> Floats:
        """Return `size` numbers in [0, 1). The same purpose gives the same numbers."""
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
        """Return evenly spread numbers in [0, 1): after n ranks the count in any interval is exact to about two.

        A Kronecker sequence. Random draws would give every place slightly different shares by chance, but a place
        without a planted effect must have the common shares, so that a difference found there is an error of the site.
        """
        offset = float(self.uniform(purpose, 1)[0])
        return np.asarray((ranks * step + offset) % 1.0, dtype=np.float64)


def steps(weights: Floats) -> Floats:
    """Return the cumulative shares of weights, the last exactly 1, as upper bounds for `numpy.searchsorted`."""
    bounds = np.cumsum(weights)
    bounds /= bounds[-1]
    bounds[-1] = 1.0
    return bounds


def rank_within(groups: Ints) -> Ints:
    """Return for each item the number of earlier items in the same group."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(ordered)])
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return ranks
