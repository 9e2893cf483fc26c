"""Moving the customers of a prepared bank gives the release that the whole program makes of rows with these places."""

from pathlib import Path

import numpy as np
import pytest

from generator import pipeline
from generator.demo import generate
from generator.release import Release, codec
from generator.settings import config
from tests.referee.chain import opened

pytestmark = pytest.mark.slow

SETTINGS = config.load(None, ["synthetic=true", "evidence=false"])
TOWNS = ("MUMBAI", "DELHI", "PUNE", "CHENNAI", "KOLKATA", "NAGPUR", "JAIPUR")


def whole(path: Path) -> Release:
    with pipeline.analysed(str(path), SETTINGS, pipeline.Clock(lambda _: None)) as run:
        return run.release


def test_moved_customers_give_the_release_of_moved_rows(tmp_path: Path) -> None:
    rows = generate(4_000, 3).transactions
    # The number of rows without a place is counted before any customer moves.
    rows["CustLocation"] = rows["CustLocation"].fillna("MUMBAI")
    rows.to_csv(tmp_path / "bank.csv", index=False)
    with opened(tmp_path / "bank.csv", SETTINGS, tmp_path / "customers.csv") as bank:
        found = {"as it is": bank.release(bank.places), "moved": bank.release(towns(len(bank)), TOWNS)}
        home = dict(zip(bank.customers["key_0"], np.array(TOWNS)[towns(len(bank))], strict=True))
    rows.assign(CustLocation=rows["CustomerID"].map(home)).to_csv(tmp_path / "moved.csv", index=False)
    assert codec.dump(found["as it is"]) == codec.dump(whole(tmp_path / "bank.csv"))
    assert codec.dump(found["moved"]) == codec.dump(whole(tmp_path / "moved.csv"))
    assert found["moved"].places != found["as it is"].places


def towns(customers: int) -> np.ndarray:
    return np.random.default_rng(1).choice(len(TOWNS), customers, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.06, 0.04])
