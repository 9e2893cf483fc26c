"""Location text → city: a gazetteer, a cascade of ever looser readings, and the addresses of places.

    gazetteer = load_gazetteer("IN")
    matches = locate(["BANGALORE", "SION (E) MUMBAI"], gazetteer)
    matches["BANGALORE"].place.slug  # "bengaluru-karnataka"

May import the standard library, rapidfuzz and the package's own errors and paths. Titles, slugs and file names come
from here only, so the raw text of a location never leaves the private half.
"""

from generator.analyse.places.areas import PREFIX, Area, areas_of
from generator.analyse.places.as_is import locate_as_is
from generator.analyse.places.cascade import locate
from generator.analyse.places.gazetteer import Gazetteer, load_gazetteer
from generator.analyse.places.model import Grade, Kind, Match, Place
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
