"""Words that stand for "no customer" or "no value", in the languages of the banks that we know of.

A text is compared by its letters and digits only, in capitals: `(n/a)`, `N.A.` and `#N/A` are NA. Texts without a
letter or digit, such as `-` or `?`, are the empty word.
"""

import unicodedata

#: What tools write for a missing value.
_OF_TOOLS = "na nan nat null nil none undefined missing void blank empty ref novalue nodata"
_ENGLISH = (
    "unknown unk unkn unknowncustomer unidentified unspecified unassigned unnamed notassigned notavailable "
    "notapplicable notknown notspecified notprovided notgiven anonymous anon anonymized anonymised guest guestuser "
    "guestcustomer walkin walkincustomer walkinclient cashcustomer nocustomer nocustomerid nocust noid noname default"
)
_OTHERS = (
    # German, Dutch, the languages of the North
    "unbekannt unbekannterkunde unbek anonym gast keine keiner kein keinkunde keineangabe ka leer nichtvorhanden "
    "laufkunde laufkundschaft barkunde onbekend anoniem geen leeg okänd ukjent ukendt anonyymi tuntematon "
    # French, Spanish, Portuguese, Italian, Romanian
    "inconnu inconnue anonyme invité invite aucun aucune vide nonrenseigné nonrenseigne clientdepassage "
    "desconocido desconocida anónimo anonimo invitado ninguno ninguna vacío vacio sindato sindatos sincliente "
    "públicogeneral publicogeneral consumidorfinal desconhecido desconhecida anônimo convidado nenhum vazio "
    "nãoinformado naoinformado semcliente sconosciuto ignoto ospite nessuno vuoto necunoscut "
    # Polish, Czech, Hungarian, Turkish, Indonesian, Vietnamese
    "nieznany nieznana brak anonimowy gość gosc neznámý neznamy anonymní ismeretlen bilinmiyor bilinmeyen misafir "
    "tidakdiketahui tamu khôngrõ kháchlẻ "
    # Greek, Russian, Ukrainian
    "άγνωστο άγνωστος αγνωστο αγνωστος неизвестно неизвестный аноним гость нет пусто нд невідомо невідомий "
    # Hindi, Arabic, Hebrew, Chinese, Japanese, Korean, Thai
    "अज्ञात غيرمعروف مجهول زائر לאידוע ไม่ทราบ "
    "未知 不详 匿名 无 無 空 访客 游客 散客 不明 なし 無し ゲスト 미상 알수없음 익명 없음 게스트"
)
#: Words of people who try a system out, in the column of customers only.
_OF_TESTS = "test testuser testcustomer testaccount dummy sample prueba teste prova essai 测试 テスト 테스트 тест"
#: A run of one character, at least so long, stands for no customer too.
RUNS = {"0": 1, "9": 5, "X": 3}


def fold(text: str) -> str:
    """Return the letters and digits of a text, in capitals, as `sql/written_ids.sql` does."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LN").upper()


def missing_words() -> frozenset[str]:
    """Return the words for "no value", folded; the empty word is one of them."""
    return frozenset({"", *map(fold, f"{_OF_TOOLS} {_ENGLISH} {_OTHERS}".split())})


def no_customers() -> frozenset[str]:
    """Return the words for "no customer", folded."""
    return missing_words() | {fold(word) for word in _OF_TESTS.split()}


def runs() -> str:
    """Return the pattern of a folded text that is one character only."""
    return "^(" + "|".join(f"{letter}{{{least},}}" for letter, least in RUNS.items()) + ")$"
