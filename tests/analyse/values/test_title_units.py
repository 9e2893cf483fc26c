"""Titles of columns of money that name another unit than the whole one."""

import pytest

from generator.analyse.values.title_units import unit_in


@pytest.mark.parametrize(
    ("title", "currency", "of_it"),
    [
        ("Amount in paise", "INR", "/ 100"), ("Txn Amt (Paise)", "INR", "/ 100"), ("amount_paise", "INR", "/ 100"),
        ("AmountInCents", "USD", "/ 100"), ("amountINRPaise", "INR", "/ 100"), ("amtpaise", "INR", "/ 100"),
        ("Betrag (Cent)", "EUR", "/ 100"), ("Betrag [ct]", "EUR", "/ 100"), ("Amount/pence", "GBP", "/ 100"),
        ("Сумма в копейках", "RUB", "/ 100"), ("Сумма, коп.", "RUB", "/ 100"), ("Сума копійок", "UAH", "/ 100"),
        ("valor_centavos", "BRL", "/ 100"), ("Importe (céntimos)", "EUR", "/ 100"),
        ("Montant centimes", "EUR", "/ 100"),
        ("Beløb (øre)", "DKK", "/ 100"), ("Belopp i öre", "", "/ 100"), ("belopp_ore", "SEK", "/ 100"),
        ("Kwota w groszach", "PLN", "/ 100"), ("Částka v haléřích", "CZK", "/ 100"),
        ("Összeg (fillér)", "HUF", "/ 100"),
        ("Tutar (kuruş)", "TRY", "/ 100"), ("金额（分）", "CNY", "/ 100"), ("राशि (पैसे)", "INR", "/ 100"),
        ("amount fils", "KWD", "/ 1000"), ("amount fils", "AED", "/ 100"), ("amount_minor", "KWD", "/ 1000"),
        ("Amount (minor units)", "EUR", "/ 100"), ("amount minor", "", "/ 100"), ("Amount (sen)", "MYR", "/ 100"),
        ("Balance in lakhs", "INR", "* 100000"), ("Amount (Rs. Crore)", "INR", "* 10000000"),
        ("Saldo TEUR", "EUR", "* 1000"),
        ("Amount ('000)", "GBP", "* 1000"), ("Amount (INR 000s)", "INR", "* 1000"),
        ("Amount in millions", "USD", "* 1000000"),
    ],
)  # fmt: skip
def test_a_title_names_a_part_or_a_multiple(title: str, currency: str, of_it: str) -> None:
    found = unit_in(title, currency)
    assert found is not None
    assert found.of_it == of_it
    assert found.word in title


@pytest.mark.parametrize(
    ("title", "currency"),
    [
        ("TransactionAmount (INR)", "INR"), ("CustAccountBalance", "INR"), ("Amount per cent", "USD"),
        ("Recent amount", "USD"), ("Percentage", "USD"), ("Importe para pago", "EUR"), ("Montant du fils", "EUR"),
        ("Valore", ""), ("Importo ore", "EUR"), ("amount_minor", "JPY"),
        ("Amount 1,000", "USD"), ("Account 41000", "USD"),
        ("Kopie Betrag", "EUR"), ("Center amount", "USD"), ("Valor agora", "BRL"), ("", "INR"),
    ],
)  # fmt: skip
def test_other_titles_name_none(title: str, currency: str) -> None:
    assert unit_in(title, currency) is None
