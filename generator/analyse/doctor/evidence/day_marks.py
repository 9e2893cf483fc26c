"""How the dates of a column are written: the settings that read them, and what stays open."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.analyse.values import days
from generator.analyse.values.date_advice import settings_that_read
from generator.analyse.values.date_orders import ORDERS, lengths_by_order
from generator.analyse.values.dates import DateReader

#: At or above this share of readable values, a column is one of dates.
DATES = 0.9
_SIX = re.compile(r"\d{6}", re.ASCII)
_YEAR = 365
#: What is born, and what is paid: days of births spread over many years, and lie far back.
_BIRTH_SPREAD = 12 * _YEAR
_LATEST = days.day_number(2100, 1, 1) or 0


@dataclass(frozen=True, slots=True)
class Dates:
    """A column read as dates.

    Attributes:
        share: Share of the values that are dates.
        ways: The settings that read it, each as assignments by key; one empty table where no setting is needed, and
            several where the values fit several.
        last: Last day.
        spread: Days between the 10th and the 90th percentile.
        decided: Number of values that only the chosen order of day and month reads.
    """

    share: float = 0.0
    ways: tuple[Mapping[str, str], ...] = ()
    last: int = 0
    spread: int = 0
    decided: int = 0

    @property
    def of_births(self) -> bool:
        """Whether the days look like dates of birth."""
        return self.spread > _BIRTH_SPREAD


NO_DATES = Dates()


def read(counts: Mapping[str, int], locale: str, *, hinted: bool) -> Dates:
    """Read the values of a column, given with their numbers, as dates.

    Args:
        counts: How often each value occurs.
        locale: Its language gives names of months.
        hinted: Whether the title says that they are dates: then unusual formats are tried too.
    """
    total = sum(counts.values())
    if not total:
        return NO_DATES
    readers = {order: DateReader(order, "", locale) for order in ORDERS}
    found = {order: _days(counts, reader) for order, reader in readers.items()}
    shares = {order: sum(counts[text] for text in read) / total for order, read in found.items()}
    best = max(shares.values())
    if best >= DATES:
        fits = [order for order in ORDERS if shares[order] >= best - 0.002]
        if all(found[order] == found[fits[0]] for order in fits) and len(fits) == len(ORDERS):
            return _described(best, ({},), counts, found[fits[0]])
        if len(fits) > 1:
            lengths = lengths_by_order(list(found[fits[0]]), readers[fits[0]])
            fits = [order for order in fits if order in lengths] or fits[:1]
        other = max((shares[order] for order in ORDERS if order not in fits), default=best)
        decided = round((best - other) * total)
        return _described(best, tuple({"date_order": order} for order in fits), counts, found[fits[0]], decided)
    texts = sorted(counts)
    if (hinted or all(map(_SIX.fullmatch, texts))) and (ways := settings_that_read(texts, readers["dmy"])):
        return _described(1.0, tuple(way.assignments for way in ways), counts, _days(counts, ways[0].reader))
    return Dates(best) if best >= 0.5 else NO_DATES


def read_births(counts: Mapping[str, int], formats: Collection[str], locale: str, latest: int) -> Dates:
    """Read the values of a column as dates of birth, in the best of some formats of the transactions.

    Args:
        counts: How often each value occurs.
        formats: Values of `date_format`.
        locale: Its language gives names of months.
        latest: The last day of the transactions; a later day is one of the century before.
    """
    best = NO_DATES
    for exact in sorted(formats):
        found = {text: DateReader("dmy", exact, locale, "UTC").birth(text, ()) for text in counts}
        read = {
            text: birth.day if birth.day <= latest else birth.day_century_before
            for text, birth in found.items()
            if birth.day is not None and birth.day_century_before is not None
        }
        share = sum(counts[text] for text in read) / sum(counts.values()) if counts else 0.0
        if share >= max(DATES, best.share + 0.002):
            best = _described(share, (), counts, read)
    return best


def _days(counts: Mapping[str, int], reader: DateReader) -> dict[str, int]:
    found = {text: day[0] for text in counts if (day := reader.transaction(text))}
    return {text: day for text, day in found.items() if day <= _LATEST}


def _described(
    share: float,
    ways: tuple[Mapping[str, str], ...],
    counts: Mapping[str, int],
    read: Mapping[str, int],
    decided: int = 0,
) -> Dates:
    ordered = sorted(day for text, day in read.items() for _ in range(counts[text]))
    tenth = len(ordered) // 10
    return Dates(share, ways, ordered[-1], ordered[-1 - tenth] - ordered[tenth], decided)
