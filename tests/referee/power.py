"""Power: how often a site says what was planted, and how often the opposite.

One town of a given size has something that no other place has; the places of all other customers are chance. The
customers of the town are drawn with the planted probabilities, so its true share or ratio is known, and what a draw
shows of it is chance too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from tests.referee import claims
from tests.referee.chain import Bank
from tests.referee.rates import Rate

#: The town, and thirty others with the sizes that cities have: the largest holds a fifth, many a hundredth.
TOWN = "NAGPUR"
OTHERS = (
    "MUMBAI", "DELHI", "BENGALURU", "CHENNAI", "PUNE", "KOLKATA", "HYDERABAD", "JAIPUR", "LUCKNOW", "SURAT", "INDORE",
    "BHOPAL", "PATNA", "KANPUR", "AGRA", "VADODARA", "NASHIK", "LUDHIANA", "MEERUT", "RAJKOT", "VARANASI", "SRINAGAR",
    "AMRITSAR", "RANCHI", "COIMBATORE", "JABALPUR", "GWALIOR", "VIJAYAWADA", "JODHPUR", "MADURAI",
)  # fmt: skip
_WEIGHTS = 1 / np.arange(1, len(OTHERS) + 1)


@dataclass(frozen=True, slots=True)
class Planted:
    """What the town has.

    Attributes:
        n: Its customers.
        points: Percentage points that its share of one segment exceeds that of all customers by.
        ratio: Typical spend, times that of all customers.
    """

    n: int
    points: float = 0.0
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """How often the page of the town says what.

    Attributes:
        clear: It says clearly that there is more of the segment, or that typical spend is higher.
        opposite: It says clearly that there is less.
        in_line: It says that the mix is in line with that of all customers.
    """

    clear: Rate
    opposite: Rate
    in_line: Rate


def found(bank: Bank, planted: Planted, seeds: Iterable[int], segment: int = 0) -> Found:
    """Plant a difference once for each seed, and count what the page of the town says.

    Args:
        bank: The customers.
        planted: The difference.
        seeds: Decide the draws.
        segment: Position of the segment that is more common.
    """
    said = [set(_said(bank, planted, seed, segment)) for seed in seeds]
    return Found(*(Rate(sum(what in page for page in said), len(said)) for what in Found.__slots__))


def _said(bank: Bank, planted: Planted, seed: int, segment: int) -> Iterator[str]:
    dice = np.random.default_rng(seed)
    places = dice.choice(len(OTHERS), len(bank), p=_WEIGHTS / _WEIGHTS.sum())
    places[_drawn(bank, planted, segment, dice)] = len(OTHERS)
    edition = claims.edition_of(bank.release(places, (*OTHERS, TOWN)), bank.settings)
    view = next(view for view in edition.views.pages if view.place.name.upper() == TOWN)
    yield from _answers(edition.views.release.segments[segment].id, planted, claims.of_place(view, edition))


def _answers(id_: str, planted: Planted, said: Iterable[claims.Claim]) -> Iterator[str]:
    spend = ("typical_higher-typical_spend", "typical_lower-typical_spend")
    wanted, other = spend if planted.ratio != 1 else (f"over-{id_}", f"under-{id_}")
    for claim in said:
        if claim.answer == "in_line":
            yield "in_line"
        elif claim.answer == claims.CLEAR and claim.about in {wanted, other}:
            yield "clear" if claim.about == wanted else "opposite"


def _drawn(bank: Bank, planted: Planted, segment: int, dice: np.random.Generator) -> NDArray[np.int64]:
    """Return the positions of the town's customers."""
    if planted.ratio != 1:
        return dice.choice(len(bank), planted.n, replace=False, p=_tilted(bank, planted.ratio))
    own = bank.customers["segment"].to_numpy()
    shares = np.bincount(own) / len(own)
    moved = shares * (1 - (shares[segment] + planted.points / 100)) / (1 - shares[segment])
    moved[segment] = shares[segment] + planted.points / 100
    counts = dice.multinomial(planted.n, moved)
    return np.concatenate([dice.choice(np.flatnonzero(own == i), k, replace=False) for i, k in enumerate(counts)])


def _tilted(bank: Bank, ratio: float) -> NDArray[np.float64]:
    """Return the chance of each customer to live in the town, so that its expected typical spend is as planted.

    Spend is clipped as in the release; chances grow exponentially with its logarithm, the mildest change of all.
    """
    clip = next(clip for clip in bank.published.model.clips if clip.segment is None and clip.measure == "spend")
    logs = np.log(bank.customers["spend_paise"].clip(100 * clip.low, 100 * clip.high).to_numpy())
    logs = logs - logs.mean()

    def chances(tilt: float) -> NDArray[np.float64]:
        weights = np.exp(tilt * logs)
        return weights / weights.sum()

    tilt = optimize.brentq(lambda tilt: float((chances(tilt) * logs).sum()) - np.log(ratio), -5, 5)
    return chances(tilt)
