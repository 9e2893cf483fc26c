from pathlib import Path

from tests.support.banks import AMOUNT, analysed, bank, changed, put, text


def test_rows_that_the_settings_leave_out_are_no_defects(tmp_path: Path) -> None:
    rows = bank(300)
    for i in range(40):
        rows = changed(rows, i, AMOUNT, "-5")
    rows = changed(rows, 50, AMOUNT, "?")
    run = analysed(put(tmp_path / "a.csv", text(rows)), 'spend="positive"')
    assert "Rows left out by the settings: 40 (not_spend 40)." in run.notices
    [rejected] = [line for line in run.notices if "Rows rejected" in line]
    assert rejected.startswith("Rows rejected: 1 (amount 1")


def test_a_currency_that_nobody_has_chosen_is_noted(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text(bank(300)))
    note = "currency is not set, so amounts are in INR. Set it in atlas.toml."
    own = 'columns.place="CustLocation"'
    assert note in analysed(path, own).notices
    assert note not in analysed(path).notices
    assert note not in analysed(path, own, 'currency="INR"').notices
