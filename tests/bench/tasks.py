"""Long tasks of a page's main thread, from a trace, in processor time.

The clock on the wall counts what a busy machine does to the page besides: on two cores the same page blocks 55 ms at
one time and 140 at another. Processor time of the page's own thread does not, so a change of the page shows in it.
Times of an unslowed load are multiplied as the phone is slower.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

#: A task is long from here on; what is beyond it blocks (milliseconds).
LONG = 50
_CATEGORIES = ["toplevel", "devtools.timeline"]
_TASKS = frozenset({"ThreadControllerImpl::RunTask", "RunTask"})

Event = Mapping[str, Any]


class Trace:
    """A recording of a page, begun before it is opened."""

    def __init__(self, page: Any, wire: Any) -> None:
        self._page, self._wire = page, wire
        self._events: list[Event] = []
        self._complete = False
        wire.on("Tracing.dataCollected", lambda event: self._events.extend(event["value"]))
        wire.on("Tracing.tracingComplete", self._end)
        wire.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": _CATEGORIES}})

    def end(self) -> list[Event]:
        """Stop and return the events."""
        self._wire.send("Tracing.end")
        while not self._complete:
            self._page.wait_for_timeout(20)
        return self._events

    def _end(self, _: Event) -> None:
        self._complete = True


def blocking(events: Iterable[Event], address: str, slower: float) -> float:
    """Return the milliseconds beyond 50 of each task of the thread that parsed an address, `slower` times as long."""
    events = list(events)
    threads = Counter(
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "ParseHTML" and event.get("args", {}).get("beginData", {}).get("url") == address
    )
    if not threads:
        raise ValueError(f"{address}: the trace has no parsing of this page")
    thread = threads.most_common(1)[0][0]
    found = [
        event
        for event in events
        if event.get("name") in _TASKS and (event["pid"], event["tid"]) == thread and "tdur" in event
    ]
    total = end = 0.0
    for task in sorted(found, key=lambda event: (event["ts"], -event["dur"])):
        # A task inside another one is part of it.
        if task["ts"] >= end:
            end = task["ts"] + task["dur"]
            total += max(0.0, slower * task["tdur"] / 1000 - LONG)
    return total
