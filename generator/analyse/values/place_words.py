"""Words that stand for "no place" in the exports of banks, by language, and words that announce an id.

Compared without regard to case, blanks and signs around them. Left out are words that are also names of towns of some
size ("Leer", "Ingen"), and abbreviations that are also codes of states ("ND", "NC"): with signs, they are in `SIGNED`.
"""

from typing import Final

_BY_LANGUAGE: Final = {
    "tools": "nan|nat|null|nil|none|na|undefined|empty|blank|missing|default|dummy|unset|not set",
    "en": (
        "unknown|not known|unspecified|not specified|not available|not applicable|not given|not provided|not stated|"
        "not disclosed|no data|no place|no city|no location|no address|no information|other|others|various|misc|"
        "miscellaneous|tbd|tba|tbc|to be determined|to be confirmed|masked|redacted|withheld|confidential|anonymous|"
        "unknown city|unknown location|unknown place|city unknown|invalid|error|test"
    ),
    "es": (
        "desconocido|desconocida|sin datos|sin dato|sin información|sin especificar|no disponible|no especificado|"
        "no especificada|no informado|no informada|no consta|no aplica|ninguno|ninguna|nulo|vacío|otros|otras"
    ),
    "pt": (
        "desconhecido|desconhecida|não informado|não informada|não disponível|não especificado|não consta|"
        "não se aplica|sem informação|sem dados|ignorado|nenhum|nenhuma|indefinido|vazio|outros|outras"
    ),
    "fr": (
        "inconnu|inconnue|non renseigné|non renseignée|non disponible|non précisé|non précisée|non spécifié|"
        "non communiqué|non applicable|non connu|aucun|aucune|sans objet|indéterminé|autre|autres"
    ),
    "de": (
        "unbekannt|nicht bekannt|keine angabe|keine angaben|ohne angabe|nicht angegeben|nicht verfügbar|"
        "nicht vorhanden|nicht zutreffend|kein ort|sonstige|sonstiges|diverse"
    ),
    "it": (
        "sconosciuto|sconosciuta|non disponibile|non specificato|non specificata|non noto|non nota|non indicato|"
        "non applicabile|nessuno|nessuna|ignoto|ignota|altro|altri"
    ),
    "nl": "onbekend|niet bekend|niet opgegeven|niet ingevuld|niet beschikbaar|niet van toepassing|overige",
    "pl": "nieznany|nieznana|nieznane|brak|brak danych|nie dotyczy|nie podano|nieokreślony|nieokreślone|inne",
    "cs": "neznámý|neznámá|neznámé|neuvedeno|neuvedené|nezadáno|není k dispozici|bez údaje|neznáme|nezadané|ostatní",
    "sv": "okänd|okänt|ukendt|ukjent|uppgift saknas|ej angivet|ikke oppgitt|ikke angivet|saknas|mangler|övriga",
    "fi": "tuntematon|ei tiedossa|ei saatavilla|teadmata",
    "hu": "ismeretlen|nincs|nincs adat|nincs megadva|egyéb",
    "ro": "necunoscut|necunoscută|nespecificat|fără date|nepoznato|nema podataka|ni podatka|neznano",
    "lt": "nežinoma|nežinomas|nenurodyta|nezināms|nav norādīts",
    "tr": "bilinmiyor|bilinmeyen|belirtilmemiş|belirsiz|tanımsız|yok|diğer",
    "el": "άγνωστο|άγνωστη|άγνωστος|μη διαθέσιμο|δεν υπάρχει|δεν αναφέρεται|κενό|άλλο",
    "ru": (
        "неизвестно|неизвестный|неизвестен|нет данных|нет|не указано|не указан|не определено|не определен|не задано|"
        "отсутствует|прочее|другое|невідомо|немає даних|не вказано|няма данни|неизвестна|непознато|нема података"
    ),
    "ar": "غير معروف|غير محدد|غير متوفر|لا يوجد|نامشخص|نامعلوم",
    "he": "לא ידוע|לא זמין|אין",
    "hi": "अज्ञात|उपलब्ध नहीं|कोई नहीं|অজানা|தெரியாது",
    "zh": "未知|不详|不詳|无|無|暂无|未知城市|不明|未設定|未登録|なし|該当なし|알 수 없음|없음|미상|미정",
    "id": "tidak diketahui|tidak ada|tidak tersedia|không rõ|không xác định|không có|ไม่ทราบ|ไม่ระบุ|hindi alam",
}

#: Placeholders in words.
WORDS: Final = tuple(word for text in _BY_LANGUAGE.values() for word in text.split("|"))

#: Abbreviations that are placeholders only with their signs.
SIGNED: Final = ("n/a", "n.a.", "n.a", "n\\a", "n/d", "n.d.", "n/c", "s/d", "s/n", "k.a.", "n.v.t.", "н/д", "н.д.")

#: Words in front of a number that is an id, not part of a place's name.
ID_WORDS: Final = frozenset(
    {
        "id", "ids", "emp", "employee", "employeeid", "empid", "staff", "user", "account", "acct", "acc", "ac", "cust",
        "customer", "customerid", "client", "cliente", "kunde", "konto", "cuenta", "conta", "compte",
        "no", "nr", "num", "number", "numero", "nº", "n°", "ref", "reference", "code", "box", "pobox", "po", "postbox",
        "postfach", "apartado", "caixa", "phone", "tel", "telephone", "telefon", "mobile", "mob", "cell", "fax", "pin",
        "pincode", "zip", "zipcode", "plz", "cep", "iban", "card", "branch", "sol", "atm", "pos", "mid", "tid",
    }
)  # fmt: skip
