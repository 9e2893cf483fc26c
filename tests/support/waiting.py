"""Waiting for a condition, never for a time: a loaded machine takes longer and changes no result."""

import time
from collections.abc import Callable
from typing import Any

import pytest

#: Ends what hangs. No test may come near it: a limit that a loaded machine reaches says nothing about the code.
GUARD_SECONDS = 1800


def wait_for(condition: Callable[[], Any]) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + GUARD_SECONDS
    while not condition():
        if time.monotonic() > end:
            pytest.fail("never came true")
        time.sleep(0.02)


def until(page: Any, condition: str) -> None:
    """Wait for a condition in a page; Playwright's own way evaluates text there, which the page's policy may refuse."""
    end = time.monotonic() + GUARD_SECONDS
    while not page.evaluate(condition):
        if time.monotonic() > end:
            pytest.fail(f"never came true: {condition}")
        page.wait_for_timeout(20)


def pass_timers(page: Any, milliseconds: int) -> None:
    """Let every timer fire that the page has set for within so many milliseconds: its own clock counts, not ours."""
    page.evaluate("most => new Promise(done => { setTimeout(() => requestAnimationFrame(done), most) })", milliseconds)
