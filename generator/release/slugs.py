"""Slugs: names of folders that are the same on every disk and in every URL."""

import re

#: Longest slug, below the limits of every disk and of paths on Windows.
LONGEST = 150
#: Names that Windows gives to devices, with any ending.
_NUMBERED = {f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"}
DEVICES = frozenset({"con", "conin$", "conout$", "prn", "aux", "nul", *_NUMBERED})
#: A folder of every site, whose name would mislead as that of a place.
_TAKEN = frozenset({"assets"})
_SLUG = re.compile(r"[a-z0-9]+(?:--?[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Return whether a text may name the page of a place: small letters, digits and single hyphens, no reserved name.

    Two hyphens in a row precede an id.
    """
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None and text not in DEVICES and text not in _TAKEN
