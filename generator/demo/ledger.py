"""Transactions of the customers in a window: days, times, amounts, and their order in the file.

Clean values only; data errors are added by `dirt.py`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from generator.demo.cities import City
from generator.demo.dice import Dice, Floats, Ints, steps
from generator.demo.people import TYPES, People

#: Numbers of the customers who never spend anything.
ZERO_SPENDERS = (11, 503)

#: Relative number of transactions by weekday (Monday first) and month (January first), nearly even: no day is empty.
_WEEKDAYS = (1.02, 0.98, 0.97, 1.0, 1.06, 1.12, 0.85)
_MONTHS = (1.0, 0.94, 1.05, 0.97, 0.98, 0.97, 0.98, 1.0, 1.02, 1.15, 1.1, 1.04)
#: Relative number of transactions by hour of the day, from midnight.
_HOURS = (1, 0.6, 0.3, 0.2, 0.2, 0.5, 1.5, 3, 4.5, 6, 7, 7.5, 7.5, 7, 6.5, 6.5, 7, 8, 9, 9.5, 8.5, 6, 4, 2)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The transactions of a window in file order; every array has the shape (rows,).

    Attributes:
        owner: Number of the customer.
        city: Index into the table of places: the customer's residence on that day.
        day: Days from the start of the window.
        second: Seconds from midnight.
        amount: Rupees, two decimals at most.
        balance: Rupees after the transaction, two decimals at most.
    """

    owner: Ints
    city: Ints
    day: Ints
    second: Ints
    amount: Floats
    balance: Floats


def counts(people: People, dice: Dice) -> Ints:
    """Return the number of transactions of each customer in the window, shape (customers,), at least 1."""
    median = np.array([kind.count for kind in TYPES])[people.type]
    spread = np.array([kind.count_sd for kind in TYPES])[people.type]
    drawn = np.floor(median * np.exp(spread * dice.normal("count", len(people.id))) + 0.5).astype(np.int64)
    drawn = np.maximum(drawn, 1)
    zero = [number for number in ZERO_SPENDERS if number < len(drawn)]
    drawn[zero] = 4
    return drawn


def draw_ledger(people: People, each: Ints, dice: Dice, cities: tuple[City, ...], start: date, days: int) -> Ledger:
    """Return the transactions of a window, ordered by day but not within a day, as in a bank's extract.

    Args:
        people: Customers.
        each: Number of transactions of each customer, shape (customers,).
        dice: Random streams of the window.
        cities: Table of places.
        start: First day.
        days: Length of the window.
    """
    owner = np.repeat(np.arange(len(each), dtype=np.int64), each)
    day = _days(people, owner, dice, start, days)
    order = np.argsort(day + dice.uniform("order", len(day)), kind="stable")
    owner, day = owner[order], day[order]
    # The rows of a mover have the old place until the last day: only the latest transaction has the current residence.
    last = np.zeros(len(each), dtype=np.int64)
    np.maximum.at(last, owner, day)
    return Ledger(
        owner=owner,
        city=np.where(day < last[owner], people.former[owner], people.city[owner]),
        day=day,
        second=_seconds(dice, len(day)),
        amount=_amounts(people, owner, dice, cities),
        balance=_balances(people, owner, dice),
    )


def _days(people: People, owner: Ints, dice: Dice, start: date, days: int) -> Ints:
    """Return the day of each transaction: uniform over the type's active period, weighted by weekday and month."""
    dates = [start + timedelta(days=offset) for offset in range(days)]
    calendar = steps(np.array([_WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] for day in dates]))
    first = np.array([kind.first for kind in TYPES])[people.type][owner]
    last = np.array([kind.last for kind in TYPES])[people.type][owner]
    at = first + (last - first) * dice.uniform("day", len(owner))
    # One row in fifty ignores the active period: lapsed customers come back, and no type has a sharp end.
    at = np.where(dice.chance("stray", len(owner), 0.02), dice.uniform("stray day", len(owner)), at)
    return np.searchsorted(calendar, at, side="right").astype(np.int64)


def _seconds(dice: Dice, size: int) -> Ints:
    hours = steps(np.array(_HOURS, dtype=np.float64))
    hour = np.searchsorted(hours, dice.uniform("hour", size), side="right")
    return (hour * 3600 + np.floor(dice.uniform("second", size) * 3600.0)).astype(np.int64)


def _amounts(people: People, owner: Ints, dice: Dice, cities: tuple[City, ...]) -> Floats:
    """Return amounts in rupees: log-normal within and between customers, with a Pareto tail on one row in 250."""
    size = len(owner)
    median = np.array([kind.amount for kind in TYPES])[people.type]
    median = median * np.array([place.spend for place in cities])[people.city]
    typical = median * np.exp(0.35 * people.amount_z)
    amount = typical[owner] * np.exp(0.7 * dice.normal("amount", size))
    tail = dice.chance("tail", size, 0.004)
    amount = np.where(tail, amount * (1.0 - dice.uniform("tail size", size)) ** -0.9, amount)
    style = dice.uniform("style", size)
    # Most people pay whole rupees or tens; a fifth of the rows have paise.
    tens = np.maximum(np.rint(amount / 10.0), 1.0) * 10.0
    paise = np.rint(amount * 100.0) / 100.0
    amount = np.where(style < 0.45, tens, np.where(style < 0.8, np.maximum(np.rint(amount), 1.0), paise))
    free = dice.chance("free", size, 0.0006) | np.isin(owner, ZERO_SPENDERS)
    return np.where(free, 0.0, amount)


def _balances(people: People, owner: Ints, dice: Dice) -> Floats:
    """Return balances in rupees: a level for each customer, with small changes from row to row."""
    level = np.array([kind.balance for kind in TYPES])[people.type] * np.exp(1.3 * people.balance_z)
    balance = level[owner] * np.exp(0.3 * dice.normal("balance", len(owner)))
    empty = dice.chance("empty", len(owner), 0.004)
    return np.where(empty, 0.0, np.rint(balance * 100.0) / 100.0)
