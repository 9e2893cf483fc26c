from pathlib import Path

from generator.analyse.private.private_values import EngineSecrets
from generator.check import normalise
from tests.support.banks import CUSTOMER, ID, bank, changed, cleaning, put, text


def find(tmp_path: Path, tokens: set[str], ids: dict[int, str] | None = None, names: tuple[str, ...] = ()) -> set[str]:
    rows = bank(30)
    for i, value in enumerate((ids or {}).values()):
        rows = changed(rows, i, CUSTOMER, value)
    with cleaning(put(tmp_path / "a.csv", text(rows))) as found:
        secrets = EngineSecrets(found.engine, names)
        first = secrets.find(tokens)
        assert secrets.find(tokens) == first
        return first


def test_customer_and_transaction_ids_are_found_and_nothing_else(tmp_path: Path) -> None:
    rows = changed(bank(30), 0, ID, "TX-000077")
    customer = rows[3][CUSTOMER]
    with cleaning(put(tmp_path / "a.csv", text(rows))) as found:
        tokens = {normalise(customer), "tx 000077", "c9999999", "mumbai", customer[:-1].casefold()}
        assert EngineSecrets(found.engine, ()).find(tokens) == {normalise(customer), "tx 000077"}


def test_short_ids_are_no_secrets(tmp_path: Path) -> None:
    assert find(tmp_path, {"t1", "12345", "123456"}, {0: "12345", 1: "123456"}) == {"123456"}


def test_ids_are_spelled_as_the_sites_words_are(tmp_path: Path) -> None:
    ids = ["AB-001234", "ab__00.1235", "Ünï/77 88", "#AB 001236#", "ÀB:001237", "a+b+c+d+e"]
    assert find(tmp_path, {normalise(value) for value in ids}, dict(enumerate(ids))) == {normalise(v) for v in ids}


def test_ids_of_rejected_rows_are_secrets_too(tmp_path: Path) -> None:
    rows = changed(bank(30), 5, CUSTOMER, "C7777777")
    rows[5][-1] = "no amount"
    with cleaning(put(tmp_path / "a.csv", text(rows))) as found:
        assert len(found.rejected) == 1
        assert EngineSecrets(found.engine, ()).find({"c7777777"}) == {"c7777777"}


def test_names_of_hidden_places(tmp_path: Path) -> None:
    names = ("Navi-Mumbai", "", "Saint Étienne")
    assert find(tmp_path, {"navi mumbai", "mumbai", "saint étienne", ""}, names=names) == {
        "navi mumbai",
        "saint étienne",
    }


def test_no_tokens_are_no_question(tmp_path: Path) -> None:
    assert find(tmp_path, set()) == set()
