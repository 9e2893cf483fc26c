"""Guards of the averages of one place, and of its spend: each passes at its limits and fails just beyond them."""

from dataclasses import dataclass, replace

from generator.publish.claims import registry
from generator.publish.model.types import Estimate
from generator.release import Count, Dropped, Mean, RecencyBasis
from tests.support.guards import (
    CUSTOMERS,
    MORE_AND_LESS,
    PERCENTILES,
    YEARS,
    Bank,
    by_id,
    failed,
    place,
    with_average,
    with_counts,
)

INTERVAL, Q = "value of all customers against the 95 % interval", "q, over all pages and measures"
RATIO = "times that of all customers"


@dataclass(frozen=True, kw_only=True)
class AverageRow:
    """An average of a city with its interval, and the checks that fail for "more" and for "less"."""

    id: str
    measure: str
    value: float | None
    low: float
    high: float
    q: float = 0.01
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


SPEND, OFTEN, RECENT, AGE = "average typical_spend", "average transactions", "average recency_pct", "average age"
AVERAGES = (
    AverageRow(
        id="spend-ratio-and-q-at-the-limit",
        measure="typical_spend", value=110.0, low=101.0, high=120.0, q=0.0499, less=(SPEND,),
    ),
    AverageRow(
        id="spend-ratio-too-small",
        measure="typical_spend", value=109.9, low=101.0, high=120.0, more=(RATIO,), less=(SPEND, RATIO),
    ),
    AverageRow(
        id="spend-q-too-large",
        measure="typical_spend", value=110.0, low=101.0, high=120.0, q=0.05, more=(Q,), less=(SPEND, Q),
    ),
    AverageRow(
        id="spend-interval-touches-all-customers",
        measure="typical_spend", value=110.0, low=100.0, high=120.0, more=(INTERVAL,), less=(SPEND, INTERVAL),
    ),
    AverageRow(
        id="spend-lower-at-the-ratio",
        measure="typical_spend", value=100 / 1.1, low=85.0, high=99.0, more=(SPEND,),
    ),
    AverageRow(
        id="spend-lower-ratio-too-small",
        measure="typical_spend", value=91.0, low=85.0, high=99.0, more=(SPEND, RATIO), less=(RATIO,),
    ),
    AverageRow(
        id="spend-lower-interval-touches",
        measure="typical_spend", value=90.0, low=85.0, high=100.0, more=(SPEND, INTERVAL), less=(INTERVAL,),
    ),
    AverageRow(id="age-not-known", measure="age", value=None, low=0.0, high=0.0, more=(AGE, YEARS), less=(AGE, YEARS)),
    AverageRow(id="transactions-at-the-ratio", measure="transactions", value=2.2, low=2.1, high=2.3, less=(OFTEN,)),
    AverageRow(
        id="transactions-ratio-too-small",
        measure="transactions", value=2.19, low=2.1, high=2.3, more=(RATIO,), less=(OFTEN, RATIO),
    ),
    AverageRow(id="transactions-lower", measure="transactions", value=1.8, low=1.7, high=1.9, more=(OFTEN,)),
    AverageRow(id="recency-5-percentiles", measure="recency_pct", value=55.0, low=52.0, high=58.0, less=(RECENT,)),
    AverageRow(
        id="recency-under-5-percentiles",
        measure="recency_pct", value=54.9, low=52.0, high=58.0, more=(PERCENTILES,), less=(RECENT, PERCENTILES),
    ),
    AverageRow(id="recency-lower", measure="recency_pct", value=45.0, low=42.0, high=48.0, more=(RECENT,)),
    AverageRow(id="age-2-years", measure="age", value=34.0, low=33.0, high=35.0, less=(AGE,)),
    AverageRow(
        id="age-under-2-years",
        measure="age", value=33.9, low=33.0, high=35.0, more=(YEARS,), less=(AGE, YEARS),
    ),
    AverageRow(id="age-lower", measure="age", value=30.0, low=29.0, high=31.0, more=(AGE,)),
)  # fmt: skip


@by_id(AVERAGES)
def test_an_average_differs_at_its_limits(bank: Bank, row: AverageRow) -> None:
    view = with_average(bank, row.measure, row.value, row.low, row.high, row.q)
    for name, expected in zip(MORE_AND_LESS[row.measure], (row.more, row.less), strict=True):
        assert failed(name, bank.case(view)) == expected
        assert failed(name, bank.case(replace(view, strength="intervals"))) == (CUSTOMERS, *expected)


def test_unsupported_averages_are_not_used(bank: Bank) -> None:
    release = bank.views.release
    dropped = bank.with_release(
        replace(release, model=replace(release.model, dropped=(Dropped("frequency", "constant", 1.0),)))
    )
    often = with_average(bank, "transactions", 2.4, 2.3, 2.5, 0.01)
    assert failed("more_active", dropped.case(often)) == ("frequency",)

    recent = with_average(bank, "recency_pct", 60.0, 58.0, 62.0, 0.01)
    bases: tuple[RecencyBasis, ...] = ("sparse", "gap", "one_day", "one_segment")
    for basis in bases:
        calendar = bank.with_release(replace(release, model=replace(release.model, recency=basis)))
        assert failed("more_recent", calendar.case(recent)) == ("recency",)
    others = tuple(item for item in release.model.features if item.name != "recency")
    unused = bank.with_release(replace(release, model=replace(release.model, features=others)))
    assert failed("more_recent", unused.case(recent)) == ("recency",)
    assert failed("more_recent", bank.case(recent)) == ()
    hidden = {**recent.measures, "recency": Estimate(None, None, None, "few")}
    assert failed("more_recent", bank.case(replace(recent, measures=hidden))) == ("average recency",)

    old = with_average(bank, "age", 40.0, 39.0, 41.0, 0.01)
    enough_ages, few_ages = (
        bank.with_release(with_counts(release, Count("flag:dob_missing", missing, 100))) for missing in (20, 21)
    )
    assert failed("older", enough_ages.case(old)) == ()
    assert failed("older", few_ages.case(old)) == ("rows with a usable birth date",)

    for made, measure in ((dropped, "transactions"), (calendar, "recency"), (few_ages, "age")):
        trials = registry.GUARDS["segment_profile"].trials(made.case(segment="a"))
        passing = {trial.key for trial in trials if trial.passed}
        assert passing == {"typical_spend", "transactions", "recency", "age"} - {measure}


MEAN, TYPICAL, SHOWN = "mean spend against all customers", "typical spend", "share of all spend"


@dataclass(frozen=True, kw_only=True)
class Spend:
    """Mean spend (500 for all, in steps of 10) and typical spend (100 for all), and the checks that fail."""

    id: str
    mean: float
    typical: float
    lower_but_more: tuple[str, ...] = ()
    higher_but_less: tuple[str, ...] = ()


SPENDS = (
    Spend(id="more-by-over-a-step", mean=511.0, typical=80.0, higher_but_less=(TYPICAL, MEAN)),
    Spend(id="more-by-a-step", mean=510.0, typical=80.0, lower_but_more=(MEAN,), higher_but_less=(TYPICAL, MEAN)),
    Spend(id="less-by-over-a-step", mean=489.0, typical=120.0, lower_but_more=(TYPICAL, MEAN)),
    Spend(id="less-by-a-step", mean=490.0, typical=120.0, lower_but_more=(TYPICAL, MEAN), higher_but_less=(MEAN,)),
    Spend(id="same-direction", mean=511.0, typical=120.0, lower_but_more=(TYPICAL,), higher_but_less=(MEAN,)),
)


@by_id(SPENDS)
def test_mean_and_typical_spend_in_opposite_directions_at_their_limits(bank: Bank, row: Spend) -> None:
    view = with_average(bank, "typical_spend", row.typical, row.typical - 1, row.typical + 1, 0.01)
    town = replace(view.place, means={"spend": Mean(row.mean, 10.0, None)})
    view = replace(view, place=town, typical_differs=True, spend_share=0.1)
    assert failed("lower_but_more", bank.case(view)) == row.lower_but_more
    assert failed("higher_but_less", bank.case(view)) == row.higher_but_less
    assert failed("spend_share", bank.case(view)) == ()
    unknown = bank.case(replace(view, typical_differs=False, spend_share=None))
    assert failed("lower_but_more", unknown) == ("typical spend clearly different", *row.lower_but_more, SHOWN)
    assert failed("spend_share", unknown) == (SHOWN,)


def test_an_even_city_differs_in_no_average(bank: Bank) -> None:
    case = bank.case(place(bank))
    assert all(failed(name, case) for names in MORE_AND_LESS.values() for name in names)
