"""Matches the location texts of a source according to the settings, with or without a gazetteer. Loads no engine."""

from collections.abc import Mapping

from generator.analyse.places import Area, Gazetteer, Match, areas_of, load_gazetteer, locate, locate_as_is
from generator.analyse.places.as_is import PLAIN, Naming
from generator.settings.settings import Settings


def open_gazetteer(settings: Settings) -> Gazetteer | None:
    """Load the gazetteer named in the settings; None if places are used without a gazetteer."""
    return None if settings.places == "as-is" else load_gazetteer(settings.country, settings.overrides_dir)


def chosen_areas(settings: Settings, gazetteer: Gazetteer | None) -> dict[str, Area]:
    """Return the metropolitan areas that count as one place, by the id of each city; empty by default."""
    return areas_of(gazetteer) if gazetteer and settings.metro == "together" else {}


def spelling_of(place: str, state: str) -> str:
    """Return the text to match: the place, with its state if the data have one, to distinguish places of one name."""
    return f"{place} {state}".strip() if place else ""


def match_texts(
    texts: Mapping[tuple[str, str], int], gazetteer: Gazetteer | None, naming: Naming = PLAIN
) -> Mapping[tuple[str, str], Match]:
    """Return the match of each (place text, state text).

    Args:
        texts: The texts, with their customers or rows.
        gazetteer: None if places are used without a gazetteer.
        naming: How names are shown without a gazetteer.
    """
    if gazetteer is None:
        found = locate_as_is(texts, naming)
        return {(place, state): found[place, state] for place, state in texts}
    spelled = {pair: spelling_of(*pair) for pair in texts}
    located = locate(sorted(set(spelled.values())), gazetteer)
    return {pair: located[text] for pair, text in spelled.items()}
