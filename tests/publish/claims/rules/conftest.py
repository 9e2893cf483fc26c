"""The bank that every test of a guard changes in one thing."""

import pytest

from tests.support.guards import Bank, even, sample_bank


@pytest.fixture(scope="session")
def bank() -> Bank:
    made = sample_bank()
    return Bank(even(made.views), made.content)
