"""The sample releases obey the disclosure rules, so that tests use only releases that can occur."""

from dataclasses import replace

import pytest

from generator.release.codec import dump, load
from generator.release.sense import first_fault
from tests.support.releases import KINDS, THRESHOLD, Kind, sample_release


@pytest.mark.parametrize("kind", KINDS)
def test_deterministic_and_readable(kind: Kind) -> None:
    release = sample_release(kind)
    assert dump(release) == dump(sample_release(kind))
    assert load(dump(release)) == release


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "internal"])
def test_atoms_partition_each_place_and_reach_the_threshold(kind: Kind) -> None:
    release = sample_release(kind)
    every = tuple(segment.id for segment in release.segments)
    for place in release.places:
        groups = [atom for atom in release.atoms if atom.place == place.id]
        assert sorted(segment for atom in groups for segment in atom.segments) == sorted(every)
        assert all(atom.n >= THRESHOLD and atom.n % release.policy.base == 0 for atom in groups)
        sizes = {len(atom.segments) for atom in groups}
        detail = "total" if len(groups) == 1 else "segments" if sizes == {1} else "groups"
        assert place.detail == detail


@pytest.mark.parametrize("kind", KINDS)
def test_margin_and_single_atoms_add_to_all(kind: Kind) -> None:
    release = sample_release(kind)
    total = sum(atom.n for atom in release.atoms)
    singles = sum(atom.n for atom in release.atoms if len(atom.segments) == 1)
    assert singles + sum(cell.n for cell in release.margin) == total
    assert all(cell.n >= release.policy.threshold for cell in release.margin)


@pytest.mark.parametrize("kind", KINDS)
def test_counts_are_those_that_a_check_of_a_site_accepts(kind: Kind) -> None:
    """No count of customers or rows is below the threshold, and all tables say the same number of customers."""
    release = sample_release(kind)
    assert first_fault(release) is None
    counts = [count.n for count in (*release.overall.quality, *release.overall.matches)]
    counts += [cell.n for cell in release.overall.cross]
    counts += [item.n for histogram in release.overall.histograms for item in histogram.bins]
    assert all(n % release.policy.base == 0 for n in counts if n is not None)
    assert all(n >= release.policy.threshold for n in counts if n)


def test_sample_kinds_have_their_properties() -> None:
    details = {kind: {p.detail for p in sample_release(kind).places if p.slug} for kind in KINDS}
    assert details["total"] == {"total"}
    assert details["full"] == {"segments", "groups", "total"}
    assert any(len(cell.segments) > 1 for cell in sample_release("joined").margin)
    assert sample_release("internal").policy.kind == "internal"
    assert [d.name for d in sample_release("sparse").model.dropped] == ["frequency"]
    names = " ".join(place.name for place in sample_release("hostile").places)
    assert "<script>" in names
    assert "=HYPERLINK" in names
    assert replace(sample_release("full"), places=()).places == ()
