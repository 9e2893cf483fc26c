"""Waiting for conditions instead of fixed times, so that a loaded machine does not change results."""

import time
from collections.abc import Callable
from typing import Any

import pytest

#: Ends a hanging test. No test may come near it, because a limit reached on a loaded machine says nothing of the code.
GUARD_SECONDS = 1800


def wait_for(condition: Callable[[], Any]) -> None:
    """Wait until a condition is true."""
    end = time.monotonic() + GUARD_SECONDS
    while not condition():
        if time.monotonic() > end:
            pytest.fail("never came true")
        time.sleep(0.02)


def until(page: Any, condition: str) -> None:
    """Wait for a condition in a page; unlike `wait_for_function`, allowed by any Content-Security-Policy."""
    end = time.monotonic() + GUARD_SECONDS
    while not page.evaluate(condition):
        if time.monotonic() > end:
            pytest.fail(f"never came true: {condition}")
        page.wait_for_timeout(20)


def pass_timers(page: Any, milliseconds: int) -> None:
    """Wait until all timers of the page within so many milliseconds have fired, by the page's own clock."""
    page.evaluate("most => new Promise(done => { setTimeout(() => requestAnimationFrame(done), most) })", milliseconds)
