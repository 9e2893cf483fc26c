from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.analyse.assemble import _above_caps, _quality, _reading, absent_measures
from generator.analyse.clean import Cleaned
from generator.analyse.customers import Key
from generator.analyse.disclosure.exact import Capped
from generator.analyse.disclosure.means import Rules
from generator.analyse.segments.features import Scaled
from generator.release import Dropped, Reading, codec
from generator.release.columns import MEASURES
from tests.support.banks import (
    AMOUNT,
    AS_IS,
    CUSTOMER,
    DATE,
    HEAD,
    PLACE,
    RANGES,
    Run,
    analysed,
    bank,
    changed,
    one_time_customers,
    put,
    settings,
    text,
)  # fmt: skip

RULES = Rules(10, 20, frozenset(), RANGES)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return analysed(put(tmp_path_factory.mktemp("bank") / "a.csv", text(bank(1_200))), AS_IS)


def test_a_release_holds_together(run: Run) -> None:
    release = run.release
    ids = tuple(segment.id for segment in release.segments)
    assert ids == tuple("abcd"[: release.model.k])
    assert len(release.model.centres) == release.model.k
    assert {len(row) for row in release.model.centres} == {len(release.model.features)}
    assert {clip.segment for clip in release.model.clips} == {None, *ids}
    places = {place.id for place in release.places}
    assert {atom.place for atom in release.atoms} == places
    total = sum(atom.n for atom in release.atoms)
    assert total == sum(cell.n for cell in release.margin) + sum(a.n for a in release.atoms if len(a.segments) == 1)
    holders: tuple[Any, ...] = (release.overall, *release.places, *release.atoms, *release.segments)
    for means in [item.means for item in holders]:
        assert set(means) == set(MEASURES)
    for segment in release.segments:
        assert set(segment.evidence) == {feature.name for feature in release.model.features}
        assert all(0 <= value <= 1 for value in segment.evidence.values())
    assert release.window.first == min("-".join(row[DATE].split("-")[::-1]) for row in bank(1_200))
    assert release.policy.threshold == 20


def test_segments_and_places_stand_in_canonical_order(run: Run) -> None:
    typical = [segment.means["typical_spend"].value for segment in run.release.segments]
    assert typical == sorted(typical, reverse=True, key=lambda value: value or 0)
    assert [place.id for place in run.release.places] == sorted(place.id for place in run.release.places)


def test_no_id_stands_in_the_release(run: Run) -> None:
    for row in bank(1_200)[::50]:
        assert row[CUSTOMER] not in run.text


def test_columns_that_the_data_lack_are_said_to_be_absent(tmp_path: Path) -> None:
    keep = [CUSTOMER, PLACE, DATE, AMOUNT]
    rows = [[row[i] for i in keep] for row in bank(900)]
    release = analysed(put(tmp_path / "a.csv", text(rows, [HEAD[i] for i in keep])), AS_IS).release
    assert release.absent == ("transaction", "time", "birth_date", "gender", "balance")
    assert release.overall.means["age"].withheld == release.places[0].means["age_pct"].withheld == "absent"
    assert release.overall.cross == ()
    names = {item.name for item in release.overall.quality}
    assert not names & {"flag:dob_missing", "flag:gender_unknown", "flag:balance_missing"}
    assert "flag:amount_zero" in names


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        ((), Reading()),
        ((AS_IS,), Reading("as-is")),
        (('date_order="mdy"',), Reading(dates="mdy")),
        (('date_format="%Y%m%d"',), Reading(dates="format")),
        (('date_format="excel"', AS_IS), Reading("as-is", "count")),
    ],
)
def test_a_release_says_how_the_data_were_read(assignments: tuple[str, ...], expected: Reading) -> None:
    assert _reading(settings(*assignments)) == expected


def test_the_usual_reading_is_left_out_of_the_file(run: Run) -> None:
    assert '"reading": {"dates": "dmy", "places": "as-is"}' in run.text
    assert '"reading"' not in codec.dump(replace(run.release, reading=Reading()))
    assert codec.load(run.text).reading == Reading("as-is")


def test_absent_measures_follow_dropped_features() -> None:
    scaled = Scaled((), (Dropped("frequency", "degenerate", 0.99), Dropped("recency", "constant", 1.0)), None, {})  # type: ignore[arg-type]
    assert absent_measures(("birth_date",), scaled) == {"transactions", "frequency_pct", "recency", "recency_pct"}
    assert absent_measures((), replace(scaled, dropped=())) == {"age", "age_pct"}


def quality(repeated: int, conflicting: int, **rejected: int) -> dict[str, tuple[int | None, int]]:
    flags = {"dob_missing": 12, "balance_missing": 40, "amount_zero": 0}
    cleaned = Cleaned(1_003 + sum(rejected.values()), 1_003, rejected, flags, 0, 81, 38, 10**6, {})
    key = Key(
        columns=("CustomerID",), roles=("customer",), words="CustomerID", chosen="auto",
        repeated=repeated, conflicting=conflicting, reason="conflict",
    )  # fmt: skip
    found = _quality(cleaned, key, ("customer", "date", "birth_date"), RULES)
    return {item.name: (item.n, item.of) for item in found}


def test_quality_counts_pass_disclosure() -> None:
    found = quality(63, 62, amount=5, date=25)
    assert found["rows_read"] == (1_030, 1_030)
    assert found["rejected:amount"] == (None, 1_030)
    assert found["rejected:date"] == (30, 1_030)
    assert found["flag:dob_missing"] == (None, 1_000)
    assert found["flag:amount_zero"] == (0, 1_000)
    assert "flag:balance_missing" not in found
    assert found["key:ids_conflict"] == (60, 60)


@pytest.mark.parametrize("repeated", [1, 3, 5, 14, 19])
def test_how_many_ids_repeat_is_not_told_below_the_threshold(repeated: int) -> None:
    found = quality(repeated, 0)
    assert found["key:ids_repeated"] == (None, 1_000)
    assert "key:ids_conflict" not in found


@pytest.mark.parametrize(
    ("bounded", "one", "printed"),
    [
        (0.0766, 0.01, 0.05),
        (0.02, 0.05, 0.0),
        (0.35, 0.06, 0.3),
        (0.18, 0.0, 0.15),
        (0.35, 0.15, 0.2),
        (0.9, 0.3, None),
    ],
)
def test_spend_above_the_caps_is_a_lower_bound_in_steps_that_one_customer_cannot_exceed(
    bounded: float, one: float, printed: float | None
) -> None:
    class Figures:
        above_caps = Capped(1.0, bounded, one)

    assert _above_caps(Figures()) == printed  # type: ignore[arg-type]


def test_shares_of_the_model_do_not_count_a_few_customers(tmp_path: Path) -> None:
    """Of 400 customers, three with a second transaction are fewer than T: their number must not be told."""
    rows = one_time_customers(400)
    rows += [changed([row], 0, 0, f"U{i}")[0] for i, row in enumerate(rows[:3])]
    release = analysed(put(tmp_path / "a.csv", text(rows)), AS_IS).release
    [dropped] = [item for item in release.model.dropped if item.name == "frequency"]
    assert dropped.share in (0.95, 1.0)
    assert round(release.model.smallest * 400) % 20 == 0


def test_gender_and_age_bands_of_all_add_up_to_their_segments(run: Run) -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for item in run.release.overall.cross:
        sums[item.band.split(":")[0], item.segment] += item.n or 0
    for segment in run.release.segments:
        assert abs(sums["gender", segment.id] - sums["age", segment.id]) <= 120


def test_a_bank_of_small_places_publishes_its_segments(tmp_path: Path) -> None:
    """Forty towns of 15 customers: no town is published, and the segments of all customers are."""
    rows = [changed([row], 0, PLACE, f"TOWN {i % 40}")[0] for i, row in enumerate(one_time_customers(600))]
    release = analysed(put(tmp_path / "a.csv", text(rows)), AS_IS, "k=3").release
    assert [place.id for place in release.places] == ["other"]
    assert [cell.segments for cell in release.margin] == [("a",), ("b",), ("c",)]
    assert all(cell.n >= 20 for cell in release.margin)


def test_deviations_are_published_of_measures_that_are_shown_and_of_no_others(tmp_path: Path) -> None:
    """Of 600 customers one has two transactions: frequency is dropped, and no square of it must tell of the one."""
    rows = one_time_customers(600)
    rows += changed([rows[0]], 0, 0, "U1")
    release = analysed(put(tmp_path / "a.csv", text(rows)), AS_IS).release
    shown = {name for name, mean in release.overall.means.items() if mean.value is not None}
    assert "transactions" not in shown
    measures = {spread.measure for spread in release.model.spread}
    assert {"typical_spend", "recency"} <= measures <= shown
