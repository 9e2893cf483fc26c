"""What the guards of sentences about cities like a city, and about the segmentation itself, looked at."""

from functools import partial

from generator.publish import conditions, guards_alike
from generator.publish.guard import Case
from generator.publish.guards_model import LEAD
from generator.publish.trial import UNKNOWN, Judge, Look, Trial, one


def _alike(case: Case, differs: bool) -> tuple[Trial, ...]:
    close, differ = guards_alike.close(case), guards_alike.differ(case)
    return one(
        Look("close in", ", ".join(close) or "nothing", "at least one thing", bool(close)),
        Look("clearly different", ", ".join(differ) or "nothing", "something" if differs else "nothing",
             bool(differ) == differs),
    )  # fmt: skip


def _fit(case: Case, better: bool) -> tuple[Trial, ...]:
    found, fmt = conditions.scores(case.views), case.fmt
    data, untied = (found.data.silhouette, found.independent.silhouette) if found else (None, None)
    if data is None or untied is None:
        return one(Look("silhouettes at the number of segments used", UNKNOWN, "known", holds=False))
    lead = round(data - untied, 3)
    needs = f"{'at least' if better else 'under'} {fmt.number(LEAD, 2)}"
    return one(
        Look("silhouettes, with and without ties", f"{fmt.number(data, 3)} and {fmt.number(untied, 3)}", "known", True),
        Look("lead", fmt.number(lead, 3), needs, (lead >= LEAD) is better),
    )


JUDGES: dict[str, Judge] = {
    "alike": partial(_alike, differs=False),
    "alike_but": partial(_alike, differs=True),
    "fits_better": partial(_fit, better=True),
    "fits_alike": partial(_fit, better=False),
}
