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
        ("amount x100", "", "/ 100"), ("Amt (x 100)", "INR", "/ 100"), ("amount_x100", "EUR", "/ 100"),
        ("Betrag ×100", "EUR", "/ 100"), ("Amount (* 100)", "", "/ 100"), ("value_e2", "", "/ 100"),
        ("valueE2", "USD", "/ 100"), ("amount_1e2", "", "/ 100"), ("price e6", "", "/ 1000000"),
        ("cost_micros", "USD", "/ 1000000"), ("Amount (1/100)", "EUR", "/ 100"), ("Amount /1000", "EUR", "* 1000"),
        ("Amount (10^3)", "EUR", "* 1000"), ("Amount, 10⁶ USD", "USD", "* 1000000"),
        ("montant en centimes", "EUR", "/ 100"), ("Betrag (Tsd.)", "EUR", "* 1000"), ("INR '000", "INR", "* 1000"),
        ("Amount in thousands", "INR", "* 1000"), ("₹ lakh", "INR", "* 100000"), ("Rs. Cr", "INR", "* 10000000"),
        ("Amount (₹ Cr.)", "INR", "* 10000000"), ("Rs. in Cr", "INR", "* 10000000"), ("INR L", "INR", "* 100000"),
        ("Montant (k€)", "EUR", "* 1000"), ("Amount kUSD", "USD", "* 1000"), ("Amount USD m", "USD", "* 1000000"),
        ("Amount £k", "GBP", "* 1000"), ("Amount EUR bn", "EUR", "* 1000000000"),
        ("Montant (milliers d'euros)", "EUR", "* 1000"), ("Importo in migliaia", "EUR", "* 1000"),
        ("Importe en miles", "EUR", "* 1000"), ("Importe (miles)", "CLP", "* 1000"), ("Valor em mil", "", "* 1000"),
        ("Valor (R$ mil)", "BRL", "* 1000"), ("Bedrag (duizend)", "EUR", "* 1000"),
        ("Kwota (tys. zł)", "PLN", "* 1000"),
        ("Částka v tis. Kč", "CZK", "* 1000"), ("Összeg (ezer Ft)", "HUF", "* 1000"),
        ("Tutar (bin TL)", "TRY", "* 1000"),
        ("Jumlah (ribu)", "IDR", "* 1000"), ("Jumlah (juta Rp)", "IDR", "* 1000000"), ("Belopp (tkr)", "SEK", "* 1000"),
        ("Beløb i tusind", "DKK", "* 1000"), ("Сумма, тыс. руб.", "RUB", "* 1000"), ("Сумма (млн)", "RUB", "* 1000000"),
        ("Số tiền (nghìn đồng)", "VND", "* 1000"), ("金額（千円）", "JPY", "* 1000"),
        ("金额（万元）", "CNY", "* 10000"),
        ("금액(백만원)", "KRW", "* 1000000"), ("금액(천원)", "KRW", "* 1000"), ("المبلغ بالآلاف", "SAR", "* 1000"),
        ("סכום באלפי שקלים", "ILS", "* 1000"), ("จำนวนเงิน (พันบาท)", "THB", "* 1000"),
        ("จำนวนเงิน (ล้านบาท)", "THB", "* 1000000"), ("राशि (हज़ार)", "INR", "* 1000"),
        ("राशि (करोड़)", "INR", "* 10000000"),
        ("Umsatz Mrd.", "EUR", "* 1000000000"), ("Valoare (mii lei)", "RON", "* 1000"),
        ("Amount in hundreds", "USD", "* 100"), ("Amount (K)", "EUR", "* 1000"), ("Umsatz T€", "EUR", "* 1000"),
         ("Umsatz ($mm)", "USD", "* 1000000"),
    ],
)  # fmt: skip
def test_a_title_names_a_part_or_a_multiple(title: str, currency: str, of_it: str) -> None:
    found = unit_in(title, currency)
    assert found is not None
    assert found.ways == (of_it,)
    assert found.word in title


@pytest.mark.parametrize(
    ("title", "currency"),
    [
        ("TransactionAmount (INR)", "INR"), ("CustAccountBalance", "INR"), ("Amount per cent", "USD"),
        ("Recent amount", "USD"), ("Percentage", "USD"), ("Importe para pago", "EUR"), ("Montant du fils", "EUR"),
        ("Valore", ""), ("Importo ore", "EUR"), ("amount_minor", "JPY"),
        ("Amount 1,000", "USD"), ("Account 41000", "USD"),
        ("Amount 2024", "USD"), ("amount_x", ""), ("Transaction Amount (INR)", "INR"), ("Amount (INR)", ""),
        ("Amount Cr", "INR"), ("Cr Amount", "INR"), ("Amount (Dr/Cr)", "INR"), ("Amount_v2", ""), ("value_e", ""),
        ("e2 amount", ""), ("amount2e", ""), ("Amount x2", ""), ("Amount x 12", ""), ("Amount (M)", ""),
        ("Amount (K)", "PGK"), ("Betrag T", "EUR"), ("EUR T+1", "EUR"),
        ("Miles amount", "USD"), ("Amount in bin", "USD"),
        ("Mil amount", "EUR"), ("Amount 100", "USD"), ("Amount 10", ""), ("amount_100", ""), ("USD Merchant", "USD"),
        ("Rs. Lost", "INR"), ("EUR total", "EUR"), ("KES amount", "KES"), ("Amount KWD", "KWD"),
        ("Amount 01/10", ""), ("Date/Amount 10/2024", ""), ("Camille", "EUR"), ("Amount (incl. tax)", "EUR"),
        ("Montant TTC", "EUR"), ("Monto total", "MXN"), ("金額", "JPY"), ("取引金額", "JPY"), ("Tutar", "TRY"),
        ("Сумма операции", "RUB"), ("TxE2Amount", ""), ("Amount MYR", "MYR"), ("Amount THB m/e", "THB"),
        ("Kopie Betrag", "EUR"), ("Center amount", "USD"), ("Valor agora", "BRL"), ("", "INR"),
    ],
)  # fmt: skip
def test_other_titles_name_none(title: str, currency: str) -> None:
    assert unit_in(title, currency) is None


@pytest.mark.parametrize("title", ["Amount (x 1000)", "Amount x1,000", "Betrag (x 1.000.000)"])
def test_times_a_thousand_may_mean_either(title: str) -> None:
    found = unit_in(title, "EUR")
    assert found is not None
    assert {way[0] for way in found.ways} == {"*", "/"}
