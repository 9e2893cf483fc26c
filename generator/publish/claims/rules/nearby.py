"""Guards of sentences about what lies around a place: the nearest larger city, and the mix of its state."""

from collections.abc import Iterator

from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, one
from generator.publish.claims.quantities import Limit, Quantity
from generator.publish.model.nearby import Larger, StateMix
from generator.publish.words import display_names

#: Maximum number of places named as those that show a mix.
_MOST = 3


def _larger(case: Case) -> Iterator[Check]:
    """A city with more customers and enough for claims, at a known distance."""
    found = case.two if isinstance(case.two, Larger) else None
    needs = Limit("at least {}", checks.least(case))
    yield Check("customers", needs, Quantity("count", found.second.n if found else None), found is not None)
    yield Check("distance in km", "known", Quantity("count", found.km if found else None), found is not None)


def _larger_facts(case: Case) -> Facts:
    other = case.beside.second
    km = _about(case.two.km) if isinstance(case.two, Larger) else 0
    return {
        "place": display_names.unique(other, case.views, case.content),
        "km": case.fmt.count(km),
        "n": case.fmt.count(other.n),
    }


def _about(km: float) -> int:
    """Return a distance as precise as those between city centres are: no city is at no distance."""
    step = next((step for below, step in ((20, 1), (100, 5)) if km < below), 10)
    return max(1, step * round(km / step))


def _state_mix(case: Case) -> Iterator[Check]:
    """A place without a mix, in a state of which places with enough customers for claims show one."""
    found, least = case.state, checks.least(case)
    shows = bool(case.place.groups)
    yield Check("its own mix", "not shown", "shown" if shows else "not shown", not shows)
    n = found.n if found else None
    needs = Limit("at least {}", least)
    yield Check("customers of the state with a mix", needs, Quantity("count", n), (n or 0) >= (least.number or 0))


def _state_mix_facts(case: Case) -> Facts:
    found = case.state
    if found is None:
        return {}
    parts = [
        case.content.text(
            "phrases.toml",
            "nearby.share",
            {
                "letter": display_names.codes(part.segments, case.views),
                "share": case.fmt.percent(part.share),
                "interval": case.fmt.interval(part.low, part.high, "share"),
            },
        )
        for part in found.parts
    ]
    return {
        "state": found.state,
        "where": _where(found, case),
        "n": case.fmt.count(found.n),
        "shares": ", ".join(parts),
    }


def _where(found: StateMix, case: Case) -> str:
    """Return the names of the places that show a mix, or their number."""
    if len(found.places) > _MOST:
        return display_names.counted("places", len(found.places), case.content, case.fmt)
    return display_names.join([display_names.place(view, case.content) for view in found.places], case.content)


GUARDS = (
    Guard("larger_city", ("place", "km", "n"), one(_larger, _larger_facts), checks.MIN_N),
    Guard(
        "state_mix",
        ("state", "where", "n", "shares"),
        one(_state_mix, _state_mix_facts),
        checks.MIN_N,
    ),
)
