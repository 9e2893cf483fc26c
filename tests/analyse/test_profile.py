import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.analyse.disclosure.caps import AGE
from generator.analyse.profile import AGE_BANDS
from tests.support.banks import (
    AMOUNT,
    AS_IS,
    BIRTH,
    CUSTOMER,
    DATE,
    GENDER,
    ID,
    PLACE,
    TIME,
    Row,
    Stages,
    bank,
    changed,
    put,
    staged,
    text,
)  # fmt: skip

#: Some births are unknown, so that ages are not known for all.
ROWS = [changed([row], 0, BIRTH, "1/1/1800")[0] if int(row[CUSTOMER][1:]) % 6 == 0 else row for row in bank(1_500)]
LAST = max(date(*map(int, row[DATE].split("-")[::-1])) for row in ROWS)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    path = put(tmp_path_factory.mktemp("bank") / "a.csv", text(ROWS))
    with staged(path, AS_IS, "k=3") as found:
        yield found


class Customer:
    """A customer, computed from the rows in plain Python."""

    def __init__(self, rows: list[Row]) -> None:
        last = max(rows, key=lambda row: ("".join(row[DATE].split("-")[::-1]), int(row[TIME]), row[ID]))
        day, month, year = map(int, last[DATE].split("-"))
        self.spend = sum(round(float(row[AMOUNT]) * 100) for row in rows)
        self.frequency = len(rows)
        self.recency = (LAST - date(year, month, day)).days
        self.place, self.gender = last[PLACE], last[GENDER]
        born = last[BIRTH]
        self.age = None
        if "/" not in born:
            day, month, year = map(int, born.split("-"))
            self.age = LAST.year - year - ((LAST.month, LAST.day) < (month, day))


def customers() -> list[Customer]:
    by_id = defaultdict(list)
    for row in ROWS:
        by_id[row[CUSTOMER]].append(row)
    return [Customer(rows) for rows in by_id.values()]


PEOPLE = customers()


def bin_of(paise: int) -> int:
    unit = 10 ** max(len(str(paise)) - 3, 0)
    lead = paise // unit
    return (lead - lead % (1 if unit == 1 or lead < 200 else 2 if lead < 500 else 5)) * unit


def midrank(values: list[int], value: int) -> int:
    below, same = sum(v < value for v in values), sum(v == value for v in values)
    return round((below + same / 2) / len(values) * 10_000)


def test_sums_by_place_and_segment_are_those_of_the_customers(stages: Stages) -> None:
    """Everything that leaves SQL, computed again from the rows alone; only the labels of the bins are taken over."""
    frame = stages.grid.frame.assign(segment=stages.outcome.choice.fit.labels)
    labels = {
        (r, f, a): s for r, f, a, s in frame[["recency", "frequency", "amount_bin", "segment"]].itertuples(index=False)
    }
    place_of = {text_: home.place for (text_, _), home in stages.homes.homes.items()}
    ranges = stages.profile.ranges
    spends = [bin_of(one.spend) for one in PEOPLE]
    frequencies = [one.frequency for one in PEOPLE]
    recencies = [one.recency for one in PEOPLE]
    ages = [one.age for one in PEOPLE if one.age is not None]
    expected: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for one in PEOPLE:
        segment = labels[one.recency, one.frequency, bin_of(one.spend // one.frequency)]
        sums = expected[place_of[one.place], segment]
        own, all_ = ranges.segments[segment], ranges.everyone
        clipped = min(max(one.spend, own.low), own.high)
        common = min(max(one.spend, all_.low), all_.high)
        sums["n"] += 1
        sums["exact_paise"] += one.spend
        sums["spend_own"] += clipped
        sums["spend_all"] += common
        sums["log_own"] += round(math.log(clipped / 100) * 1e6)
        sums["log_all"] += round(math.log(common / 100) * 1e6)
        sums["log_all_sq"] += round(math.log(common / 100) * 1e3) ** 2
        sums["frequency"] += min(one.frequency, ranges.transactions)
        sums["recency"] += one.recency
        sums["recency_sq"] += one.recency**2
        sums["spend_pct"] += midrank(spends, bin_of(one.spend))
        sums["frequency_pct"] += midrank(frequencies, one.frequency)
        sums["recency_pct"] += 10_000 - midrank(recencies, one.recency)
        if one.age is not None:
            sums["aged"] += 1
            sums["age"] += min(max(one.age, AGE[0]), AGE[1])
            sums["age_pct"] += midrank(ages, one.age)
    found = {(row["place"], row["segment"]): row for row in stages.profile.sums.to_dict("records")}
    assert set(found) == set(expected)
    assert sum(row["n"] for row in found.values()) == len(PEOPLE)
    for key, sums in expected.items():
        for name, value in sums.items():
            # Ranks are whole hundredths, so halves may fall either way in binary; all else is exact.
            slack = sums["n"] if name.endswith("_pct") else 1 if name.startswith("log") else 0
            assert abs(found[key][name] - value) <= slack, (key, name)


def test_distributions_count_every_customer(stages: Stages) -> None:
    found = stages.profile.distributions
    assert found["recency"].to_dict() == Counter(one.recency for one in PEOPLE)
    assert found["transactions"].to_dict() == Counter(one.frequency for one in PEOPLE)
    assert found["age"].to_dict() == Counter(one.age for one in PEOPLE if one.age is not None)
    assert found["spend"].to_dict() == Counter(bin_of(one.spend) for one in PEOPLE)


def test_segment_by_gender_and_age_band(stages: Stages) -> None:
    cross = stages.profile.cross
    totals = cross.sum(axis=1).to_dict()
    expected = Counter(f"gender:{one.gender}" for one in PEOPLE)
    for one in PEOPLE:
        if one.age is None:
            expected["age:unknown"] += 1
        else:
            low = max(edge for edge in AGE_BANDS if edge <= one.age)
            above = [edge for edge in AGE_BANDS if edge > low]
            expected[f"age:{low}-{above[0] - 1}" if above else f"age:{low}+"] += 1
    assert totals == dict(expected)
    assert cross.to_numpy().sum() == 2 * len(PEOPLE)


def test_spend_above_the_cap_and_what_one_customer_can_move_of_it(stages: Stages) -> None:
    total = sum(one.spend for one in PEOPLE)
    high = stages.profile.ranges.everyone.high
    wide = stages.profile.ranges.everyone.wide
    bounded = [min(one.spend, wide) for one in PEOPLE]
    found = stages.profile.above_caps
    assert found.exact == pytest.approx(sum(max(0, one.spend - high) for one in PEOPLE) / total)
    assert found.bounded == pytest.approx(sum(max(0, spend - high) for spend in bounded) / sum(bounded))
    assert found.bounded <= found.exact
    assert found.one == pytest.approx(wide / sum(bounded))


@pytest.mark.parametrize("column", [BIRTH, GENDER])
def test_a_bank_that_knows_no_births_or_genders(tmp_path: Path, column: int) -> None:
    rows = [changed([row], 0, column, "")[0] for row in bank(300)]
    with staged(put(tmp_path / "a.csv", text(rows)), AS_IS, "k=2") as found:
        if column == BIRTH:
            assert found.profile.distributions["age"].sum() == 0
            assert found.profile.sums["aged"].sum() == 0
        name = "age:unknown" if column == BIRTH else "gender:unknown"
        assert found.profile.cross.loc[name].sum() == found.grid.customers
