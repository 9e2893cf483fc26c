"""Invented files of banks and shops of many countries, each with the settings that read it and its true sums."""

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

#: Values that stand in every row of a file, and must never be printed.
CANARIES = ("Okonkwo", "Zanzibarix", "7735577", "4491,37", "4491.37")


@dataclass(frozen=True)
class Payment:
    """A row: who, when, how much (money spent is positive), where, and a number of its own."""

    number: int
    customer: int
    day: dt.date
    amount: Decimal
    place: int
    spent: bool


@dataclass(frozen=True)
class Foreign:
    """A file.

    Attributes:
        name: File name.
        data: Its bytes.
        roles: Column by role, as it must be guessed.
        settings: Value by setting, as it must be guessed or answered.
        asked: Settings that must be asked.
        customers: Number of customers with money spent.
        spend: The sum of it.
        rows: Rows with money spent.
    """

    name: str
    data: bytes
    roles: Mapping[str, str]
    settings: Mapping[str, Any]
    asked: frozenset[str] = frozenset()
    customers: int = 0
    spend: Decimal = Decimal(0)
    rows: int = 0
    answers: tuple[str, ...] = field(default=())


def payments(n: int = 900, *, seed: int = 1, received: float = 0.0, decimals: int = 2, scale: int = 1) -> list[Payment]:
    """Return rows of about a third as many customers, sorted by day, over ten months."""
    dice = random.Random(seed)
    people = n // 3
    days = sorted(dt.date(2024, 1, 5) + dt.timedelta(days=dice.randrange(300)) for _ in range(n))
    found = []
    for i, day in enumerate(days):
        customer = i if i < people else dice.randrange(people)
        level = 4.6 if customer % 4 == 0 else 3.0
        amount = Decimal(round(dice.lognormvariate(level, 0.8) * scale * 10**decimals) + 1).scaleb(-decimals)
        found.append(Payment(i, customer, day, amount, min(customer % 9, customer % 4 + 1), dice.random() >= received))
    return found


def _points(amount: Decimal, group: str = ".", mark: str = ",", decimals: int = 2) -> str:
    text = f"{amount:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", mark).replace("\0", group)


def _text(head: list[str], rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def _made(
    name: str,
    head: list[str],
    row: Callable[[Payment], list[str]],
    found: list[Payment],
    roles: Mapping[str, str],
    settings: Mapping[str, Any],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    asked: tuple[str, ...] = (),
    answers: tuple[str, ...] = (),
) -> Foreign:
    spent = [payment for payment in found if payment.spent]
    return Foreign(
        name, _text(head, [row(payment) for payment in found], delimiter).encode(encoding), roles, settings,
        frozenset(asked), len({payment.customer for payment in spent}),
        sum((payment.amount for payment in spent), Decimal(0)), len(spent), answers,
    )  # fmt: skip


_CZECH = ("Praha", "Brno", "Kolín", "Beroun", "Zlín", "Znojmo")
_BRAZIL = ("sao paulo", "rio de janeiro", "curitiba", "recife", "manaus", "belem")
_STATES = ("SP", "RJ", "PR", "PE", "AM", "PA")
_FRANCE = ("Lyon", "Nîmes", "Metz", "Nice", "Saint-Étienne", "Brest")
_GERMANY = ("Köln", "Gießen", "Ulm", "Trier", "Bad Homburg", "Görlitz")
_US = ("Houston", "Tulsa", "Boise", "El Paso", "Fresno", "Omaha")
_TURKEY = ("Kanyon", "Mall of Istanbul", "Metrocity", "Zorlu Center", "İstinye Park", "Forum Istanbul")
_INDONESIA = ("Surabaya", "Bandung", "Medan", "Malang", "Padang", "Kupang")
_PORTUGAL = ("Lisboa", "Porto", "São João da Madeira", "Évora", "Faro", "Braga")
_POLAND = ("Łódź", "Kraków", "Gdańsk", "Toruń", "Opole", "Kielce")
_ITALY = ("Torino", "Bari", "Forlì", "Lecce", "Pisa", "Aosta")
_INDIA = ("MUMBAI", "PUNE", "NAGPUR", "DELHI", "CHENNAI", "KOLKATA")


def czech() -> Foreign:
    """A bank with days as YYMMDD, words for the direction, and districts; no currency anywhere."""
    return _made(
        "trans.asc",
        ["trans_id", "account_id", "date", "type", "operation", "amount", "balance", "k_symbol", "okres"],
        lambda p: [
            str(700_000 + p.number), str(92_000 + p.customer), p.day.strftime("%y%m%d"),
            "VYDAJ" if p.spent else "PRIJEM", "PREVOD NA UCET", f"{p.amount}", "4491.37", "SIPO", _CZECH[p.place],
        ],
        payments(received=0.4),
        {"customer": "account_id", "date": "date", "amount": "amount", "place": "okres", "transaction": "trans_id",
         "direction": "type", "balance": "balance"},
        {"date_format": "%y%m%d", "debit": ["VYDAJ"], "places": "as-is"},
        delimiter=";", asked=("currency",), answers=('currency="CZK"',),
    )  # fmt: skip


def brazilian() -> Foreign:
    """A shop with moments in ISO format, small letters, states, and R$ beside the amounts."""
    return _made(
        "pedidos.csv",
        ["order_id", "customer_unique_id", "order_purchase_timestamp", "payment_value", "customer_city",
         "customer_state"],
        lambda p: [
            f"{p.number:08x}ab12", f"{p.customer:06x}0c7735577", f"{p.day.isoformat()} 10:{p.number % 60:02}:07",
            f"R$ {_points(p.amount)}", _BRAZIL[p.place], _STATES[p.place],
        ],
        payments(seed=2),
        {"customer": "customer_unique_id", "date": "order_purchase_timestamp", "amount": "payment_value",
         "place": "customer_city", "state": "customer_state", "transaction": "order_id"},
        {"currency": "BRL", "decimal": ",", "places": "as-is"},
    )  # fmt: skip


def french() -> Foreign:
    """An export in cp1252 with semicolons, a decimal comma, blanks between groups and € behind."""
    return _made(
        "operations.csv",
        ["N° client", "Date opération", "Libellé", "Montant", "Ville"],
        lambda p: [f"{40_000 + p.customer}", p.day.strftime("%d/%m/%Y"), "CARTE Okonkwo",
                   f"-{_points(p.amount, chr(0xA0))} €", _FRANCE[p.place]],
        payments(seed=3),
        {"customer": "N° client", "date": "Date opération", "amount": "Montant", "place": "Ville"},
        {"date_order": "dmy", "currency": "EUR", "decimal": ",", "spend": "negative", "places": "as-is",
         "locale": "fr"},
        delimiter=";", encoding="cp1252",
    )  # fmt: skip


def german() -> Foreign:
    """The turnovers of accounts, with signs, German numbers and two dates."""
    return _made(
        "umsaetze.csv",
        ["Kundennummer", "Buchungstag", "Valuta", "Empfänger", "Verwendungszweck", "Betrag", "Saldo", "Ort"],
        lambda p: [
            f"K-{7_000 + p.customer}", p.day.strftime("%d.%m.%Y"), (p.day + dt.timedelta(days=1)).strftime("%d.%m.%Y"),
            "Okonkwo GmbH", "Rechnung 7735577", f"{'-' if p.spent else ''}{_points(p.amount)} €", "4491,37 €",
            _GERMANY[p.place],
        ],
        payments(seed=4, received=0.2),
        {"customer": "Kundennummer", "date": "Buchungstag", "amount": "Betrag", "place": "Ort", "balance": "Saldo"},
        {"date_order": "dmy", "currency": "EUR", "decimal": ",", "spend": "negative", "places": "as-is",
         "locale": "de"},
        delimiter=";",
    )  # fmt: skip


def american() -> Foreign:
    """A bank with months first, $ and a column that says Debit or Credit."""
    return _made(
        "bank_transactions.csv",
        ["TransactionID", "AccountID", "TransactionAmount", "TransactionDate", "TransactionType", "Location",
         "DeviceID", "MerchantID", "CustomerAge", "Channel"],
        lambda p: [
            f"TX{p.number:06}", f"AC{p.customer:05}", f"${p.amount:,.2f}",
            f"{p.day.month}/{p.day.day}/{p.day.year}", "Debit" if p.spent else "Credit", _US[p.place],
            f"D{p.number % 40:06}", f"M{p.number % 30:03}", str(20 + p.customer % 50), "ATM",
        ],
        payments(seed=5, received=0.25),
        {"customer": "AccountID", "date": "TransactionDate", "amount": "TransactionAmount", "place": "Location",
         "transaction": "TransactionID", "direction": "TransactionType"},
        {"date_order": "mdy", "decimal": ".", "debit": ["DEBIT"], "places": "as-is"},
        asked=("currency",), answers=('currency="USD"',),
    )  # fmt: skip


def turkish() -> Foreign:
    """Malls of Istanbul, with a column of currencies and Turkish titles."""
    return _made(
        "alisveris.csv",
        ["fatura_no", "müşteri_no", "cinsiyet", "yaş", "kategori", "adet", "tutar", "para birimi", "ödeme_yöntemi",
         "fatura_tarihi", "alışveriş_merkezi"],
        lambda p: [
            f"I{p.number:06}", f"C{p.customer:06}", "FM"[p.customer % 2], str(18 + p.customer % 50), "Giyim",
            str(1 + p.number % 5), f"{p.amount}", "TRY", "Nakit", f"{p.day.day}/{p.day.month}/{p.day.year}",
            _TURKEY[p.place],
        ],
        payments(seed=6),
        {"customer": "müşteri_no", "date": "fatura_tarihi", "amount": "tutar", "place": "alışveriş_merkezi",
         "transaction": "fatura_no", "gender": "cinsiyet", "currency": "para birimi"},
        {"date_order": "dmy", "currency": "TRY", "decimal": ".", "places": "as-is", "locale": "tr_TR"},
    )  # fmt: skip


def indonesian() -> Foreign:
    """Whole amounts with Rp before them and points between groups."""
    return _made(
        "transaksi.csv",
        ["ID Nasabah", "Tgl Transaksi", "Jam", "Nominal", "Jenis Transaksi", "Kota", "Provinsi"],
        lambda p: [
            f"N{p.customer:05}", p.day.strftime("%d-%m-%Y"), f"{p.number % 24:02}:15:00",
            f"Rp {_points(p.amount, decimals=0)}", "Debet" if p.spent else "Kredit", _INDONESIA[p.place],
            "Jawa" if p.place % 2 else "Sumatera",
        ],
        payments(seed=7, received=0.3, decimals=0, scale=20_000),
        {"customer": "ID Nasabah", "date": "Tgl Transaksi", "time": "Jam", "amount": "Nominal", "place": "Kota",
         "state": "Provinsi", "direction": "Jenis Transaksi"},
        {"date_order": "dmy", "currency": "IDR", "decimal": ",", "debit": ["DEBET"], "places": "as-is",
         "locale": "id_ID"},
        delimiter=";",
    )  # fmt: skip


def portuguese() -> Foreign:
    """A bank with tax numbers, a decimal comma, and words for debit and credit; no currency anywhere."""
    return _made(
        "movimentos.csv",
        ["NIF", "Data do movimento", "Valor", "Localidade", "Tipo"],
        lambda p: [
            str(200_000_000 + p.customer * 37), p.day.strftime("%d-%m-%Y"), _points(p.amount), _PORTUGAL[p.place],
            "Débito" if p.spent else "Crédito",
        ],
        payments(seed=8, received=0.25),
        {"customer": "NIF", "date": "Data do movimento", "amount": "Valor", "place": "Localidade", "direction": "Tipo"},
        {"date_order": "dmy", "decimal": ",", "debit": ["DÉBITO"], "places": "as-is"},
        delimiter=";", asked=("currency",), answers=('currency="EUR"',),
    )  # fmt: skip


def kaggle() -> Foreign:
    """The public file's own shape, which needs no setting."""
    return _made(
        "kaggle.csv",
        ["TransactionID", "CustomerID", "CustomerDOB", "CustGender", "CustLocation", "CustAccountBalance",
         "TransactionDate", "TransactionTime", "TransactionAmount (INR)"],
        lambda p: [
            f"T{p.number + 1}", f"C{5_000_000 + p.customer}",
            f"{p.customer % 28 + 1}/{p.customer % 12 + 1}/{50 + p.customer % 45}",
            "MF"[p.customer % 2], _INDIA[p.place], "4491.37", f"{p.day.day}/{p.day.month}/{p.day.year % 100}",
            str(100_000 + p.number % 60 * 100), f"{p.amount}",
        ],
        payments(seed=9),
        {"customer": "CustomerID", "date": "TransactionDate", "amount": "TransactionAmount (INR)",
         "place": "CustLocation", "transaction": "TransactionID", "time": "TransactionTime",
         "birth_date": "CustomerDOB", "gender": "CustGender", "balance": "CustAccountBalance"},
        {"date_order": "dmy", "currency": "INR", "places": "gazetteer"},
    )  # fmt: skip


def polish() -> Foreign:
    """Signs before the amount, the currency behind it, tabs, and ISO days."""
    return _made(
        "historia.tsv",
        ["Data operacji", "Opis", "Nr rachunku", "Kwota", "Saldo po operacji", "Miejscowość"],
        lambda p: [
            p.day.isoformat(), "Okonkwo", f"PL{7_000_000 + p.customer}",
            f"{'-' if p.spent else '+'}{_points(p.amount, ' ')} PLN",
            "4491,37 PLN", _POLAND[p.place],
        ],
        payments(seed=10, received=0.1),
        {"customer": "Nr rachunku", "date": "Data operacji", "amount": "Kwota", "place": "Miejscowość",
         "balance": "Saldo po operacji"},
        {"currency": "PLN", "decimal": ",", "spend": "negative", "places": "as-is", "locale": "pl_PL"},
        delimiter="\t",
    )  # fmt: skip


def italian() -> Foreign:
    """Titles in Italian, dates with points, amounts with an apostrophe between groups; the currency in the title."""
    return _made(
        "movimenti.csv",
        ["Codice cliente", "Data operazione", "Causale", "Importo (EUR)", "Comune", "Provincia"],
        lambda p: [
            f"CL{p.customer:04}", p.day.strftime("%d.%m.%y"), "Zanzibarix", _points(p.amount), _ITALY[p.place],
            _ITALY[p.place][:2].upper(),
        ],
        payments(seed=11),
        {"customer": "Codice cliente", "date": "Data operazione", "amount": "Importo (EUR)", "place": "Comune",
         "state": "Provincia"},
        {"date_order": "dmy", "currency": "EUR", "decimal": ",", "spend": "all", "places": "as-is", "locale": "it"},
        delimiter="|",
    )  # fmt: skip


ALL: tuple[Callable[[], Foreign], ...] = (
    czech, brazilian, french, german, american, turkish, indonesian, portuguese, kaggle, polish, italian,
)  # fmt: skip
