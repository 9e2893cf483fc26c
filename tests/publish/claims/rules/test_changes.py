"""Guards of changes since an earlier release."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from generator.publish.claims import registry, select
from generator.publish.claims.guard import Case
from generator.publish.claims.rules.changes import BANK, OBSTACLES, PLACE
from generator.release import Changes, Compared, FigureChange, SegmentChange
from tests.support.earlier import with_changes
from tests.support.guards import Bank, by_id, failed, failed_of

EARLIER, OF_BANK, OF_PLACES = "an earlier release", "figures of all customers tested", "figures of places tested"
REPORTED, TEST = "changes reported", "q over these figures"
LARGE: dict[Compared, str] = {
    "share": "change", "typical_spend": "change, up or down", "transactions": "change, up or down",
    "customers": "change, up or down",
}  # fmt: skip


def of_bank(figure: Compared = "share", change: float | None = None, **other: Any) -> FigureChange:
    """Return a change of all customers that is reported."""
    if figure == "share":
        change = 0.05 if change is None else change
        row = FigureChange(
            None, "share", ("a",), 0.2, 0.2 + change, None, None, change, change - 0.02, change + 0.02, 0.01
        )
    else:
        change = 1.2 if change is None else change
        row = FigureChange(None, figure, (), 400.0, 400 * change, None, None, change, change - 0.1, change + 0.1, 0.01)
    return replace(row, **other)


def of_place(bank: Bank, figure: Compared = "share", change: float | None = None, **other: Any) -> FigureChange:
    """Return a change of the largest city that is reported, while all other customers stayed as they were."""
    row = of_bank(figure, change)
    made: dict[str, Any] = {"place": bank.views.cities[0].place.id, "rest_before": row.before, "rest_now": row.before}
    return replace(row, **made | other)


def changed(sample: Bank, /, **changes: Any) -> Case:
    """All customers, after some figures changed."""
    segments = (SegmentChange("a", True, 0.1, "High", "High"), SegmentChange("b", False, None, None, "New"))
    rows: dict[str, Any] = {"bank": (of_bank(),), "places": (of_place(sample),), "without": {}, "came": (), "left": 0}
    made = Changes(**{"first": "2016-05-11", "last": "2016-07-31", "model": "refit", "segments": segments,
                      "obstacles": (), **rows, **changes})  # fmt: skip
    return sample.with_release(replace(sample.views.release, changes=made)).case()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Comparison with an earlier release (None: there is none), and the checks that fail."""

    id: str
    changes: dict[str, Any] | None = field(default_factory=dict)
    first_release: tuple[str, ...] = (EARLIER,)
    days_compared: tuple[str, ...] = ()
    bank_unchanged: tuple[str, ...] = ()
    places_unchanged: tuple[str, ...] = ()
    no_place_compared: tuple[str, ...] = (OF_PLACES,)


UNTESTED: dict[str, Any] = {"low": None, "high": None, "q": None}
COMPARISONS = (
    Comparison(
        id="no-earlier-release",
        changes=None,
        first_release=(),
        days_compared=(EARLIER, OF_BANK),
        bank_unchanged=(OF_BANK,),
        places_unchanged=(OF_PLACES,),
        no_place_compared=(OF_BANK,),
    ),
    Comparison(id="both-changed", bank_unchanged=(REPORTED,), places_unchanged=(REPORTED,)),
    Comparison(id="only-all-customers", changes={"places": "small"}, bank_unchanged=(REPORTED,)),
    Comparison(id="only-a-city", changes={"bank": (of_bank(change=0.02),)}, places_unchanged=(REPORTED,)),
    Comparison(
        id="no-city-compared",
        changes={"places": ()},
        bank_unchanged=(REPORTED,),
        places_unchanged=(OF_PLACES,),
        no_place_compared=(),
    ),
    Comparison(
        id="places-not-comparable",
        changes={"places": (), "obstacles": ("places",)},
        bank_unchanged=(REPORTED,),
        places_unchanged=(OF_PLACES,),
        no_place_compared=("obstacle places",),
    ),
    Comparison(
        id="not-tested",
        changes={"bank": (of_bank(**UNTESTED),), "places": "untested", "obstacles": ("overlap",)},
        days_compared=(OF_BANK,),
        bank_unchanged=(OF_BANK,),
        places_unchanged=(OF_PLACES,),
        no_place_compared=(OF_BANK,),
    ),
)


@by_id(COMPARISONS)
def test_the_comparison_decides_which_change_sentence_is_used(bank: Bank, row: Comparison) -> None:
    rows = {"small": (of_place(bank, change=0.02),), "untested": (of_place(bank, **UNTESTED),)}
    case = bank.case()
    if row.changes is not None:
        made = {name: rows[value] if isinstance(value, str) else value for name, value in row.changes.items()}
        case = changed(bank, **made)
    names = ("first_release", "days_compared", "bank_unchanged", "places_unchanged", "no_place_compared")
    assert failed_of(names, case) == {name: getattr(row, name) for name in names}


@pytest.mark.parametrize("figure", BANK)
def test_a_change_of_all_customers_needs_its_test_and_its_size(bank: Bank, figure: Compared) -> None:
    small = {"share": 0.029}.get(figure, 1.049)
    for row, why in (
        (of_bank(figure), ()),
        (of_bank(figure, 2 - of_bank(figure).change if figure != "share" else -0.05), ()),
        (of_bank(figure, q=0.05), (TEST,)),
        (of_bank(figure, **UNTESTED), (TEST,)),
        (of_bank(figure, small), (LARGE[figure],)),
    ):
        case = changed(bank, bank=(row,), places=())
        assert failed(f"bank_{figure}", case, "a" if figure == "share" else "") == why


@pytest.mark.parametrize("figure", PLACE)
def test_a_change_of_a_city_needs_its_test_and_its_size(bank: Bank, figure: Compared) -> None:
    small = {"share": 0.029}.get(figure, 1.049)
    large = {"share": "change in points and in odds"}.get(figure, LARGE[figure])
    slug = bank.views.cities[0].place.slug
    for row, why in (
        (of_place(bank, figure), ()),
        (of_place(bank, figure, q=0.05), (TEST,)),
        (of_place(bank, figure, small), (large,)),
    ):
        case = changed(bank, places=(row,))
        assert failed(f"place_{figure}", case, f"{slug}-a" if figure == "share" else slug) == why


def test_a_city_that_lost_the_same_part_as_everybody_did_not_change(bank: Bank) -> None:
    """From 40 to 21 %, while all others fell from 25 to 12 %: six points more, and the same change of odds."""
    row = of_place(
        bank, before=0.4, now=0.2105, rest_before=0.25, rest_now=0.1176, change=-0.057, low=-0.09, high=-0.02
    )
    assert row.expected == pytest.approx(0.2105, abs=1e-3)
    assert row.points == pytest.approx(0.0, abs=1e-3)
    case = changed(bank, places=(row,))
    assert failed("place_share", case, f"{bank.views.cities[0].place.slug}-a") == ("change in points and in odds",)


def test_longer_windows_need_larger_changes_of_all_customers(bank: Bank) -> None:
    """A window of 86 days after one of 82 holds up to 4.9 % more of everything; a city is compared with the same."""
    assert failed("bank_customers", changed(bank, bank=(of_bank("customers", 1.08),)), "") == ()
    shorter = changed(bank, bank=(of_bank("customers", 1.08),), first="2016-05-15")
    assert failed("bank_customers", shorter, "") == (LARGE["customers"],)
    place = changed(bank, places=(of_place(bank, "customers", 1.08),), first="2016-05-15")
    assert failed("place_customers", place, bank.views.cities[0].place.slug) == ()


@pytest.mark.parametrize("name", OBSTACLES)
def test_what_is_not_compared_is_said(bank: Bank, name: str) -> None:
    assert failed(f"obstacle_{name}", changed(bank, obstacles=(name,))) == ()
    assert failed(f"obstacle_{name}", changed(bank)) == (f"obstacle {name}",)


def test_shared_days_are_counted(bank: Bank) -> None:
    case = changed(bank, last="2016-08-31", obstacles=("overlap",))
    (found,) = registry.GUARDS["obstacle_overlap"].findings(case)
    assert found.facts["shared"] == "31 days"
    text = " ".join(sentence.text for sentence in select.summary(case.edition).changes)
    assert "shares 31 days with this one" in text


@pytest.mark.parametrize(("came", "left", "why"), [(1, 0, ()), (0, 2, ()), (0, 0, ("places that came and went",))])
def test_places_that_came_and_went_are_counted(bank: Bank, came: int, left: int, why: tuple[str, ...]) -> None:
    case = changed(bank, came=tuple(view.place.id for view in bank.views.cities[:came]), left=left)
    assert failed("pages_changed", case) == why


@pytest.mark.parametrize(("name", "segment"), [("segment_continues", "a"), ("segment_is_new", "b")])
def test_segments_of_a_refit_continue_earlier_ones_or_are_new(bank: Bank, name: str, segment: str) -> None:
    assert [found.key for found in registry.GUARDS[name].findings(changed(bank))] == [segment]


def kinds(case: Case) -> list[str]:
    return [sentence.kind for sentence in select.summary(case.edition).changes]


def test_the_summary_speaks_of_all_customers_first_then_of_eight_changes_of_cities(bank: Bank) -> None:
    cities = [view.place.id for view in bank.views.cities[:10]]
    rows = [of_place(bank, place=place, change=0.05 + i / 100, low=0.0, high=0.2) for i, place in enumerate(cities)]
    mirrored = [replace(row, segments=("d",), change=-row.change + 0.001, low=-0.2, high=0.0) for row in rows]
    case = changed(bank, places=(*rows, *mirrored), segments=(), came=(cities[0],))
    found = select.summary(case.edition).changes
    assert [sentence.kind for sentence in found] == [
        "days_compared", "bank_share", *["place_share"] * 8, "pages_changed",
    ]  # fmt: skip
    slugs = [view.place.slug for view in bank.views.cities[:10]]
    assert [sentence.place for sentence in found if sentence.place] == slugs[:1:-1]


def test_a_first_release_and_windows_that_overlap_have_one_sentence(bank: Bank) -> None:
    assert kinds(bank.case()) == ["first_release"]
    rows: dict[str, Any] = {"bank": (of_bank(**UNTESTED),), "places": (of_place(bank, **UNTESTED),), "segments": ()}
    assert kinds(changed(bank, obstacles=("overlap",), **rows)) == ["windows_overlap"]


def test_the_sentences_give_both_figures_and_the_days(bank: Bank) -> None:
    case = bank.with_release(with_changes(bank.views.release)).case()
    text = "\n".join(sentence.text for sentence in select.summary(case.edition).changes)
    assert text.startswith("1 Aug to 21 Oct 2016 is compared with 11 May to 31 Jul 2016.")
    spend, city = (line for line in text.splitlines() if "ypical spend" in line)
    assert spend.startswith("Typical spend of all customers is ₹441, ")
    assert city.startswith(
        "Mumbai: typical spend is ₹367, after ₹213 in the release for 11 May to 31 Jul 2016; that of all "
    )


@pytest.mark.parametrize(
    ("without", "others"),
    [
        (0, "of all other customers they are 20 %"),
        (1, "of all other customers they are 20 %"),
        (2, "of all other customers except those of New Delhi, which changed too, they are 20 %"),
        (
            4,
            "except those of New Delhi, Bengaluru and Gurugram, which changed too, they are 20 %",
        ),
        (5, "of all other customers except those of 4 places, which changed too, they are 20 %"),
    ],
)
def test_a_sentence_says_which_cities_are_left_out_of_all_others(bank: Bank, without: int, others: str) -> None:
    ids = tuple(view.place.id for view in bank.views.cities[:without])
    case = changed(bank, bank=(), places=(of_place(bank),), without={"share": ids} if ids else {})
    (text,) = (sentence.text for sentence in select.summary(case.edition).changes if sentence.kind == "place_share")
    assert others in text.replace("\u00a0", " ")
