"""Releases of made-up banks in which places do not differ, or only as planted: customers drawn, then disclosed.

Customers are drawn one by one from one population (skewed, as real ones are), then counted, merged, averaged and
rounded as the private half does, in a simplified way: for tests of how often something false is said.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.release import Atom, Mean, Place, Release, Spread
from generator.release.places import Detail
from tests.support.releases import disclosed_groups, rounding_step, sample_release

_BASE = 10
#: Width of the clipped range of each measure; of the logarithm for typical spend.
_WIDTH = {"typical_spend": 6.0, "transactions": 9.0, "recency_pct": 100.0, "frequency_pct": 100.0, "age": 60.0}
_SHARES = (0.20, 0.15, 0.30, 0.35)
_LOG_SPEND = (7.8, 6.8, 6.1, 4.8)
_RECENCY = (49.0, 62.0, 72.0, 29.0)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Planted:
    """What a place has that others have not.

    Attributes:
        share: Added to its share of the first segment, and taken from the last.
        spend: Added to the logarithm of its customers' spend.
        recency: Added to its customers' percentile of recency.
    """

    share: float = 0.0
    spend: float = 0.0
    recency: float = 0.0


_NOTHING = Planted()


def sizes_between(least: int, most: int, places: int) -> tuple[int, ...]:
    """Return sizes of places, evenly spaced on a log scale, the largest first."""
    return tuple(round(most * (least / most) ** (i / (places - 1))) for i in range(places))


def drawn_release(sizes: Sequence[int], seed: int, planted: Mapping[int, Planted] | None = None) -> Release:
    """Return a release of cities of these sizes.

    Args:
        sizes: Customers of each city, in its order.
        seed: Decides the draw.
        planted: What differs, by position of the city.
    """
    dice = np.random.default_rng(seed)
    every, base = _everyone(), sample_release("full")
    letters = tuple(segment.id for segment in base.segments)
    places, atoms = [], []
    for i, size in enumerate(sizes):
        found = _customers(size, (planted or {}).get(i, _NOTHING), dice)
        counts = [int((found["segment"] == j).sum()) for j in range(len(letters))]
        groups = disclosed_groups(tuple(counts))
        id_ = f"in:{7000 + i}"
        detail: Detail = "total" if len(groups) == 1 else "segments" if len(groups) == len(letters) else "groups"
        means = {name: _mean(name, found[name], size) for name in _WIDTH}
        places.append(Place(id_, f"town-{i}", f"Town {i:03}", "city", "State", None, None, detail, means, "", (), ()))
        for group in groups:
            n = _BASE * round(sum(counts[j] for j in group) / _BASE)
            atoms.append(Atom(id_, tuple(letters[j] for j in group), n, {}))
    spreads = tuple(Spread(None, name, float(every[name].std())) for name in _WIDTH)
    overall = replace(
        base.overall,
        means={**base.overall.means, **{name: _mean(name, every[name], len(every[name])) for name in _WIDTH}},
    )
    return replace(
        base,
        places=tuple(places),
        atoms=tuple(atoms),
        margin=(),
        overall=overall,
        model=replace(base.model, spread=spreads),
    )


@cache
def _everyone() -> dict[str, Values]:
    """Draw the population, of which spreads and averages of all customers are published."""
    return _customers(100_000, _NOTHING, np.random.default_rng(0))


def _customers(n: int, planted: Planted, dice: np.random.Generator) -> dict[str, Values]:
    """Draw customers: a segment, then what is measured, which depends on it."""
    shares = np.array(_SHARES)
    shares[0] += planted.share
    shares[-1] -= planted.share
    segment = dice.choice(len(shares), n, p=shares)
    often = np.where(segment == 1, 2.0, 1.0)
    frequency = np.clip(often + dice.geometric(0.7, n) - 1, 1, 10)
    return {
        "segment": segment.astype(float),
        "typical_spend": np.array(_LOG_SPEND)[segment] + planted.spend + dice.normal(0, 0.8, n),
        "transactions": frequency,
        "frequency_pct": np.clip(20 * frequency + dice.uniform(-5, 5, n), 0, 100),
        "recency_pct": np.clip(np.array(_RECENCY)[segment] + planted.recency + dice.normal(0, 20, n), 0, 100),
        "age": 18 + np.clip(dice.gamma(2.5, 6.0, n), 0, 60),
    }


def _mean(name: str, values: Values, n: int) -> Mean:
    step = rounding_step(_WIDTH[name], n)
    rounded = round(round(float(values.mean()) / step) * step, 6)
    return Mean(round(math.exp(rounded), 2) if name == "typical_spend" else rounded, step, None)
