"""Reuse of an earlier model: scores new customers with its centres, or matches a new fit to it.

Scoring is the default for a new month, because a new fit mixes changes in behaviour with changes of the segments'
boundaries. Windows of different lengths, or different customer keys, are not comparable and are refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from generator import limits
from generator.analyse.segments.balances import Floats
from generator.analyse.segments.features import Grid, Scaled, raw_features
from generator.analyse.segments.fit import Choice, Fit, scored
from generator.analyse.segments.segment_names import Name, name_segments
from generator.errors import QualityError, ReleaseError
from generator.release import SEGMENT_IDS, Release, SegmentChange
from generator.release.codec import read
from generator.release.rules import rule_of


def read_model(path: Path) -> Release:
    """Read the release whose model is to be reused.

    Raises:
        ReleaseError: It is not a release, or has no model.
    """
    release = read(path)
    if not release.model.centres:
        raise ReleaseError(f"{path}: this release has no model to score with.")
    return release


def require_comparable(previous: Release, key: Sequence[str], days: int) -> None:
    """Refuse data that are not comparable with an earlier model.

    Args:
        previous: The earlier release.
        key: Columns of the customer key of the new data.
        days: Length of the new window.

    Raises:
        QualityError: The customer keys differ, or the windows differ by more than 5 %.
    """
    if tuple(key) != previous.customer.columns:
        raise QualityError(
            f"The model was fitted with another customer key ({' + '.join(previous.customer.columns)}) "
            f"than that of these data ({' + '.join(key)}): the two are not comparable.",
            "Set customer_key to the model's, or leave out --model for a new fit.",
        )
    if abs(days - previous.window.days) > limits.WINDOW_TOLERANCE * previous.window.days:
        raise QualityError(
            f"These data cover {days} days, but the model was fitted on {previous.window.days}: "
            "frequency and recency are not comparable.",
            f"Cut the longer input with --set 'window=\"{previous.window.days} days\"', or fit again with --refit.",
        )


def require_features(previous: Release, wanted: Sequence[str], *, balances: bool) -> None:
    """Refuse data or settings that do not have the features of an earlier model.

    Args:
        previous: The earlier release.
        wanted: Features of the settings; empty for "auto".
        balances: Whether the data have balances.

    Raises:
        QualityError: The settings name other features, or the data lack the balances that the model uses.
    """
    model = previous.model
    used = [item.name for item in model.features]
    # A feature that did not separate customers was named and left out.
    if wanted and not set(used) <= set(wanted) <= {*used, *(item.name for item in model.dropped)}:
        raise QualityError(
            f"The model was fitted on other features ({', '.join(used)}) than features names "
            f"({', '.join(wanted)}): the two are not comparable.",
            "Leave out features to score with the model's, or fit again with --refit.",
        )
    if "balance" in used and not balances:
        raise QualityError(
            "The model uses balances, but these data have none.",
            "Name their column with --set 'columns.balance=\"…\"', or fit again with --refit.",
        )


def score(grid: Grid, previous: Release) -> tuple[Scaled, Choice, tuple[Name, ...]]:
    """Assign the bins to the centres of the earlier model, with its names, ids and order."""
    model = previous.model
    raw = raw_features(grid)
    columns = [(raw[item.name] - item.mean) / item.sd for item in model.features]
    points = np.column_stack(columns) if columns else np.zeros((len(grid.frame), 0))
    centres: Floats = np.array(model.centres, dtype=np.float64).reshape(model.k, points.shape[1])
    fit: Fit = scored(points, grid.weights, centres)
    names = tuple(Name(item.id, item.rule, item.name, item.short) for item in previous.segments)
    scaled = Scaled(model.features, model.dropped, points, raw)
    return scaled, Choice(fit, model.requested, model.first_k, model.smallest), names


def inherit(
    previous: Release,
    scaled: Scaled,
    fit: Fit,
    evidence: Sequence[Mapping[str, float]],
    words: Mapping[str, Mapping[str, str]],
    chosen: Mapping[str, str],
) -> tuple[tuple[Name, ...], tuple[SegmentChange, ...]]:
    """Give the segments of a new fit the ids, colours and names of the earlier ones that they continue.

    New centres are matched to old ones with the least sum of distances (Hungarian method); a pair nearer than 0.5 is
    the same segment. It keeps its name if the old rule still applies with thresholds moved by up to 0.05.

    Returns:
        Names in canonical order, and the change of each segment.
    """
    pairs = _match(previous, scaled, fit)
    free = iter(id_ for id_ in SEGMENT_IDS if id_ not in {item.id for item in previous.segments})
    ids = [previous.segments[pairs[i][0]].id if i in pairs else next(free) for i in range(fit.k)]
    names = list(name_segments(evidence, words, chosen, ids))
    changes = []
    for i, name in enumerate(names):
        if i not in pairs:
            changes.append(SegmentChange(name.id, False, None, None, name.name))
            continue
        old, distance = previous.segments[pairs[i][0]], pairs[i][1]
        if name.id not in chosen and _still_holds(old.rule, evidence[i]):
            names[i] = replace(name, rule=old.rule, name=old.name, short=old.short)
        changes.append(SegmentChange(name.id, True, round(distance, 3), old.name, names[i].name))
    return tuple(names), tuple(changes)


def _match(previous: Release, scaled: Scaled, fit: Fit) -> dict[int, tuple[int, float]]:
    """Return (old position, distance) by new position, for near pairs only; empty if the features differ."""
    from scipy.optimize import linear_sum_assignment

    old = previous.model
    if [item.name for item in old.features] != [item.name for item in scaled.used] or not scaled.used:
        return {}
    moved = np.column_stack(
        [
            (fit.centres[:, j] * new.sd + new.mean - was.mean) / was.sd
            for j, (new, was) in enumerate(zip(scaled.used, old.features, strict=True))
        ]
    )
    distance = np.sqrt(((moved[:, None, :] - np.array(old.centres)[None, :, :]) ** 2).sum(axis=2))
    rows, columns = linear_sum_assignment(distance)
    return {
        int(new): (int(was), float(distance[new, was]))
        for new, was in zip(rows, columns, strict=True)
        if distance[new, was] < limits.NEAR_CENTRE
    }


def _still_holds(rule: str, evidence: Mapping[str, float]) -> bool:
    return rule in {
        rule_of(evidence),
        rule_of(evidence, limits.NAME_HYSTERESIS),
        rule_of(evidence, -limits.NAME_HYSTERESIS),
    }
