"""What the guards of sentences about one place looked at (`guards_place`), guard by guard."""

from collections.abc import Iterator
from functools import partial

from generator.publish import averages, conditions, guards_place, mix
from generator.publish.findings import measure_q
from generator.publish.guard import DAYS, KNOWN, Case, P
from generator.publish.trial import (
    UNKNOWN,
    Judge,
    Look,
    Trial,
    chance,
    enough,
    interval,
    is_known,
    letters,
    one,
    probability,
)
from generator.publish.viewtypes import GroupView

_POINTS = mix.POINTS / 100
_HAIR = 1e-9


def _ranked(case: Case, wanted: bool) -> tuple[Trial, ...]:
    rank = case.place.rank
    value = "none" if rank is None else case.fmt.count(rank)
    return one(Look("rank among cities", value, "a rank" if wanted else "no rank", (rank is not None) == wanted))


def _cells(case: Case, direction: int) -> Iterator[Trial]:
    for group in case.place.groups:
        yield Trial(letters(case, group.segments), "".join(group.segments), tuple(_cell(case, group, direction)))


def _cell(case: Case, group: GroupView, direction: int) -> Iterator[Look]:
    fmt, all_share, index = case.fmt, group.all_share, group.index
    yield enough(case)
    mirrors = guards_place.mirrors(group, case.place)
    yield Look("joined segments that only mirror the one other", "yes" if mirrors else "no", "no", not mirrors)
    share = f"{fmt.percent(group.share)} ({fmt.interval(group.low, group.high, 'share')})"
    yield Look("share here", share, "any", True)
    yield is_known("share of all customers", all_share, fmt.percent(all_share or 0.0))
    yield chance("q of the adjusted residual, over all pages", group.q, fmt)
    gap = None if all_share is None else group.share - all_share
    limit = f"at least {fmt.points(_POINTS)} {'more' if direction > 0 else 'less'}"
    holds = gap is not None and gap * direction >= _POINTS - _HAIR
    yield Look("difference", UNKNOWN if gap is None else fmt.points(gap, signed=True), limit, holds)
    edge = mix.INDEX_HIGH if direction > 0 else mix.INDEX_LOW
    far = index is not None and (index >= edge - _HAIR if direction > 0 else index <= edge + _HAIR)
    needs = f"{fmt.number(edge)} or {'more' if direction > 0 else 'less'}"
    yield Look("index (100 = all customers)", UNKNOWN if index is None else fmt.number(index), needs, far)


def _both(case: Case) -> tuple[Trial, ...]:
    found = {name: [t.subject for t in _cells(case, d) if t.passed] for name, d in (("more", 1), ("less", -1))}
    return one(
        *(
            Look(f"segments clearly {name} common", ", ".join(names) or "none", "at least one", bool(names))
            for name, names in found.items()
        )
    )


def _apart(case: Case, measure: str, direction: int, *first: Look) -> tuple[Trial, ...]:
    view, fmt = case.place, case.fmt
    here, everyone = view.measures[measure], case.views.measures[measure]
    known = here.value is not None and everyone.value is not None
    mine, theirs = here.value or 0.0, everyone.value or 0.0
    looks = [*first, enough(case)]
    side = "more" if direction > 0 else "less"
    both = f"{interval(measure, here, fmt)}; all {fmt.mean(measure, everyone)}"
    looks.append(Look(f"average {measure}", both, f"known, and {side} here", known and (mine - theirs) * direction > 0))
    bounded = known and here.low is not None and here.high is not None
    outside = bounded and not (here.low or 0.0) <= theirs <= (here.high or 0.0)
    told = ("outside" if outside else "inside") if bounded else UNKNOWN
    looks.append(Look("value of all customers against the 95 % interval", told, "outside", outside))
    q = measure_q(case.views.pages, case.views.release).get((view.place.id, measure))
    looks.append(chance("q, over all pages and measures", q, fmt))
    looks.append(_gate(case, measure, mine, theirs, known))
    shown = "recency" if measure == "recency_pct" else measure
    means = view.measures[shown], case.views.measures[shown]
    if shown != measure:
        texts = "; all ".join(fmt.mean(shown, mean) for mean in means)
        looks.append(Look(f"average {shown}", texts, "shown", all(mean.withheld is None for mean in means)))
    return one(*looks, key=measure)


def _gate(case: Case, measure: str, mine: float, theirs: float, known: bool) -> Look:
    """Look at the effect gate of an average: percentile points, years or a ratio."""
    fmt = case.fmt
    far = known and averages.far_enough(measure, mine, theirs)
    if measure.endswith("_pct"):
        what, value, needs = "difference in percentiles", fmt.number(mine - theirs, 1), fmt.count(averages.PERCENTILES)
    elif measure == "age":
        what, value, needs = "difference in years", fmt.number(mine - theirs, 1), fmt.count(averages.YEARS)
    else:
        ratio = mine / theirs if theirs else 0.0
        what, value, needs = "times that of all customers", fmt.number(ratio, 3), fmt.ratio(averages.RATIO)
        return Look(what, value if known else UNKNOWN, f"{needs} or more, or 1/{needs} or less", far)
    return Look(what, value if known else UNKNOWN, f"at least {needs} either way", far)


def _activity(case: Case, direction: int) -> tuple[Trial, ...]:
    dropped = conditions.frequency_dropped(case.views)
    look = Look("frequency", "left out: ids do not repeat" if dropped else "measured", "measured", not dropped)
    return _apart(case, "transactions", direction, look)


def _recency(case: Case, direction: int) -> tuple[Trial, ...]:
    return _apart(case, "recency_pct", direction, days(case))


def days(case: Case) -> Look:
    """Look at the share of days with rows."""
    window = case.views.release.window
    share = window.days_with_rows / window.days if window.days else 0.0
    rests = conditions.recency_rests(case.views)
    return Look("days with rows", case.fmt.percent(share), f"at least {case.fmt.percent(DAYS)}", rests)


def age(case: Case) -> Look:
    """Look at the share of rows with a usable birth date."""
    known = conditions.age_known({count.name: count for count in case.views.release.overall.quality}, case.views)
    value = UNKNOWN if known is None else case.fmt.percent(known)
    needs = f"at least {case.fmt.percent(KNOWN)}"
    return Look("rows with a usable birth date", value, needs, known is not None and known >= KNOWN)


def _age(case: Case, direction: int) -> tuple[Trial, ...]:
    return _apart(case, "age", direction, age(case))


def _spend_share_look(case: Case) -> Look:
    share = case.place.spend_share
    return is_known("share of all spend", share, case.fmt.percent(share or 0.0, 1))


def _spend_share(case: Case) -> tuple[Trial, ...]:
    return one(_spend_share_look(case))


def _opposite(case: Case, direction: int) -> tuple[Trial, ...]:
    view, fmt = case.place, case.fmt
    typical, whole = view.measures["typical_spend"], case.views.measures["typical_spend"]
    known = typical.value is not None and whole.value is not None
    side = known and ((typical.value or 0.0) - (whole.value or 0.0)) * direction > 0
    words = ("more", "less") if direction > 0 else ("less", "more")
    mean, overall = (means.get("spend") for means in (view.place.means, case.views.release.overall.means))
    mine, theirs = (None if m is None else m.value for m in (mean, overall))
    gap = mine - theirs if mine is not None and theirs is not None else None
    step = (mean.step if mean else None) or 0.0
    beyond = gap is not None and abs(gap) > step and gap * direction < 0
    return one(
        Look("typical spend clearly apart", "yes" if view.typical_differs else "no", "yes", view.typical_differs),
        Look("typical spend", f"{fmt.mean('typical_spend', typical)}; all {fmt.mean('typical_spend', whole)}",
             f"{words[0]} here", side),
        Look("mean spend against all customers", UNKNOWN if gap is None else fmt.number(gap),
             f"{words[1]} here, by more than its step of {fmt.number(step)}", beyond),
        _spend_share_look(case),
    )  # fmt: skip


def _ordered(case: Case) -> list[GroupView]:
    return sorted(case.place.groups, key=lambda group: -group.share)


def _shares(case: Case, groups: list[GroupView]) -> str:
    fmt = case.fmt
    told = (f"{letters(case, g.segments)} {fmt.interval(g.low, g.high, 'share')}" for g in groups)
    return "; ".join(told) or "none"


def _largest(case: Case) -> tuple[Trial, ...]:
    ordered = _ordered(case)
    apart = len(ordered) > 1 and ordered[0].low > max(group.high for group in ordered[1:])
    single = len(ordered) > 1 and len(ordered[0].segments) == 1
    return one(
        enough(case),
        Look("the largest share", _shares(case, ordered[:1]), "one segment, beside others", single),
        Look("the next", _shares(case, ordered[1:2]), "interval wholly below", apart),
        key=ordered[0].segments[0] if ordered else "",
    )


def _level(case: Case) -> tuple[Trial, ...]:
    ordered = _ordered(case)
    top, rest = ordered[:2], ordered[2:]
    single = len(ordered) > 2 and all(len(group.segments) == 1 for group in top)
    level = len(top) == 2 and top[0].share <= top[1].high and top[1].share >= top[0].low
    below = bool(rest) and max(group.high for group in rest) < min(group.low for group in top)
    return one(
        enough(case),
        Look("the two largest shares", _shares(case, top), "one segment each, beside a third", single),
        Look("each share inside the other’s interval", "yes" if level else "no", "yes", level),
        Look("the next", _shares(case, rest[:1]), "interval wholly below both", below),
        key="".join(group.segments[0] for group in top),
    )


def _passing(case: Case) -> Look:
    names = [letters(case, group.segments) for group in case.place.groups if group.passes]
    return Look("shares clearly apart", ", ".join(names) or "none", "none", not names)


def _mix(case: Case) -> list[Look]:
    groups = case.place.groups
    known = bool(groups) and all(group.residual is not None for group in groups)
    compared = Look("shares that can be compared", case.fmt.count(sum(g.residual is not None for g in groups)),
                    f"all {case.fmt.count(len(groups))}" if groups else "at least one", known)  # fmt: skip
    return [enough(case), compared, _passing(case)]


def _in_line(case: Case) -> tuple[Trial, ...]:
    return one(*_mix(case), chance("p of the whole mix (chi-square)", case.place.omnibus_p, case.fmt, P, above=True))


def _close(case: Case) -> tuple[Trial, ...]:
    fmt, p = case.fmt, case.place.omnibus_p
    gaps = [abs(group.share - group.all_share) for group in case.place.groups if group.all_share is not None]
    value = fmt.points(max(gaps)) if gaps else UNKNOWN
    return one(
        *_mix(case),
        Look("p of the whole mix (chi-square)", probability(p, fmt), f"{fmt.number(P, 2)} or less", (p or 0.0) <= P),
        Look("largest difference", value, f"less than {fmt.points(_POINTS)}", bool(gaps) and max(gaps) < _POINTS),
    )


def _unclear(case: Case) -> tuple[Trial, ...]:
    apart = sorted(case.place.apart)
    averages_ = Look("averages clearly apart", ", ".join(apart) or "none", "none", not apart)
    return one(enough(case), _passing(case), averages_)


def _too_few(case: Case) -> tuple[Trial, ...]:
    look = enough(case)
    few = Look(look.what, look.value, look.needs.replace("at least", "fewer than"), case.place.strength != "claims")
    return one(transactions(case), few)


def transactions(case: Case, wanted: bool = True) -> Look:
    """Look at what the figures were made from."""
    value = "an imported table" if case.views.imported else "transactions"
    return Look("origin", value, "transactions" if wanted else "an imported table", case.views.imported != wanted)


def _imported(case: Case) -> tuple[Trial, ...]:
    return one(transactions(case, wanted=False))


def _detail(case: Case, wanted: str) -> tuple[Trial, ...]:
    detail = case.place.place.detail
    return one(Look("detail of the place", detail, wanted, detail == wanted))


JUDGES: dict[str, Judge] = {
    "size_ranked": partial(_ranked, wanted=True),
    "size": partial(_ranked, wanted=False),
    "over_represented": partial(_cells, direction=1),
    "under_represented": partial(_cells, direction=-1),
    "over_and_under": _both,
    "typical_higher": lambda case: _apart(case, "typical_spend", 1),
    "typical_lower": lambda case: _apart(case, "typical_spend", -1),
    "more_active": partial(_activity, direction=1),
    "less_active": partial(_activity, direction=-1),
    "more_recent": partial(_recency, direction=1),
    "less_recent": partial(_recency, direction=-1),
    "older": partial(_age, direction=1),
    "younger": partial(_age, direction=-1),
    "spend_share": _spend_share,
    "lower_but_more": partial(_opposite, direction=-1),
    "higher_but_less": partial(_opposite, direction=1),
    "largest_segment": _largest,
    "level_segments": _level,
    "in_line": _in_line,
    "close": _close,
    "unclear": _unclear,
    "too_few": _too_few,
    "imported_place": _imported,
    "joined": partial(_detail, wanted="groups"),
    "whole_only": partial(_detail, wanted="total"),
}
