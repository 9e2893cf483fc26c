"""What segments are formed of: named features, or what is behaviour and separates customers, with the balance."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator import limits
from generator.analyse.customers import NO_BALANCE
from generator.analyse.disclosure.caps import balance_ranges
from generator.analyse.segments.balances import middles, signed_exp, signed_log
from generator.errors import QualityError
from generator.release import codec
from tests.support.banks import (
    AS_IS,
    BALANCE,
    DATE,
    Row,
    analysed,
    bank,
    changed,
    everywhere,
    one_time_customers,
    put,
    staged,
    text,
)

pytestmark = pytest.mark.slow

#: Days of August 2016 that have rows in a sparse extract of two months.
SPARSE_DAYS = (1, 2, 3, 8, 9, 20, 31)


def sparse(rows: list[Row]) -> list[Row]:
    """Return the rows on few days, so that recency is calendar."""
    dice = random.Random(5)
    return [
        [*row[:DATE], f"{dice.choice(SPARSE_DAYS):02}-{dice.choice((8, 10)):02}-2016", *row[DATE + 1 :]] for row in rows
    ]


def without_balance(rows: list[Row], share: float) -> list[Row]:
    return [[*row[:BALANCE], "" if i < share * len(rows) else row[BALANCE], *row[BALANCE + 1 :]]
            for i, row in enumerate(rows)]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Callable[[list[Row]], Path]:
    return lambda rows: put(tmp_path / "a.csv", text(rows))


ONCE = one_time_customers(2_000)


def test_dense_days_keep_recency_and_need_no_balance(file: Callable[[list[Row]], Path]) -> None:
    with staged(file(ONCE), AS_IS) as found:
        assert found.outcome.features == ("recency", "monetary")
        assert (found.outcome.recency, found.outcome.by) == ("behaviour", "auto")
        assert found.grid.keys == ("recency", "frequency", "amount_bin")


def test_sparse_days_drop_recency_and_the_balance_joins_what_is_left(file: Callable[[list[Row]], Path]) -> None:
    with staged(file(sparse(ONCE)), AS_IS) as found:
        assert found.outcome.features == ("monetary", "balance")
        assert found.outcome.recency == "sparse"
        assert {item.name: item.reason for item in found.outcome.scaled.dropped} == {
            "recency": "calendar", "frequency": "constant",
        }  # fmt: skip
        assert [item.weight for item in found.outcome.scaled.used] == [1.0, 1.0]
        assert found.grid.keys == ("amount_bin", "balance_bin")
        # The distributions of what left the grid are as before.
        assert found.grid.distribution("recency").sum() == found.grid.distribution("frequency").sum() == 2_000


def test_one_last_day_drops_recency_although_all_days_have_rows(file: Callable[[list[Row]], Path]) -> None:
    rows = [[*row[:DATE], "28-10-2016", *row[DATE + 1 :]] if i % 7 == 0 else row for i, row in enumerate(ONCE)]
    with staged(file(rows), AS_IS) as found:
        assert found.outcome.recency == "one_day"
        assert "recency" not in found.outcome.features


def test_two_features_that_are_left_need_no_balance(file: Callable[[list[Row]], Path]) -> None:
    with staged(file(sparse(bank(4_000, repeat=4))), AS_IS) as found:
        assert found.outcome.features == ("frequency", "monetary")


@pytest.mark.parametrize(("share", "joins"), [(0.04, True), (0.06, False)])
def test_nearly_all_balances_must_be_known(file: Callable[[list[Row]], Path], share: float, joins: bool) -> None:
    with staged(file(without_balance(sparse(ONCE), share)), AS_IS) as found:
        assert (found.outcome.features == ("monetary", "balance")) is joins
        if not joins:
            assert found.outcome.features == ("monetary",)
            assert found.outcome.scaled.dropped[-1].reason == "unknown"
            assert found.outcome.scaled.dropped[-1].share == pytest.approx(0.94, abs=0.02)
            assert found.grid.keys == ("recency", "frequency", "amount_bin")


@pytest.mark.parametrize("balance", ["", "500.00"])
def test_a_balance_that_says_nothing_leaves_bands_of_one_feature(
    file: Callable[[list[Row]], Path], balance: str
) -> None:
    run = analysed(file(everywhere(sparse(ONCE), BALANCE, balance)), AS_IS)
    assert [feature.name for feature in run.release.model.features] == ["monetary"]
    assert "typical_balance" not in run.release.overall.means
    assert any("bands of one feature, monetary, alone" in notice for notice in run.notices)


def test_a_missing_balance_is_assigned_by_the_amount(file: Callable[[list[Row]], Path]) -> None:
    with staged(file(without_balance(sparse(ONCE), 0.04)), AS_IS) as found:
        fit, points = found.outcome.choice.fit, found.outcome.scaled.points
        unknown = np.isnan(points[:, 1])
        assert found.grid.weights[unknown].sum() == 80
        nearest = np.argmin(np.abs(points[unknown, :1] - fit.centres[:, 0]), axis=1)
        assert list(fit.labels[unknown]) == list(nearest)
        assert len(set(fit.labels[unknown])) > 1


def test_named_features_are_obeyed(file: Callable[[list[Row]], Path]) -> None:
    path = file(sparse(bank(4_000, repeat=4)))
    with staged(path, AS_IS, 'features=["monetary", "recency"]') as found:
        assert found.outcome.features == ("recency", "monetary")
        assert (found.outcome.recency, found.outcome.by) == ("sparse", "set")
    with staged(path, AS_IS, 'features=["monetary"]') as found:
        assert found.outcome.features == ("monetary",)
    with staged(path, AS_IS, 'features=["balance", "monetary", "frequency", "recency"]') as found:
        assert found.outcome.features == ("recency", "frequency", "monetary", "balance")


def test_a_feature_that_is_not_named_is_left_out_of_the_figures_too_where_it_says_nothing(
    file: Callable[[list[Row]], Path], tmp_path: Path
) -> None:
    release = analysed(file(sparse(ONCE)), AS_IS, 'features=["monetary"]').release
    assert {item.name: item.reason for item in release.model.dropped} == {
        "recency": "calendar", "frequency": "constant",
    }  # fmt: skip
    assert {release.overall.means[name].withheld for name in ("recency", "transactions")} == {"absent"}
    dense = put(tmp_path / "dense.csv", text(bank(4_000, repeat=4)))
    full = analysed(dense, AS_IS, 'features=["monetary"]').release
    assert full.model.dropped == ()
    assert full.overall.means["recency"].value is not None


def test_a_named_feature_that_cannot_separate_is_left_out_all_the_same(file: Callable[[list[Row]], Path]) -> None:
    with staged(file(ONCE), AS_IS, 'features=["frequency", "monetary"]') as found:
        assert found.outcome.features == ("monetary",)
        assert [item.reason for item in found.outcome.scaled.dropped] == ["constant"]


@pytest.mark.parametrize(
    ("rows", "settings", "says"),
    [
        (ONCE, ('columns.balance=""', 'features=["balance", "monetary"]'), "these data have none"),
        (everywhere(ONCE, BALANCE, ""), ('features=["balance", "monetary"]',), "no balance can be read"),
        (changed(ONCE, 0, BALANCE, ""), ('features=["balance"]',), "some customers have none"),
    ],
)
def test_balances_that_are_not_there_are_refused(
    file: Callable[[list[Row]], Path], rows: list[Row], settings: tuple[str, ...], says: str
) -> None:
    with pytest.raises(QualityError, match=says) as caught, staged(file(rows), AS_IS, *settings):
        pass
    assert "features" in (caught.value.hint or "") or "columns.balance" in (caught.value.hint or "")


def test_the_balance_is_that_of_the_last_transaction(file: Callable[[list[Row]], Path]) -> None:
    with staged(file(bank(900, repeat=3)), AS_IS) as found:
        rows = found.engine.rows("select balance_paise, balance_bin from gridded where balance_paise is not null")
        assert len(rows) == len(found.engine.rows("select 1 from gridded"))
        last = found.engine.rows(
            "select customer_id, max((day, second, transaction_id, balance_paise)) from accepted group by customer_id"
        )
        assert sorted(int(row[-1][-1]) for row in last) == sorted(int(balance) for balance, _ in rows)


def test_a_bin_is_two_per_cent_wide_and_has_the_sign_of_its_balances(file: Callable[[list[Row]], Path]) -> None:
    dice = random.Random(2)
    values = [round(dice.choice((-1, 1)) * 10 ** dice.uniform(-2, 10), 2) for _ in range(1_500)]
    rows = [[*row[:BALANCE], f"{value:.2f}", *row[BALANCE + 1 :]] for row, value in zip(ONCE, values, strict=False)]
    with staged(file([*rows, *without_balance(ONCE[1_500:], 1)]), AS_IS) as found:
        pairs = found.engine.rows("select coalesce(balance_paise, 0), balance_bin from gridded")
    edges = np.array([edge for _, edge in pairs], dtype=np.int64)
    middle = middles(edges, 100)
    assert np.isnan(middle).sum() == (edges == NO_BALANCE).sum() == 500
    for (balance, edge), at in zip(pairs, middle, strict=True):
        if edge != NO_BALANCE:
            assert abs(edge) <= abs(balance)
            assert at == pytest.approx(balance / 100, rel=0.0201, abs=0.011)
            assert at * balance >= 0


@pytest.mark.parametrize("value", [0.0, 1.0, -1.0, 250_000.5, -3e9])
def test_signed_logarithms_are_undone(value: float) -> None:
    [log] = signed_log(np.array([value]))
    assert signed_exp(float(log)) == pytest.approx(value)
    assert float(log) * value >= 0


def test_a_typical_balance_is_clipped_stepped_and_of_enough_customers(file: Callable[[list[Row]], Path]) -> None:
    path = file(sparse(one_time_customers(4_000)))
    release = analysed(path, AS_IS).release
    clips = {clip.segment: clip for clip in release.model.clips if clip.measure == "typical_balance"}
    assert set(clips) == {None, *(segment.id for segment in release.segments)}
    for segment in release.segments:
        mean = segment.means["typical_balance"]
        assert mean.value is not None
        assert mean.step is not None
        assert clips[segment.id].low <= mean.value <= clips[segment.id].high
        log = signed_log(np.array([mean.value]))[0] / mean.step
        assert log == pytest.approx(round(log), abs=0.01)
    assert not any("typical_balance" in atom.means for atom in release.atoms)
    # The ends are round numbers, at or beyond which there are at least T customers.
    with staged(path, AS_IS) as found:
        balances = sorted(balance / 100 for (balance,) in found.engine.rows("select balance_paise from gridded"))
    everyone = clips[None]
    assert sum(balance <= everyone.low for balance in balances) >= release.policy.threshold
    assert sum(balance >= everyone.high for balance in balances) >= release.policy.threshold
    assert not {everyone.low, everyone.high} & set(balances)


def test_one_customer_moves_a_typical_balance_by_at_most_about_one_step(tmp_path: Path) -> None:
    rows = sparse(one_time_customers(4_000))
    model = tmp_path / "model.json"
    first = analysed(put(tmp_path / "a.csv", text(rows)), AS_IS).release
    codec.write(first, model)
    rich = changed(rows, 17, BALANCE, "99999999999.00")
    later = analysed(put(tmp_path / "b.csv", text(rich)), AS_IS, f'model="{model}"').release
    assert later.model.clips == first.model.clips
    pairs = [(first.overall.means, later.overall.means)]
    pairs += [(a.means, b.means) for a, b in zip(first.segments, later.segments, strict=True)]
    for before, now in pairs:
        was, is_now = before["typical_balance"], now["typical_balance"]
        assert was.value is not None
        assert is_now.value is not None
        assert was.step is not None
        moved = abs(float(np.diff(signed_log(np.array([was.value, is_now.value])))[0]))
        assert moved <= 1.01 * was.step + 1e-5


def test_balances_are_shown_by_place_only_where_features_names_them(file: Callable[[list[Row]], Path]) -> None:
    rows = sparse(one_time_customers(4_000))
    release = analysed(file(rows), AS_IS, 'features=["monetary", "balance"]').release
    assert release.model.choice == "set"
    shown = [place.means["typical_balance"] for place in release.places]
    assert any(mean.value is not None for mean in shown)
    assert all("typical_balance" in atom.means for atom in release.atoms)


def test_ranges_of_overdrawn_accounts_are_round_and_inside(file: Callable[[list[Row]], Path]) -> None:

    frame = pd.DataFrame(
        {"segment": 0, "balance_bin": [-123_400, -50_000, 0, 70_000, 98_000], "n": [30, 400, 900, 400, 30]}
    )
    ranges = balance_ranges(frame, 1, 20, 100)
    assert (ranges.everyone.low, ranges.everyone.high) == (-120_000, 80_000)
    assert ranges.segments == (ranges.everyone,)
    only = balance_ranges(frame.iloc[2:3], 1, 20, 100).everyone
    assert only.low < only.high


def test_a_segment_of_one_day_is_fitted_again_without_recency(file: Callable[[list[Row]], Path]) -> None:
    """A group of one in eleven customers was all seen on one day, long ago: a segment that is a day of the calendar."""
    dice = random.Random(3)
    rows = [
        [*row[:DATE], "01-08-2016" if i % 11 == 0 else f"{dice.randint(1, 28):02}-10-2016", *row[DATE + 1 :]]
        for i, row in enumerate(one_time_customers(3_300))
    ]
    # Days in between have some rows, so that neither the days nor one of them decide.
    for day in range(58):
        rows[11 * day + 1][DATE] = f"{2 + day % 29:02}-{8 + day // 29:02}-2016"
    with staged(file(rows), AS_IS, "k=3") as found:
        assert found.outcome.recency == "one_segment"
        assert found.outcome.features == ("monetary", "balance")
        assert found.outcome.choice.fit.k == 3
    with staged(file(rows), AS_IS, "k=3", 'features=["recency", "monetary"]') as found:
        assert found.outcome.features == ("recency", "monetary")
        assert found.outcome.recency == "one_segment"


def test_limits_are_shares() -> None:
    assert 0 < limits.ONE_DAY < limits.SEGMENT_DAY < 1
    assert 0 < limits.WEEKDAY_ROWS < limits.WEEKDAY_DATES < limits.DAYS_WITH_ROWS < limits.BALANCE_KNOWN < 1


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of amount and balance, of sparse days."""
    folder = tmp_path_factory.mktemp("model")
    release = analysed(put(folder / "a.csv", text(sparse(ONCE))), AS_IS).release
    codec.write(release, folder / "model.json")
    return folder / "model.json"


def test_the_features_of_a_model_hold_although_days_became_denser(
    model: Path, file: Callable[[list[Row]], Path]
) -> None:
    dense = [[*row[:DATE], f"{1 + i % 31:02}-{(8, 10)[i % 2]:02}-2016", *row[DATE + 1 :]] for i, row in enumerate(ONCE)]
    for i in range(30):
        dense[i][DATE] = f"{i + 1:02}-09-2016"
    run = analysed(file(dense), AS_IS, f'model="{model}"')
    before = codec.read(model)
    assert run.release.model.features == before.model.features
    assert run.release.model.centres == before.model.centres
    assert run.release.model.recency == "behaviour"
    assert [segment.name for segment in run.release.segments] == [segment.name for segment in before.segments]
    assert any("fit again with --refit to use it" in notice for notice in run.notices)
    assert run.release.overall.means["typical_balance"].value is not None


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (('features=["monetary"]',), "fitted on other features"),
        (('features=["monetary", "balance", "recency"]',), None),
        (('columns.balance=""',), "The model uses balances"),
        (('features=["monetary", "balance"]',), None),
    ],
)
def test_other_features_are_not_comparable_with_a_model(
    model: Path, file: Callable[[list[Row]], Path], settings: tuple[str, ...], says: str | None
) -> None:
    path = file(sparse(ONCE))
    if says is None:
        release = analysed(path, AS_IS, f'model="{model}"', *settings).release
        assert [feature.name for feature in release.model.features] == ["monetary", "balance"]
        return
    with pytest.raises(QualityError, match=says) as caught:
        analysed(path, AS_IS, f'model="{model}"', *settings)
    assert "--refit" in (caught.value.hint or "")


def test_a_model_of_recency_says_that_sparse_days_bear_nothing(tmp_path: Path) -> None:
    dense = analysed(put(tmp_path / "a.csv", text(ONCE)), AS_IS).release
    codec.write(replace(dense, label="Dense"), tmp_path / "model.json")
    rows = sparse(ONCE)
    for day, month, i in ((1, 8, 0), (28, 10, 1)):
        rows[i][DATE] = f"{day:02}-{month:02}-2016"
    rows = [[*row[:DATE], "28-10-2016" if row[DATE][3:] == "10-2016" and int(row[DATE][:2]) > 28 else row[DATE],
             *row[DATE + 1 :]] for row in rows]  # fmt: skip
    run = analysed(put(tmp_path / "b.csv", text(rows)), AS_IS, f'model="{tmp_path / "model.json"}"')
    assert [feature.name for feature in run.release.model.features] == ["recency", "monetary"]
    assert run.release.model.recency == "sparse"
    assert any("segments are formed of recency, as the model does" in notice for notice in run.notices)
