from collections.abc import Mapping

import pytest

from generator.analyse.values.days import far_days

YEAR = {19_000 + day: 10 for day in range(366)}


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ({}, set()),
        ({26_000: 1}, {26_000}),
        ({16_000: 1}, {16_000}),
        ({16_000: 1, 16_001: 1, 26_000: 1}, {16_000, 16_001, 26_000}),
        ({26_000: 3}, {26_000}),
        ({26_000: 5}, set()),
        ({19_365 + 200: 1}, set()),
        ({19_365 + 400: 1}, {19_365 + 400}),
    ],
    ids=["none", "later", "earlier", "both ends", "one in a thousand", "too many", "a pause", "longer than the rest"],
)
def test_days_far_from_all_others(added: Mapping[int, int], expected: set[int]) -> None:
    assert far_days({**YEAR, **added}) == expected


@pytest.mark.parametrize("rows", [{}, {1: 1}, {1: 1, 900: 1}, {1: 50, 2: 40, 900: 1}, {1: 99, 62: 1}, {1: 400, 50: 1}])
def test_too_few_rows_or_too_short_a_gap_say_nothing(rows: dict[int, int]) -> None:
    assert far_days(rows) == set()
