"""The base case of guard tests, each of which changes one property."""

import pytest

from tests.support.guards import Bank, even, sample_bank


@pytest.fixture(scope="session")
def bank() -> Bank:
    made = sample_bank()
    return Bank(even(made.views), made.content)
