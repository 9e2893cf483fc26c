"""Progress of a run on a terminal; silence in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager

from generator.pipeline import Clock


@contextmanager
def running(quiet: bool) -> Iterator[Clock]:
    """Give a clock whose stages show as a spinner, where standard error is a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield Clock(lambda _: None)
        return
    with console.status("starting") as status:
        yield Clock(lambda name: status.update(f"{name} …"))
