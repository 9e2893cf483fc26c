"""Texts of a place column: what names no place, what is an id, and how rare spellings are written."""

import pytest

from generator.analyse.values.place_texts import is_id, placeholder, tidy, titled


@pytest.mark.parametrize(
    "text",
    [
        "N/A", "n.a.", "NA", "#N/A", "#REF!", "#NAME?", "-", "--", "—", "...", "?", "???", "0", "00", "0.0", "-99",
        "Unknown", "UNKNOWN ", "*** unknown ***", "(blank)", "<NULL>", "[none]", "none", "null", "NaN", "nil", "TBD",
        "not_available", "Not-Available", "Not specified", "other", "XX", "xxx", "ZZZ",
        "desconocido", "Sin información", "SIN INFORMACION", "inconnue", "Non renseigné", "NON RENSEIGNE", "Unbekannt",
        "k. A.", "keine Angabe", "não informado", "Nao Informado", "ignorado", "sconosciuto", "onbekend", "brak danych",
        "neznámé", "okänd", "tuntematon", "ismeretlen", "bilinmiyor", "BİLİNMİYOR", "άγνωστο", "ΑΓΝΩΣΤΟ", "нет данных",
        "НЕ УКАЗАНО", "н/д", "невідомо", "غير معروف", "לא ידוע", "अज्ञात", "未知", "不明", "알 수 없음", "không rõ",
    ],
)  # fmt: skip
def test_placeholders_of_many_languages_are_known(text: str) -> None:
    assert placeholder(text)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("-4711", "a number below zero"), ("- 12345", "a number below zero"), ("#4711!", "an error of a spreadsheet"),
        ("#kontoschmidt?", "an error of a spreadsheet"), ("000.00 0", "0"), ("xxxxxx", "xx"), ("ZZZ", "zz"),
        ("#-#-?-*", "-"), ("# n / a", "n/a"),
    ],
)  # fmt: skip
def test_a_sign_is_called_by_its_kind_never_by_the_text_of_the_bank(text: str, called: str) -> None:
    assert placeholder(text) == called


@pytest.mark.parametrize(
    "text",
    [
        "Paris", "Y", "Å", "Å i Lofoten", "Of", "Ii", "Leer", "Ingen", "Nantes", "Nanterre", "Nullarbor", "Norwich",
        "Xanten", "Zzyzx", "Ninety Six", "Notodden", "Nope Hill", "Unna", "San Sebastián", "Na Trang", "Testa",
        "ND", "NC", "SD", "МО", "Брест", "北京", "なら", "무안", "Outros Rios", "Praha 10", "100 Mile House", "1770",
    ],
)  # fmt: skip
def test_names_of_towns_are_none(text: str) -> None:
    assert not placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "560001", "75001-020", "C1234567", "EMP ID 123", "Employee No. 77", "P.O. Box 12", "PO BOX 55", "A/C 12345",
        "Kunde 4711", "+44 20 7946 0958", "12/34", "SW1A 1AA", "DE89 3704 0044", "name@bank.example",
        "www.bank.example", "https://x", "١٢٣٤",
    ],
)  # fmt: skip
def test_ids_numbers_and_addresses_on_the_web_are_no_names(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text",
    ["Praha 10", "100 Mile House", "89073 Ulm", "Mumbai 400001", "6th of October City", "東京23区", "Sector 17 Mohali",
     "Москва-2", "Saint-Denis 93", "Hof", "Åå", "Town07", "P01", "city_12", "B012 North"],
)  # fmt: skip
def test_names_with_numbers_are_names(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SÃO JOÃO DEL-REI", "São João Del-Rei"),
        ("aix-en-provence", "Aix-En-Provence"),
        ("cox's bazar", "Cox's Bazar"),
        ("FRANKFURT (ODER)", "Frankfurt (Oder)"),
        ("İSTANBUL", "İstanbul"),
        ("DİYARBAKIR", "Diyarbakir"),
        ("ΠΕΙΡΑΙΑΣ", "Πειραιας"),
        ("ł. ś.", "Ł. Ś."),
    ],
)
def test_a_rare_spelling_is_written_in_title_case(text: str, expected: str) -> None:
    assert titled(text) == expected


def test_a_name_keeps_its_letters_on_one_line() -> None:
    assert tidy("  Sa\u0303o \n Paulo\u202e ") == "São Paulo"
