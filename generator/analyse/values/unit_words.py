"""Words and signs by which the title of a column of money says thousand, million and the like, in many languages."""

from collections.abc import Mapping

#: Words in plain small letters, as `generator.latin.plain` spells them; of other scripts, in their own letters.
LARGE: Mapping[int, str] = {
    100: "hundreds",
    1_000: (
        "thousand thousands thous thsd tausend tausende tsd teur tusd tgbp tinr tchf milliers migliaia mila milhares "
        "duizend duizenden tys tysiac tysiace tysiacach tysiecy tis tisic tisice tisicich tisuca tisuce ezer ezres "
        "ribu ribuan tusind tusen tkr tuhat tuhansia mii hiljada tysyach tysyachi tysyachakh hazar hajar hazaar nghin "
        "ngan ألف الف آلاف الآلاف بالآلاف אלפי באלפי אלפים हज़ार हजार हज़ारों হাজার พัน พันบาท χιλ χιλιάδες хил"
    ),
    100_000: "lakh lakhs lac lacs लाख লাখ લાખ लाखों",
    1_000_000: (
        "million millions millionen mio mln mill millones milhoes milioni milione miliony milionow "
        "milionu milion miljoen miljoenen miljoner millioner millionakh juta jt trieu milyon meur musd mgbp mchf msek "
        "mnok mdkk mkr مليون ملايين بالملايين מיליון מיליוני במיליוני ล้าน ล้านบาท εκατ εκατομμύρια"
    ),
    10_000_000: "crore crores करोड़ करोड কোটি કરોડ",
    1_000_000_000: (
        "billion billions milliard milliards milliarden mrd mlrd mld mia miliardi miliardy miliardow miljard miljarden "
        "miljarder milyar miliar مليار מיליארד"
    ),
}
#: Within words of scripts that write no blanks, the longest first.
UNSPACED: Mapping[str, int] = {
    "十亿": 1_000_000_000, "百万": 1_000_000, "百萬": 1_000_000, "백만": 1_000_000,
    "亿": 100_000_000, "億": 100_000_000, "억": 100_000_000, "万": 10_000, "萬": 10_000, "만원": 10_000, "千": 1_000,
    "천원": 1_000,
}  # fmt: skip
#: Of words that mean something else too: how many units of each currency they are.
BY_CURRENCY: Mapping[str, Mapping[str, int]] = {
    "bin": {"TRY": 1_000},
    "mille": dict.fromkeys(("EUR", "CHF", "XOF", "XAF", "MAD", "TND"), 1_000),
    "mil": dict.fromkeys(("BRL", "MXN", "ARS", "COP", "CLP", "PEN", "AOA", "MZN"), 1_000),
    "miles": dict.fromkeys(("MXN", "ARS", "COP", "CLP", "PEN", "UYU", "DOP", "CRC", "GTQ", "BOB", "PYG"), 1_000),
}
#: Letters behind a sign or a code of a currency, as in "USD m", "Rs. Cr" and "INR L", and ahead of one, as in "k€".
BEHIND: Mapping[str, int] = {
    "k": 1_000, "m": 1_000_000, "mm": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000,
    "cr": 10_000_000, "crs": 10_000_000, "l": 100_000,
}  # fmt: skip
AHEAD: Mapping[str, int] = {"k": 1_000, "t": 1_000, "m": 1_000_000}
