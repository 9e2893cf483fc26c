"""Names in plain Latin letters and in alphabetical order, from any script; both halves use it.

Slugs, anchors and cards need letters that every disk, address and font has. Babel has no collation, and ICU would be
the heaviest dependency of a site, so the order is approximate: letters with marks stand with their base letter, letters
without one ("ł", "đ", "й") after the letter that they resemble, and scripts follow each other as in Unicode. This is
the same for all languages: an "ö", which Swedish puts last, stands with "o".
"""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

_KEPT = 65_536
#: Sorts after every letter of a script's alphabet.
_AFTER = "\U0010ffff"
#: Cyrillic letters that decompose into a letter and a mark, but are letters of their own.
_OWN_LETTERS = "йў"


def plain(text: str) -> str:
    """Spell a text in ASCII: "Łódź" → "Lodz", "Αθήνα" → "Athina", "北京" → "BeiJing"; other signs are dropped."""
    return text if text.isascii() else anyascii(unicodedata.normalize("NFC", text))


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
        bare = [letter] if letter in _OWN_LETTERS else unicodedata.normalize("NFD", letter)
        base = "".join(c for c in bare if not unicodedata.combining(c))
        if base.isascii():
            letters.append(base)
        elif unicodedata.name(letter, "").startswith("LATIN"):
            letters.append(anyascii(base) + _AFTER)
        else:
            letters.append("и" + _AFTER if letter == "й" else "у" + _AFTER if letter == "ў" else base)
    return "".join(letters), name
