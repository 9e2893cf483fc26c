"""Guards of sentences about the mix of segments in one place. Wording is in phrases.toml.

A comparison needs `strength == "claims"`: at least 100 customers, and at least T.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one, passed
from generator.publish.claims.quantities import Combined, Limit, Quantity, Segments, Series, ShareInterval
from generator.publish.claims.shared_facts import CELL_FACTS, PLACE_FACTS, cell_facts, place_facts, subject
from generator.publish.model import mix
from generator.publish.model.types import GroupView, PlaceView

LIMITS = {
    **checks.MIN_N,
    **checks.FALSE_FINDS,
    **checks.SHARE_GAP,
    "index_high": limits.INDEX_HIGH,
    "index_low": limits.INDEX_LOW,
}


def cells(case: Case, *, direction: int) -> Iterator[Trial]:
    """Segments that are clearly more (1) or less (-1) common; of the case's segment where it has one.

    n ≥ 100; adjusted residual with q < .05 over all pages; ≥ 5 points and index ≥ 120 or ≤ 83.
    """
    view = case.place
    for group in view.groups:
        key = checks.key(group)
        if case.segment not in {None, key}:
            continue
        yield Trial(
            partial(_cell, case, group, direction),
            partial(cell_facts, case, view, group, "over" if direction > 0 else "under"),
            key,
            _distance(group),
            Segments(group.segments),
            view.place.slug,
        )


def _cell(case: Case, group: GroupView, direction: int) -> Iterator[Check]:
    all_share, index = group.all_share, group.index
    yield checks.enough(case)
    yield checks.no("merged segments that mirror the only other one", holds=not _mirrors(group, case.place))
    interval = ShareInterval(group.low, group.high)
    yield checks.any_of("share here", Combined("{} ({})", (Quantity("share", group.share), interval)))
    yield checks.is_known("share of all customers", Quantity("share", all_share))
    yield checks.adjusted("q of the adjusted residual, over all pages", group.q)
    gap = None if all_share is None else group.share - all_share
    yield Check(
        "difference",
        Limit("at least {} more" if direction > 0 else "at least {} less", checks.LEAST_GAP),
        Quantity("signed points", gap),
        gap is not None and gap * direction > 0 and mix.wide(gap),
    )
    edge, side, beyond = (limits.INDEX_HIGH, "more", mix.high) if direction > 0 else (limits.INDEX_LOW, "less", mix.low)
    yield Check(
        "index (100 = all customers)",
        Limit(f"{{}} or {side}", Quantity("number", edge)),
        Quantity("number", index),
        index is not None and beyond(index),
    )


def _mirrors(group: GroupView, view: PlaceView) -> bool:
    """Return whether merged segments merely mirror the only other segment, which makes them redundant."""
    return len(view.groups) == 2 and len(group.segments) > 1 and any(len(g.segments) == 1 for g in view.groups)


def _distance(group: GroupView) -> float:
    return 0.0 if group.all_share is None else abs(group.share - group.all_share)


def _over_and_under(case: Case) -> Iterator[Check]:
    """One segment more common and one less, for one title; each passes independently."""
    for name, direction in (("more", 1), ("less", -1)):
        clear = passed(cells(case, direction=direction))
        yield Check(
            f"segments clearly {name} common", "at least one", Series(tuple(t.subject for t in clear)), bool(clear)
        )


def _over_and_under_facts(case: Case) -> Facts:
    """The largest clear difference up and the largest one down."""
    over, under = (max(passed(cells(case, direction=side)), key=lambda trial: trial.size).facts() for side in (1, -1))
    return {"over": over["segment_subject"], "under": under["segment_inline"]}


def _by_share(view: PlaceView) -> list[GroupView]:
    return sorted(view.groups, key=lambda group: -group.share)


def _intervals(groups: Sequence[GroupView]) -> Series:
    rows = (Combined("{} {}", (Segments(g.segments), ShareInterval(g.low, g.high))) for g in groups)
    return Series(tuple(rows), "; ")


def _largest(case: Case) -> Iterator[Trial]:
    """At least 100 customers; its lower Wilson limit is above the upper limit of every other share."""
    ordered = _by_share(case.place)
    key = "".join(group.segments[0] for group in ordered[:1])
    yield Trial(partial(_largest_checks, case, ordered), lambda: cell_facts(case, case.place, ordered[0]), key)


def _largest_checks(case: Case, ordered: Sequence[GroupView]) -> Iterator[Check]:
    yield checks.enough(case)
    top, rest = ordered[:1], ordered[1:]
    single = bool(rest) and len(top[0].segments) == 1
    yield Check("the largest share", "one segment, with others", _intervals(top), single)
    below = bool(rest) and top[0].low > max(group.high for group in rest)
    yield Check("the next", "interval wholly below", _intervals(rest[:1]), below)


def _level(case: Case) -> Iterator[Trial]:
    """At least 100 customers; each share lies in the other's Wilson interval, every other interval is below both."""
    ordered = _by_share(case.place)
    key = "".join(group.segments[0] for group in ordered[:2])
    yield Trial(partial(_level_checks, case, ordered), partial(_level_facts, case, ordered), key)


def _level_checks(case: Case, ordered: Sequence[GroupView]) -> Iterator[Check]:
    yield checks.enough(case)
    top, rest = ordered[:2], ordered[2:]
    single = bool(rest) and all(len(group.segments) == 1 for group in top)
    yield Check("the two largest shares", "one segment each, with a third", _intervals(top), single)
    level = len(top) == 2 and top[0].share <= top[1].high and top[1].share >= top[0].low
    yield checks.yes("each share inside the other’s interval", holds=level)
    below = bool(rest) and max(group.high for group in rest) < min(group.low for group in top)
    yield Check("the next", "interval wholly below both", _intervals(rest[:1]), below)


def _level_facts(case: Case, ordered: Sequence[GroupView]) -> Facts:
    one, two = (cell_facts(case, case.place, group) for group in ordered[:2])
    return {
        "first": one["segment_subject"],
        "second": subject(two["segment_inline"]),
        "first_share": one["share"],
        "second_share": two["share"],
        "n": one["whole"],
        "place": one["place"],
    }


def _nothing_passes(case: Case) -> Iterator[Check]:
    """At least 100 customers, the whole mix comparable, and no share clearly different."""
    groups = case.place.groups
    yield checks.enough(case)
    compared = sum(group.residual is not None for group in groups)
    yield Check(
        "shares that can be compared",
        Limit("all {}", Quantity("count", len(groups))) if groups else "at least one",
        Quantity("count", compared),
        bool(groups) and compared == len(groups),
    )
    yield _none_clear(case)


def _none_clear(case: Case) -> Check:
    return checks.none_clear([group.segments for group in case.place.groups if group.passes])


_P = "p of the whole mix (chi-square)"


def _in_line(case: Case) -> Iterator[Check]:
    """At least 100 customers, whole mix comparable, no share passes, omnibus chi-square p > .05."""
    yield from _nothing_passes(case)
    yield checks.same_mix(_P, case.place.omnibus_p)


def _close(case: Case) -> Iterator[Check]:
    """As in line, but the whole mix does differ (p ≤ .05): every share is still less than 5 points away."""
    groups = case.place.groups
    yield from _nothing_passes(case)
    yield checks.other_mix(_P, case.place.omnibus_p, unknown=True)
    gaps = [abs(group.share - group.all_share) for group in groups if group.all_share is not None]
    yield Check(
        "largest difference",
        Limit("less than {}", checks.LEAST_GAP),
        Quantity("points", max(gaps, default=None)),
        bool(gaps) and not mix.wide(max(gaps)),
    )


def _close_facts(case: Case) -> Facts:
    return {**place_facts(case), "limit": case.fmt.points(limits.SHARE_GAP)}


def _unclear(case: Case) -> Iterator[Check]:
    """At least 100 customers, and neither a share nor a measure is clearly different."""
    yield checks.enough(case)
    yield _none_clear(case)
    yield checks.none_differs(sorted(case.place.apart))


_LEVEL_FACTS = ("first", "second", "first_share", "second_share", "n", "place")

GUARDS = (
    Guard("over_represented", CELL_FACTS, partial(cells, direction=1), LIMITS),
    Guard("under_represented", CELL_FACTS, partial(cells, direction=-1), LIMITS),
    Guard("over_and_under", ("over", "under"), one(_over_and_under, _over_and_under_facts), LIMITS),
    Guard("largest_segment", CELL_FACTS, _largest, checks.MIN_N),
    Guard("level_segments", _LEVEL_FACTS, _level, checks.MIN_N),
    Guard("in_line", PLACE_FACTS, one(_in_line, place_facts), {**checks.MIN_N, **checks.WHOLE_MIX}),
    Guard(
        "close",
        (*PLACE_FACTS, "limit"),
        one(_close, _close_facts),
        {**checks.MIN_N, **checks.WHOLE_MIX, **checks.SHARE_GAP},
    ),
    Guard("unclear", PLACE_FACTS, one(_unclear, place_facts), checks.MIN_N),
)
