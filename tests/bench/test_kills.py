"""A few kills at random moments; `python -m tests.bench.kills` makes hundreds."""

import sys
from pathlib import Path

import pytest

from tests.bench.kills import run

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]


def test_a_killed_run_leaves_the_old_or_the_new_and_no_row(tmp_path: Path) -> None:
    assert run(4, 1, tmp_path).faults == []
