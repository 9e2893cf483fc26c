"""Guards of sentences about the mix of segments in one place. Wording is in phrases.toml.

What may be said of a share is decided in `model/answers.py`; a guard asks for an answer.
"""

import math
from collections.abc import Iterator, Sequence
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one, passed
from generator.publish.claims.quantities import Combined, Kind, Quantity, Segments, Series, ShareInterval
from generator.publish.claims.shared_facts import CELL_FACTS, PLACE_FACTS, cell_facts, place_facts, subject
from generator.publish.model.types import Answer, GroupView, PlaceView

LIMITS = {
    **checks.MIN_N,
    **checks.FALSE_FINDS,
    **checks.SHARE_GAP,
    "index_high": limits.INDEX_HIGH,
    "index_low": limits.INDEX_LOW,
    "points_alone": limits.SHARE_POINTS_ALONE,
}
_TESTED = {**checks.MIN_N, **checks.FALSE_FINDS}


def cells(case: Case, *, answer: Answer = "clear", direction: int = 0) -> Iterator[Trial]:
    """Segments whose share has an answer, more common (1), less common (-1) or either; of the case's segment if any."""
    view, adjectives = case.place, {1: "over", -1: "under"}.get(direction, "share")
    for group in view.groups:
        key = checks.key(group)
        if case.segment not in {None, key}:
            continue
        yield Trial(
            partial(_cell, case, group, answer, direction),
            partial(cell_facts, case, view, group, adjectives),
            key,
            abs(group.gap or 0.0),
            Segments(group.segments),
            view.place.slug,
            group,
        )


def _cell(case: Case, group: GroupView, answer: Answer, direction: int) -> Iterator[Check]:
    yield checks.enough(case)
    yield checks.no("merged segments that mirror the only other one", holds=not _mirrors(group, case.place))
    interval = ShareInterval(group.low, group.high)
    yield checks.any_of("share here", Combined("{} ({})", (Quantity("share", group.share), interval)))
    yield checks.is_known("share of all customers", Quantity("share", group.all_share))
    yield checks.any_of("q, over all shares and averages", Quantity("probability", group.q))
    gap, needs = group.gap, {1: "more here", -1: "less here"}.get(direction, "any")
    holds = gap is not None and gap * direction >= 0 and (not direction or gap != 0)
    yield Check("difference", needs, Quantity("signed points", gap), holds)
    yield checks.any_of("index (100 = all customers)", Quantity("number", group.index))
    yield checks.answers(group.answer, answer)


def _mirrors(group: GroupView, view: PlaceView) -> bool:
    """Return whether merged segments merely mirror the only other segment, which makes them redundant."""
    return len(view.groups) == 2 and len(group.segments) > 1 and any(len(g.segments) == 1 for g in view.groups)


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
    facts = partial(_largest_facts, case, ordered)
    yield Trial(partial(_largest_checks, case, ordered), facts, key, about=next(iter(ordered), None))


def _largest_facts(case: Case, ordered: Sequence[GroupView]) -> Facts:
    return cell_facts(case, case.place, ordered[0])


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


def _whole(case: Case, *, answer: Answer) -> Iterator[Check]:
    """At least 100 customers, and an answer for everything compared: all its shares and averages together."""
    view = case.place
    yield checks.enough(case)
    rows = (Combined("{} {}", (Segments(group.segments), str(group.answer))) for group in view.groups)
    yield checks.any_of("answers of the shares", Series(tuple(rows)))
    means = (Combined("{} {}", (name, str(one.answer))) for name, one in view.measures.items() if one.answer)
    yield checks.any_of("answers of the averages", Series(tuple(means)))
    yield checks.answers(view.answer, answer)


def _mix_in_line(case: Case) -> Iterator[Check]:
    """At least 100 customers, and a mix that is in line."""
    yield checks.enough(case)
    yield checks.answers(case.place.mix, "in_line")


def _none(case: Case, *, by_mix: bool) -> Iterator[Check]:
    """Nothing could be shown: as `_whole`, with the smallest difference of a share or, without a mix, of spend."""
    yield from _whole(case, answer="none")
    shares, spend = _least(case)
    known = shares if by_mix else None if shares is not None else spend
    kind: Kind = "points" if by_mix else "ratio"
    yield checks.is_known("smallest difference that would be found", Quantity(kind, known))


def _least(case: Case) -> tuple[float | None, float | None]:
    """Return the smallest differences that would probably be found: of all shares together, and of typical spend."""
    shares = [group.least for group in case.place.groups if group.least is not None]
    return max(shares, default=None), case.place.measures["typical_spend"].least


def _none_facts(case: Case) -> Facts:
    """Return the facts, with the smallest difference rounded up: 20 points, or 25 %."""
    shares, spend = _least(case)
    percent = math.ceil(100 * (spend - 1) - limits.TOLERANCE) if spend is not None else 0
    least = case.fmt.percent(percent / 100)
    if shares is not None:
        least = case.fmt.points(math.ceil(100 * shares - limits.TOLERANCE) / 100)
    return {**place_facts(case), "least": least}


def _untested(case: Case) -> Iterator[Check]:
    """At least 100 customers, but nothing that the release allows to compare with the rest."""
    yield checks.origin(case)
    yield checks.enough(case)
    answer = case.place.answer
    yield Check("figures compared", "none", str(answer or "none"), answer is None)


_NONE, _NONE_FACTS = {**_TESTED, "power": limits.POWER}, (*PLACE_FACTS, "least")
_LEVEL_FACTS = ("first", "second", "first_share", "second_share", "n", "place")

GUARDS = (
    Guard("over_represented", CELL_FACTS, partial(cells, direction=1), LIMITS),
    Guard("under_represented", CELL_FACTS, partial(cells, direction=-1), LIMITS),
    Guard("over_and_under", ("over", "under"), one(_over_and_under, _over_and_under_facts), LIMITS),
    Guard("largest_segment", CELL_FACTS, _largest, checks.MIN_N),
    Guard("level_segments", _LEVEL_FACTS, _level, checks.MIN_N),
    Guard("small_share", CELL_FACTS, partial(cells, answer="small"), _TESTED),
    Guard("chance_share", CELL_FACTS, partial(cells, answer="chance"), _TESTED),
    Guard("in_line", PLACE_FACTS, one(partial(_whole, answer="in_line"), place_facts), LIMITS),
    Guard("mix_in_line", PLACE_FACTS, one(_mix_in_line, place_facts), LIMITS),
    Guard("none_shown", _NONE_FACTS, one(partial(_none, by_mix=True), _none_facts), _NONE),
    Guard("none_shown_spend", _NONE_FACTS, one(partial(_none, by_mix=False), _none_facts), _NONE),
    Guard("untested", PLACE_FACTS, one(_untested, place_facts), checks.MIN_N),
)
