"""Segments the customers on the grid: by a new fit, an earlier model, or a new fit matched to an earlier one."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

import numpy as np

from generator.analyse.segments import feature_choice, model_reuse, segment_names
from generator.analyse.segments import fit as segments
from generator.analyse.segments.calendar import Calendar, on_one_day, recency_basis
from generator.analyse.segments.evidence import gather
from generator.analyse.segments.feature_choice import Chosen
from generator.analyse.segments.features import Grid, Scaled, evidence_of
from generator.analyse.segments.fit import Choice, Labels
from generator.analyse.segments.segment_names import Name
from generator.errors import DisclosureError
from generator.release import Evidence, RecencyBasis, Release, SegmentChange
from generator.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Named segments in canonical order.

    Attributes:
        grid: The customers, on a grid of the features that are used.
        scaled: Features of the customers.
        choice: The fit, and how k was chosen.
        names: Name of each segment.
        evidence: Mean percentile (0..1) of each segment on each feature.
        scores: Quality of each number of segments.
        recency: Whether how recently customers were seen is behaviour.
        by: Whether the features were chosen from the data ("auto"), or are those of the settings ("set").
        inherited: Changes of the earlier model's segments in a refit; else empty.
    """

    grid: Grid
    scaled: Scaled
    choice: Choice
    names: tuple[Name, ...]
    evidence: tuple[dict[str, float], ...]
    scores: tuple[Evidence, ...]
    recency: RecencyBasis
    by: Literal["auto", "set"]
    inherited: tuple[SegmentChange, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Segment ids in canonical order."""
        return tuple(name.id for name in self.names)

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the features used."""
        return tuple(item.name for item in self.scaled.used)


@dataclass(frozen=True, slots=True)
class Customers:
    """What is known of the customers before they are segmented.

    Attributes:
        grid: The customers.
        calendar: Days of the data.
        balances: Whether the data have balances.
        regrid: Counts the customers by other columns.
    """

    grid: Grid
    calendar: Calendar
    balances: bool
    regrid: Callable[[Sequence[str]], Grid]


def segment(
    customers: Customers,
    settings: Settings,
    previous: Release | None,
    refit: bool,
    stage: Callable[[str], AbstractContextManager[None]],
) -> Segmentation:
    """Segment the customers.

    Args:
        customers: The customers.
        settings: Features, k, seed, names, content folders, and whether to score each k.
        previous: Earlier release, or None.
        refit: Fit again although there is an earlier release.
        stage: Times a part of the work.

    Raises:
        QualityError: The features that are asked for, or those of the earlier model, are not in the data.
    """
    basis = recency_basis(customers.calendar, customers.grid.distribution("recency"))
    if previous and not refit:
        return _scored(customers, settings, previous, basis, stage)
    scores: tuple[Evidence, ...] = ()
    while True:
        with stage("features"):
            chosen = feature_choice.choose(
                customers.grid, customers.regrid, settings.features, basis, balances=customers.balances
            )
        if settings.k == "auto":
            with stage("evidence"):
                scores = gather(chosen.grid, chosen.scaled, settings.seed)
        with stage("segments"):
            fewest = settings.threshold if settings.policy == "public" else 1
            choice = segments.choose(chosen.grid, chosen.scaled, settings.k, settings.seed, scores, fewest)
        judged = _with_segments(basis, chosen, choice.fit.labels)
        if judged == basis or settings.features:
            break
        basis = judged
    if settings.evidence and settings.k != "auto":
        with stage("evidence"):
            scores = gather(chosen.grid, chosen.scaled, settings.seed)
    evidence = evidence_of(chosen.grid, chosen.scaled, choice.fit.labels, choice.fit.k)
    words = segment_names.load_words(settings.content_dirs)
    inherited: tuple[SegmentChange, ...] = ()
    if previous:
        names, inherited = model_reuse.inherit(previous, chosen.scaled, choice.fit, evidence, words, settings.names)
    else:
        names = segment_names.name_segments(evidence, words, settings.names)
    by: Literal["auto", "set"] = "set" if settings.features else "auto"
    return Segmentation(chosen.grid, chosen.scaled, choice, names, evidence, scores, judged, by, inherited)


def _scored(
    customers: Customers,
    settings: Settings,
    previous: Release,
    basis: RecencyBasis,
    stage: Callable[[str], AbstractContextManager[None]],
) -> Segmentation:
    """Score the customers with an earlier model: its features hold, whatever the calendar of these data."""
    model_reuse.require_features(previous, settings.features, balances=customers.balances)
    names = tuple(item.name for item in previous.model.features)
    with stage("segments"):
        grid = feature_choice.on_grid_of(names, customers.grid, customers.regrid)
        scaled, choice, named = model_reuse.score(grid, previous)
        feature_choice.require_known(grid, names)
        chosen = Chosen(grid, scaled)
        evidence = evidence_of(grid, scaled, choice.fit.labels, choice.fit.k)
    scores: tuple[Evidence, ...] = ()
    if settings.evidence:
        with stage("evidence"):
            scores = gather(grid, scaled, settings.seed)
    judged = _with_segments(basis, chosen, choice.fit.labels)
    by = "set" if settings.features else previous.model.choice
    return Segmentation(grid, scaled, choice, named, evidence, scores, judged, by)


def _with_segments(basis: RecencyBasis, chosen: Chosen, labels: Labels) -> RecencyBasis:
    """Judge recency by the segments too: one that is a day of the calendar is no behaviour."""
    if basis != "behaviour" or "recency" not in {item.name for item in chosen.scaled.used}:
        return basis
    frame = chosen.grid.frame[["recency", "n"]].assign(segment=labels)
    return "one_segment" if on_one_day(frame) else basis


def require_sizes(outcome: Segmentation, fewest: int) -> None:
    """Refuse a segment below T in the whole bank: its rule and its centre would describe few customers.

    A bank below T in total is refused later, with another message.

    Args:
        outcome: Segments of the customers.
        fewest: T.

    Raises:
        DisclosureError: A segment has fewer customers.
    """
    fit, grid = outcome.choice.fit, outcome.grid
    sizes = np.bincount(fit.labels, weights=grid.weights, minlength=fit.k)
    small = [name.letter for name, n in zip(outcome.names, sizes, strict=True) if n < fewest]
    if small and grid.customers >= fewest:
        raise DisclosureError(
            f"Segment {', '.join(small)} has fewer than {fewest} customers, too few to be published.",
            "Use fewer segments (--set k=3), leave k at its default, or replace a reused model by a new fit (--refit).",
        )
