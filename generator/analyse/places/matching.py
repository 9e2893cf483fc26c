"""Location texts of a source → matches, by the settings' gazetteer or as they stand. Loads no engine."""

from collections.abc import Iterable, Mapping

from generator.analyse.places import Area, Gazetteer, Match, areas_of, load_gazetteer, locate, locate_as_is
from generator.settings.config import Settings


def open_gazetteer(settings: Settings) -> Gazetteer | None:
    """Load the gazetteer that the settings name; None where names are taken as they stand."""
    return None if settings.places == "as-is" else load_gazetteer(settings.country, settings.overrides_dir)


def chosen_areas(settings: Settings, gazetteer: Gazetteer | None) -> dict[str, Area]:
    """Return the metropolitan areas that the settings take for one place, by the id of each city; usually none."""
    return areas_of(gazetteer) if gazetteer and settings.metro == "together" else {}


def spelling_of(place: str, state: str) -> str:
    """Return the text that is matched: a state column, where there is one, tells places of one name apart."""
    return f"{place} {state}".strip() if place else ""


def match_texts(texts: Iterable[tuple[str, str]], gazetteer: Gazetteer | None) -> Mapping[tuple[str, str], Match]:
    """Return the match of each (place text, state text)."""
    pairs = list(texts)
    if gazetteer is None:
        found = locate_as_is(pairs)
        return {(place, state): found[place, state] for place, state in pairs}
    spelled = {pair: spelling_of(*pair) for pair in pairs}
    located = locate(sorted(set(spelled.values())), gazetteer)
    return {pair: located[text] for pair, text in spelled.items()}
