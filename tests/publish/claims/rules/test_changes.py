"""Guards of changes since an earlier release."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.release import CellChange, Changes, SegmentChange
from tests.support.guards import Bank, by_id, failed, failed_of

EARLIER, COMPARED, MOVED = "an earlier release", "shares compared", "changed shares"


def changed(bank: Bank, **changes: Any) -> Case:
    """All customers, after 40 shares were compared and two of them differ, one in a place that has no page."""
    place = bank.views.cities[0].place.id
    cells = (CellChange(place, ("a",), 0.2, 0.3, 0.01), CellChange("gone", ("a",), 0.2, 0.3, 0.01))
    segments = (SegmentChange("a", True, 0.1, "High", "High"), SegmentChange("b", False, None, None, "New"))
    made = replace(Changes("2015-08-01", "2015-10-21", "refit", segments, 40, cells), **changes)
    return bank.with_release(replace(bank.views.release, changes=made)).case()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Comparison with an earlier release (None: there is none), and the checks that fail."""

    id: str
    changes: dict[str, Any] | None = field(default_factory=dict)
    first_release: tuple[str, ...] = (EARLIER,)
    nothing_moved: tuple[str, ...] = ()
    other_segments: tuple[str, ...] = (COMPARED,)


COMPARISONS = (
    Comparison(
        id="no-earlier-release",
        changes=None,
        first_release=(),
        nothing_moved=(EARLIER, COMPARED),
        other_segments=(EARLIER,),
    ),
    Comparison(id="shares-differ", nothing_moved=(MOVED,)),
    Comparison(id="no-share-differs", changes={"cells": ()}),
    Comparison(
        id="nothing-compared",
        changes={"cells": (), "compared": 0},
        nothing_moved=(COMPARED,),
        other_segments=(),
    ),
)


@by_id(COMPARISONS)
def test_the_comparison_decides_which_change_sentence_is_used(bank: Bank, row: Comparison) -> None:
    case = bank.case() if row.changes is None else changed(bank, **row.changes)
    assert failed_of(("first_release", "nothing_moved", "other_segments"), case) == {
        "first_release": row.first_release,
        "nothing_moved": row.nothing_moved,
        "other_segments": row.other_segments,
    }


def test_changes_are_reported_for_places_with_pages(bank: Bank) -> None:
    case = changed(bank)
    assert failed("moved", case, f"{bank.views.cities[0].place.slug}-a") == ()
    assert failed("moved", case, "gone-a") == ("page on the site",)


@pytest.mark.parametrize(("name", "segment"), [("segment_continues", "a"), ("segment_is_new", "b")])
def test_segments_of_a_refit_continue_earlier_ones_or_are_new(bank: Bank, name: str, segment: str) -> None:
    assert [found.key for found in registry.GUARDS[name].findings(changed(bank))] == [segment]
