"""Guards of segments and of the segmentation itself."""

from dataclasses import dataclass, replace

import pytest

from generator.publish.claims import registry
from tests.support.guards import Bank, by_id, failed, sample_bank

SHARE_OF_SPEND, JOINED, LEAD = "share of spend", "counted for all customers as", "lead"


def test_spend_is_reported_for_each_segment(bank: Bank) -> None:
    assert len(registry.GUARDS["spend_by_segment"].findings(bank.case())) == 4


@pytest.mark.parametrize("share", [0.2, None], ids=["shown", "withheld"])
def test_the_share_of_spend_is_reported_where_it_is_shown(bank: Bank, share: float | None) -> None:
    groups = tuple(replace(one, spend_share=share) for one in bank.views.groups)
    case = bank.with_views(groups=groups).case(segment="a")
    assert failed("spend_by_segment", case) == (() if share else (SHARE_OF_SPEND,))
    assert failed("share_by_segment", case) == ((SHARE_OF_SPEND,) if share else ())


def test_a_merged_segment_is_reported_as_merged(bank: Bank) -> None:
    assert failed("joined_segment", bank.case(segment="a")) == (JOINED,)
    assert failed("joined_segment", sample_bank("joined").case(segment="c")) == ()


@dataclass(frozen=True, kw_only=True)
class Silhouette:
    """A silhouette (that of the uncorrelated reference is 0.38), and the checks that fail for both sentences on it."""

    id: str
    silhouette: float | None
    fits_better: tuple[str, ...] = ()
    fits_alike: tuple[str, ...] = ()


_UNKNOWN = ("silhouettes at the number of segments used",)
SILHOUETTES = (
    Silhouette(id="at-the-lead", silhouette=0.43, fits_alike=(LEAD,)),
    Silhouette(id="under-the-lead", silhouette=0.429, fits_better=(LEAD,)),
    Silhouette(id="not-known", silhouette=None, fits_better=_UNKNOWN, fits_alike=_UNKNOWN),
)


@by_id(SILHOUETTES)
def test_a_segmentation_fits_better_if_it_reaches_the_lead(bank: Bank, row: Silhouette) -> None:
    release = bank.views.release
    evidence = tuple(
        replace(
            one,
            data=replace(one.data, silhouette=row.silhouette),
            independent=replace(one.independent, silhouette=0.38),
        )
        for one in release.overall.evidence
    )
    case = bank.with_release(replace(release, overall=replace(release.overall, evidence=evidence))).case()
    assert failed("fits_better", case) == row.fits_better
    assert failed("fits_alike", case) == row.fits_alike
