"""How people write a currency beside an amount: the signs of each currency in all locales that Babel knows.

A table, because Babel has a file for each of its thousand locales, which take a third of a second to read. A test
compares both.
"""

from functools import cache

#: In small letters, with plain blanks, separated by "|"; without the code itself.
_SIGNS = {
    "AED": "د.إ.", "AFN": "؋", "ALL": "lekë", "AMD": "֏", "ANG": "naf.", "AOA": "kz", "ARS": "$|$ar", "ATS": "ös",
    "AUD": "$|$ au|$a|$au|a$|au$|aud$", "AWG": "afl.", "AZN": "₼", "BAM": "km|км", "BBD": "$|bds$", "BDT": "৳",
    "BEF": "fb", "BGN": "лв.", "BHD": "د.ب.", "BIF": "fbu", "BMD": "$|$bm|bm$", "BND": "$|$bn", "BOB": "bs",
    "BRL": "br$|r$", "BSD": "$|bs$", "BTN": "nu.", "BWP": "p", "BYN": "br", "BZD": "$|$bz|bz$",
    "CAD": "$|$ca|c$|ca$|ka$", "CDF": "fc", "CLP": "$|$cl", "CNY": "cn¥|¥|¥cn|元|￥", "COP": "$|$co", "CRC": "₡",
    "CSK": "kčs", "CUP": "$", "CYP": "£cy", "CZK": "kč|кч", "DJF": "fdj", "DKK": "dkr|kr|kr.", "DOP": "rd$",
    "DZD": "da|د.ج.", "EEK": "kr", "EGP": "eg£|ج.م.", "ERN": "nfk", "ESP": "₧", "ETB": "br|ብር", "EUR": "€",
    "FIM": "mk", "FJD": "$|$fj|fj$", "FKP": "£|£fk", "FRF": "f", "GBP": "gb£|uk£|£|£ ru|£gb", "GEL": "₾",
    "GHS": "gh₵", "GIP": "£|£gi", "GMD": "d", "GNF": "fg", "GRD": "δρχ", "GTQ": "q", "GYD": "$",
    "HKD": "$ hk|$hk|hk$", "HNL": "l", "HRK": "kn", "HTG": "g", "HUF": "ft", "IDR": "rp", "IEP": "£ie",
    "ILP": "£il|ל״י", "ILR": "ils", "ILS": "nis|₪", "INR": "rs|₹", "IQD": "د.ع.", "IRR": "ر.إ.|ریال",
    "ISK": "ikr|kr.", "ITL": "₤it", "JMD": "$|jm$", "JOD": "د.أ.", "JPY": "jp¥|¥|￥", "KES": "ksh", "KGS": "сом",
    "KHR": "៛", "KMF": "cf", "KRW": "kr₩|₩|￦", "KWD": "د.ك.", "KYD": "$", "KZT": "₸", "LAK": "₭", "LBP": "£lb|ل.ل.",
    "LKR": "rs.|රු.", "LRD": "$", "LSL": "m|лсл", "LUF": "f", "LVL": "ls", "LYD": "د.ل.", "MAD": "د.م.", "MDL": "l",
    "MGA": "ar", "MKD": "den|ден.", "MMK": "k", "MNT": "₮", "MOP": "mop$", "MRU": "um|أ.م.", "MTP": "£mt",
    "MUR": "rs", "MVR": "rf|ރ.", "MWK": "mk", "MXN": "$|$mx|mx$", "MYR": "rm", "MZN": "mtn", "NAD": "$|$na",
    "NGN": "₦", "NIO": "c$", "NOK": "kr|nkr", "NPR": "नेरू", "NZD": "$|$ nz|$ zn|$nz|nz$|nzd$", "OMR": "ر.ع.",
    "PAB": "b/.", "PEN": "s/", "PGK": "k", "PHP": "₱", "PKR": "rs|ر", "PLN": "zł|зл", "PTE": "esc.|vẽj.",
    "PYG": "gs.|₲", "QAR": "ر.ق.", "RHD": "$rh", "RSD": "din.|дин.", "RUB": "₽", "RUR": "р.", "RWF": "rf",
    "SAR": "ر.س.", "SBD": "$|$sb|si$", "SCR": "rs|sr", "SDD": "د.س.", "SDG": "ج.س.", "SEK": "kr",
    "SGD": "$|$ sg|$sg|s$", "SHP": "£", "SLE": "le", "SOS": "s", "SRD": "$|$sr", "SSP": "£", "STN": "db",
    "SYP": "ls|ل.س.", "SZL": "e", "THB": "th฿|฿", "TMT": "тмт", "TND": "dt|د.ت.", "TOP": "t$", "TRY": "тл|₺",
    "TTD": "$|$tt", "TWD": "$|nt$", "TZS": "tsh", "UAH": "₴", "UAK": "крб.", "UGX": "ush",
    "USD": "$|$ su|$ us|$us|us$|щ.д.", "UYU": "$|$uy", "UYW": "up", "UZS": "soʻm|сўм", "VEF": "bs.", "VES": "bs.s",
    "VND": "₫", "VUV": "vt", "WST": "$ws|ws$", "XAF": "fcfa", "XCD": "$|$ec|ec$", "XEU": "ecu",
    "XOF": "f cfa|فرانک cfa|සිෆ්එ", "XPF": "cfp|cfpf|fcfp", "YER": "ر.ي.", "ZAR": "r", "ZMW": "k",
}  # fmt: skip


@cache
def signs_of(code: str) -> frozenset[str]:
    """Return the signs of a currency, in small letters; empty without one."""
    return frozenset(filter(None, _SIGNS.get(code, "").split("|")))
