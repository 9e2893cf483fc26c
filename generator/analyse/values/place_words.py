"""Words that stand for "no place", besides those for "no value"; and words that announce an id."""

from typing import Final

from generator.analyse.values.missing_words import NO_VALUE

_NO_PLACE: Final = (
    "default|dummy|unset|not set|not disclosed|no place|no city|no location|no address|other|others|various|"
    "misc|miscellaneous|tbd|tba|tbc|to be determined|to be confirmed|masked|redacted|withheld|confidential|"
    "anonymous|unknown city|unknown location|unknown place|city unknown|invalid|error|test|otros|otras|"
    "outros|outras|autre|autres|kein ort|sonstige|sonstiges|diverse|altro|altri|overige|inne|ostatní|övriga|"
    "egyéb|diğer|άλλο|прочее|другое|未知城市"
)

#: Placeholders in words.
WORDS: Final = (*NO_VALUE, *_NO_PLACE.split("|"))

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
