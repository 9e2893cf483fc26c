"""One Spark session for all tests of a worker: to start its Java process takes longer than most of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.analyse.engine.spark import SparkEngine

#: Hot code is compiled only once and rubbish is collected in one thread: the tests end before more of it pays.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

_open: list[SparkEngine] = []


def shared() -> SparkEngine:
    """Return the session, started at the first call."""
    from generator.analyse.engine.spark import SparkEngine

    if not _open:
        _open.append(SparkEngine(threads=2))
    return _open[0]


def close() -> None:
    """End the session, if there is one: a process has room for one, and some tests start their own."""
    while _open:
        _open.pop().__exit__(None, None, None)
