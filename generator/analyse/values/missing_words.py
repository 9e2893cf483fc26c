"""Words that stand for "no value" in the exports of banks, by language; texts are compared without case and signs.

Left out are words that are also names of towns of some size ("Leer", "Ingen"), and abbreviations that are also codes of
states ("ND", "NC").
"""

from typing import Final

#: What tools write for a missing value of any column, in capitals: others on this page may be values of some columns.
OF_TOOLS: Final = ("", ".", "NAN", "NAT", "NULL", "NONE")

_BY_LANGUAGE: Final = {
    "tools": "nan|nat|null|nil|none|na|undefined|empty|blank|missing|ref|void|no value",
    "en": (
        "unknown|not known|unspecified|not specified|not available|not applicable|not given|not provided|"
        "not stated|no data|no information|unk|unkn|not assigned|unassigned|unidentified"
    ),
    "es": (
        "desconocido|desconocida|sin datos|sin dato|sin información|sin especificar|no disponible|"
        "no especificado|no especificada|no informado|no informada|no consta|no aplica|ninguno|ninguna|nulo|vacío"
    ),
    "pt": (
        "desconhecido|desconhecida|não informado|não informada|não disponível|não especificado|não consta|"
        "não se aplica|sem informação|sem dados|ignorado|nenhum|nenhuma|indefinido|vazio"
    ),
    "fr": (
        "inconnu|inconnue|non renseigné|non renseignée|non disponible|non précisé|non précisée|non spécifié|"
        "non communiqué|non applicable|non connu|aucun|aucune|sans objet|indéterminé"
    ),
    "de": (
        "unbekannt|nicht bekannt|keine angabe|keine angaben|ohne angabe|nicht angegeben|nicht verfügbar|"
        "nicht vorhanden|nicht zutreffend"
    ),
    "it": (
        "sconosciuto|sconosciuta|non disponibile|non specificato|non specificata|non noto|non nota|non indicato|"
        "non applicabile|nessuno|nessuna|ignoto|ignota"
    ),
    "nl": "onbekend|niet bekend|niet opgegeven|niet ingevuld|niet beschikbaar|niet van toepassing",
    "pl": "nieznany|nieznana|nieznane|brak|brak danych|nie dotyczy|nie podano|nieokreślony|nieokreślone",
    "cs": "neznámý|neznámá|neznámé|neuvedeno|neuvedené|nezadáno|není k dispozici|bez údaje|neznáme|nezadané",
    "sv": "okänd|okänt|ukendt|ukjent|uppgift saknas|ej angivet|ikke oppgitt|ikke angivet|saknas|mangler",
    "fi": "tuntematon|ei tiedossa|ei saatavilla|teadmata",
    "hu": "ismeretlen|nincs|nincs adat|nincs megadva",
    "ro": "necunoscut|necunoscută|nespecificat|fără date|nepoznato|nema podataka|ni podatka|neznano",
    "lt": "nežinoma|nežinomas|nenurodyta|nezināms|nav norādīts",
    "tr": "bilinmiyor|bilinmeyen|belirtilmemiş|belirsiz|tanımsız|yok",
    "el": "άγνωστο|άγνωστη|άγνωστος|μη διαθέσιμο|δεν υπάρχει|δεν αναφέρεται|κενό",
    "ru": (
        "неизвестно|неизвестный|неизвестен|нет данных|нет|не указано|не указан|не определено|не определен|"
        "не задано|отсутствует|невідомо|немає даних|не вказано|няма данни|неизвестна|непознато|нема података"
    ),
    "ar": "غير معروف|غير محدد|غير متوفر|لا يوجد|نامشخص|نامعلوم",
    "he": "לא ידוע|לא זמין|אין",
    "hi": "अज्ञात|उपलब्ध नहीं|कोई नहीं|অজানা|தெரியாது",
    "zh": "未知|不详|不詳|无|無|暂无|不明|未設定|未登録|なし|該当なし|알 수 없음|없음|미상|미정",
    "id": "tidak diketahui|tidak ada|tidak tersedia|không rõ|không xác định|không có|ไม่ทราบ|ไม่ระบุ|hindi alam",
}

NO_VALUE: Final = tuple(word for text in _BY_LANGUAGE.values() for word in text.split("|"))
