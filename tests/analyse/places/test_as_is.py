"""Places without a gazetteer: one name for all its spellings, shown as it is spelled most often."""

import pytest

from generator.analyse.places.as_is import Naming, accent_twins, locate_as_is


def names(counts: dict[str, int], naming: Naming) -> dict[str, str]:
    matches = locate_as_is({(text, ""): n for text, n in counts.items()}, naming)
    return {text or "": match.place.name if match.place else "" for (text, _), match in matches.items()}


def slugs(*texts: str, naming: Naming, n: int = 20) -> dict[str, str]:
    matches = locate_as_is({(text, ""): n for text in texts}, naming)
    return {text or "": match.place.slug for (text, _), match in matches.items() if match.place}


@pytest.mark.parametrize(
    "spellings",
    [
        ["São Paulo", "SÃO PAULO", "são  paulo", "Sa\u0303o Paulo", " São\u00a0Paulo "],
        ["Gießen", "GIESSEN", "gießen"],
        ["Αθήνα", "ΑΘΗΝΑ", "ΑΘΉΝΑ", "αθήνα"],
        ["Πειραιάς", "ΠΕΙΡΑΙΑΣ"],
        ["İstanbul", "ISTANBUL", "istanbul", "I\u0307STANBUL", "ıstanbul"],
        ["L'Aquila", "L’Aquila", "L’AQUILA"],
        ["Москва", "МОСКВА"],
        ["東京", "東京 "],
        ["Ｔｏｋｙｏ", "Tokyo"],
    ],
)
def test_spellings_of_one_name_are_one_place_shown_as_the_commonest(spellings: list[str]) -> None:
    first = spellings[0]
    counts = {text: 30 if text == first else 5 for text in spellings}
    assert set(names(counts, Naming(20)).values()) == {first}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Münster", "Munster"), ("Łąka", "Laka"), ("Foo-Bar", "Foo Bar"), ("カキ", "ガキ"), ("Кий", "Кии"), ("As", "Aš")],
)
def test_names_that_may_be_two_towns_stay_apart(one: str, other: str) -> None:
    assert len(set(names({one: 30, other: 20}, Naming(20)).values())) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("São Paulo", "SAO PAULO"), ("Łódź", "Lodz"), ("Орёл", "Орел"), ("Évreux", "EVREUX"), ("Đà Nẵng", "Da Nang")],
)
def test_marks_on_letters_are_ignored_on_request(one: str, other: str) -> None:
    assert set(names({one: 30, other: 20}, Naming(20, fold_accents=True)).values()) == {one}
    assert accent_twins([(one, "X"), (other, "x"), ("Wien", "X"), ("WIEN", "X")]) == 2
    assert accent_twins([(one, "X"), (other, "Y")]) == 0


@pytest.mark.parametrize(("one", "other"), [("カキ", "ガキ"), ("Кий", "Кии"), ("玉山", "榆山")])
def test_marks_that_make_another_letter_are_never_ignored(one: str, other: str) -> None:
    assert len(set(names({one: 30, other: 20}, Naming(20, fold_accents=True)).values())) == 2
    assert accent_twins([(one, ""), (other, "")]) == 0


def test_capitals_that_few_customers_share_are_not_shown() -> None:
    assert names({"aix-en-PROVENCE": 19, "AIX-en-provence": 3}, Naming(20))["aix-en-PROVENCE"] == "Aix-En-Provence"
    assert names({"aix-en-PROVENCE": 20, "AIX-en-provence": 3}, Naming(20))["AIX-en-provence"] == "aix-en-PROVENCE"


def test_equally_common_spellings_are_shown_in_mixed_case_and_in_a_fixed_order() -> None:
    assert set(names({"LYON": 30, "Lyon": 30, "lyon": 30}, Naming(20)).values()) == {"Lyon"}
    assert set(names({"McAllen": 30, "Mcallen": 30}, Naming(20)).values()) == {"McAllen"}


def test_a_state_has_one_spelling_too() -> None:
    counts = {("Osasco", "SP"): 30, ("Santos", "sp"): 25, ("Campos", "RJ"): 20}
    matches = locate_as_is(counts, Naming(20))
    assert {pair[0]: match.state for pair, match in matches.items()} == {"Osasco": "SP", "Santos": "SP", "Campos": "RJ"}
    assert matches["Santos", "sp"].place is not None
    assert matches["Santos", "sp"].place.slug == "santos-sp"


def test_places_without_a_page_do_not_change_the_slug_of_one_that_has_it() -> None:
    counts = {("Łódź", ""): 500, ("Lodz", ""): 3}
    by_name = {pair[0]: match.place.slug for pair, match in locate_as_is(counts, Naming(20)).items() if match.place}
    assert by_name["Łódź"] == "lodz"
    assert by_name["Lodz"].startswith("lodz--n-")


def test_a_place_keeps_the_slug_that_it_had() -> None:
    naming = Naming(20)
    matches = locate_as_is({("Łódź", ""): 500}, naming)
    first = matches["Łódź", ""].place
    assert first is not None
    pinned = Naming(20, pins={first.id: first.slug, "n-of-a-place-that-is-gone": "wien"})
    assert slugs("Łódź", "Lodz", "Wien", naming=pinned) == {
        "Łódź": "lodz",
        "Lodz": slugs("Łódź", "Lodz", naming=naming)["Lodz"],
        "Wien": slugs("Wien", naming=Naming(21))["Wien"],
    }


def test_an_earlier_slug_that_was_not_readable_gives_way() -> None:
    place = locate_as_is([("Αθήνα", "")])["Αθήνα", ""].place
    assert place is not None
    assert slugs("Αθήνα", naming=Naming(20, pins={place.id: f"place--{place.id}"})) == {"Αθήνα": "athina"}
