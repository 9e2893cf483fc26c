"""Data errors of the demonstration bank: misspelt places, missing fields, impossible birth dates.

Turns clean values into the texts of the file; all traps are planted here. The shares are documented in
`data/demo/README.md`; keep the two in step.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from generator.demo.cities import City
from generator.demo.dice import Dice, Floats, Ints
from generator.demo.ledger import Ledger
from generator.demo.people import People

#: Numbers of the customers born after every transaction: two-digit years read a century late.
BORN_LATER = (23, 101, 307, 1009, 2003, 5003)

#: Share of customers.
PLACEHOLDER, NO_BIRTH, NO_GENDER, ODD_GENDER = 0.05, 0.02, 0.004, 0.0004
#: Share of rows.
SLIP, NO_LOCATION, NO_BALANCE, OTHER_SPELLING = 0.003, 0.0008, 0.0025, 0.04

_EPOCH = date(1970, 1, 1)
_MISSING, _NAN, _PLACEHOLDER = -1_000_000, -1_000_001, -1_000_002
_BIRTH_WORDS = {_MISSING: None, _NAN: "nan", _PLACEHOLDER: "01/01/1800"}


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of repeated texts.

    Attributes:
        words: The distinct texts; None is a missing value.
        codes: Index into `words` by row, shape (rows,).
    """

    words: tuple[str | None, ...]
    codes: Ints


def variants(place: City) -> dict[str, float]:
    """Return the spellings of a place with their shares, which add up to 1.

    A place of fixed size has only the spellings of the table: it is close to a threshold, and a customer lost to a
    misspelling would matter.
    """
    others = place.spellings[1:]
    if place.customers:
        return {word: 1.0 / len(place.spellings) for word in place.spellings}
    usual = place.spellings[0]
    dirty = [word for word in _dirt(place) if word not in place.spellings]
    shares = dict.fromkeys(others, 0.10 / max(len(others), 1)) | dict.fromkeys(dirty, 0.06 / len(dirty))
    return {usual: 1.0 - sum(shares.values())} | shares


def _dirt(place: City) -> list[str]:
    """Return misspellings of a name; a district has no east or west."""
    usual = place.spellings[0]
    words = [usual.title(), usual.lower(), f"{usual} ", f"{usual}."]
    if place.kind == "city":
        words += [f"{usual} EAST", f"{usual} (W)"]
    if " " in usual:
        words += [usual.replace(" ", "  "), usual.replace(" ", "-")]
    if len(usual) >= 7:
        # Shorter names without a letter are often the name of another town.
        middle = len(usual) // 2
        words.append(usual[:middle] + usual[middle + 1 :])
    if "O" in usual:
        words.append("0".join(usual.rsplit("O", 1)))
    return [word for word in words if word != usual]


def spell(ledger: Ledger, dice: Dice, window: Dice, cities: tuple[City, ...]) -> Coded:
    """Return the location of each row. A customer always uses one spelling, except in one row of 25."""
    size = len(ledger.owner)
    habit = dice.uniform("spelling", int(ledger.owner.max()) + 1)[ledger.owner]
    at = np.where(window.chance("misspelt", size, OTHER_SPELLING), window.uniform("spelling", size), habit)
    words: list[str | None] = []
    bounds: list[float] = []
    for index, place in enumerate(cities):
        shares = variants(place)
        words += shares
        # Place 7 has the bounds 7 to 8, so that one search finds the spellings for all places.
        bounds += [index + float(upper) for upper in np.cumsum(list(shares.values()))[:-1]] + [index + 1.0]
    codes = np.searchsorted(np.array(bounds), ledger.city + at, side="right")
    kept = np.array([place.customers > 0 for place in cities])[ledger.city]
    gone = window.chance("no location", size, NO_LOCATION) & ~kept
    return Coded((*words, None), np.where(gone, len(words), codes))


def births(people: People, ledger: Ledger, dice: Dice, window: Dice) -> Coded:
    """Return the date of birth of each row as DD/MM/YYYY."""
    size = len(people.id)
    day = people.birth.copy()
    at = dice.uniform("birth trap", size)
    day[at < PLACEHOLDER + NO_BIRTH] = _MISSING
    day[at < PLACEHOLDER + NO_BIRTH / 8] = _NAN
    day[at < PLACEHOLDER] = _PLACEHOLDER
    later = [number for number in BORN_LATER if number < size]
    day[later] = people.birth[later] + 36_525
    rows = day[ledger.owner]
    slipped = window.chance("slip", len(rows), SLIP) & (rows > _MISSING)
    codes, days = _compact(np.where(slipped, rows + 365, rows))
    return Coded(tuple(_birth(int(value)) for value in days), codes)


def _birth(day: int) -> str | None:
    return _BIRTH_WORDS[day] if day in _BIRTH_WORDS else f"{_EPOCH + timedelta(days=day):%d/%m/%Y}"


def genders(people: People, ledger: Ledger, dice: Dice) -> Coded:
    """Return the gender of each row: M, F, missing, or T, which occurs rarely in the real data."""
    at = dice.uniform("gender trap", len(people.id))
    code = people.woman.astype(np.int64)
    code[at < NO_GENDER + ODD_GENDER] = 2
    code[at < NO_GENDER] = 3
    return Coded(("M", "F", "T", None), code[ledger.owner])


def balances(ledger: Ledger, window: Dice) -> Floats:
    """Return the balance of each row; NaN if missing, which is not the same as 0."""
    return np.where(window.chance("no balance", len(ledger.owner), NO_BALANCE), np.nan, ledger.balance)


def dates(ledger: Ledger, start: date) -> Coded:
    """Return the day of each row as D/M/YY; two days in five could be read as months."""
    codes, days = _compact(ledger.day)
    texts = (start + timedelta(days=int(day)) for day in days)
    return Coded(tuple(f"{day.day}/{day.month}/{day:%y}" for day in texts), codes)


def times(ledger: Ledger) -> Ints:
    """Return the time of each row as the integer HHMMSS; 400 is four minutes past midnight."""
    minutes, seconds = np.divmod(ledger.second, 60)
    hours, minutes = np.divmod(minutes, 60)
    return np.asarray(hours * 10_000 + minutes * 100 + seconds, dtype=np.int64)


def ids(people: People, ledger: Ledger) -> Coded:
    """Return the customer id of each row: C and seven digits."""
    return Coded(tuple(f"C{number:07d}" for number in people.id.tolist()), ledger.owner)


def _compact(values: Ints) -> tuple[Ints, Ints]:
    """Return the distinct values in ascending order, preceded by the index of each value among them."""
    distinct, codes = np.unique(values, return_inverse=True)
    return codes.astype(np.int64), distinct
