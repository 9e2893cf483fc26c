import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.disclosure import means
from generator.analyse.disclosure.means import FEW, Cap, Rules, spreads
from generator.analyse.disclosure.rounding import at_or_below, nearest
from generator.release import ABSENT, Mean
from generator.release.columns import MEASURES
from tests.support.banks import PROPERTY, RANGES, One, sums

RULES = Rules(base=10, threshold=20, absent=frozenset(), ranges=RANGES)
EXACT = replace(RULES, base=0, threshold=1)


def averages(
    summed: means.Sums, rules: Rules, segment: int | None, cap: Cap, printed: int | None = None
) -> dict[str, Mean]:
    """Return the averages of customers whose number is printed as its nearest multiple, unless it is given."""
    shown = nearest(int(summed["n"]), rules.multiple) if printed is None else printed
    return means.averages(summed, shown, rules, segment, cap)


def around(people: Counter[One]) -> tuple[int, int]:
    """Return the multiples of the base at or below, and at or above, the number of customers."""
    low = at_or_below(people.total(), RULES.base)
    return low, low + RULES.base * (people.total() > low)


def customers(segments: st.SearchStrategy[int]) -> st.SearchStrategy[One]:
    # Mostly at the ends of the ranges, where one customer moves an average most.
    spend = st.one_of(st.sampled_from([0, 10**9]), st.integers(0, 10**8))
    small = st.sampled_from([1, 20, 400])
    days = st.sampled_from([0, 40, 81])
    age = st.one_of(st.none(), st.sampled_from([0, 10, 45, 90, 120]))
    return st.builds(One, spend, small, days, age, st.sampled_from([0, 5_000, 10_000]), segments)


@st.composite
def groups(draw: st.DrawFn) -> tuple[Counter[One], One, int | None, Cap]:
    """Return at least T customers, one more, their segment (None: several), and the cap that goes with them."""
    segment = draw(st.sampled_from([None, 0, 1]))
    who = customers(st.integers(0, 1) if segment is None else st.just(segment))
    size = st.one_of(st.integers(1, 40), st.integers(100, 3_000))
    people = Counter(draw(st.dictionaries(who, size, min_size=1, max_size=3)))
    people[next(iter(people))] += max(0, RULES.threshold - people.total())
    cap: Cap = draw(st.sampled_from(["own", "all"] if segment is None else ["own", "all", "wide"]))
    return people, draw(who), segment, cap


def distance(name: str, a: Mean, b: Mean) -> float:
    """Return how far two averages are apart, in their coarser step."""
    assert a.value is not None
    assert b.value is not None
    assert a.step is not None
    assert b.step is not None
    apart = abs(math.log(a.value / b.value)) if name == "typical_spend" else abs(a.value - b.value)
    return apart / max(a.step, b.step)


@PROPERTY
@given(groups(), st.sampled_from([0, 1]), st.sampled_from([0, 1]))
def test_one_customer_moves_an_average_by_at_most_one_step(
    group: tuple[Counter[One], One, int | None, Cap], up_before: int, up_after: int
) -> None:
    people, one, segment, cap = group
    more = people + Counter([one])
    before = averages(sums(people), RULES, segment, cap, around(people)[up_before])
    after = averages(sums(more), RULES, segment, cap, around(more)[up_after])
    for name in MEASURES:
        if before[name].value is not None and after[name].value is not None:
            assert distance(name, before[name], after[name]) <= 1 + 1e-3, name


@pytest.mark.parametrize("up", [0, 1])
def test_nor_where_the_rounded_count_is_larger_than_the_true_one(up: int) -> None:
    # 41 customers may be printed as 50, and 100 ÷ 50 is a step of 2: one of 41 moves an average by more than that.
    for n in (*range(20, 60), 91, 99, 101, 109, 191, 209, 241, 491):
        for percentile in range(0, 1_000, 30):
            people = Counter({One(0, 1, 0, 10, percentile, 0): n})
            for one in (One(0, 20, 81, 90, 10_000, 0), One(0, 1, 0, None, 0, 0)):
                more = people + Counter([one])
                before = averages(sums(people), RULES, 0, "all", around(people)[up])
                after = averages(sums(more), RULES, 0, "all", around(more)[up])
                for name in ("transactions", "recency", "age", "spend_pct", "age_pct"):
                    assert distance(name, before[name], after[name]) <= 1 + 1e-9, (n, percentile, name)


@pytest.mark.slow
@PROPERTY
@given(groups())
def test_what_is_shown_is_near_the_truth_and_what_is_not_says_why(
    group: tuple[Counter[One], One, int | None, Cap],
) -> None:
    people, _, segment, cap = group
    found = averages(sums(people), RULES, segment, cap)
    exact = averages(sums(people), EXACT, segment, cap)
    assert tuple(found) == MEASURES
    for name, mean in found.items():
        if mean.value is None:
            assert mean == FEW
            continue
        assert mean.step is not None
        assert exact[name].value is not None
        if name not in ("spend", "typical_spend"):
            assert abs(mean.value - (exact[name].value or 0)) <= mean.step / 2 * 1.001 + 1e-4
            assert mean.step <= 10
        elif name == "spend":
            assert mean.step <= 0.25 * mean.value
        else:
            assert math.expm1(mean.step) <= 0.25
            assert mean.value == pytest.approx(exact[name].value, rel=math.expm1(mean.step / 2) + 1e-5)
        assert mean.step in {float(f"{lead}e{power}") for lead in (1, 2, 5) for power in range(-6, 6)}


def many(n: int, **values: int | None) -> Counter[One]:
    return Counter({replace(One(100_000, 2, 30, 40, 5_000, 0), **values): n})  # type: ignore[arg-type]


def test_a_group_of_several_segments_is_clipped_to_the_range_of_all() -> None:
    people = many(200, spend=9_000_000) + many(200, spend=100, segment=1)
    found = averages(sums(people), RULES, None, "own")
    assert found == averages(sums(people), RULES, None, "all")
    # 90,000 is above the cap of all (50,000) though not above that of its segment (100,000).
    assert found["spend"].value == pytest.approx((50_000 + 5) / 2, abs=found["spend"].step or 0)


def test_averages_of_whom_one_can_count() -> None:
    found = averages(sums(many(1_000)), RULES, 0, "own")
    assert found["spend"].withheld == "few" or found["spend"].value == pytest.approx(1_000, rel=0.25)
    assert found["typical_spend"].value == pytest.approx(1_000, rel=0.01)
    assert found["transactions"] == Mean(2.0, 0.02, None)
    assert found["recency"] == Mean(30.0, 0.1, None)
    assert found["age"] == Mean(40.0, 0.1, None)
    assert found["spend_pct"] == Mean(50.0, 0.2, None)


@pytest.mark.parametrize(("printed", "counts_as"), [(20, 20), (30, 21), (50, 41), (1_000, 991)])
def test_a_step_tells_no_more_than_the_rounded_count(printed: int, counts_as: int) -> None:
    for n in range(max(printed - 9, 20), printed + 10):
        step = averages(sums(many(n)), RULES, 0, "own", printed)["spend_pct"].step
        assert step is not None
        assert step >= 100 / counts_as
        assert step < 2.5 * 100 / counts_as


def test_age_needs_to_be_known_for_most_and_for_enough() -> None:
    assert averages(sums(many(80) + many(20, age=None)), RULES, 0, "own")["age"].value == 40
    assert averages(sums(many(79) + many(21, age=None)), RULES, 0, "own")["age"] == FEW
    assert averages(sums(many(19) + many(1, age=None)), RULES, 0, "own")["age"] == FEW
    assert averages(sums(many(100, age=None)), RULES, 0, "own")["age_pct"] == FEW


def test_absent_measures_say_so() -> None:
    found = averages(sums(many(100)), replace(RULES, absent=frozenset({"recency", "spend"})), 0, "own")
    assert found["recency"] == found["spend"] == ABSENT
    assert found["age"].value is not None


def test_nothing_shown_as_a_false_round_number() -> None:
    assert averages(sums(many(30, spend=0)), RULES, 0, "all")["spend"] == FEW


def test_the_internal_policy_is_exact() -> None:
    found = averages(sums(many(3, spend=123_456_789)), EXACT, 0, "own")
    assert found["spend"] == Mean(1_234_570.0, 0.0, None)
    assert found["recency"] == Mean(30.0, 0.0, None)


class TestSpreads:
    PEOPLE = tuple(One(1_000 * 3**i, 1 + i, i * 8, 20 + i if i % 3 else None, 1_000 * i, 0) for i in range(10))

    def found(self, people: Mapping[One, int], rules: Rules = RULES, segment: int | None = 0) -> dict[str, float]:
        summed = sums(people)
        shown = averages(summed, rules, segment, "own")
        groups = [("a", summed, nearest(int(summed["n"]), rules.multiple), shown)]
        return {item.measure: item.sd for item in spreads(groups, rules)}

    @pytest.mark.parametrize("times", [5, 40, 4_000])
    def test_are_never_too_small_and_close_for_many(self, times: int) -> None:
        people = dict.fromkeys(self.PEOPLE, times)
        found, exact = self.found(people), self.found(people, EXACT)
        assert exact["recency"] == pytest.approx(pstdev([one.recency for one in self.PEOPLE]), rel=1e-5)
        assert exact["spend_pct"] == pytest.approx(pstdev([one.percentile / 100 for one in self.PEOPLE]), rel=1e-5)
        logs = [math.log(min(max(one.spend, 500), 5_000_000) / 100) for one in self.PEOPLE]
        assert exact["typical_spend"] == pytest.approx(pstdev(logs), rel=1e-3)
        assert found.keys() <= exact.keys()
        for name, sd in found.items():
            assert sd >= exact[name] * 0.999, name
            assert sd <= exact[name] * 1.05 or times < 4_000, name

    def test_only_measures_that_are_shown_have_one(self) -> None:
        people = dict.fromkeys(self.PEOPLE, 400)
        assert "transactions" in self.found(people)
        hidden = self.found(people, replace(RULES, absent=frozenset({"transactions", "frequency_pct"})))
        assert self.found(people).keys() - hidden.keys() == {"transactions", "frequency_pct"}
        ageless = many(30, age=None) + many(30)
        assert averages(sums(ageless), RULES, 0, "own")["age"] == FEW
        assert self.found(ageless).keys() & {"age", "age_pct"} == set()

    @pytest.mark.parametrize("threshold", [10, 20, 50, 100])
    @pytest.mark.parametrize("n", [120, 3_516, 20_000, 1_000_000])
    def test_do_not_tell_of_a_few_customers_who_differ(self, threshold: int, n: int) -> None:
        """The sum of squares that a printed deviation implies is open by what T customers can add to it.

        That three of 3,516 customers were seen five days before the others, or that one of 20,000 has two
        transactions, must not follow from it.
        """
        rules = replace(RULES, threshold=threshold)
        for few in (0, 1, 3, threshold - 1):
            people = many(n - few, recency=0, frequency=1) + many(few, recency=5, frequency=2)
            found = self.found(people, rules)
            assert found == self.found(many(n, recency=0, frequency=1), rules), few
            assert found["recency"] ** 2 * n >= threshold * 81**2 * 0.99

    @pytest.mark.slow
    @PROPERTY
    @given(groups())
    def test_one_customer_moves_a_variance_by_at_most_one_step(
        self, group: tuple[Counter[One], One, int | None, Cap]
    ) -> None:
        people, one, segment, _ = group
        before, after = self.found(people, segment=segment), self.found(people + Counter([one]), segment=segment)
        n = people.total()
        for name in before.keys() & after.keys():
            width = {"typical_spend": math.log(10_000), "transactions": 19, "recency": 81, "age": 80}.get(name, 100)
            # A step is at most 2.5 times T × range² ÷ (n − base ÷ 2), and at least what T customers can move.
            step = 2.5 * RULES.threshold * width**2 / max(n - 10, RULES.threshold)
            assert abs(before[name] ** 2 - after[name] ** 2) <= step * 1.01, name
