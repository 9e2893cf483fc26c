"""Names in plain Latin letters, and their order."""

import pytest

from generator.latin import hyphenate, plain, sort_key, unmarked


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Łódź", "Lodz"),
        ("Αθήνα", "Athina"),
        ("Москва", "Moskva"),
        ("北京", "BeiJing"),
        ("Gießen", "Giessen"),
        ("I\u0307stanbul", "Istanbul"),
        ("Þórshöfn", "Thorshofn"),
        ("Ærøskøbing", "Aeroskobing"),
        ("Pune", "Pune"),
        ("№ 1 · ½ €", "No 1 - 1/2 EUR"),
    ],
)
def test_every_script_has_plain_letters(name: str, spelled: str) -> None:
    assert plain(name) == spelled


@pytest.mark.parametrize(
    ("text", "joined"),
    [("New Delhi", "new-delhi"), ("Haʻapai", "haapai"), ("St. John's (Łódź)", "st-john-s-lodz"), ("…", ""), ("", "")],
)
def test_words_are_joined_by_hyphens(text: str, joined: str) -> None:
    assert hyphenate(text) == joined


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Čárka", "Carka"), ("Αθήνα", "Αθηνα"), ("Й", "И"), ("ガ", "カ"), ("Ａ", "A"), ("ﬁ", "fi"), ("Łódź", "Łodz"),
        ("plain", "plain"),
    ],
)  # fmt: skip
def test_a_text_loses_the_marks_of_any_script_and_no_letter(text: str, bare: str) -> None:
    assert unmarked(text) == bare


@pytest.mark.parametrize(
    "names",
    [
        ["Lomza", "Lublin", "Łódź", "Mielec"],
        ["Oslo", "Österreich", "Úbeda", "Utrecht", "Wien", "Żory"],
        ["new Delhi", "Noida", "Ñuñoa", "Odense"],
        ["Wien", "Αθήνα", "Άργος", "Βόλος", "Елец", "Ёлкино", "Жуков", "Иваново", "Йошкар-Ола", "Казань"],
        ["Aurangabad", "Aurangabad West", "Aurangabad-East", "Aurangabadi"],
    ],
)
def test_letters_with_marks_stand_with_their_letter(names: list[str]) -> None:
    assert sorted(set(names), key=sort_key) == names
