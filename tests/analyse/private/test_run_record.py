import csv
import io
import json

import pytest

from generator.analyse.clean import Rejected
from generator.analyse.private.run_record import record_json, rejected_csv
from generator.release.codec import content_hash
from tests.support.banks import AMOUNT, AS_IS, CUSTOMER, PLACE, Run, analysed, bank, changed, put, text


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    rows = changed(changed(bank(600), 7, AMOUNT, "x-ray 99"), 9, CUSTOMER, "")
    return analysed(put(tmp_path_factory.mktemp("bank") / "a.csv", text(rows)), AS_IS)


def test_exact_figures_stand_in_the_record(run: Run) -> None:
    record = run.record
    assert record["rows"]["read"] == 600
    assert record["rows"]["accepted"] == 598
    assert sum(record["rows"]["rejected"].values()) == 2
    assert (
        sum(item["customers"] for item in record["segments"])
        == record["customers"]
        == sum(record["frequency"].values())
    )
    assert sum(item["spend_paise"] for item in record["segments"]) == record["spend_paise"]
    assert [item["id"] for item in record["segments"]] == [segment.id for segment in run.release.segments]
    assert [item["name"] for item in record["segments"]] == [segment.name for segment in run.release.segments]
    assert sum(record["places"]["matches"].values()) == record["customers"]
    assert record["release"]["content_hash"] == content_hash(run.release)
    assert record["k"]["fitted"] == len(run.release.segments)
    assert record["source"]["files"] == ["a.csv"]
    assert len(record["source"]["sha256"]) == 64


def test_the_record_is_plain_json(run: Run) -> None:
    assert json.loads(record_json(run.record)) == json.loads(json.dumps(run.record, allow_nan=False))


def test_the_release_holds_nothing_that_names_the_source(run: Run) -> None:
    for private in (run.record["source"]["sha256"], run.record["source"]["name"], "a.csv", "sha256"):
        assert private not in run.text


def test_rejected_rows_without_their_values(run: Run) -> None:
    written = rejected_csv(run.rejected)
    assert written.splitlines()[0] == "file,line,reason"
    assert [(row["file"], row["line"]) for row in csv.DictReader(io.StringIO(written))] == [
        ("a.csv", "9"),
        ("a.csv", "11"),
    ]
    rows = bank(600)
    for value in ("x-ray", "99", rows[7][CUSTOMER], rows[9][PLACE]):
        assert value not in written


def test_file_names_are_quoted() -> None:
    assert rejected_csv([Rejected('a,"b".csv', 3, "date")]) == 'file,line,reason\n"a,""b"".csv",3,date\n'
