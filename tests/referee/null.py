"""Null sites: banks whose customers live anywhere, so that every clear difference between places is false.

Customers and their places are drawn independently; each draw is a site, made by the whole private half and judged by
all that its pages and files say. The truth about every place is the value of all customers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
import pandas as pd

from generator.demo import generate, write
from generator.release import Release
from generator.settings.settings import Settings
from tests.referee import claims
from tests.referee.chain import Bank, Places
from tests.referee.claims import Claim
from tests.referee.rates import Rate

#: At most this share of null sites may say anything false.
MOST_FALSE = 0.05
#: 95 % intervals may miss the truth at most so often; in places with at least so many customers, where rounding no
#: longer widens them, at least so often.
MOST_MISSED, LEAST_MISSED, LARGE = 0.06, 0.03, 10_000
#: Lower ends of the classes of places by customers.
CLASSES = (LARGE, 1_000, 100, 30)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a null site says.

    Attributes:
        claims: All claims.
        pairs: Pairs of places that show a clear difference, and all pairs that a reader may choose.
        intervals: Whether each 95 % interval misses the value of all customers, by measure and class of the place.
        places: Places with a page, and those of them with enough customers for claims.
    """

    claims: tuple[Claim, ...]
    pairs: tuple[int, int]
    places: tuple[int, int]
    intervals: Mapping[tuple[str, int], tuple[bool, ...]]

    def says(self, answer: str, at: str = "", subject: str = "") -> bool:
        """Return whether anything gives an answer: anywhere or on pages and in files whose name contains a text."""
        return any(
            claim.answer == answer and at in claim.at and subject in claim.subject
            for claim in self.claims
            if claim.subject != "pair"
        )

    @property
    def compares(self) -> bool:
        """Return whether a comparison of two places shows a clear difference."""
        return self.pairs[0] > 0 or any(claim.subject == "pair" and claim.answer == "clear" for claim in self.claims)


def judge(release: Release, settings: Settings, *, pairs: bool = True) -> Judged:
    """Collect what the site of a release says, without rendering it."""
    edition = claims.edition_of(release, settings)
    views = edition.views
    found: dict[tuple[str, int], list[bool]] = {}
    for view in views.pages:
        truth = claims.reference(views, view)
        size = next((least for least in CLASSES if view.n >= least), 0)
        for name, (_, low, high) in claims.compared(view).items():
            if name in truth:
                found.setdefault((name.split()[0], size), []).append(not low <= truth[name] <= high)
    return Judged(
        claims.claims(edition),
        claims.clear_pairs(views) if pairs else (0, 0),
        (len(views.pages), len(claims.claiming(views))),
        {key: tuple(missed) for key, missed in found.items()},
    )


def moved(bank: Bank, seed: int) -> Places:
    """Return the places of the customers in another order: what a place has is chance."""
    return np.random.default_rng(seed).permutation(bank.places)


def sites(bank: Bank, seeds: Iterable[int], *, pairs: bool = True) -> Iterator[Judged]:
    """Judge one null site for each seed."""
    for seed in seeds:
        yield judge(bank.release(moved(bank, seed)), bank.settings, pairs=pairs)


def many(path: Path, customers: int, target: Path, seed: int = 1) -> Path:
    """Write a larger bank of new customers, each with one row drawn from a file, and return its path."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    chosen = rows.iloc[np.random.default_rng(seed).integers(0, len(rows), customers)].reset_index(drop=True)
    chosen["TransactionID"] = [f"T{number}" for number in range(1, customers + 1)]
    chosen["CustomerID"] = [f"C{number:08d}" for number in range(1, customers + 1)]
    chosen.to_csv(target, index=False)
    return target


def demonstration(rows: int, target: Path, seed: int = 1) -> Path:
    """Write a demonstration bank, and return its path."""
    write(generate(rows, seed), target)
    return target


@dataclass(frozen=True, slots=True)
class Verdict:
    """Rates over null sites.

    Attributes:
        rates: By what they count.
        missed: Intervals that miss the truth, by measure and class of places.
        pages: Places with a page, on average.
        claiming: Those of them with enough customers for claims, on average.
    """

    rates: Mapping[str, Rate]
    missed: Mapping[tuple[str, int], Rate]
    pages: float
    claiming: float

    @property
    def faults(self) -> tuple[str, ...]:
        """Return the limits that are exceeded beyond chance."""
        found = [f"{name}: {rate}" for name, rate in self.rates.items() if "clear" in name and rate.above(MOST_FALSE)]
        for (name, size), rate in self.missed.items():
            if rate.above(MOST_MISSED) or (size >= LARGE and rate.below(LEAST_MISSED)):
                found.append(f"intervals of {name}, places of {size} and more: {rate}")
        return tuple(found)


#: What is counted: a title, the answer, where and of what.
_COUNTED = {
    "sites with a false clear claim": ("clear", "", ""),
    "… of a share": ("clear", "", "share"),
    "… of an average": ("clear", "", "average"),
    "… on a page of a place": ("clear", "place", ""),
    "… on the overview": ("clear", "overview", ""),
    "… in the summary": ("clear", "summary", ""),
    "… on a page of a segment": ("clear", "segment", ""),
    "… in a file": ("clear", ".csv", ""),
    "sites with a false small difference": ("small", "", ""),
    "sites that call something chance": ("chance", "", ""),
}


def verdict(found: Sequence[Judged]) -> Verdict:
    """Return the rates over some null sites."""
    rates = {
        title: Rate(sum(site.says(answer, at, subject) for site in found), len(found))
        for title, (answer, at, subject) in _COUNTED.items()
    }
    compared = [site for site in found if site.pairs[1]]
    rates["sites with a false clear pair"] = Rate(sum(site.compares for site in compared), len(compared))
    rates["pairs that differ"] = Rate(sum(site.pairs[0] for site in compared), sum(site.pairs[1] for site in compared))
    missed: dict[tuple[str, int], list[bool]] = {}
    for site in found:
        for key, values in site.intervals.items():
            missed.setdefault(key, []).extend(values)
    pages, claiming = (mean(site.places[i] for site in found) for i in (0, 1))
    return Verdict(rates, {key: Rate(sum(all_), len(all_)) for key, all_ in sorted(missed.items())}, pages, claiming)
