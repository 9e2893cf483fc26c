"""Progress of a run on standard error: one updated line on a terminal, otherwise one line per stage."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from generator.cli import signals
from generator.console import say, show_status
from generator.pipeline import Clock


@contextmanager
def running(quiet: bool) -> Iterator[Clock]:
    """Yield a clock that shows the current stage, or nothing if `quiet`."""
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    show = _nothing if quiet else _show if on_terminal else _log
    stopping = signals.running()

    def notify(stage: str) -> None:
        if stopping:
            stopping.require_going_on()
        show(stage)

    try:
        yield Clock(notify)
    finally:
        if not quiet:
            _clear()


def _nothing(_: str) -> None:
    return


def _show(stage: str) -> None:
    with suppress(OSError):
        show_status(f"{stage} …")


def _log(stage: str) -> None:
    # A full disk or a closed pipe must not end the run.
    with suppress(OSError):
        say(f"{stage} …", err=True)


def _clear() -> None:
    with suppress(OSError):
        show_status("")
