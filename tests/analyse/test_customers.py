from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from generator.analyse.customers import Key, make_customers
from generator.errors import ConfigError
from tests.support.banks import (
    AMOUNT,
    BALANCE,
    BIRTH,
    CUSTOMER,
    DATE,
    GENDER,
    HEAD,
    ID,
    PLACE,
    TIME,
    Row,
    bank,
    changed,
    cleaning,
    one_time_customers,
    put,
    settings,
    text,
)  # fmt: skip


def customers(path: Path, *assignments: str) -> tuple[Key, list[dict[str, object]]]:
    names = ("frequency", "spend_paise", "mean_paise", "last_day", "place_text", "state_text", "gender", "birth_day")
    with cleaning(path, *assignments) as step:
        key = make_customers(step.engine, step.source, settings(*assignments))
        rows = step.engine.rows(f"select {', '.join(names)} from customers")
    return key, [dict(zip(names, row, strict=True)) for row in rows]


def moment(row: Row) -> tuple[str, int, str]:
    return "".join(row[DATE].split("-")[::-1]), int(row[TIME]), row[ID]


def test_each_customer_is_the_sum_of_the_rows_and_lives_where_last_seen(tmp_path: Path) -> None:
    rows = [changed([row], 0, PLACE, f"{row[PLACE]} {i % 3}")[0] for i, row in enumerate(bank(400))]
    key, found = customers(put(tmp_path / "a.csv", text(rows)))
    assert (key.columns, key.words, key.chosen, key.reason) == (("CustomerID",), "CustomerID", "auto", "one-person")
    by_id = defaultdict(list)
    for row in rows:
        by_id[row[CUSTOMER]].append(row)
    expected: Counter[tuple[Any, ...]] = Counter()
    for mine in by_id.values():
        last = max(mine, key=moment)
        paise = sum(round(float(row[AMOUNT]) * 100) for row in mine)
        expected[len(mine), paise, paise // len(mine), last[PLACE], last[GENDER]] += 1
    assert expected == Counter(
        (c["frequency"], c["spend_paise"], c["mean_paise"], c["place_text"], c["gender"]) for c in found
    )
    assert key.repeated == sum(len(mine) > 1 for mine in by_id.values())


def test_a_tie_of_day_and_second_is_decided_by_the_transaction_never_by_the_alphabet(tmp_path: Path) -> None:
    base = changed(changed([bank(1)[0]], 0, DATE, "2016-08-02"), 0, TIME, "120000")[0]
    twins = [
        changed(changed([base], 0, ID, transaction), 0, PLACE, place)[0]
        for transaction, place in (("T1", "Z"), ("T3", "B"), ("T2", "X"))
    ]
    for rows in (twins, twins[::-1]):
        assert [c["place_text"] for c in customers(put(tmp_path / "a.csv", text(rows)))[1]] == ["B"]


def two_people(share: float, column: int, other: str) -> list[Row]:
    """Return 100 customers of two rows each; a share of them differ in one column."""
    rows = one_time_customers(100)
    second = [[f"U{i}", *row[1:]] for i, row in enumerate(rows)]
    return rows + [changed([row], 0, column, other)[0] if i < share * 100 else row for i, row in enumerate(second)]


def test_the_latest_of_a_day_is_decided_by_the_clock(tmp_path: Path) -> None:
    base = changed([bank(1)[0]], 0, DATE, "2016-08-02")[0]
    rows = [
        [transaction, *changed([base], 0, TIME, time)[0][1:PLACE], place, *changed([base], 0, TIME, time)[0][BALANCE:]]
        for transaction, time, place in (("T9", "90000", "Z"), ("T1", "235900", "A"), ("T5", "100000", "M"))
    ]
    assert [c["place_text"] for c in customers(put(tmp_path / "a.csv", text(rows)))[1]] == ["A"]


class TestAuto:
    @pytest.mark.parametrize(("column", "other"), [(BIRTH, "01-01-1901"), (GENDER, None), (BIRTH, "")])
    def test_five_percent_of_conflicts_are_borne(self, tmp_path: Path, column: int, other: str | None) -> None:
        for share, reason in ((0.05, "one-person"), (0.06, "conflict")):
            rows = two_people(share, column, other or "")
            if other is None:
                first = {row[CUSTOMER]: row[GENDER] for row in rows[:100]}
                flip = {"M": "F", "F": "M"}
                rows = [
                    changed([row], 0, GENDER, flip[first[row[CUSTOMER]]] if i >= 100 and i - 100 < share * 100 else
                            first[row[CUSTOMER]])[0]
                    for i, row in enumerate(rows)
                ]  # fmt: skip
            key, found = customers(put(tmp_path / "a.csv", text(rows)))
            assert (key.repeated, key.conflicting, key.reason) == (100, round(share * 100), reason)
            assert len(found) == (100 if reason == "one-person" else 106)

    def test_an_unknown_gender_is_no_conflict(self, tmp_path: Path) -> None:
        key, _ = customers(put(tmp_path / "a.csv", text(two_people(1, GENDER, ""))))
        assert (key.conflicting, key.reason) == (0, "one-person")

    def test_conflict_words(self, tmp_path: Path) -> None:
        key, _ = customers(put(tmp_path / "a.csv", text(two_people(1, BIRTH, "01-01-1901"))))
        assert key.columns == ("CustomerID", "CustomerDOB", "CustGender")
        assert key.words == "CustomerID + birth date + gender"

    def test_words_of_the_key_are_content(self, tmp_path: Path) -> None:
        (tmp_path / "words").mkdir()
        (tmp_path / "words" / "release.toml").write_text('[customer_key]\nbirth_date = "date de naissance"\n')
        rows = text(two_people(1, BIRTH, "01-01-1901"))
        key, _ = customers(put(tmp_path / "a.csv", rows), f"content=['{tmp_path / 'words'}']")
        assert key.words == "CustomerID + date de naissance + gender"

    def test_no_repeats_and_no_attributes(self, tmp_path: Path) -> None:
        key, _ = customers(put(tmp_path / "a.csv", text(one_time_customers(50))))
        assert (key.columns, key.reason) == (("CustomerID",), "no-repeats")
        keep = [i for i in range(len(HEAD)) if i not in (BIRTH, GENDER)]
        rows = [[row[i] for i in keep] for row in two_people(1, BIRTH, "")]
        key, found = customers(put(tmp_path / "a.csv", text(rows, [HEAD[i] for i in keep])))
        assert (key.columns, key.reason, len(found)) == (("CustomerID",), "no-attributes", 100)

    def test_without_a_birth_date_gender_alone_decides(self, tmp_path: Path) -> None:
        rows = [row[:BIRTH] + row[BIRTH + 1 :] for row in two_people(0, GENDER, "")]
        key, _ = customers(put(tmp_path / "a.csv", text(rows, HEAD[:BIRTH] + HEAD[BIRTH + 1 :])))
        assert key.reason == "one-person"


class TestConfigured:
    def test_the_named_columns_win(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.csv", text(two_people(1, BIRTH, "01-01-1901")))
        key, found = customers(path, 'customer_key=["CustomerID"]')
        assert (key.chosen, key.reason, key.words, len(found)) == ("config", "config", "CustomerID", 100)

    def test_roles_columns_and_further_columns_can_be_mixed(self, tmp_path: Path) -> None:
        rows = [[*row, str(i % 2)] for i, row in enumerate(two_people(0, BIRTH, ""))]
        path = put(tmp_path / "a.csv", text(rows, [*HEAD, "Branch"]))
        key, found = customers(path, 'customer_key=["customer","CustLocation","Branch"]')
        assert key.columns == ("CustomerID", "CustLocation", "Branch")
        assert key.words == "CustomerID + place + Branch"
        assert len(found) == len({(row[CUSTOMER], row[PLACE], row[-1]) for row in rows})

    @pytest.mark.parametrize(
        ("title", "chosen"),
        [
            ("CustomerID", ['customer_key=["CustomerID"]', r'columns.customer="\"CustomerID\""']),
            ("customer id", ['customer_key=["customer id"]']),
        ],
    )
    def test_a_title_in_other_words_is_the_role_and_read_as_such(
        self, tmp_path: Path, title: str, chosen: list[str]
    ) -> None:
        ids = [str(17_850 + i) for i in range(60)]
        rows = [
            [*row[:CUSTOMER], id_, *row[CUSTOMER + 1 :]] for row, id_ in zip(one_time_customers(60), ids, strict=True)
        ]
        again = [[f"B{row[ID]}", f"{row[CUSTOMER]}.0", *row[CUSTOMER + 1 :]] for row in rows]
        head = [title if name == "CustomerID" else name for name in HEAD]
        key, found = customers(put(tmp_path / "a.csv", text([*rows, *again], head)), *chosen)
        assert (key.roles, len(found)) == (("customer",), 60)

    @pytest.mark.parametrize(
        ("title", "chosen"),
        [("D C", r'columns.direction="\"D C\""'), ("d c", 'columns.direction="DC"')],
    )
    def test_what_says_how_to_read_a_row_identifies_nobody(self, tmp_path: Path, title: str, chosen: str) -> None:
        path = put(tmp_path / "a.csv", text([[*row, "D"] for row in bank(200)], [*HEAD, title]))
        with pytest.raises(ConfigError, match=f"customer_key: {title} cannot identify"):
            customers(path, chosen, f'customer_key=["CustomerID", "{title}"]')

    def test_values_are_compared_as_read_not_as_written(self, tmp_path: Path) -> None:
        row = one_time_customers(1)[0]
        same = [
            row,
            [f"{row[ID]}b", row[CUSTOMER], row[BIRTH].replace("-", "/"), row[GENDER].lower(), f" {row[PLACE].title()} ",
             f"{float(row[BALANCE]):.4f}", *row[DATE:]],
        ]  # fmt: skip
        wanted = 'customer_key=["CustomerDOB","CustGender","CustLocation","CustAccountBalance"]'
        assert len(customers(put(tmp_path / "a.csv", text(same)), wanted)[1]) == 1
