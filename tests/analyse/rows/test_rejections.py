"""How many rows may go, and what a message advises: every setting that it names reads the file."""

import re
from pathlib import Path

import pytest

from generator.errors import QualityError
from tests.support.banks import (
    AMOUNT,
    BALANCE,
    CUSTOMER,
    DATE,
    HEAD,
    PLACE,
    Row,
    bank,
    changed,
    cleaning,
    everywhere,
    put,
    text,
)

ROWS = bank(200)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def some(rows: list[Row], n: int, column: int, value: str) -> list[Row]:
    """Return the rows with the first n values of a column changed."""
    return [*everywhere(rows[:n], column, value), *rows[n:]]


def stopped(path: Path, *assignments: str) -> QualityError:
    with pytest.raises(QualityError) as error, cleaning(path, *assignments):
        pass
    return error.value


def advised(error: QualityError) -> list[list[str]]:
    """Return the settings that a message offers, as assignments; alternatives are separated by "or"."""
    assert error.hint
    offers = re.findall(r"--set '[^']*'(?: --set '[^']*')*", error.hint)
    return [re.findall(r"--set '([^']*)'", offer) for offer in offers]


class TestMostRejected:
    def test_one_row_in_twenty_may_go(self, path: Path) -> None:
        put(path, text(some(ROWS, 10, AMOUNT, "n/a")))
        with cleaning(path) as found:
            assert found.cleaned.rejected == {"amount": 10}
        error = stopped(put(path, text(some(ROWS, 11, AMOUNT, "n/a"))))
        assert "11 of 200 rows were rejected, more than 5 % (most_rejected): amount 11" in error.message
        assert "--set 'most_rejected=0.06'" in (error.hint or "")
        with cleaning(path, "most_rejected=0.06") as found:
            assert found.cleaned.accepted == 189

    def test_reasons_add_up_with_a_shape_each_and_no_value(self, path: Path) -> None:
        rows = some(some(ROWS, 8, AMOUNT, "71.25.37"), 3, CUSTOMER, "")
        rows = [*rows[:20], *everywhere(rows[20:29], CUSTOMER, "Unknown"), *rows[29:]]
        error = stopped(put(path, text(rows)))
        assert "17 of 200 rows were rejected" in error.message
        assert "amount 5 (such as 99.99.99), customer 3, customer_placeholder 9 (such as aaaaaaa)" in error.message
        assert "71" not in error.format_message()

    @pytest.mark.parametrize("reason", ["currency", "direction", "sign", "window"])
    def test_rows_that_are_left_out_on_purpose_do_not_count(self, path: Path, reason: str) -> None:
        rows = [[*row, "EUR" if i % 2 else "INR", "CR" if i % 2 else "DR"] for i, row in enumerate(ROWS)]
        rows = [changed([row], 0, AMOUNT, f"-{row[AMOUNT]}")[0] if i % 2 else row for i, row in enumerate(rows)]
        put(path, text(rows, [*HEAD, "Cur", "Dir"]))
        chosen = {
            "currency": ['columns.currency="Cur"', 'spend="positive"'],
            "direction": ['columns.direction="Dir"'],
            "sign": ['spend="positive"'],
            "window": ['spend="positive"', 'window="1 month"'],
        }
        with cleaning(path, *chosen[reason]) as found:
            assert 0 < found.cleaned.accepted <= 100

    def test_they_do_not_dilute_the_others_either(self, path: Path) -> None:
        rows = [[*row, "CR" if i % 2 else "DR"] for i, row in enumerate(some(ROWS, 12, AMOUNT, "?"))]
        error = stopped(put(path, text(rows, [*HEAD, "Dir"])), 'columns.direction="Dir"')
        assert "6 of 100 rows were rejected" in error.message

    @pytest.mark.parametrize("value", ["1.5", "-0.1", "true", '"5 %"'])
    def test_a_share_is_from_0_to_1(self, path: Path, value: str) -> None:
        from generator.errors import ConfigError

        with pytest.raises(ConfigError, match="needs a number from 0 to 1"), cleaning(path, f"most_rejected={value}"):
            pass


class TestDirections:
    def bank(self, path: Path, words: list[str]) -> Path:
        return put(path, text([[*row, words[i % len(words)]] for i, row in enumerate(ROWS)], [*HEAD, "Art"]))

    def test_the_words_found_are_shown_with_the_setting(self, path: Path) -> None:
        """None of them is one of `debit`, as in a bank that writes its own language."""
        error = stopped(self.bank(path, ["Zugang", "Abgang", "Abgang"]), 'columns.direction="Art"')
        assert "not_spend 200" in error.message
        assert error.hint is not None
        assert "The column of directions has ABGANG, ZUGANG" in error.hint
        assert "--set 'debit=[\"…\"]'" in error.hint
        assert "column names" not in error.hint
        with cleaning(path, 'columns.direction="Art"', 'debit=["abgang"]') as found:
            assert found.cleaned.accepted == 133

    @pytest.mark.parametrize("stray", ["Anna Kowalska", "S 4491", "okonkwo@debit.example"])
    @pytest.mark.parametrize("debit", ["dr", "zz"])
    def test_a_value_that_is_no_known_word_is_only_counted(self, path: Path, stray: str, debit: str) -> None:
        """It may be a name that got into the column by mistake."""
        self.bank(path, ["DR", "DR", "DR", "CR", "CR", stray])
        chosen = ('columns.direction="Art"', f'debit=["{debit}"]')
        if debit == "dr":
            with cleaning(path, *chosen) as found:
                [said] = [note for note in found.cleaned.notes if "count as spend" in note]
        else:
            said = stopped(path, *chosen).format_message()
        assert "has DR, CR and 1 more" in said
        assert stray.casefold() not in said.casefold()

    def test_where_no_value_is_a_known_word_none_is_shown(self, path: Path) -> None:
        error = stopped(self.bank(path, ["Anna", "Berta"]), 'columns.direction="Art"')
        assert "ANNA" not in error.format_message().upper()
        assert "--set 'debit=[\"…\"]'" in (error.hint or "")

    def test_a_column_of_many_values_is_not_shown(self, path: Path) -> None:
        error = stopped(self.bank(path, [f"Anna {i}" for i in range(11)]), 'columns.direction="Art"')
        assert "ANNA" not in error.format_message().upper()
        assert "columns.direction" in (error.hint or "")

    def test_words_that_are_no_spend_are_noted(self, path: Path) -> None:
        with cleaning(self.bank(path, ["DR", "CR", "Fee"]), 'columns.direction="Art"', 'currency="INR"') as found:
            [note] = found.cleaned.notes
            assert note.startswith("Only rows of the direction D, DR, DEBIT count as spend (setting `debit`); ")
            assert note.endswith("the column has CR, DR and 1 more.")

    @pytest.mark.parametrize(("sign", "spend", "right"), [("", "negative", "positive"), ("-", "positive", "negative")])
    def test_without_such_a_column_the_sign_that_the_amounts_have(
        self, path: Path, sign: str, spend: str, right: str
    ) -> None:
        rows = [changed([row], 0, AMOUNT, f"{sign}{row[AMOUNT]}")[0] for row in ROWS]
        error = stopped(put(path, text(rows)), f'spend="{spend}"')
        assert advised(error) == [[f'spend="{right}"']]
        with cleaning(path, f'spend="{right}"') as found:
            assert found.cleaned.accepted == 200


class TestAdvice:
    """What is offered was tried; here it is tried again."""

    @pytest.mark.parametrize(
        ("amount", "settings", "first"),
        [
            ("$5.50", (), ['currency="USD"']),
            ("5,50 €", (), ['currency="EUR"']),
            ("20,25 zł", (), ['currency="PLN"']),
            ("1 250,50 Kč", (), ['currency="CZK"']),
            ("KSh 1,250.50", (), ['currency="KES"']),
            ("25.50 AED", (), ['currency="AED"']),
            ("1,250.50", ('decimal=","',), ['decimal="auto"']),
            ("1.250,50", ('decimal="."',), ['decimal="auto"']),
            ("$12,345", (), ['currency="USD"', 'decimal="."']),
            ("€ 12,50", ('decimal="."',), ['currency="EUR"', 'decimal="auto"']),
        ],
    )
    def test_a_setting_that_reads_the_amounts_is_named(
        self, path: Path, amount: str, settings: tuple[str, ...], first: list[str]
    ) -> None:
        put(path, text(everywhere(everywhere(ROWS, BALANCE, ""), AMOUNT, amount)))
        error = stopped(path, *settings)
        offers = advised(error)
        assert offers[0] == first
        for offer in offers:
            given = {item.partition("=")[0] for item in offer}
            with cleaning(path, *offer, *(item for item in settings if item.partition("=")[0] not in given)) as found:
                assert found.cleaned.accepted == 200

    @pytest.mark.parametrize("amount", ["1.2.3", "Anna 5", "25.-", "5 apples", "12:30", "abc"])
    def test_where_none_does_none_is_named(self, path: Path, amount: str) -> None:
        error = stopped(put(path, text(everywhere(ROWS, AMOUNT, amount))))
        assert advised(error) == []
        assert "columns.amount" in (error.hint or "")

    def test_a_part_in_another_currency_gets_no_advice_that_loses_the_rest(self, path: Path) -> None:
        error = stopped(put(path, text(some(ROWS, 60, AMOUNT, "$5"))))
        assert "currency 60 (such as $9)" in error.message
        assert advised(error) == [["most_rejected=0.3"]]

    @pytest.mark.parametrize(
        ("currency", "names", "accepted"),
        [
            ("TRY", ["TRY", "TL", "₺", "$"], 150), ("USD", ["usd", "$", "US$", "€"], 150),
            # A sign that mostly means another currency is not taken for the own one.
            ("AUD", ["AUD", "A$", "$", "$"], 100), ("PLN", ["zł", "PLN", "", "EUR"], 150),
        ],
    )  # fmt: skip
    def test_a_column_of_currencies_may_have_signs(
        self, path: Path, currency: str, names: list[str], accepted: int
    ) -> None:
        put(path, text([[*row, names[i % 4]] for i, row in enumerate(ROWS)], [*HEAD, "Cur"]))
        with cleaning(path, 'columns.currency="Cur"', f'currency="{currency}"') as found:
            assert found.cleaned.accepted == accepted
            assert found.cleaned.rejected == {"currency": 200 - accepted}

    def test_a_column_of_currencies_without_the_own_one(self, path: Path) -> None:
        put(path, text([[*row, ["EUR", "CHF"][i % 2]] for i, row in enumerate(ROWS)], [*HEAD, "Cur"]))
        error = stopped(path, 'columns.currency="Cur"')
        assert "The column of currencies has CHF, EUR" in (error.hint or "")

    def test_fields_and_places_do_not_stop_by_themselves(self, path: Path) -> None:
        with cleaning(put(path, text(some(some(ROWS, 50, PLACE, ""), 1, DATE, "x")))) as found:
            assert found.cleaned.accepted == 199


class TestBalances:
    @pytest.mark.parametrize("word", ["", "nan", "N/A", "-", "none", "Unbekannt", "—"])
    def test_a_missing_one_is_missing(self, path: Path, word: str) -> None:
        with cleaning(put(path, text(some(ROWS, 90, BALANCE, word)))) as found:
            assert (found.cleaned.flags["balance_missing"], found.cleaned.flags.get("balance_unreadable")) == (90, None)

    @pytest.mark.parametrize("written", ["1.2.3", "ask the branch", "5 apples", "€ 5", "12:30"])
    def test_an_unreadable_one_is_counted_by_itself(self, path: Path, written: str) -> None:
        with cleaning(put(path, text(some(ROWS, 10, BALANCE, written)))) as found:
            assert (found.cleaned.flags["balance_missing"], found.cleaned.flags["balance_unreadable"]) == (0, 10)
            assert found.cleaned.notes == ("Balances that cannot be read, and count as missing: 10.",)
        error = stopped(put(path, text(some(ROWS, 11, BALANCE, written))))
        assert "11 of 200 balances cannot be read, more than 5 % (most_rejected)." in error.message
        assert advised(error)[-2:] == [['columns.balance=""'], ["most_rejected=0.06"]]
        for offer in advised(error)[-2:]:
            with cleaning(path, *offer) as found:
                assert found.cleaned.accepted == 200

    def test_the_setting_that_reads_them_is_named(self, path: Path) -> None:
        rows = [[*row[:BALANCE], row[BALANCE].replace(".", ","), *row[BALANCE + 1 :]] for row in ROWS]
        put(path, text(rows, delimiter=";"))
        error = stopped(path, 'decimal="."')
        assert "They are written as" in error.message
        assert advised(error)[0] == ['decimal="auto"']
