"""What the summary says of the next year of a demonstration bank: falls and prices of all, and no changes at all."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator import pipeline
from generator.demo import generate, write
from generator.publish.claims import select
from generator.publish.claims.sentences import Sentence
from generator.release import Release, codec
from generator.settings import config
from tests.support.comparisons import edition_of

pytestmark = pytest.mark.slow

ID, DAY, AMOUNT = "CustomerID", "TransactionDate", "TransactionAmount (INR)"
OF_PLACES = {"place_share", "place_typical_spend", "place_customers"}
OF_BANK = {"bank_share", "bank_typical_spend", "bank_transactions", "bank_customers"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years")
    write(generate(40_000, 5), folder / "first.csv")
    codec.write(analysed(folder / "first.csv"), folder / "first.json")
    return folder


@pytest.fixture(scope="module")
def rows(folder: Path) -> pd.DataFrame:
    """The same transactions a year later."""
    found = pd.read_csv(folder / "first.csv", dtype=str, keep_default_na=False)
    days = pd.to_datetime(found[DAY], format="%d/%m/%y") + timedelta(days=365)
    return found.assign(**{DAY: days.dt.strftime("%d/%m/%y")})


def analysed(path: Path, *settings: str) -> Release:
    made = config.load(None, ["synthetic=true", "evidence=false", *settings])
    with pipeline.analysed(str(path), made, pipeline.Clock(lambda _: None)) as run:
        return run.release


def changes(folder: Path, rows: pd.DataFrame) -> tuple[Sentence, ...]:
    """Return what the summary says has changed, scored with the centres of the first year."""
    rows.to_csv(folder / "next.csv", index=False)
    release = analysed(folder / "next.csv", f'model="{folder / "first.json"}"')
    return select.summary(edition_of(release)).changes


def kinds(found: tuple[Sentence, ...]) -> set[str]:
    return {sentence.kind for sentence in found}


def test_a_fall_of_the_whole_bank_is_no_story_of_cities(folder: Path, rows: pd.DataFrame) -> None:
    """Everywhere, 60 % of the customers who were not seen for more than 150 days are gone."""
    last = pd.to_datetime(rows[DAY], format="%d/%m/%y").groupby(rows[ID]).max()
    lapsed = sorted(last[last < last.max() - timedelta(days=150)].index)
    gone = set(np.random.default_rng(3).choice(lapsed, int(0.6 * len(lapsed)), replace=False))
    found = changes(folder, rows[~rows[ID].isin(gone)])
    assert kinds(found) & OF_PLACES == set()
    assert "places_unchanged" in kinds(found)
    first = next(sentence.text for sentence in found if sentence.kind == "bank_share")
    assert re.search(r"not seen lately, are 1\d\s% of all customers, after 2\d\s% in the release for", first)


def test_a_rise_of_all_prices_is_told_as_money(folder: Path, rows: pd.DataFrame) -> None:
    dearer = rows.assign(**{AMOUNT: (rows[AMOUNT].astype(float) * 1.15).round(2).map("{:.2f}".format)})
    found = changes(folder, dearer)
    assert kinds(found) & (OF_BANK | OF_PLACES) == {"bank_typical_spend"}
    assert "1.1" in next(sentence.text for sentence in found if sentence.kind == "bank_typical_spend")


def drawn(rows: pd.DataFrame, draws: int) -> Iterator[pd.DataFrame]:
    """Yield banks whose customers are drawn from the same ones, with replacement."""
    ids = np.array(sorted(set(rows[ID])))
    for seed in range(draws):
        chosen = np.random.default_rng(seed).choice(ids, len(ids))
        named = pd.DataFrame({ID: chosen, "new": [f"N{i}" for i in range(len(chosen))]})
        found = named.merge(rows, on=ID).drop(columns=ID).rename(columns={"new": ID})
        yield found.assign(TransactionID=[f"T{i}" for i in range(len(found))])[list(rows.columns)]


def test_years_without_a_change_report_none(folder: Path, rows: pd.DataFrame) -> None:
    for bank in drawn(rows, 8):
        found = changes(folder, bank)
        assert kinds(found) & (OF_BANK | OF_PLACES) == set()
        assert {"days_compared", "bank_unchanged", "places_unchanged"} <= kinds(found)


def test_the_same_days_again_are_not_tested(folder: Path) -> None:
    release = analysed(folder / "first.csv", f'model="{folder / "first.json"}"')
    assert [sentence.kind for sentence in select.summary(edition_of(release)).changes] == ["windows_overlap"]
