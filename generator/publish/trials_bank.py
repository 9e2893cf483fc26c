"""What the guards of sentences about all customers, segments and changes looked at, guard by guard."""

from collections.abc import Iterator
from functools import partial

from generator.publish import conditions, guards_bank, naming
from generator.publish.guard import Case
from generator.publish.guards_bank import clear_places, groups_of
from generator.publish.mix import POINTS
from generator.publish.trial import UNKNOWN, Judge, Look, Trial, is_known, letters, one
from generator.publish.trials_place import JUDGES as PLACE_JUDGES
from generator.publish.trials_place import age, days, transactions


def _always(_: Case) -> tuple[Trial, ...]:
    return one()


def _spend(case: Case, shown: bool) -> Iterator[Trial]:
    for group in groups_of(case):
        value = UNKNOWN if group.spend_share is None else case.fmt.percent(group.spend_share)
        look = Look(
            "share of spend", value, "shown" if shown else "not shown", (group.spend_share is not None) == shown
        )
        yield Trial(letters(case, group.segments), "".join(group.segments), (look,))


def _most_spend(case: Case) -> tuple[Trial, ...]:
    ranked = sorted(case.views.groups, key=lambda group: -(group.spend_share or 0.0))
    shares = [group.spend_share for group in ranked[:2]]
    known = len(shares) > 1 and None not in shares
    lead = (shares[0] or 0.0) - (shares[1] or 0.0) if known else 0.0
    return one(
        Look("most spend", letters(case, ranked[0].segments), "shares of spend shown", known),
        Look("lead on the next", case.fmt.points(lead), f"at least {case.fmt.points(POINTS / 100)}",
             known and lead >= POINTS / 100),
        key="".join(ranked[0].segments),
    )  # fmt: skip


def _top_city(case: Case) -> tuple[Trial, ...]:
    cities, fmt = case.views.cities, case.fmt
    lead = cities[0].n - cities[1].n if len(cities) > 1 else 0
    base = case.views.release.policy.base
    return one(
        Look("cities", fmt.count(len(cities)), "at least two", len(cities) > 1),
        Look("lead on the next", fmt.count(lead), f"more than the rounding base of {fmt.count(base)}", lead > base),
    )


def _in_places(case: Case) -> tuple[Trial, ...]:
    pools = len(case.views.pools)
    return one(Look("pools of smaller places", case.fmt.count(pools), "at least one", bool(pools and case.views.n)))


def _clear(case: Case) -> Look:
    clear = clear_places(case)
    names = naming.join([naming.place(view, case.content) for view in clear[:3]], case.content)
    more = f"{case.fmt.count(len(clear))} ({names})" if clear else "none"
    return Look("places with a share clearly apart", more, "at least one", bool(clear))


def _tested(case: Case) -> int:
    return sum(group.residual is not None for view in case.views.pages for group in view.groups)


def _cities_differ(case: Case) -> tuple[Trial, ...]:
    return one(_clear(case))


def _cities_alike(case: Case) -> tuple[Trial, ...]:
    tested, clear = _tested(case), _clear(case)
    return one(
        Look("shares tested", case.fmt.count(tested), "at least one", bool(tested)),
        Look(clear.what, clear.value, "none", not clear.holds),
    )


def _no_mix(case: Case) -> tuple[Trial, ...]:
    tested = _tested(case)
    return one(transactions(case), Look("shares tested", case.fmt.count(tested), "none", not tested))


def _place_cells(case: Case, guard: str) -> Iterator[Trial]:
    for view in case.views.pages:
        for trial in PLACE_JUDGES[guard](Case(case.views, case.content, case.fmt, view)):
            if case.segment is None or trial.key == case.segment:
                name = naming.place(view, case.content)
                yield Trial(f"{name}: {trial.subject}", f"{view.place.slug}-{trial.key}", trial.looks)


def _nowhere(case: Case) -> tuple[Trial, ...]:
    passed = [
        trial.subject
        for guard in ("over_represented", "under_represented")
        for trial in _place_cells(case, guard)
        if trial.passed
    ]
    return one(transactions(case), Look("places clearly apart", case.fmt.count(len(passed)), "none", not passed))


def _typical_places(case: Case) -> tuple[Trial, ...]:
    apart = sum(view.typical_differs for view in case.views.pages)
    known = case.views.measures["typical_spend"].value
    return one(
        Look("places with typical spend clearly apart", case.fmt.count(apart), "at least one", bool(apart)),
        is_known("typical spend of all customers", known, case.fmt.value("typical_spend", known)),
    )


def _naming(case: Case) -> tuple[Trial, ...]:
    rule = case.views.segments[case.segment or ""].rule
    return one(transactions(case), Look("rule that named it", rule, "any", True))


def _joined(case: Case) -> tuple[Trial, ...]:
    group = groups_of(case)[0]
    many = len(group.segments) > 1
    return one(Look("counted for all customers as", letters(case, group.segments), "joined", many))


def _profile(case: Case) -> Iterator[Trial]:
    views, segment = case.views, case.views.segments[case.segment or ""]
    dropped = conditions.frequency_dropped(views)
    first = {
        "typical_spend": (),
        "transactions": (Look("frequency", "left out" if dropped else "measured", "measured", not dropped),),
        "recency": (days(case),),
        "age": (age(case),),
    }
    for measure, looks in first.items():
        mean, whole = segment.means.get(measure), views.measures[measure]
        known = mean is not None and mean.value is not None and whole.value is not None
        here = case.fmt.mean(measure, mean) if mean is not None else UNKNOWN
        look = Look(f"average {measure}", f"{here}; all {case.fmt.mean(measure, whole)}", "shown", known)
        yield Trial(measure, measure, (transactions(case), *looks, look))


def _rows(case: Case, some: bool) -> tuple[Trial, ...]:
    counts = {count.name: count for count in case.views.release.overall.quality}
    read, kept = counts.get("rows_read"), counts.get("rows_accepted")
    left = "rejected_some" in case.content.conditions
    told = Look("rows left out", "some" if left else "none", "some" if some else "none", left == some)
    known = read is not None and (not some or (bool(read.n) and kept is not None and kept.n is not None))
    return one(Look("rows read", UNKNOWN if read is None else case.fmt.count(read.n or 0), "known", known), told)


def _condition(case: Case, name: str) -> tuple[Trial, ...]:
    holds = name in case.content.conditions
    return one(Look(f"condition {name}", "holds" if holds else "does not hold", "holds", holds))


def _earlier(case: Case, wanted: bool = True) -> Look:
    there = case.views.release.changes is not None
    value = "compared" if there else "none"
    return Look("an earlier release", value, "compared" if wanted else "none", there == wanted)


def _first_release(case: Case) -> tuple[Trial, ...]:
    return one(_earlier(case, wanted=False))


def _moved(case: Case) -> Iterator[Trial]:
    changes, views = case.views.release.changes, {view.place.id: view for view in case.views.pages}
    for cell in changes.cells if changes else ():
        view = views.get(cell.place)
        name = naming.place(view, case.content) if view else cell.place
        look = Look("page of its own", "yes" if view else "no", "yes", view is not None)
        moved = f"{case.fmt.percent(cell.before)}, now {case.fmt.percent(cell.now)}"
        key = f"{view.place.slug if view else cell.place}-{''.join(cell.segments)}"
        yield Trial(f"{name}: {letters(case, cell.segments)}", key, (Look("share", moved, "any", True), look))


def _compared(case: Case, some: bool) -> Look:
    compared = changes.compared if (changes := case.views.release.changes) else 0
    return Look("shares compared", case.fmt.count(compared), "some" if some else "none", bool(compared) == some)


def _nothing_moved(case: Case) -> tuple[Trial, ...]:
    cells = len(changes.cells) if (changes := case.views.release.changes) else 0
    return one(
        _earlier(case), _compared(case, some=True), Look("shares that moved", case.fmt.count(cells), "none", not cells)
    )


def _other_segments(case: Case) -> tuple[Trial, ...]:
    return one(_earlier(case), _compared(case, some=False))


def _matched(case: Case, inherited: bool) -> Iterator[Trial]:
    changes = case.views.release.changes
    for item in changes.segments if changes else ():
        value = "continues an earlier one" if item.inherited else "new"
        needs = "continues an earlier one" if inherited else "new"
        look = Look("after the new fit", value, needs, item.inherited == inherited)
        yield Trial(f"{item.id.upper()} {item.now}", item.id, (look,))


JUDGES: dict[str, Judge] = {
    "always": _always,
    "from_transactions": lambda case: one(transactions(case)),
    "spend_by_segment": partial(_spend, shown=True),
    "share_by_segment": partial(_spend, shown=False),
    "most_spend": _most_spend,
    "top_city": _top_city,
    "in_places": _in_places,
    "cities_differ": _cities_differ,
    "cities_alike": _cities_alike,
    "no_mix": _no_mix,
    "place_over": partial(_place_cells, guard="over_represented"),
    "place_under": partial(_place_cells, guard="under_represented"),
    "nowhere": _nowhere,
    "typical_places": _typical_places,
    "naming_rule": _naming,
    "joined_segment": _joined,
    "segment_profile": _profile,
    "rows": partial(_rows, some=True),
    "all_rows": partial(_rows, some=False),
    **{name: partial(_condition, name=name) for name in guards_bank.CONDITIONS},
    "first_release": _first_release,
    "moved": _moved,
    "nothing_moved": _nothing_moved,
    "other_segments": _other_segments,
    "segment_continues": partial(_matched, inherited=True),
    "segment_is_new": partial(_matched, inherited=False),
}
