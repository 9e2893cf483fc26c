"""Guards of sentences about one place as a whole: its detail, limits of comparison.

Wording is in phrases.toml.
"""

from collections.abc import Iterator
from functools import partial

from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Guard, one
from generator.publish.claims.shared_facts import PLACE_FACTS, place_facts


def _too_few(case: Case) -> Iterator[Check]:
    """Below 100 customers (or T): no comparison at all."""
    yield checks.origin(case)
    yield checks.enough(case, wanted=False)


def _imported(case: Case) -> Iterator[Check]:
    """The figures come from a table of averages: counts only."""
    yield checks.origin(case, imported=True)


def _detail(case: Case, *, wanted: str) -> Iterator[Check]:
    """The place has merged segments only ("groups"), or none ("total")."""
    detail = case.place.place.detail
    yield Check("detail of the place", wanted, detail, detail == wanted)


GUARDS = (
    Guard("too_few", PLACE_FACTS, one(_too_few, place_facts), checks.MIN_N),
    Guard("imported_place", PLACE_FACTS, one(_imported, place_facts)),
    Guard("joined", PLACE_FACTS, one(partial(_detail, wanted="groups"), place_facts)),
    Guard("whole_only", PLACE_FACTS, one(partial(_detail, wanted="total"), place_facts)),
)
