"""Segments the customers on the grid: by a new fit, an earlier model, or a new fit matched to an earlier one."""

from dataclasses import dataclass

import numpy as np

from generator.analyse.segments import fit as segments
from generator.analyse.segments import model_reuse, segment_names
from generator.analyse.segments.features import Grid, Scaled, evidence_of
from generator.analyse.segments.fit import Choice
from generator.analyse.segments.segment_names import Name
from generator.errors import DisclosureError
from generator.release import Evidence, Release, SegmentChange
from generator.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Named segments in canonical order.

    Attributes:
        scaled: Features of the customers.
        choice: The fit, and how k was chosen.
        names: Name of each segment.
        evidence: Mean percentile (0..1) of each segment on each feature.
        inherited: Changes of the earlier model's segments in a refit; else empty.
    """

    scaled: Scaled
    choice: Choice
    names: tuple[Name, ...]
    evidence: tuple[dict[str, float], ...]
    inherited: tuple[SegmentChange, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Segment ids in canonical order."""
        return tuple(name.id for name in self.names)


def segment(
    grid: Grid,
    scaled: Scaled,
    scores: tuple[Evidence, ...],
    settings: Settings,
    previous: Release | None,
    refit: bool,
) -> Segmentation:
    """Segment the customers.

    Args:
        grid: The customers.
        scaled: Features scaled on these data.
        scores: Evidence by k, for k = "auto".
        settings: k, seed, names and content folders.
        previous: Earlier release, or None.
        refit: Fit again although there is an earlier release.
    """
    if previous and not refit:
        kept, choice, names = model_reuse.score(grid, previous)
        evidence = evidence_of(grid, kept, choice.fit.labels, choice.fit.k)
        return Segmentation(kept, choice, names, evidence)
    fewest = settings.threshold if settings.policy == "public" else 1
    choice = segments.choose(grid, scaled, settings.k, settings.seed, scores, fewest)
    evidence = evidence_of(grid, scaled, choice.fit.labels, choice.fit.k)
    words = segment_names.load_words(settings.content_dirs)
    if previous:
        names, inherited = model_reuse.inherit(previous, scaled, choice.fit, evidence, words, settings.names)
        return Segmentation(scaled, choice, names, evidence, inherited)
    return Segmentation(scaled, choice, segment_names.name_segments(evidence, words, settings.names), evidence)


def require_sizes(grid: Grid, outcome: Segmentation, fewest: int) -> None:
    """Refuse a segment below T in the whole bank: its rule and its centre would describe few customers.

    A bank below T in total is refused later, with another message.

    Args:
        grid: The customers.
        outcome: Their segments.
        fewest: T.

    Raises:
        DisclosureError: A segment has fewer customers.
    """
    fit = outcome.choice.fit
    sizes = np.bincount(fit.labels, weights=grid.weights, minlength=fit.k)
    small = [name.letter for name, n in zip(outcome.names, sizes, strict=True) if n < fewest]
    if small and grid.customers >= fewest:
        raise DisclosureError(
            f"Segment {', '.join(small)} has fewer than {fewest} customers, too few to be published.",
            "Use fewer segments (--set k=3), leave k at its default, or replace a reused model by a new fit (--refit).",
        )
