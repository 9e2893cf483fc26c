"""Matching of location texts to places: against the gazetteer, or by unchanged names."""

from generator.analyse.places.as_is import locate_as_is
from generator.analyse.places.cascade import locate
from generator.analyse.places.gazetteer.areas import PREFIX, Area, areas_of
from generator.analyse.places.gazetteer.gazetteer import Gazetteer, load_gazetteer
from generator.analyse.places.gazetteer.model import Grade, Kind, Match, Place
from generator.analyse.places.suggestions import Suggestion, Suggestions

__all__ = [
    "PREFIX",
    "Area",
    "Gazetteer",
    "Grade",
    "Kind",
    "Match",
    "Place",
    "Suggestion",
    "Suggestions",
    "areas_of",
    "load_gazetteer",
    "locate",
    "locate_as_is",
]
