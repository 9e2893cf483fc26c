"""The release file shared by both halves: types, columns, reading and writing, checks of its sense, its changes."""

from generator.release.changes import Changes, Compared, FigureChange, Obstacle, SegmentChange
from generator.release.means import ABSENT, Mean, Withheld
from generator.release.model import Clip, Dropped, Evidence, Feature, Model, RecencyBasis, Scores, Spread
from generator.release.overall import Bin, Count, Cross, Density, Histogram, Overall, Projection
from generator.release.places import Atom, Cell, Detail, Place, PlaceKind
from generator.release.types import SCHEMA, SEGMENT_IDS, CustomerKey, Origin, Policy, Reading, Release, Segment, Window

__all__ = [
    "ABSENT",
    "SCHEMA",
    "SEGMENT_IDS",
    "Atom",
    "Bin",
    "Cell",
    "Changes",
    "Clip",
    "Compared",
    "Count",
    "Cross",
    "CustomerKey",
    "Density",
    "Detail",
    "Dropped",
    "Evidence",
    "Feature",
    "FigureChange",
    "Histogram",
    "Mean",
    "Model",
    "Obstacle",
    "Origin",
    "Overall",
    "Place",
    "PlaceKind",
    "Policy",
    "Projection",
    "Reading",
    "RecencyBasis",
    "Release",
    "Scores",
    "Segment",
    "SegmentChange",
    "Spread",
    "Window",
    "Withheld",
]
