"""Checks the averages and scores of a release: known measures, possible values, steps that fit."""

from collections.abc import Iterator, Mapping

from generator.release import Mean, Projection, Release, Scores
from generator.release.columns import BALANCE, IMPORTED_MEASURES, MEASURES, measures_of
from generator.release.strict import MOST

Limits = Mapping[str, tuple[float, float]]

#: The smallest amount of any currency; averages of spend are logarithms of it at times.
_LEAST_MONEY = 1e-6
_MOST_AGE, _MOST_DAYS, _MOST_LOG = 150.0, 1e6, 1e6
#: Measures that have caps, but no average of their own.
_CAPS = frozenset({*MEASURES, "spend_wide", BALANCE})


def figures_faults(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the path of each average or score that makes no sense, and why."""
    limits, names = _limits(release), frozenset(measures_of(release.origin))
    exact = release.policy.kind == "internal"
    balances = any(feature.name == "balance" for feature in release.model.features)
    for path, means in _averaged(release):
        if fault := _means(means, limits, names | {BALANCE} if balances and BALANCE in means else names, exact):
            yield f"{path}.means{fault[0]}", fault[1]
    yield from _ranges(release)
    yield from _overall(release)


def _averaged(release: Release) -> Iterator[tuple[str, Mapping[str, Mean]]]:
    yield "overall", release.overall.means
    yield from ((f"segments[{i}]", row.means) for i, row in enumerate(release.segments))
    yield from ((f"places[{i}]", row.means) for i, row in enumerate(release.places))
    yield from ((f"atoms[{i}]", row.means) for i, row in enumerate(release.atoms))
    yield from ((f"margin[{i}]", row.means) for i, row in enumerate(release.margin))


def _limits(release: Release) -> Limits:
    days = _MOST_DAYS if release.origin == "kpis" else max(release.window.days, 1)
    least = 0.0 if release.policy.kind == "internal" else _LEAST_MONEY
    fixed = {
        "spend": (least, MOST),
        "typical_spend": (_LEAST_MONEY, MOST),
        "transactions": (_LEAST_MONEY, MOST),
        BALANCE: (-MOST, MOST),
        "recency": (0.0, float(days)),
        "age": (0.0, _MOST_AGE),
    }
    return (
        fixed
        | dict.fromkeys(IMPORTED_MEASURES, (0.0, _MOST_LOG))
        | {name: (0.0, 100.0) for name in MEASURES if name.endswith("_pct")}
    )


def _means(means: Mapping[str, Mean], limits: Limits, names: frozenset[str], exact: bool) -> tuple[str, str] | None:
    if means.keys() != names:
        return "", f"needs the averages {', '.join(sorted(names))}"
    for name, mean in means.items():
        value, step = mean.value, mean.step
        if value is None:
            if mean.withheld is None or step is not None:
                return f".{name}", "without a value needs a reason and no step"
            continue
        low, high = limits[name]
        # A value may be rounded up beyond the end of its range.
        if not low <= value <= high + (step or 0.0):
            return f".{name}.value", f"must be from {low:g} to {high:g}"
        if mean.withheld is not None:
            return f".{name}.withheld", "must be null where there is a value"
        if step is None or step <= 0.0:
            if not exact or (step is not None and step < 0.0):
                return f".{name}.step", "must be above 0"
        elif step > MOST:
            return f".{name}.step", "is too large"
    return None


def _ranges(release: Release) -> Iterator[tuple[str, str]]:
    ids = {None, *(segment.id for segment in release.segments)}
    for i, clip in enumerate(release.model.clips):
        if clip.segment not in ids or clip.measure not in _CAPS or not clip.low <= clip.high:
            yield f"model.clips[{i}]", "needs a known segment and measure, and a low end below its high one"
    for i, spread in enumerate(release.model.spread):
        if spread.segment not in ids or spread.measure not in MEASURES or not 0 <= spread.sd <= MOST:
            yield f"model.spread[{i}]", "needs a known segment and measure, and a deviation of 0 or more"


def _overall(release: Release) -> Iterator[tuple[str, str]]:
    overall = release.overall
    seen = set()
    for i, histogram in enumerate(overall.histograms):
        if histogram.measure not in MEASURES or histogram.measure in seen:
            yield f"overall.histograms[{i}].measure", "is unknown or listed twice"
        seen.add(histogram.measure)
    if overall.above_caps is not None and not 0 <= overall.above_caps <= 1:
        yield "overall.above_caps", "must be a share from 0 to 1"
    numbers = [row.k for row in overall.evidence]
    if numbers != sorted(set(numbers)) or any(not 1 <= k <= 99 for k in numbers):
        yield "overall.evidence", "needs different numbers of segments, in order"
    for i, row in enumerate(overall.evidence):
        for name, scores in (("data", row.data), ("independent", row.independent)):
            if not _possible(scores, row.k):
                yield f"overall.evidence[{i}].{name}", "has a score that is not possible"
    if overall.projection is not None:
        features = tuple(feature.name for feature in release.model.features)
        yield from _projection(overall.projection, features)


def _possible(scores: Scores, k: int) -> bool:
    return (
        scores.inertia >= 0
        and 0 <= scores.smallest <= 1
        and (scores.silhouette is None or -1 <= scores.silhouette <= 1)
        and (scores.calinski_harabasz is None or scores.calinski_harabasz >= 0)
        and (scores.davies_bouldin is None or scores.davies_bouldin >= 0)
        and len(scores.jaccard) <= k
        and all(0 <= overlap <= 1 for overlap in scores.jaccard)
    )


def _projection(found: Projection, features: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    path, width = "overall.projection", len(features)
    if found.features != features:
        yield f"{path}.features", "are not those of the model"
    if len(found.loadings) != 2 or any(len(row) != width for row in found.loadings):
        yield f"{path}.loadings", "needs two rows and one column for each feature"
    if len(found.centre) != width:
        yield f"{path}.centre", "needs one number for each feature"
    if len(found.explained) != 2 or not all(0 <= share <= 1 for share in found.explained):
        yield f"{path}.explained", "needs two shares from 0 to 1"
    if not 0 < found.cell <= _MOST_LOG:
        yield f"{path}.cell", "must be above 0"
    corners = {(cell.x, cell.y) for cell in found.cells}
    if len(corners) != len(found.cells) or any(cell.n < 1 for cell in found.cells):
        yield f"{path}.cells", "has a cell twice or one without customers"
    if any(abs(at) > _MOST_LOG for corner in corners for at in corner):
        yield f"{path}.cells", "has a cell too far away"
