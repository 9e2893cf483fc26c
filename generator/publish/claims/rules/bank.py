"""Guards of sentences about all customers and all places. Wording is in phrases.toml.

Most are a census: all customers are counted, so there is no test; superlatives need a lead larger than rounding
could account for.
"""

import math
from collections.abc import Iterator
from functools import partial

from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one
from generator.publish.claims.quantities import Combined, Limit, Quantity, Segments
from generator.publish.claims.rules import place_mix
from generator.publish.claims.shared_facts import SEGMENT_FACTS, segment_facts
from generator.publish.model import spend
from generator.publish.model.types import GroupView, PlaceView
from generator.publish.words import counts, display_names
from generator.release import Count

#: Most places that a sentence names.
_MOST_NAMED = 3


def _always(_: Case) -> Iterator[Check]:
    """True for every release."""
    return iter(())


def _from_transactions(case: Case) -> Iterator[Check]:
    """The figures come from transactions."""
    yield checks.origin(case)


def _most_spend(case: Case) -> Iterator[Trial]:
    """Census: the segment with most spend, if it leads the next one whatever lies above the caps."""
    first, *others = sorted(case.views.groups, key=lambda group: -(group.spend_share or 0.0))
    shares = [group.spend_share for group in (first, *others[:1]) if group.spend_share is not None]
    checked = partial(_most_spend_checks, case, first, shares)
    yield Trial(checked, partial(segment_facts, case, first), checks.key(first))


def _most_spend_checks(case: Case, first: GroupView, shares: list[float]) -> Iterator[Check]:
    known = len(shares) > 1
    yield Check("most spend", "shares of spend shown", Segments(first.segments), known)
    lead = shares[0] - shares[1] if known else None
    yield checks.any_of("lead on the next", Quantity("points", lead))
    leads = known and spend.leads(shares[0], shares[1], spend.above_caps(case.views.release))
    yield checks.yes("leads whatever lies above the caps", holds=leads)


def _top_city(case: Case) -> Iterator[Trial]:
    """Census: the city with most customers, if rounding cannot account for its lead: each count is up to a base off."""
    cities = case.views.cities
    yield Trial(
        partial(_top_city_checks, case),
        partial(_top_city_facts, case),
        place=cities[0].place.slug if cities else "",
    )


def _top_city_checks(case: Case) -> Iterator[Check]:
    cities = case.views.cities
    yield Check("cities", "at least two", Quantity("count", len(cities)), len(cities) > 1)
    lead = cities[0].n - cities[1].n if len(cities) > 1 else 0
    most = 2 * (case.views.release.policy.base - 1)
    needs = Limit("more than rounding could account for, {}", Quantity("count", most))
    yield Check("lead on the next", needs, Quantity("count", lead), lead > most)


def _top_city_facts(case: Case) -> Facts:
    top = case.views.cities[0]
    numbers = {"n": case.fmt.count(top.n), "share": case.fmt.percent(top.share)}
    return {"place": display_names.place(top, case.content), **numbers}


def _in_places(case: Case) -> Iterator[Check]:
    """Census: number of customers in places with a page."""
    pools = len(case.views.pools)
    yield Check("pools of smaller places", "at least one", Quantity("count", pools), bool(pools and case.views.n))


def _in_places_facts(case: Case) -> Facts:
    inside = sum(view.n for view in case.views.pages) / case.views.n
    return {"share": case.fmt.percent(inside), "rest": case.fmt.percent(1 - inside)}


def _clear_places(case: Case) -> list[PlaceView]:
    """Return the places in which at least one share is clearly different."""
    return [view for view in case.views.pages if view.mix == "clear"]


def _first_three(case: Case, views: list[PlaceView]) -> str:
    return display_names.join([display_names.place(view, case.content) for view in views[:_MOST_NAMED]], case.content)


def _clear(case: Case, *, wanted: bool) -> Check:
    """Check the number of places in which at least one share is clearly different."""
    clear = _clear_places(case)
    value = Combined("{} ({})", (Quantity("count", len(clear)), _first_three(case, clear))) if clear else "none"
    return Check(
        "places with a share clearly different", "at least one" if wanted else "none", value, bool(clear) == wanted
    )


def _tested(case: Case, *, wanted: bool) -> Check:
    """Check the number of shares that were tested."""
    tested = case.views.family.shares
    return Check(
        "shares tested", "at least one" if wanted else "none", Quantity("count", tested), bool(tested) == wanted
    )


def _cities_differ(case: Case, *, more: bool) -> Iterator[Check]:
    """At least one place has a share that is clearly different; all are named, or there are more than can be."""
    yield _clear(case, wanted=True)
    needs = Limit("more than {}" if more else "{} or fewer", Quantity("count", _MOST_NAMED))
    places = len(_clear_places(case))
    yield Check("places to name", needs, Quantity("count", places), (places > _MOST_NAMED) == more)


def _cities_differ_facts(case: Case) -> Facts:
    clear = _clear_places(case)
    return {"clear": case.fmt.count(len(clear)), "names": _first_three(case, clear)}


def _cities_alike(case: Case) -> Iterator[Check]:
    """No share is clearly different in any place, although some were tested."""
    yield _tested(case, wanted=True)
    yield _clear(case, wanted=False)


def _no_mix(case: Case) -> Iterator[Check]:
    """No place has a published mix, so nothing could be tested."""
    yield checks.origin(case)
    yield _tested(case, wanted=False)


def _typical(case: Case) -> list[tuple[float, PlaceView]]:
    """Return the places whose typical spend is clearly different, with its ratio to that of all; largest first."""
    reference = case.views.measures["typical_spend"].value
    means = ((view.measures["typical_spend"], view) for view in case.views.pages)
    clear = (
        (mean.value / reference, view) for mean, view in means if mean.answer == "clear" and mean.value and reference
    )
    return sorted(clear, key=lambda row: -abs(math.log(row[0])))


def _typical_places(case: Case) -> Iterator[Check]:
    """Number of places whose typical spend is clearly different, higher and lower."""
    clear = len(_typical(case))
    yield Check("places with typical spend clearly different", "at least one", Quantity("count", clear), bool(clear))
    known = case.views.measures["typical_spend"].value
    yield checks.is_known("typical spend of all customers", Quantity("money", known))


def _typical_places_facts(case: Case) -> Facts:
    clear = _typical(case)
    higher = [view for ratio, view in clear if ratio > 1]
    lower = [view for ratio, view in clear if ratio <= 1]
    sides = (_typical_in(case, key, views) for key, views in (("higher", higher), ("lower", lower)) if views)
    return {
        "higher": case.fmt.count(len(higher)),
        "lower": case.fmt.count(len(lower)),
        "clear": case.fmt.count(len(clear)),
        "places": "; ".join(sides),
    }


def _typical_in(case: Case, key: str, views: list[PlaceView]) -> str:
    """Return "higher in Kolkata, Mumbai and Delhi", with the number of those that are not named."""
    names = [display_names.place(view, case.content) for view in views[:_MOST_NAMED]]
    if rest := len(views) - len(names):
        names.append(case.content.text("phrases.toml", "typical_in.more", {"n": case.fmt.count(rest)}))
    facts = {"names": display_names.join(names, case.content)}
    return case.content.text("phrases.toml", f"typical_in.{key}", facts)


def _found(case: Case, name: str) -> Count | None:
    return next((count for count in case.views.release.overall.quality if count.name == name), None)


def _some_left(case: Case, *, wanted: bool) -> Check:
    """Check whether any row was excluded."""
    left = "rejected_some" in case.content.conditions
    value, needs = ("some" if some else "none" for some in (left, wanted))
    return Check("rows left out", needs, value, left == wanted)


def _read(read: Count | None, *, known: bool) -> Check:
    """Check whether the number of rows is published."""
    return Check("rows read", "known", Quantity("count", None if read is None else read.n or 0), known)


def _rows(case: Case) -> Iterator[Check]:
    """Rows read and the share excluded, if any was."""
    read, kept = _found(case, "rows_read"), _found(case, "rows_accepted")
    known = read is not None and bool(read.n) and kept is not None and kept.n is not None
    yield _read(read, known=known)
    yield _some_left(case, wanted=True)


def _rows_facts(case: Case) -> Facts:
    read, kept = (count.n or 0 if count else 0 for count in (_found(case, "rows_read"), _found(case, "rows_accepted")))
    few = case.fmt.fewer_than(case.views.release.policy.threshold)
    return {"read": case.fmt.count(read), "left": case.fmt.percent((read - kept) / read) if read > kept else few}


def _all_rows(case: Case) -> Iterator[Check]:
    """Rows read, if none was excluded."""
    read = _found(case, "rows_read")
    yield _read(read, known=read is not None)
    yield _some_left(case, wanted=False)


def _all_rows_facts(case: Case) -> Facts:
    read = _found(case, "rows_read")
    return {} if read is None else {"read": counts.words(read, case.views, case.fmt)}


def _condition(case: Case, *, name: str) -> Iterator[Check]:
    """The condition of a notice is true."""
    holds = name in case.content.conditions
    yield Check(f"condition {name}", "holds", "holds" if holds else "is not true", holds)


#: Guards that are true when the notice of the same name is shown.
_CONDITIONS = (
    "imported",
    "frequency_dropped",
    "recency_calendar",
    "age_absent",
    "age_known",
    "gender_absent",
    "key_conflict",
    "key_auto",
    "key_config",
)

GUARDS = (
    Guard("always", (), one(_always)),
    Guard("from_transactions", (), one(_from_transactions)),
    Guard("most_spend", SEGMENT_FACTS, _most_spend),
    Guard("top_city", ("place", "n", "share"), _top_city),
    Guard("in_places", ("share", "rest"), one(_in_places, _in_places_facts)),
    *(
        Guard(name, ("clear", "names"), one(partial(_cities_differ, more=more), _cities_differ_facts), place_mix.LIMITS)
        for name, more in (("cities_differ", False), ("many_cities_differ", True))
    ),
    Guard("cities_alike", (), one(_cities_alike), place_mix.LIMITS),
    Guard("no_mix", (), one(_no_mix)),
    Guard(
        "typical_places",
        ("higher", "lower", "clear", "places"),
        one(_typical_places, _typical_places_facts),
        checks.MIN_N,
    ),
    Guard("rows", ("read", "left"), one(_rows, _rows_facts)),
    Guard("all_rows", ("read",), one(_all_rows, _all_rows_facts)),
    *(Guard(name, (), one(partial(_condition, name=name))) for name in _CONDITIONS),
)
