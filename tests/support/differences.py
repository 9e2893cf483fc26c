"""Short descriptions of how a text differs from the expected one: few lines, each truncated around the change."""

import difflib
from collections.abc import Iterator, Sequence

#: Most printed lines of a text, and characters on each side of the first change in a line.
MOST_LINES = 40
AROUND = 60


def difference(case: str, path: str, kept: str | None, found: str | None) -> str:
    """Describe how a text differs; empty if it does not."""
    if kept == found:
        return ""
    if kept is None or found is None:
        return f"{case}: {path} is {'new' if kept is None else 'gone'}"
    lines = list(_lines(kept.splitlines(), found.splitlines()))
    rest = [f"… and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join([f"{case}: {path} differs", *lines[:MOST_LINES], *rest])


def _lines(kept: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    """Yield each change with the line before it."""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, kept, found, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        yield f"@@ line {a + 1} @@"
        if a:
            yield f" {_cut(kept[a - 1], 0)}"
        old, new = kept[a:b], found[c:d]
        # A replaced line is truncated around the first character that differs.
        for one, other in zip(old, new, strict=False):
            at = next(
                (i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other))
            )
            yield f"-{_cut(one, at)}"
            yield f"+{_cut(other, at)}"
        yield from (f"-{_cut(one, 0)}" for one in old[len(new) :])
        yield from (f"+{_cut(one, 0)}" for one in new[len(old) :])


def _first_change(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(line: str, at: int) -> str:
    """Return the part of a line around a position, with an ellipsis for each omitted part."""
    start, end = max(0, at - AROUND), at + AROUND
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
