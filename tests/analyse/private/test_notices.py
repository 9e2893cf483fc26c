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
