"""Customers of the demonstration bank: personal attributes, residence, and one of four types.

These attributes are permanent and depend only on the seed; transactions in a window are in `ledger.py`. Reads no clock,
and no file except the table of places.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from generator.demo.cities import TYPE_NAMES, City, TypeName
from generator.demo.dice import GOLDEN, SILVER, Dice, Floats, Ints, rank_within, steps

#: Reference day of ages, so that a birth date does not depend on the window.
REFERENCE = date(2024, 4, 1)

#: Every 97th customer lives in a place with a fixed number of customers, until all of those are full.
_SLOT = 97

#: C + 7 digits: ids are a bijection of the customers' numbers (7368787 is coprime to 10) that hides their order.
_ID_SPACE, _ID_STEP = 10_000_000, 7_368_787


@dataclass(frozen=True, slots=True)
class CustomerType:
    """A latent type.

    Attributes:
        name: Key in the truth table.
        share: Share of customers in places without a planted effect.
        count: Median number of transactions in a window.
        count_sd: Standard deviation of its logarithm.
        first, last: Active period as part of the window, 0 to 1, which determines recency.
        amount: Median amount in rupees.
        balance: Median balance in rupees.
        age: Median age in years.
        women: Share of women.
    """

    name: TypeName
    share: float
    count: float
    count_sd: float
    first: float
    last: float
    amount: float
    balance: float
    age: float
    women: float


TYPES: tuple[CustomerType, ...] = (
    CustomerType("repeat_high", 0.20, 7.3, 0.38, 0.0, 1.0, 1450.0, 95_000.0, 41.0, 0.27),
    CustomerType("high", 0.26, 1.7, 0.48, 0.25, 0.98, 3200.0, 60_000.0, 38.0, 0.31),
    CustomerType("repeat_small", 0.30, 7.3, 0.38, 0.0, 1.0, 190.0, 14_000.0, 29.0, 0.27),
    CustomerType("small_lapsed", 0.24, 1.7, 0.48, 0.0, 0.52, 200.0, 8_000.0, 32.0, 0.31),
)


@dataclass(frozen=True, slots=True)
class People:
    """The first n customers of a seed; every array has the shape (n,).

    Attributes:
        id: Seven digits of the CustomerID.
        city: Index into the table of places.
        former: Index of the previous place of a mover; `city` for all others.
        type: Index into `TYPES`, with the drift of the window applied.
        birth: Days from 1970-01-01 to the birth.
        woman: Gender.
        amount_z, balance_z: Standard normal numbers: the customer's position within the type.
    """

    id: Ints
    city: Ints
    former: Ints
    type: Ints
    birth: Ints
    woman: NDArray[np.bool_]
    amount_z: Floats
    balance_z: Floats


def draw_people(size: int, dice: Dice, cities: tuple[City, ...], drift: tuple[int, float] | None) -> People:
    """Return the first `size` customers.

    Args:
        size: Number of customers.
        dice: Random streams of the seed, without a scope: a customer is the same in every window.
        cities: Table of places.
        drift: Index of the place with a drift, and its size in percentage points; None for no drift.
    """
    city = _homes(size, dice, cities)
    origin = steps(np.array([float(place.weight) for place in cities]))
    moved = dice.chance("moved", size, 0.015) & np.array([place.customers == 0 for place in cities])[city]
    former = np.where(moved, np.searchsorted(origin, dice.uniform("former", size), side="right"), city)
    at = dice.even("type", rank_within(city) + city, SILVER)
    native = _types(at, city, mixes(cities, None))
    age = np.array([kind.age for kind in TYPES])[native] * np.exp(0.26 * dice.normal("age", size))
    days = np.floor(np.clip(age, 18.0, 92.0) * 365.25).astype(np.int64)
    return People(
        id=(np.arange(size, dtype=np.int64) * _ID_STEP + 1_000_003 * (dice.seed + 1) % _ID_SPACE) % _ID_SPACE,
        city=city,
        former=former,
        type=_types(at, city, mixes(cities, drift)),
        birth=(REFERENCE - date(1970, 1, 1)).days - days,
        woman=dice.uniform("woman", size) < np.array([kind.women for kind in TYPES])[native],
        amount_z=dice.normal("amount", size),
        balance_z=dice.normal("balance", size),
    )


def mixes(cities: tuple[City, ...], drift: tuple[int, float] | None) -> Floats:
    """Return the share of each type in each place, shape (places, 4), with rows that add up to 1.

    The points of a planted type are taken from the other three in proportion. Drift only shifts points from
    `repeat_small` to `small_lapsed`.
    """
    common = np.array([kind.share for kind in TYPES])
    table = np.tile(common, (len(cities), 1))
    for index, place in enumerate(cities):
        if place.lift is not None:
            lifted = TYPE_NAMES.index(place.lift)
            rest = 1.0 - common[lifted]
            table[index] *= (rest - place.points / 100.0) / rest
            table[index, lifted] = common[lifted] + place.points / 100.0
    if drift is not None:
        index, points = drift
        table[index, 2] -= points / 100.0
        table[index, 3] += points / 100.0
    return table


def _types(at: Floats, city: Ints, table: Floats) -> Ints:
    """Return the type of each customer: a number in [0, 1), looked up in the cumulative shares of the city."""
    bounds = np.cumsum(table, axis=1)[:, :-1]
    return np.asarray((at[:, None] >= bounds[city]).sum(axis=1), dtype=np.int64)


def _homes(size: int, dice: Dice, cities: tuple[City, ...]) -> Ints:
    """Return the city of each customer: evenly by weight, but every 97th customer goes to the places of fixed size."""
    number = np.arange(size, dtype=np.int64)
    bounds = steps(np.array([float(place.weight) for place in cities]))
    city = np.searchsorted(bounds, dice.even("city", number, GOLDEN), side="right")
    seats = np.repeat(np.arange(len(cities)), [place.customers for place in cities])
    slots = number[_SLOT - 1 :: _SLOT][: len(seats)]
    city[slots] = seats[: len(slots)]
    return city.astype(np.int64)
