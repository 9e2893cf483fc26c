"""Guards of the averages of one place, and of its spend; the borders of answers are in model/test_answers.py."""

from dataclasses import replace

import pytest

from generator.publish.claims import registry
from generator.publish.model.types import ANSWERS, Answer
from generator.release import Count, Dropped, RecencyBasis
from tests.support.guards import (
    ANSWER,
    CUSTOMERS,
    MORE_AND_LESS,
    Bank,
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
    bases: tuple[RecencyBasis, ...] = ("sparse", "gap", "one_day", "one_segment")
    for basis in bases:
        calendar = bank.with_release(replace(release, model=replace(release.model, recency=basis)))
        assert failed("more_recent", calendar.case(recent)) == ("recency",)
    others = tuple(item for item in release.model.features if item.name != "recency")
    unused = bank.with_release(replace(release, model=replace(release.model, features=others)))
    assert failed("more_recent", unused.case(recent)) == ("recency",)
    assert failed("more_recent", bank.case(recent)) == ()

    old = with_average(bank, "age", 40.0, 39.0, 41.0)
    enough_ages, few_ages = (
        bank.with_release(with_counts(release, Count("flag:dob_missing", missing, 100))) for missing in (20, 21)
    )
    assert failed("older", enough_ages.case(old)) == ()
    assert failed("older", few_ages.case(old)) == ("rows with a usable birth date",)

    for made, measure in ((dropped, "transactions"), (calendar, "recency"), (few_ages, "age")):
        trials = registry.GUARDS["segment_profile"].trials(made.case(segment="a"))
        passing = {trial.key for trial in trials if trial.passed}
        assert passing == {"typical_spend", "transactions", "recency", "age"} - {measure}


def test_a_share_of_spend_needs_a_mean_whose_order_is_sure(bank: Bank) -> None:
    assert failed("spend_share", bank.case(place(bank, spend_share=0.1))) == ()
    assert failed("spend_share", bank.case(place(bank, spend_share=None))) == ("share of capped spend",)


def test_an_even_city_differs_in_no_average(bank: Bank) -> None:
    case = bank.case(place(bank))
    assert all(failed(name, case) for names in MORE_AND_LESS.values() for name in names)
