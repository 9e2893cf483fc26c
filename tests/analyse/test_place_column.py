"""The place column of a source, with and without a gazetteer."""

from pathlib import Path

import pytest

from generator.errors import QualityError
from tests.support.banks import (
    AS_IS,
    HEAD,
    PLACE,
    Row,
    analysed,
    cleaning,
    one_time_customers,
    put,
    text,
)


def column(*places: str) -> list[Row]:
    """Return one customer for each place."""
    rows = one_time_customers(len(places))
    return [[*row[:PLACE], place, *row[PLACE + 1 :]] for row, place in zip(rows, places, strict=True)]


def places_of(path: Path, *assignments: str) -> list[str]:
    with cleaning(path, *assignments) as step:
        return step.column("place_text")


def test_a_name_keeps_its_spelling_and_a_placeholder_is_no_place(tmp_path: Path) -> None:
    texts = ["Łódź", " são  paulo", "N/A", "EMP ID 12", "нет данных", "Gießen", "", "Null"]
    path = put(tmp_path / "a.csv", text(column(*texts)))
    with cleaning(path, AS_IS) as step:
        assert step.column("place_text") == ["Łódź", "são paulo", "", "", "", "Gießen", "", ""]
        assert step.cleaned.flags["location_missing"] == 5
        assert dict(step.cleaned.unplaced.placeholders) == {"n/a": 1, "нет данных": 1, "null": 1}
        assert step.cleaned.unplaced.ids == 1


def test_a_bank_can_name_real_places_and_placeholders_of_its_own(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text(column("None", "NULL", "1770", "Head office", "Lyon", "Paris")))
    named = 'place_names=["none", "17*"]'
    assert places_of(path, AS_IS, named) == ["None", "", "1770", "Head office", "Lyon", "Paris"]
    assert places_of(path, AS_IS, 'place_placeholders=["HEAD OFFICE"]') == ["", "", "", "", "Lyon", "Paris"]
    assert places_of(path, AS_IS, 'place_names=["*"]') == ["None", "NULL", "1770", "Head office", "Lyon", "Paris"]


def test_a_gazetteer_reads_capitals_and_obeys_the_same_settings(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text(column("Pune", "nan", "None", "N/A", "head office")))
    assert places_of(path) == ["PUNE", "", "", "N/A", "HEAD OFFICE"]
    settings = ('place_names=["Nan"]', 'place_placeholders=["Head Office"]')
    assert places_of(path, *settings) == ["PUNE", "NAN", "", "N/A", ""]


def test_a_column_of_numbers_is_refused_with_the_settings_that_read_it(tmp_path: Path) -> None:
    """Of two places, one is a number; of the rows with a place, most are."""
    path = put(tmp_path / "a.csv", text(column("10115", "10115", "10115", "Ulm", "N/A")))
    with pytest.raises(QualityError, match="3 of 4 rows have a number or an id") as error, cleaning(path, AS_IS):
        pass
    assert "columns.place" in str(error.value.hint)
    assert 'place_names=["*"]' in str(error.value.hint)
    assert places_of(path, AS_IS, 'place_names=["*"]')[:4] == [*["10115"] * 3, "Ulm"]


def states(tmp_path: Path, *names: str, head: str = "Region") -> Path:
    data = [[*row, name] for row, name in zip(column(*["Lyon"] * len(names)), names, strict=True)]
    return put(tmp_path / "s.csv", text(data, [*HEAD, head]))


def test_na_besides_codes_of_states_is_refused(tmp_path: Path) -> None:
    path = states(tmp_path, "NA", "MI", "RM", "TO")
    region = 'columns.state="Region"'
    with pytest.raises(QualityError, match="state column has NA") as error, cleaning(path, AS_IS, region):
        pass
    assert 'place_names=["NA"]' in str(error.value.hint)
    with cleaning(path, AS_IS, region, 'place_names=["NA"]') as step:
        assert step.column("state_text") == ["NA", "MI", "RM", "TO"]
    with cleaning(path, AS_IS, region, 'place_placeholders=["NA"]') as step:
        assert step.column("state_text") == ["", "MI", "RM", "TO"]


def test_states_may_be_numbers_but_not_placeholders(tmp_path: Path) -> None:
    path = states(tmp_path, "75", "2A", "N/A", "NA", "Rhône")
    with cleaning(path, AS_IS, 'columns.state="Region"') as step:
        assert step.column("state_text") == ["75", "2A", "", "", "Rhône"]


@pytest.mark.parametrize(
    ("title", "chosen"),
    [
        ("CustLocation", ['customer_key=["CustomerID", "CustLocation"]']),
        ("CustLocation", ['customer_key=["customer", "place"]']),
        ("CustLocation", ['customer_key=["CustomerID", "CustLocation"]', r'columns.place="\"CustLocation\""']),
        ("Cust location", ['customer_key=["CustomerID", "Cust location"]']),
    ],
)
def test_spellings_of_a_place_in_the_customer_key_do_not_split_a_customer(
    tmp_path: Path, title: str, chosen: list[str]
) -> None:
    rows = column("İstanbul", "ISTANBUL", "istanbul", "Ankara") * 10
    head = [title if name == "CustLocation" else name for name in HEAD]
    path = put(tmp_path / "a.csv", text([[f"T{i}", *row[1:]] for i, row in enumerate(rows)], head))
    with cleaning(path, AS_IS, *chosen, "large_customers=true") as step:
        assert set(step.column("place_text")) == {"Istanbul", "Ankara"}


@pytest.mark.slow
def test_a_run_says_what_it_did_not_take_for_places(tmp_path: Path) -> None:
    texts = ["Munster"] * 30 + ["Münster"] * 30 + ["None"] * 17 + ["N/A"] * 3 + ["-4711", "#schmidt!"] + ["A/C 123"] * 2
    run = analysed(put(tmp_path / "a.csv", text(column(*texts))), AS_IS, "k=2")
    said = "\n".join(run.notices)
    listed = "none, n/a, a number below zero, an error of a spreadsheet"
    assert f"Rows that name no place, but have a placeholder ({listed}): 22." in said
    assert "4711" not in said
    assert "schmidt" not in said
    assert "Rows with a number or an id for a place, so that their place is unknown (see place_names): 2." in said
    assert "2 places differ from another one only by marks on letters" in said
    assert {place.name for place in run.release.places if place.slug} == {"Munster", "Münster"}
    together = analysed(put(tmp_path / "a.csv", text(column(*texts))), AS_IS, "k=2", "fold_accents=true")
    assert [place.name for place in together.release.places if place.slug] == ["Munster"]
    assert "marks on letters" not in "\n".join(together.notices)
