"""Columns of codes in `atlas doctor` and `atlas init --from`: known words are shown, and nothing else of a customer."""

from pathlib import Path

import pytest

from generator.analyse.doctor.evidence.column import side_in, side_of
from tests.cli.test_doctor import answers, code, doctor, run, words
from tests.support.banks import put, text
from tests.support.examining import one_examination

HEAD = ["client", "date", "amount", "city"]
#: Names with words for money spent or received, or for a gender, in them; and what is no name at all.
STRAY = ("Priya S", "Virginia Dare", "Cargo Okonkwo", "S 4491", "Male Okonkwo", "Zanzibarix", "okonkwo@debit.example")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file(here: Path, title: str, codes: list[str]) -> str:
    rows = [[f"A{i % 40}", "2024-01-13", "7.25", "Ulm", codes[i % len(codes)]] for i in range(420)]
    put(here / "t.csv", text(rows, [*HEAD, title]))
    return "t.csv"


def everything(here: Path, name: str, *options: str) -> str:
    """All that the two commands print and write of a file."""
    with one_examination():
        said = [words(doctor(name, *options)), words(doctor(name, "--json", *options))]
        done = run("init", "mine", "--from", name, *options)
    assert code(done) == 0
    return " ".join([*said, words(done), (here / "mine" / "atlas.toml").read_text(encoding="utf-8")])


CODES = [
    ("transaction type", ["Debit", "Credit"]),
    ("transaction type", ["Soll", "Haben", "Zzz"]),
    ("transaction type", ["ACH debit", "ACH credit"]),
    ("Type", []),
    ("gender", ["M", "F"]),
]
OPTIONS = [(), ("--set", 'debit=["D"]'), ("--set", 'columns.direction="transaction type"')]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "codes", "options", "stray"),
    [
        *((*CODES[0], OPTIONS[i % 3], stray) for i, stray in enumerate(STRAY)),
        *((*made, options, STRAY[i]) for i, made in enumerate(CODES[1:]) for options in OPTIONS),
    ],
)
def test_a_name_among_codes_is_neither_printed_nor_written(
    here: Path, title: str, codes: list[str], options: tuple[str, ...], stray: str
) -> None:
    name = file(here, title, [*codes * 3, stray])
    if options and options[1].startswith("columns") and title != "transaction type":
        options = ("--set", f'columns.gender="{title}"')
    said = everything(here, name, *options).casefold()
    assert stray.casefold() not in said
    assert not [part for part in stray.casefold().split() if len(part) > 4 and part in said.replace("dare", "")]


def test_known_codes_are_shown_and_the_others_counted(here: Path) -> None:
    name = file(here, "transaction type", ["Debit", "Credit", "Okonkwo", "Zanzibarix"])
    roles = answers(name)["roles"]
    assert isinstance(roles, dict)
    assert "codes Debit, Credit and 2 more" in " ".join(roles["direction"]["evidence"])
    assert "the column has CREDIT, DEBIT and 2 more" in words(doctor(name))


def test_words_in_longer_texts_make_a_direction_whose_codes_are_asked(here: Path) -> None:
    found = answers(file(here, "transaction type", ["ACH debit", "ACH credit", "POS debit"]))
    assert found["roles"]["direction"]["column"] == "transaction type"  # type: ignore[index]
    debit = found["settings"]["debit"]  # type: ignore[index]
    assert (debit["state"], debit["blocks"], debit["alternatives"]) == ("open", True, [])


def test_codes_that_nobody_knows_wait_for_an_answer_of_the_right_form(here: Path) -> None:
    name = file(here, "transaction type", ["ACH debit", "ACH credit"])
    assert """--set 'debit=["…"]'""" in words(doctor(name, "--set", 'currency="EUR"'))
    run("init", "mine", "--from", name, "--set", 'currency="EUR"')
    written = (here / "mine" / "atlas.toml").read_text(encoding="utf-8")
    assert '# debit = ["…"]\ndebit = []\n' in written
    for command in ("analyse", "doctor"):
        done = run(command, name, "--config", "mine/atlas.toml")
        assert code(done) == 3
        assert "debit = []: needs at least one text" in words(done)


@pytest.mark.parametrize(
    ("text", "whole", "inside"),
    [
        ("DR", "debit", "debit"), ("Dr.", "debit", "debit"), ("(CR)", "credit", "credit"), ("D", "debit", "debit"),
        ("paid-out", "debit", "debit"), ("Débito", "debit", "debit"), ("má dáti", "debit", "debit"),
        ("Debit amount", "", "debit"), ("Money in (GBP)", "", "credit"), ("Priya S", "", ""), ("S 4491", "", ""),
        ("Debit/Credit", "", "debit"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_code_is_known_as_a_whole_and_a_title_by_a_word(text: str, whole: str, inside: str) -> None:
    assert (side_of(text), side_in(text)) == (whole, inside)


@pytest.mark.parametrize("title", ["D/C", "DC", "B/A", "Sign", "Soll/Haben"])
def test_a_title_of_both_sides_waits_for_the_codes_that_nobody_knows(here: Path, title: str) -> None:
    """Without an answer, money received would count as spend."""
    found = answers(file(here, title, ["1", "1", "2"]))
    assert found["roles"]["direction"]["column"] == title  # type: ignore[index]
    assert found["settings"]["debit"]["blocks"]  # type: ignore[index]
    assert found["exit_code"] == 3


def test_a_column_of_signs_is_a_direction(here: Path) -> None:
    found = answers(file(here, "Sign", ["-", "-", "+"]))
    assert found["settings"]["debit"]["value"] == ["-"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("title", "names", "code_"),
    [
        ("Currency", ["₺", "₺", "$"], "TRY"),
        ("Para birimi", ["TL", "TL", "TL", "USD"], "TRY"),
        ("Cur", ["€", "£"], "EUR"),
    ],
)
def test_a_column_of_currencies_may_have_signs(here: Path, title: str, names: list[str], code_: str) -> None:
    """Rows in another currency would count like the others."""
    found = answers(file(here, title, names * 3))
    assert found["roles"]["currency"]["column"] == title  # type: ignore[index]
    currency = found["settings"]["currency"]  # type: ignore[index]
    assert code_ == (currency["value"] or currency["alternatives"][0]["currency"])


@pytest.mark.parametrize("codes", [["L", "P"], ["F", "M"], ["K", "S", "D"]])
def test_letters_of_other_codes_are_no_currencies(here: Path, codes: list[str]) -> None:
    assert answers(file(here, "Kode", codes))["roles"]["currency"]["state"] == "absent"  # type: ignore[index]
