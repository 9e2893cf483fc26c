"""Names in plain Latin letters and in alphabetical order, from any script; both halves use it.

Slugs, anchors and cards need letters that every disk, address and font has. Babel has no collation, and ICU would be
the heaviest dependency of a site, so the order is approximate: letters with marks stand with their base letter, letters
without one ("ł", "đ", "й") after the letter that they resemble, and scripts follow each other as in Unicode. This is
the same for all languages: an "ö", which Swedish puts last, stands with "o".
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_KEPT = 65_536
#: Sorts after every letter of a script's alphabet.
_AFTER = "\U0010ffff"
#: Cyrillic letters that decompose into a letter and a mark, but are letters of their own, each after its base letter.
_OWN_LETTERS = {"й": "и" + _AFTER, "ў": "у" + _AFTER}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: Signs that stand for a letter within a word, in romanised names; unlike an apostrophe, they separate nothing.
_SILENT = dict.fromkeys(map(ord, "ʻʼʾʿˈ’‘"))


def plain(text: str) -> str:
    """Spell a text in ASCII: "Łódź" → "Lodz", "Αθήνα" → "Athina", "北京" → "BeiJing".

    Signs are converted by meaning or appearance ("№" → "No", "€" → "EUR"); those without either are dropped.
    """
    return text if text.isascii() else anyascii(unicodedata.normalize("NFC", text))


def hyphenate(text: str) -> str:
    """Return a text as lower-case ASCII words joined by hyphens: "New Delhi" → "new-delhi"; "" without any words."""
    if not text.isascii():
        text = plain(text.translate(_SILENT))
    return _NOT_SLUG.sub("-", text.lower()).strip("-")


def unmarked(text: str) -> str:
    """Return a text without marks on its letters, of any script, and in the plain form of each sign: "Č" → "C"."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


@lru_cache(maxsize=_KEPT)
def sort_key(name: str) -> tuple[str, str]:
    """Return the key by which names are listed: Łódź after Lublin and before Mielec, Úbeda with U."""
    letters = []
    for letter in unicodedata.normalize("NFC", name.casefold()):
        base = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        if letter in _OWN_LETTERS:
            letters.append(_OWN_LETTERS[letter])
        elif base.isascii():
            letters.append(base)
        elif unicodedata.name(letter, "").startswith("LATIN"):
            letters.append(anyascii(base) + _AFTER)
        else:
            letters.append(base)
    return "".join(letters), name
