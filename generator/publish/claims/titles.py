"""Titles of figures: the takeaway of each, a guarded sentence.

Conditions are in the guards (`rules/`), wording in `content/phrases.toml`.
"""

from generator.publish.claims import sentences
from generator.publish.claims.guard import Case
from generator.publish.claims.said import CITIES, CLEAR_MIX, CLEAR_OTHERS, CLEAR_SPEND, say
from generator.publish.claims.sentences import Sentence
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names
from generator.publish.words.edition import Edition
from generator.publish.words.template import dig

#: Candidates for the title of a figure, in order; the first that passes is used. None says what could be chance: over a
#: figure it would seem to be its finding.
_TITLES: dict[str, tuple[str, ...]] = {
    "segments": ("over_and_under", *CLEAR_MIX, "small_share", "mix_in_line", "largest", "level"),
    "all-segments": ("most_spend",),
    "distribution": (*CITIES[:-1], "top_city"),
    "spend": ("typical_places",),
    "evidence": ("fits_better", "fits_alike"),
}


def title(figure: str, edition: Edition, view: PlaceView | None = None, **words: str) -> str:
    """Return a figure's takeaway: a guarded sentence, or the neutral title of figures.toml where none passes.

    Args:
        figure: Figure id, a table of figures.toml.
        edition: The release as published, words and formats.
        view: The place, for figures of a place.
        words: Facts for the neutral title; `neutral` selects a key other than "title".
    """
    found = finding(figure, edition, view)
    neutral = words.pop("neutral", "title")
    return found.text if found else edition.content.words(f"figures.{figure}.{neutral}", **words)


def finding(figure: str, edition: Edition, view: PlaceView | None = None) -> Sentence | None:
    """Return the finding in the title of a figure; None for a neutral title."""
    case = Case(edition, view)
    if figure == "profile" and view is not None:
        return _profile_title(case)
    return next(iter(say(_TITLES.get(figure, ()), case, "title")), None)


def _profile_title(case: Case) -> Sentence | None:
    """Return the averages that are clearly different, in one sentence."""
    found = say((*CLEAR_SPEND, *CLEAR_OTHERS), case, "short")
    if not found:
        return None
    findings = {"findings": display_names.join([sentence.text for sentence in found], case.content)}
    kind, table = "joined_titles.profile", case.content.tables["phrases.toml"]
    parts = case.content.parts("phrases.toml", kind, str(dig(table, kind)), findings)
    facts, size = sentences.facts_of(parts, findings), max(one.size for one in found)
    return Sentence("profile", kind, parts, "profile", words=kind, facts=facts, size=size)
