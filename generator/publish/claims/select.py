"""Selects and orders the sentences of each kind of page.

Conditions are in the guards (`rules/`), wording in `content/phrases.toml`.
"""

from dataclasses import replace

from generator.publish.claims.guard import Case
from generator.publish.claims.opportunities import Opportunity, opportunities
from generator.publish.claims.said import (
    CITIES,
    CLEAR_MIX,
    CLEAR_OTHERS,
    CLEAR_SPEND,
    DIFFERENT,
    LESS_SURE,
    pairs_of,
    say,
)
from generator.publish.claims.sentences import (
    OverviewSentences,
    PlaceSentences,
    SegmentSentences,
    Sentence,
    SummarySentences,
)
from generator.publish.model.nearby import Surroundings
from generator.publish.model.neighbours import Alike, Neighbour
from generator.publish.model.types import PlaceView
from generator.publish.words.edition import Edition

__all__ = [
    "Opportunity",
    "OverviewSentences",
    "PlaceSentences",
    "SegmentSentences",
    "Sentence",
    "SummarySentences",
    "alike",
    "cities_alike",
    "larger_city",
    "overview",
    "place",
    "segment",
    "state_mix",
    "summary",
]


#: Candidates for the headline of a city page, in order; exactly one of the last ones always passes.
_HEADLINES = (
    ("imported_place",),
    CLEAR_MIX,
    CLEAR_SPEND,
    CLEAR_OTHERS,
    *((kind,) for kind in LESS_SURE),
    ("in_line",),
    ("none_shown", "none_shown_spend"),
    ("untested",),
    ("too_few",),
)
_SUPERLATIVES = ("largest", "level")
_MOST_STANDOUTS = 6

#: Sentences on changes since an earlier release, in order: the days, what is not compared, all customers, cities.
_DAYS_COMPARED = ("first_release", "days_compared")
_NOT_COMPARED = (
    "other_customer_key",
    "other_window_length",
    "later_window",
    "windows_overlap",
    "other_currency",
    "other_features",
    "other_segments",
    "other_places",
)
_BANK_CHANGES = ("bank_share", "bank_typical_spend", "bank_transactions", "bank_customers", "bank_unchanged")
_PLACE_CHANGES = ("place_share", "place_typical_spend", "place_customers")
_OTHER_CHANGES = ("places_unchanged", "no_place_compared", "pages_changed", "segment_is_new", "segment_continues")
_MOST_CHANGES = 8


def place(view: PlaceView, edition: Edition) -> PlaceSentences:
    """Return the sentences of a city or district page."""
    case = Case(edition, view)
    headline = _headline(case)
    spend = say(("spend_share",), case)
    different = [sentence for sentence in say(DIFFERENT, case) if sentence.id != headline.id]
    # Every difference is listed; superlatives only where there is room.
    more = say(_SUPERLATIVES, case)[: max(0, _MOST_STANDOUTS - len(different))]
    return PlaceSentences(
        headline=headline,
        standouts=(*different, *more),
        share_of_spend=spend[0] if spend else None,
        why_sparse=next(iter(say(("joined", "whole_only"), case)), None),
    )


def alike(found: Neighbour, edition: Edition) -> Sentence | None:
    """Return the sentence on why another city is similar; None when none passes."""
    case, slug = Case(edition, two=found), found.second.place.slug
    said = next((sentence for kind in ("alike", "alike_but") for sentence in say((kind,), case)), None)
    return replace(said, id=f"{said.id}-{slug}", place=slug) if said else None


def cities_alike(view: PlaceView, points: Alike, edition: Edition) -> tuple[tuple[Neighbour, Sentence], ...]:
    """Return the nearest cities for which a sentence passes, each with that sentence."""
    found = ((near, alike(near, edition)) for near in points.nearest(view))
    return tuple((near, sentence) for near, sentence in found if sentence is not None)


def larger_city(view: PlaceView, around: Surroundings, edition: Edition) -> Sentence | None:
    """Return the sentence on the nearest larger city; None where none is known."""
    found = around.larger(view)
    said = next(iter(say(("larger_city",), Case(edition, two=found))), None) if found else None
    return replace(said, place=found.second.place.slug) if said and found else None


def state_mix(view: PlaceView, around: Surroundings, edition: Edition) -> Sentence | None:
    """Return the sentence on the mix of a place's state, for a place without a mix; None where none is shown."""
    return next(iter(say(("state_mix",), Case(edition, view, state=around.mixes.get(view.place.state)))), None)


def _headline(case: Case) -> Sentence:
    """Return the first that passes, in the order of the answers; of several, the one with the largest finding."""
    for kinds in _HEADLINES:
        pairs = [pair for kind in kinds for pair in pairs_of(kind, case, "headline")]
        if pairs:
            return max(pairs, key=lambda pair: pair[0].size)[1]
    raise ValueError(f"no headline passes for {case.place.place.id}")


def overview(edition: Edition) -> OverviewSentences:
    """Return the sentences of the overview."""
    case = Case(edition)
    highlights = (
        say(("most_spend", *CITIES), case)
        + _strongest(case, 2)
        + say(("typical_places", "top_city", "in_places"), case)
    )
    return OverviewSentences(
        headline=say(("bank_size", "imported_size"), case, "headline")[0],
        highlights=tuple(highlights[:_MOST_STANDOUTS]),
        quality=tuple(_quality(case)[:1]),
    )


def _strongest(case: Case, most: int) -> list[Sentence]:
    """Return the places with the largest clear differences, up or down, each place once."""
    pairs = [pair for kind in ("city_over", "city_under") for pair in pairs_of(kind, case, "text")]
    first: dict[str, Sentence] = {}
    for finding, sentence in sorted(pairs, key=lambda pair: (-pair[0].size, pair[0].key)):
        first.setdefault(finding.place, sentence)
    return list(first.values())[:most]


def _quality(case: Case) -> list[Sentence]:
    sentences = say(("rows", "all_rows"), case)
    keys = say(("quality_key_conflict", "quality_key_config", "quality_key_auto"), case)[:1]
    return sentences + say(("quality_age",), case) + keys


def summary(edition: Edition) -> SummarySentences:
    """Return the sentences of the executive summary."""
    case = Case(edition)
    segments = _segment_lines(case)
    spend = say(("most_spend",), case) or segments[:1]
    more = say(CITIES, case) + _strongest(case, 1) + say(("typical_places",), case)
    cannot = (
        "cannot_rupees",
        "cannot_compare",
        "cannot_frequency",
        "cannot_recency",
        "cannot_age",
        "cannot_gender",
        "cannot_cause",
        "cannot_elsewhere",
    )
    return SummarySentences(
        takeaways=(*say(("bank_size", "imported_size"), case), *spend, *more[:3]),
        segments=tuple(segments),
        opportunities=opportunities(case),
        changes=tuple(_changes(case)),
        cannot_tell=tuple(say(cannot, case)),
        quality=tuple(_quality(case)[:3]),
    )


def _changes(case: Case) -> list[Sentence]:
    """Return the changes since an earlier release: all customers first, then cities beyond all others."""
    return [
        *say((*_DAYS_COMPARED, *_NOT_COMPARED, *_BANK_CHANGES), case),
        *_place_changes(case),
        *say(_OTHER_CHANGES, case),
    ]


def _place_changes(case: Case) -> list[Sentence]:
    """Return the largest changes of places: of each place one share at most, which says that others gave way."""
    pairs = [pair for kind in _PLACE_CHANGES for pair in pairs_of(kind, case, "text")]
    first: dict[tuple[str, str], Sentence] = {}
    for finding, sentence in sorted(pairs, key=lambda pair: (-pair[0].size, pair[0].key)):
        first.setdefault((finding.place, sentence.kind), sentence)
    return list(first.values())[:_MOST_CHANGES]


def _segment_lines(case: Case) -> list[Sentence]:
    """Return one line for each segment (or merged segments), in canonical order."""
    lines = say(("segment_spend", "segment_share"), case)
    order = ["".join(group.segments) for group in case.views.groups]
    return sorted(lines, key=lambda line: order.index(line.id.rpartition("-")[2]))


def segment(id_: str, edition: Edition) -> SegmentSentences:
    """Return the sentences of a segment's page."""
    case = Case(edition, segment=id_)
    return SegmentSentences(
        headline=say(("joined_segment", "segment_spend", "segment_share"), case, "headline")[0],
        rule=say(("naming_rule", "imported_rule"), case)[0],
        profile=tuple(say(("segment_profile",), case)),
        over=tuple(say(("segment_place_over",), case)),
        under=tuple(say(("segment_place_under",), case)),
        nowhere=next(iter(say(("nowhere",), case)), None),
    )
