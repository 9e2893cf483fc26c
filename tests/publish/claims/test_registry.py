"""All guards over all samples: their checks, their facts, and that sentences agree with marked figures."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from generator.publish.claims import registry
from generator.publish.claims.guard import Case, Check, Trial
from generator.publish.inspect import check_texts, page
from generator.publish.model import distinguishing
from generator.publish.model.build import build_views
from generator.publish.model.nearby import Surroundings
from generator.publish.model.neighbours import Neighbour
from generator.publish.model.pairs import Comparer, Two, compare
from generator.publish.model.significance import speakable
from generator.publish.model.types import PlaceView, Views
from tests.publish.words.test_content import filled
from tests.support.comparisons import release_of
from tests.support.earlier import with_changes
from tests.support.guards import MORE_AND_LESS, Bank, sample_bank
from tests.support.releases import KINDS, sample_release

SAMPLES = {kind: sample_release(kind) for kind in KINDS} | {
    "imported": release_of("imported"),
    "changed": with_changes(sample_release("full")),
}


def bank_of(name: str) -> Bank:
    return Bank(build_views(SAMPLES[name]), filled(name if name in KINDS else "full"))


def neighbours(views: Views) -> list[Neighbour]:
    """Return large cities as if they were near each other."""
    comparer, made = Comparer.of(views), []
    for one, two in combinations(views.comparable[:4], 2):
        pair = comparer.pair(one, two)
        known = (pair.first, pair.second, pair.claims, pair.parts, pair.gaps, pair.level)
        made.append(Neighbour(*known, 0.9, 0.6, (*distinguishing.measures(views), "mix")))
    return made


def around(bank: Bank, view: PlaceView) -> Case:
    found = Surroundings.of(bank.views)
    return replace(bank.case(view), two=found.larger(view), state=found.mixes.get(view.place.state))


def cases(name: str) -> Iterator[tuple[str, Case]]:
    """Yield every guard's name with the cases of a sample that it applies to."""
    bank = bank_of(name)
    views = bank.views
    shown = views.pages[:3] + views.pages[-3:]
    compared = [bank.case(two=pair) for pair in compare(shown, views)]
    segments = {bank.content.phrase(id_).guard for id_ in page.SEGMENT_PHRASES}
    for kind, made in (
        (registry.PLACE, [bank.case(view) for view in views.pages]),
        (registry.ALIKE, [bank.case(two=near) for near in neighbours(views)]),
        (registry.NEAR, [around(bank, view) for view in views.pages]),
        (registry.PAIR, compared),
        (registry.BANK, [bank.case()]),
    ):
        for guard in kind:
            of_segment = kind is registry.BANK and guard.name in segments
            yield from ((guard.name, case) for case in ([bank.case(segment="a")] if of_segment else made))


def test_a_guard_runs_the_same_checks_with_suppressed_values() -> None:
    """`atlas inspect` runs every check, also those after a failing one; each can be formatted."""
    made: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for guard, case in (row for name in SAMPLES for row in cases(name)):
        for trial in registry.GUARDS[guard].trials(case):
            checks = list(trial.checks())
            for check in checks:
                assert check_texts.value(check.value, case.edition), check
                assert check_texts.needs(check.needs, case.edition), check
            kind = trial.key if guard in {"segment_profile", "small_average", "chance_average"} else ""
            made.setdefault((guard, kind), set()).add(tuple(check.what for check in checks))
    several = {guard for (guard, _), whats in made.items() if len(whats) > 1}
    # An average missing from the release has a single check.
    averages, endings = ("typical", "active", "recent", "older"), ("", "_small", "_chance")
    assert several == {f"pair_{name}{ending}" for name in averages for ending in endings} | {"pair_none_typical"}
    assert {guard for guard, _ in made} == registry.GUARDS.keys() - {"segment_continues", "segment_is_new"}


@pytest.mark.parametrize("name", SAMPLES)
def test_findings_have_the_facts_of_their_guard(name: str) -> None:
    for guard, case in cases(name):
        for finding in registry.GUARDS[guard].findings(case):
            assert set(registry.GUARDS[guard].facts) <= finding.facts.keys(), guard


@pytest.mark.parametrize("name", SAMPLES)
def test_sentences_agree_with_marked_figures(name: str) -> None:
    """Shares and averages with an answer have the sentences of that answer, except for mirrors and small places."""
    bank = bank_of(name)
    views = bank.views
    for view in views.pages:
        case = bank.case(view)
        found = {f.key for kind in ("over", "under") for f in registry.GUARDS[f"{kind}_represented"].findings(case)}
        marked = {"".join(one.segments) for one in view.groups if one.answer == "clear"}
        assert found <= marked
        assert all(len(key) > 1 and len(view.groups) == 2 for key in marked - found)
        differing = {
            f.key for names in MORE_AND_LESS.values() for one in names for f in registry.GUARDS[one].findings(case)
        }
        assert differing == set(view.measured("clear")) <= set(speakable(views))
    for pair in compare(views.pages[:4], views):
        for answer, ending in (("clear", ""), ("small", "_small"), ("chance", "_chance")):
            case = bank.case(two=pair)
            found = {f.key for f in registry.GUARDS[f"pair_segment{ending}"].findings(case)}
            marked = {"".join(one.segments) for one in pair.parts if one.answer == answer}
            assert found == marked or (found < marked and len(pair.parts) == 2)
            for name, measure in (("typical", "typical_spend"), ("active", "transactions"), ("older", "age")):
                said = bool(registry.GUARDS[f"pair_{name}{ending}"].findings(case))
                assert said == any(gap.measure == measure and gap.answer == answer for gap in pair.gaps)


def test_a_build_stops_at_the_first_failing_check() -> None:
    def checks() -> Iterator[Check]:
        yield Check("published", "known", "not known", holds=False)
        raise AssertionError("asked for what is not published")

    assert not Trial(checks, dict).passed


def test_a_case_without_the_subject_of_its_guard_is_refused() -> None:
    bank = sample_bank()
    with pytest.raises(ValueError, match="needs a place"):
        _ = bank.case().place
    with pytest.raises(ValueError, match="needs two places"):
        _ = bank.case().beside
    with pytest.raises(ValueError, match="needs a comparison"):
        _ = bank.case(two=Two(bank.views.cities[0], bank.views.cities[1])).pair
