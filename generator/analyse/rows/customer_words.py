"""Words that stand for "no customer" in the customer column, besides those for "no value".

A text is compared by its letters and digits only, in capitals: `(n/a)`, `N.A.` and `#N/A` are NA. Texts without a
letter or digit, such as `-` or `?`, are the empty word.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from generator.analyse.values.missing_words import NO_VALUE

#: "No value" too, but also names of towns or codes of states.
_SHORT = "keine keiner kein ka unbek leer geen leeg vide vuoto пусто нд невідомий 空 無し"
_NO_CUSTOMER = (
    "unknowncustomer unnamed anonymous anon anonymized anonymised guest guestuser guestcustomer walkin walkincustomer "
    "walkinclient cashcustomer nocustomer nocustomerid nocust noid noname default "
    # German, Dutch, the languages of the North
    "unbekannterkunde anonym gast keinkunde laufkunde laufkundschaft barkunde anoniem "
    "anonyymi "
    # French, Spanish, Portuguese, Italian
    "anonyme invité essai clientdepassage anónimo invitado sincliente públicogeneral consumidorfinal anônimo "
    "convidado semcliente ospite prueba prova teste "
    # Polish, Czech, Turkish, Indonesian, Vietnamese
    "anonimowy gość anonymní misafir tamu kháchlẻ "
    # Russian, Ukrainian
    "аноним гость тест "
    # Arabic, Chinese, Japanese, Korean
    "مجهول زائر 匿名 访客 游客 散客 无名 ゲスト 익명 게스트 "
    # Words of people who try a system out
    "test testuser testcustomer testaccount dummy sample 测试 テスト 테스트 "
    # What stands before the sums of a statement: English; German, Dutch, the languages of the North
    "total totals subtotal grandtotal sum openingbalance closingbalance broughtforward carriedforward "
    "balancebroughtforward balancecarriedforward pagetotal monthtotal monthlytotal reporttotal "
    "summe zwischensumme gesamt gesamtsumme gesamtbetrag endsumme übertrag anfangssaldo endsaldo kontostand "
    "totaal subtotaal eindtotaal beginsaldo eindsaldo totalt summa yhteensä välisumma "
    # French, Spanish, Portuguese, Italian
    "soustotal totalgénéral sommaire soldeinitial soldefinal soldedouverture soldedeclôture report àreporter "
    "totalgeneral saldoinicial saldofinal saldoanterior sumatotal saldoiniziale saldofinale totale subtotale "
    "totalegenerale "
    # Polish, Czech, Hungarian, Romanian, Turkish, Indonesian, Vietnamese
    "suma razem ogółem łącznie saldopoczątkowe saldokońcowe celkem součet mezisoučet počátečnízůstatek "
    "konečnýzůstatek összesen toplam geneltoplam aratoplam devir açılışbakiyesi jumlah totalkeseluruhan saldoawal "
    "saldoakhir tổngcộng tổng "
    # Russian, Ukrainian, Greek; Arabic, Hebrew, Hindi, Thai; Chinese, Japanese, Korean
    "итого всего итог разом усього σύνολο المجموع الإجمالي اجمالي إجمالي סהכ कुल योग รวม รวมทั้งสิ้น "
    "合计 合計 总计 總計 小计 小計 期初余额 期末余额 총계 합계 소계"
)
#: A run of one character, at least so long, stands for no customer too.
RUNS = {"0": 1, "9": 5, "X": 3}


def fold_word(text: str) -> str:
    """Return the letters and digits of a text, in capitals, as `sql/written_ids.sql` does."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LN").upper()


@cache
def missing_words() -> frozenset[str]:
    """Return the words for "no value", folded, with and without marks; the empty word is one of them."""
    return frozenset({"", *_forms((*NO_VALUE, *_SHORT.split()))})


@cache
def no_customers() -> frozenset[str]:
    """Return the words for "no customer", folded, with and without marks."""
    return missing_words() | _forms(_NO_CUSTOMER.split())


def _forms(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold_word, (*words, *(unicodedata.normalize("NFD", word) for word in words))))


def runs() -> str:
    """Return the pattern of a folded text that is one character only."""
    return "^(" + "|".join(f"{letter}{{{least},}}" for letter, least in RUNS.items()) + ")$"
