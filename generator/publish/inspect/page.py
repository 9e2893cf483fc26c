"""Explains a page: its facts, the checks of each guard, and the sentences that were chosen.

For editors, and for readers who doubt a sentence (`atlas inspect`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.publish.claims import registry, select, titles
from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.guard import Case, Guard, Trial
from generator.publish.claims.quantities import Average, Quantity, Segments
from generator.publish.claims.select import Sentence
from generator.publish.facts import values
from generator.publish.inspect import check_texts
from generator.publish.inspect.types import Chosen, Inspection, Verdict
from generator.publish.model import conditions
from generator.publish.model.nearby import Surroundings
from generator.publish.model.neighbours import Alike, Neighbour
from generator.publish.model.types import Estimate, GroupView, PlaceView
from generator.publish.words import display_names
from generator.publish.words.content import Content, Phrase
from generator.publish.words.edition import Edition
from generator.release import Mean

#: Sentences of a segment page; their guards apply to one segment when the case has one.
SEGMENT_PHRASES = (
    "joined_segment",
    "segment_spend",
    "segment_share",
    "naming_rule",
    "imported_rule",
    "segment_profile",
    "segment_place_over",
    "segment_place_under",
    "nowhere",
)
#: Those of them that pages about all customers use too.
_SHARED = frozenset({"segment_spend", "segment_share"})
#: Site facts on what segments are formed of.
_ON_FEATURES = ("features_list", "recency_reason", "recency_use")
#: Feature of each measure that is missing without it.
_FEATURE = {
    "transactions": "frequency",
    "frequency_pct": "frequency",
    "recency": "recency",
    "recency_pct": "recency",
}
#: Figures whose title is a sentence.
_TITLED = {"place": ("segments", "profile"), "all": ("all-segments", "distribution", "spend", "evidence")}


def inspect(found: PlaceView | str | None, edition: Edition) -> Inspection:
    """Inspect a place, a segment (by id) or all customers (None).

    Args:
        found: What `lookup.find` returned.
        edition: The release as published, words and formats.
    """
    if isinstance(found, PlaceView):
        return _place(found, Case(edition, found))
    if found is not None:
        return _segment(found, Case(edition, segment=found))
    return _all(Case(edition))


def _place(view: PlaceView, case: Case) -> Inspection:
    found = select.place(view, case.edition)
    slots = {
        "headline": (found.headline,),
        "what stands out": found.standouts,
        "share of spend": _some(found.share_of_spend),
        "why sparse": _some(found.why_sparse),
    }
    near = Alike.of(case.views)
    for found_near, sentence in select.cities_alike(view, near, case.edition):
        slots[f"like this one: {display_names.place(found_near.second, case.content)}"] = (sentence,)
    around = Surroundings.of(case.views)
    slots["nearest larger city"] = _some(select.larger_city(view, around, case.edition))
    slots["mix of its state"] = _some(select.state_mix(view, around, case.edition))
    near_case = replace(case, two=around.larger(view), state=around.mixes.get(view.place.state))
    return Inspection(
        subject=display_names.place_in_state(view),
        kind="place",
        facts=values.of_place(view, case.edition, found.headline.text),
        numbers=_numbers(view, case),
        verdicts=(
            *verdicts(registry.PLACE, case),
            *_verdicts_alike(near.nearest(view), case),
            *verdicts(registry.NEAR, near_case),
        ),
        chosen=(*chosen(slots, case), *_titles("place", case)),
    )


def _segment(id_: str, case: Case) -> Inspection:
    found = select.segment(id_, case.edition)
    one = case.views.segments[id_]
    slots = {
        "headline": (found.headline,),
        "rule": (found.rule,),
        "profile": found.profile,
        "more common in": found.over,
        "less common in": found.under,
        "nowhere": _some(found.nowhere),
    }
    averages = {name: _average(case, name, mean) for name, mean in sorted(one.means.items())}
    return Inspection(
        subject=f"{one.letter} {one.name}",
        kind="segment",
        facts=values.of_segment(id_, case.edition),
        numbers=averages,
        verdicts=tuple(_verdict(case.content.phrase(name), case) for name in SEGMENT_PHRASES),
        chosen=chosen(slots, case),
    )


def _all(case: Case) -> Inspection:
    first = select.overview(case.edition)
    second = select.summary(case.edition)
    slots = {
        "overview headline": (first.headline,),
        "overview highlights": first.highlights,
        "overview quality": first.quality,
        "summary takeaways": second.takeaways,
        "summary segments": second.segments,
        "summary changes": second.changes,
        "summary cannot tell": second.cannot_tell,
        "summary quality": second.quality,
    }
    only_segments = set(SEGMENT_PHRASES) - _SHARED
    wanted = (phrase for phrase in _phrases(registry.BANK, case) if phrase.id not in only_segments)
    return Inspection(
        subject=case.views.release.label,
        kind="all",
        facts={name: case.content.facts[name] for name in _ON_FEATURES},
        numbers={name: _average(case, name, one) for name, one in case.views.measures.items()},
        verdicts=tuple(_verdict(phrase, case) for phrase in wanted),
        chosen=(*chosen(slots, case), *_titles("all", case)),
    )


def _average(case: Case, name: str, mean: Mean | Estimate) -> str:
    """Format an average; one that is missing because its feature was left out is in the data."""
    dropped = {item.name: item.reason for item in case.views.release.model.dropped}
    reason = dropped.get(_FEATURE.get(name, ""))
    return f"left out ({reason})" if reason and mean.withheld == "absent" else case.fmt.mean(name, mean)


def _some(sentence: Sentence | None) -> tuple[Sentence, ...]:
    return (sentence,) if sentence else ()


def _phrases(kinds: Iterable[Guard], case: Case) -> Iterator[Phrase]:
    """Yield the phrases of these guards."""
    names = {guard.name for guard in kinds}
    return (phrase for phrase in case.content.phrases() if phrase.guard in names)


def verdicts(kinds: Iterable[Guard], case: Case) -> tuple[Verdict, ...]:
    """Return the verdicts of the guards, phrase by phrase."""
    return tuple(_verdict(phrase, case) for phrase in _phrases(kinds, case))


def _verdict(phrase: Phrase, case: Case) -> Verdict:
    return _of_trials(phrase, registry.of(phrase, case.content).trials(case), case)


def _verdicts_alike(others: Iterable[Neighbour], case: Case) -> Iterator[Verdict]:
    """Yield the verdicts on similar cities, each phrase tried for each of the nearest cities."""
    pairs = [(display_names.place(other.second, case.content), replace(case, two=other)) for other in others]
    for phrase in _phrases(registry.ALIKE, case):
        trials = registry.of(phrase, case.content).trials
        named = (trial._replace(subject=name) for name, pair in pairs for trial in trials(pair))
        yield _of_trials(phrase, named, case)


def _of_trials(phrase: Phrase, trials: Iterable[Trial], case: Case) -> Verdict:
    return Verdict(phrase.id, phrase.guard, _where(registry.key(phrase, "text"), case.content), tuple(trials))


def chosen(slots: Mapping[str, tuple[Sentence, ...]], case: Case) -> tuple[Chosen, ...]:
    """Return the chosen sentences by slot, with the source of their wording."""
    return tuple(
        Chosen(
            slot,
            sentence.kind,
            sentence.text,
            sentence.confidence,
            _where(sentence.words, case.content),
        )
        for slot, sentences in slots.items()
        for sentence in sentences
    )


def _where(words: str, content: Content) -> str:
    return content.files["phrases.toml"].where(words)


def _titles(kind: str, case: Case) -> tuple[Chosen, ...]:
    """Return the titles of figures that may carry a finding, with the source of their wording."""
    found: list[Chosen] = []
    for figure in _TITLED[kind]:
        if kind == "place" and figure == "segments" and not case.place.groups:
            continue
        if figure == "evidence" and conditions.scores(case.views) is None:
            continue
        slot = f"title of {figure}"
        finding = titles.finding(figure, case.edition, case.view)
        if finding is not None:
            found += chosen({slot: (finding,)}, case)
        else:
            text, source = case.content.words(f"figures.{figure}.title"), case.content.files["figures.toml"]
            found.append(Chosen(slot, "", text, "", source.where(f"{figure}.title")))
    return tuple(found)


def _numbers(view: PlaceView, case: Case) -> dict[str, str]:
    """Return the strength of a place's claims, its shares and its averages."""
    edition, measures = case.edition, case.views.measures
    rows: dict[str, str] = {"strength": view.strength, "detail": view.place.detail}
    rows |= {check_texts.value(Segments(group.segments), edition): _share(group, case) for group in view.groups}
    for name, one in view.measures.items():
        if one.withheld == measures[name].withheld == "absent":
            rows[name] = _average(case, name, one)
            continue
        here = check_texts.value(Average(name, one, with_interval=True), edition)
        both = f"{here}; all {case.fmt.mean(name, measures[name])}"
        rows[name] = f"{both}{_answer(one, case)}"
    rows["answer"] = view.answer or "not tested"
    return rows


def _answer(found: Estimate | GroupView, case: Case) -> str:
    """Return the adjusted p-value and the answer of a share or an average; empty where it is not tested."""
    if found.answer is None:
        return ""
    q = check_texts.value(Quantity("probability", found.q), case.edition)
    return f", q {q}; answer: {found.answer}"


def _share(group: GroupView, case: Case) -> str:
    fmt = case.fmt
    text = f"{fmt.count(group.n)} customers, {fmt.percent(group.share)}"
    text += f" ({fmt.interval(group.low, group.high, 'share')})"
    if group.all_share is None:
        return f"{text}; share of all customers {UNKNOWN}"
    text += f"; all {fmt.percent(group.all_share)}, index {fmt.number(group.index or 0.0)}"
    return f"{text}{_answer(group, case)}"
