"""Finds the patterns in content/ that texts without a guard come from."""

import re
from collections.abc import Iterable

from generator.publish.proofread.types import Wording
from generator.publish.words import catalogue, provenance
from generator.publish.words.catalogue import Text
from generator.publish.words.content import Content
from generator.publish.words.digits import NBSP
from generator.publish.words.template import PLACEHOLDER, shown


class Sources:
    """The texts in content/, searched for what fits most of a group of texts."""

    def __init__(self, content: Content) -> None:
        self._texts = tuple(catalogue.every(content))

    def of(self, texts: Iterable[str]) -> tuple[Wording, ...]:
        """Return the patterns that together fit these texts, as far as there are any."""
        found: dict[str, Wording] = {}
        known: list[re.Pattern[str]] = []
        for text in (text.replace(NBSP, " ") for text in texts):
            if any(pattern.fullmatch(text) for pattern in known):
                continue
            if best := self._best(text):
                found[f"{best.path}:{best.id}"] = Wording(best.id, *_shown(best))
                known.append(_fitting(best.pattern))
        return tuple(found.values())

    def _best(self, text: str) -> Text | None:
        """Return the text that all of this is made from, else one that it begins with; None where there is none."""
        candidates = [candidate.text for candidate in provenance.origins(text, self._texts)]
        for more in (False, True):
            for one in candidates:
                if _fitting(one.pattern, more=more).fullmatch(text):
                    return one
        return None


def _shown(text: Text) -> tuple[str, str]:
    return f"{shown(text.path)}:{text.line}", " ".join(text.pattern.split())


def _fitting(pattern: str, *, more: bool = True) -> re.Pattern[str]:
    """Return a pattern that fits every text made of the same words, or one that begins so."""
    pieces = (re.escape(piece) for piece in PLACEHOLDER.sub("\ue000", pattern.replace(NBSP, " ")).split("\ue000"))
    return re.compile(".*".join(pieces) + (".*" if more else ""), re.DOTALL)
