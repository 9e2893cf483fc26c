"""One number of customers on the whole site, and no single customer who sets a cap or hides an average."""

from collections import Counter
from pathlib import Path

import pytest

from generator.publish.render import render
from generator.release import Release
from generator.settings.settings import Settings
from tests.support.banks import AS_IS, Row, analysed, changed, one_time_customers, put, text

AMOUNT, PLACE = 8, 4


def totals(release: Release) -> set[int]:
    """Return every number of customers that a release has."""
    overall = release.overall
    found = {sum(atom.n for atom in release.atoms), *(count.of for count in overall.matches)}
    found.add(sum(count.n or 0 for count in overall.matches))
    found |= {sum(part.n for part in item.bins) for item in overall.histograms if item.measure != "age"}
    for kind in ("age", "gender"):
        cells = [cell.n for cell in overall.cross if cell.band.startswith(kind)]
        if cells and None not in cells:
            found.add(sum(n or 0 for n in cells))
    return found


def towns(sizes: dict[str, int]) -> list[Row]:
    names = [name for name, n in sizes.items() for _ in range(n)]
    return [
        [*row[:PLACE], name, *row[PLACE + 1 :]] for row, name in zip(one_time_customers(len(names)), names, strict=True)
    ]


def test_a_hundred_customers_of_four_towns_are_a_hundred_on_every_page(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", text(towns({"Lyon": 25, "Nice": 25, "Metz": 25, "Brest": 25})))
    release = analysed(path, AS_IS).release
    assert totals(release) == {100}
    pages = {
        name: data.decode()
        for name, data in render(release, Settings(cards=False, embeds=False))
        if name.endswith(".html")
    }
    assert "100 customers in" in pages["index.html"]
    assert not [name for name, page in pages.items() if "120 customers" in page or "110 customers" in page]


@pytest.mark.parametrize("size", [87, 150, 793, 1_004])
def test_the_total_is_the_nearest_multiple_of_the_base(tmp_path: Path, size: int) -> None:
    rest = size - 3 * 21
    path = put(tmp_path / "t.csv", text(towns({"Lyon": rest, "Nice": 21, "Metz": 21, "Brest": 21})))
    assert totals(analysed(path, AS_IS).release) == {(2 * size + 10) // 20 * 10}


@pytest.mark.slow
def test_the_real_rows_have_one_number_of_customers(real_data: Path) -> None:
    """19,999 customers of 20,000 rows: the sum of the cities was 20,070."""
    release = analysed(real_data).release
    assert totals(release) == {20_000}
    rows = {count.name: count.n for count in release.overall.quality}
    assert rows["rows_read"] == rows["rows_accepted"] == 20_000
    held = Counter[str]()
    for atom in release.atoms:
        held[atom.place] += atom.n
    assert all(n >= release.policy.threshold for n in held.values())


def test_one_customer_of_any_spend_sets_no_cap_and_withholds_no_average(tmp_path: Path) -> None:
    rows = one_time_customers(900)
    usual, found = (
        analysed(put(tmp_path / f"{amount}.csv", text(changed(rows, 0, AMOUNT, amount))), AS_IS, "k=2").release
        for amount in ("9000.00", "9000000000.00")
    )
    assert [clip for clip in found.model.clips if clip.measure.startswith("spend")] == [
        clip for clip in usual.model.clips if clip.measure.startswith("spend")
    ]
    for release in (usual, found):
        assert all(segment.means["spend"].value is not None for segment in release.segments)
        assert release.overall.means["spend"].value is not None
    assert (found.overall.means["spend"].value or 0) < 2 * (usual.overall.means["spend"].value or 0)
    assert max(clip.high for clip in found.model.clips) < 1e5
