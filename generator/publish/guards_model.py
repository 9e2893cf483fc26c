"""Guards of sentences about the segmentation itself: what its scores say. Wording is in phrases.toml.

The scores are compared with those of made-up customers who have the same values on each measure and no tie between the
measures: only what lies above those is a structure of the customers.
"""

from collections.abc import Iterator

from generator.publish import conditions
from generator.publish.guard import Case, Finding, Guard

#: A silhouette this far above that without ties is called better; sampling alone moves it by about .01.
LEAD = 0.05

_FACTS = ("k", "silhouette", "untied")


def _fit(case: Case, *, better: bool) -> Iterator[Finding]:
    """Yield the silhouettes at the number of segments used, where both are known."""
    found = conditions.scores(case.views)
    if found is None or found.data.silhouette is None or found.independent.silhouette is None:
        return
    # Scores have three decimals: a lead of exactly .05 must not fall to a binary fraction.
    if (round(found.data.silhouette - found.independent.silhouette, 3) >= LEAD) is better:
        numbers = {"silhouette": found.data.silhouette, "untied": found.independent.silhouette}
        yield Finding({"k": case.fmt.count(found.k), **{name: case.fmt.ratio(x) for name, x in numbers.items()}})


GUARDS = (
    Guard("fits_better", _FACTS, lambda case: _fit(case, better=True), {"lead": LEAD}),
    Guard("fits_alike", _FACTS, lambda case: _fit(case, better=False), {"lead": LEAD}),
)
