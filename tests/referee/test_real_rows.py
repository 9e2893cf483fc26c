"""The public rows: every figure recomputed, and the same customers with other places. Short forms of `make bench`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.release import codec
from generator.settings import config
from tests.referee import claims, null, rows
from tests.referee.chain import Bank, opened
from tests.referee.exact import Exact
from tests.referee.null import Verdict
from tests.referee.of_figures import figures
from tests.referee.of_files import Files

pytestmark = [pytest.mark.slow, pytest.mark.data]

SETTINGS = config.load(None, ["evidence=false"])


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real") / "customers.csv"


@pytest.fixture(scope="module")
def bank(real_data: Path, export: Path) -> Iterator[Bank]:
    with opened(real_data, SETTINGS, export) as found:
        yield found


def test_moving_nobody_changes_nothing(bank: Bank) -> None:
    assert codec.dump(bank.release(bank.places)) == codec.dump(bank.published)


@pytest.fixture(scope="module")
def verdict(bank: Bank) -> Verdict:
    return null.verdict(tuple(null.sites(bank, range(3))))


def test_where_places_are_chance_pages_and_files_say_nothing_clear(verdict: Verdict) -> None:
    assert verdict.rates["sites with a false clear claim"].of == 3
    assert verdict.missed["share", 100].of > 100
    assert not [fault for fault in verdict.faults if "pair" not in fault]


def test_where_places_are_chance_no_two_differ_clearly(verdict: Verdict) -> None:
    assert not [fault for fault in verdict.faults if "pair" in fault]


@pytest.fixture(scope="module")
def exact(real_data: Path, bank: Bank, export: Path) -> Exact:
    return Exact(rows.read(real_data, export, bank.published.customer.columns), bank.published)


def test_every_figure_of_the_release_is_that_of_the_rows(exact: Exact) -> None:
    found = list(figures(exact))
    assert len(found) > 3_000
    assert not [str(figure) for figure in found if figure.wrong]


def test_every_figure_of_the_files_is_that_of_the_rows(exact: Exact, bank: Bank) -> None:
    found = list(Files(exact, claims.edition_of(bank.published, SETTINGS), SETTINGS).figures())
    assert len(found) > 5_000
    assert not [str(figure) for figure in found if figure.wrong]
