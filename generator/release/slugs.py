"""Slugs: names of folders that are the same on every disk and in every URL."""

import re

#: Longest slug, below the limits of every disk and of paths on Windows.
LONGEST = 150
_NUMBERED = {f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"}
#: Names that Windows gives to devices, with any ending.
DEVICES = frozenset({"con", "conin$", "conout$", "prn", "aux", "nul", *_NUMBERED})
_SLUG = re.compile(r"[a-z0-9]+(?:--?[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Return whether a text may name the page of a place: small letters, digits and single hyphens, no reserved name.

    Two hyphens in a row precede an id.
    """
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None and text not in DEVICES
