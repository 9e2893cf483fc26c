"""Guards of sentences about the quality scores of the segmentation. Wording is in phrases.toml.

The scores are compared with those of a reference sample with the same distribution of each measure but no correlation
between them: only the excess reflects structure in the data.
"""

from collections.abc import Iterator
from functools import partial

from generator import limits
from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.guard import Case, Check, Facts, Guard, one
from generator.publish.claims.quantities import Combined, Limit, Quantity
from generator.publish.model import conditions


def _fit(case: Case, *, better: bool) -> Iterator[Check]:
    """The silhouettes at the number of segments used, where both are known, against the required lead."""
    data, untied = _silhouettes(case)
    if data is None or untied is None:
        yield Check("silhouettes at the number of segments used", "known", UNKNOWN, holds=False)
        return
    scores = Combined("{} and {}", (Quantity("number", data, 3), Quantity("number", untied, 3)))
    yield Check("silhouettes of the data and of the uncorrelated reference", "known", scores, holds=True)
    # Scores have three decimals: a lead of exactly .05 must not fail because of binary rounding.
    lead = round(data - untied, 3)
    needs = Limit("at least {}" if better else "under {}", Quantity("number", limits.SILHOUETTE_LEAD, 2))
    yield Check("lead", needs, Quantity("number", lead, 3), (lead >= limits.SILHOUETTE_LEAD) is better)


def _silhouettes(case: Case) -> tuple[float | None, float | None]:
    found = conditions.scores(case.views)
    return (found.data.silhouette, found.independent.silhouette) if found else (None, None)


def _facts(case: Case) -> Facts:
    data, untied = (case.fmt.ratio(score or 0.0) for score in _silhouettes(case))
    return {"k": case.fmt.count(case.views.release.model.k), "silhouette": data, "untied": untied}


_FACTS = ("k", "silhouette", "untied")
_LIMITS = {"lead": limits.SILHOUETTE_LEAD}

GUARDS = (
    Guard("fits_better", _FACTS, one(partial(_fit, better=True), _facts), _LIMITS),
    Guard("fits_alike", _FACTS, one(partial(_fit, better=False), _facts), _LIMITS),
)
