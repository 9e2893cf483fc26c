"""Guards of one place as a whole: its detail, and limits of comparison."""

from dataclasses import dataclass, replace
from typing import Literal

from tests.support.guards import CUSTOMERS, Bank, by_id, failed, place

ORIGIN, DETAIL = "origin", "detail of the place"


def test_an_imported_table_has_no_place_with_too_few_customers(bank: Bank) -> None:
    few = place(bank, strength="counts")
    imported = bank.with_release(replace(bank.views.release, origin="kpis"))
    assert (failed("imported_place", bank.case(few)), failed("too_few", bank.case(few))) == ((ORIGIN,), ())
    assert failed("too_few", bank.case(place(bank))) == (CUSTOMERS,)
    assert (failed("imported_place", imported.case(few)), failed("too_few", imported.case(few))) == ((), (ORIGIN,))


@dataclass(frozen=True, kw_only=True)
class Detail:
    """Detail of a place, and the checks that fail for both sentences on merged segments."""

    id: Literal["groups", "total", "segments"]
    joined: tuple[str, ...] = (DETAIL,)
    whole_only: tuple[str, ...] = (DETAIL,)


@by_id((Detail(id="groups", joined=()), Detail(id="total", whole_only=()), Detail(id="segments")))
def test_the_detail_of_a_place_decides_the_sentence_on_merged_segments(bank: Bank, row: Detail) -> None:
    view = place(bank)
    case = bank.case(replace(view, place=replace(view.place, detail=row.id)))
    assert (failed("joined", case), failed("whole_only", case)) == (row.joined, row.whole_only)
