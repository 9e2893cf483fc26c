"""Guards of the averages of one place, and of its spend; the borders of answers are in model/test_answers.py."""

from dataclasses import dataclass, replace

import pytest

from generator.publish.claims import registry
from generator.publish.model import shares_of_spend
from generator.publish.model.types import ANSWERS, Answer
from generator.release import Count, Dropped, Mean, Window
from tests.support.guards import (
    ANSWER,
    CUSTOMERS,
    MORE_AND_LESS,
    Bank,
    by_id,
    failed,
    place,
    with_average,
    with_counts,
)

#: A higher and a lower average of each measure, where that of all customers is 100, 2, 50 and 32.
VALUES = {
    "typical_spend": (120.0, 80.0),
    "transactions": (2.4, 1.6),
    "recency_pct": (56.0, 44.0),
    "age": (36.0, 28.0),
}


@pytest.mark.parametrize("answer", [*ANSWERS, None])
@pytest.mark.parametrize("measure", VALUES)
def test_an_average_has_the_sentence_of_its_answer(bank: Bank, measure: str, answer: Answer | None) -> None:
    name = f"average {measure}"
    for more, value in zip((True, False), VALUES[measure], strict=True):
        view = with_average(bank, measure, value, value * 0.95, value * 1.05, answer)
        case, few = bank.case(view), bank.case(replace(view, strength="intervals"))
        wrong = () if answer == "clear" else (ANSWER,)
        higher, lower = MORE_AND_LESS[measure]
        assert failed(higher, case) == (wrong if more else (name, *wrong))
        assert failed(lower, case) == ((name, *wrong) if more else wrong)
        for kind in ("small", "chance"):
            assert failed(f"{kind}_average", case, measure) == (() if answer == kind else (ANSWER,))
            assert failed(f"{kind}_average", few, measure)[0] == CUSTOMERS


def test_an_average_that_is_not_known_has_no_sentence(bank: Bank) -> None:
    case = bank.case(with_average(bank, "age", None, 0.0, 0.0, None))
    assert failed("older", case) == failed("younger", case) == ("average age", ANSWER)


def test_a_sentence_on_recency_prints_what_was_tested(bank: Bank) -> None:
    view = with_average(bank, "recency_pct", 56.0, 53.0, 59.0)
    (finding,) = registry.GUARDS["more_recent"].findings(bank.case(view))
    assert (finding.facts["value"], finding.facts["interval"], finding.facts["all_value"]) == ("56", "53 to 59", "50")


def test_an_interval_that_excludes_all_customers_is_seen_to_do_so(bank: Bank) -> None:
    view = with_average(bank, "recency_pct", 45.0, 40.4, 49.7, "chance")
    (finding,) = registry.GUARDS["chance_average"].findings(bank.case(view))
    assert (finding.facts["interval"], finding.facts["all_value"]) == ("40.4 to 49.7", "50")


def test_unsupported_averages_are_not_used(bank: Bank) -> None:
    release = bank.views.release
    dropped = bank.with_release(
        replace(release, model=replace(release.model, dropped=(Dropped("frequency", "constant", 1.0),)))
    )
    often = with_average(bank, "transactions", 2.4, 2.3, 2.5)
    assert failed("more_active", dropped.case(often)) == ("frequency",)

    recent = with_average(bank, "recency_pct", 60.0, 58.0, 62.0)
    few_days, enough_days = (
        bank.with_release(replace(release, window=Window("2016-08-01", "2016-11-08", 100, days))) for days in (74, 75)
    )
    assert failed("more_recent", few_days.case(recent)) == ("days with rows",)
    assert failed("more_recent", enough_days.case(recent)) == ()

    old = with_average(bank, "age", 40.0, 39.0, 41.0)
    enough_ages, few_ages = (
        bank.with_release(with_counts(release, Count("flag:dob_missing", missing, 100))) for missing in (20, 21)
    )
    assert failed("older", enough_ages.case(old)) == ()
    assert failed("older", few_ages.case(old)) == ("rows with a usable birth date",)

    for made, measure in ((dropped, "transactions"), (few_days, "recency"), (few_ages, "age")):
        trials = registry.GUARDS["segment_profile"].trials(made.case(segment="a"))
        passing = {trial.key for trial in trials if trial.passed}
        assert passing == {"typical_spend", "transactions", "recency", "age"} - {measure}


SHOWN, ORDER = "share of all spend", "share of spend, whatever lies above the caps"


@dataclass(frozen=True, kw_only=True)
class Spend:
    """Shares of customers and of spend, the published share of spend above the caps, and the checks that fail."""

    id: str
    share: float
    spend: float | None
    above: float | None
    step: float = 0.0
    fails: tuple[str, ...] = ()


SPENDS = (
    # Up to 10 % of all spend may lie above the caps where the published share, rounded down, is 5 %.
    Spend(id="more-even-without-any-above", share=0.100, spend=0.112, above=0.05),
    Spend(id="more-but-not-without", share=0.100, spend=0.111, above=0.05, fails=(ORDER,)),
    Spend(id="less-even-with-all-above", share=0.100 + 0.100, spend=0.110, above=0.05),
    Spend(id="less-but-not-with", share=0.200, spend=0.112, above=0.05, fails=(ORDER,)),
    Spend(id="rounding-may-turn-it", share=0.100, spend=0.112, above=0.05, step=10.0, fails=(ORDER,)),
    # 10 % may be rounded down from 20 %.
    Spend(id="a-coarse-step", share=0.100, spend=0.124, above=0.1, fails=(ORDER,)),
    Spend(id="a-coarse-step-passed", share=0.100, spend=0.126, above=0.1),
    Spend(id="caps-not-known", share=0.100, spend=0.5, above=None, fails=(ORDER,)),
    Spend(id="spend-not-known", share=0.100, spend=None, above=0.05, fails=(SHOWN, ORDER)),
)


@by_id(SPENDS)
def test_a_share_of_spend_is_left_out_where_the_caps_could_turn_its_order(bank: Bank, row: Spend) -> None:
    release = bank.views.release
    means = {**release.overall.means, "spend": Mean(500.0, row.step, None)}
    made = bank.with_release(replace(release, overall=replace(release.overall, above_caps=row.above, means=means)))
    town = replace(bank.views.cities[0].place, means={"spend": Mean(500.0, row.step, None)})
    view = place(made, place=town, share=row.share, spend_share=row.spend)
    assert failed("spend_share", made.case(view)) == row.fails


@pytest.mark.parametrize(
    ("published", "most"), [(0.0, 0.2), (0.05, 0.1), (0.1, 0.2), (0.15, 0.2), (0.2, 0.4), (None, None)]
)
def test_spend_above_the_caps_may_be_a_step_more(bank: Bank, published: float | None, most: float | None) -> None:
    release = bank.views.release
    made = bank.with_release(replace(release, overall=replace(release.overall, above_caps=published)))
    assert shares_of_spend.above_caps(made.views) == pytest.approx(most)


def test_an_even_city_differs_in_no_average(bank: Bank) -> None:
    case = bank.case(place(bank))
    assert all(failed(name, case) for names in MORE_AND_LESS.values() for name in names)
