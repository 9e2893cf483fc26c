"""Releases of made-up banks in which places do not differ, or only as planted: customers drawn, then disclosed.

Customers are drawn one by one from one population (skewed, as real ones are), then counted, merged, averaged and
rounded as the private half does, in a simplified way: for tests of how often something false is said.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.release import Atom, Cell, Mean, Place, Release, Spread
from generator.release.columns import MEASURES
from generator.release.places import Detail
from tests.support.releases import FEW, disclosed_groups, rounding_step, sample_release

_BASE = 10
#: Width of the clipped range of each measure; of the logarithm for typical spend.
_WIDTH = {"typical_spend": 6.0, "transactions": 9.0, "recency_pct": 100.0, "frequency_pct": 100.0, "age": 60.0}
_SHARES = (0.20, 0.15, 0.30, 0.35)
_LOG_SPEND = (7.8, 6.8, 6.1, 4.8)
_RECENCY = (49.0, 62.0, 72.0, 29.0)

_HIDDEN = dict.fromkeys(MEASURES, FEW)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Planted:
    """What a place has that others have not.

    Attributes:
        share: Added to its share of the first segment, and taken from the last.
        spend: Added to the logarithm of its customers' spend.
        recency: Added to its customers' percentile of recency.
        frequency: Added to their percentile of frequency, and a twentieth of it to their transactions.
        age: Added to their age.
    """

    share: float = 0.0
    spend: float = 0.0
    recency: float = 0.0
    frequency: float = 0.0
    age: float = 0.0


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
    places, atoms, merged = [], [], dict.fromkeys(letters, 0)
    for i, size in enumerate(sizes):
        found = _customers(size, (planted or {}).get(i, _NOTHING), dice)
        counts = [int((found["segment"] == j).sum()) for j in range(len(letters))]
        groups = disclosed_groups(tuple(counts))
        id_ = f"in:{7000 + i}"
        detail: Detail = "total" if len(groups) == 1 else "segments" if len(groups) == len(letters) else "groups"
        means = _HIDDEN | {name: _mean(name, found[name], size) for name in _WIDTH}
        places.append(Place(id_, f"town-{i}", f"Town {i:03}", "city", "State", None, None, detail, means, "", (), ()))
        for group in groups:
            n = _BASE * round(sum(counts[j] for j in group) / _BASE)
            atoms.append(Atom(id_, tuple(letters[j] for j in group), n, _HIDDEN))
            if len(group) > 1:
                for j in group:
                    merged[letters[j]] += counts[j]
    spreads = tuple(Spread(None, name, float(every[name].std())) for name in _WIDTH)
    overall = replace(
        base.overall,
        means={**base.overall.means, **{name: _mean(name, every[name], len(every[name])) for name in _WIDTH}},
    )
    return replace(
        base,
        places=tuple(places),
        atoms=tuple(atoms),
        margin=_margin(merged, sum(atom.n for atom in atoms if len(atom.segments) > 1)),
        overall=overall,
        model=replace(base.model, spread=spreads),
    )


def _margin(merged: Mapping[str, int], total: int) -> tuple[Cell, ...]:
    """Return the margin of customers in merged segments: rounded counts that add up to the atoms."""
    cells, left, true = [], total, sum(merged.values())
    for letter, n in merged.items():
        if n:
            true -= n
            rounded = min(left, _BASE * round(n / _BASE)) if true else left
            left -= rounded
            cells.append(Cell((letter,), rounded, _HIDDEN))
    return tuple(cells)


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
        "transactions": frequency + planted.frequency / 20,
        "frequency_pct": np.clip(20 * frequency + planted.frequency + dice.uniform(-5, 5, n), 0, 100),
        "recency_pct": np.clip(np.array(_RECENCY)[segment] + planted.recency + dice.normal(0, 20, n), 0, 100),
        "age": 18 + planted.age + np.clip(dice.gamma(2.5, 6.0, n), 0, 60),
    }


def _mean(name: str, values: Values, n: int) -> Mean:
    step = rounding_step(_WIDTH[name], n)
    rounded = round(round(float(values.mean()) / step) * step, 6)
    return Mean(round(math.exp(rounded), 2) if name == "typical_spend" else rounded, step, None)


def release_of_twins() -> Release:
    """Return a release of large cities in pairs, each far from the other pairs; in most, one thing differs clearly."""
    differing = (
        Planted(spend=0.15), Planted(recency=6), Planted(frequency=7), Planted(age=4), Planted(share=0.06), _NOTHING,
        _NOTHING, _NOTHING,
    )  # fmt: skip
    planted = {}
    for i, more in enumerate(differing):
        at = Planted(share=0.05 * (i % 3 - 1), spend=1.2 * (i - 3.5), recency=10 * (i % 3), frequency=10 * (i % 2))
        planted[2 * i] = at
        planted[2 * i + 1] = Planted(*(a + b for a, b in zip(astuple(at), astuple(more), strict=True)))
    made = drawn_release((20_000,) * (2 * len(differing)), 1, planted)
    # The last city shows two of its segments together only; two small ones without a mix follow, the last in a state
    # of its own.
    last = [atom for atom in made.atoms if atom.place == made.places[-1].id]
    joined = Atom(last[0].place, ("a", "b"), last[0].n + last[1].n, _HIDDEN)
    small = [
        replace(made.places[0], id=f"in:79{i}", slug=f"small-{i}", name=f"Small {i}", state=state, detail="total")
        for i, state in enumerate(("State", "Far"))
    ]
    return replace(
        made,
        places=(*made.places, *small),
        atoms=(
            *made.atoms[: -len(last)],
            joined,
            *last[2:],
            *(Atom(place.id, ("a", "b", "c", "d"), 40, _HIDDEN) for place in small),
        ),
    )
