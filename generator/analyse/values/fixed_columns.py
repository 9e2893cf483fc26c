"""Columns of a fixed width, found by the positions at which every line has a blank. Fields may hold blanks or be empty.

Nothing is guessed: where a column has values and no title, or where one blank may stand between columns or within one,
nothing is found.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\s]+")
#: So many blanks between the values of two columns that have no titles: one may stand within a value.
_APART = 2


@dataclass(frozen=True, slots=True)
class FixedColumns:
    """Columns by position.

    Attributes:
        names: Their titles; without a header "1", "2", ….
        starts: Where each begins; it ends where the next one begins.
    """

    names: tuple[str, ...]
    starts: tuple[int, ...]

    def fields(self, line: str) -> list[str]:
        """Return the fields of a line, without blanks around them."""
        ends = (*self.starts[1:], None)
        return [line[start:end].strip() for start, end in zip((0, *self.starts[1:]), ends, strict=True)]

    def tabbed(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield lines with tabs between their fields, and quotation marks around what needs them."""
        for line in lines:
            out = io.StringIO()
            if line.strip():
                csv.writer(out, delimiter="\t", lineterminator="").writerow(self.fields(line))
            yield out.getvalue() + "\n"


def find(lines: Iterable[str], *, titled: bool) -> FixedColumns | None:
    """Return the columns of lines; None where it is not certain which they are.

    Args:
        lines: All lines; blank ones say nothing.
        titled: Whether the first one has the titles.
    """
    head, used = "", bytearray()
    for line in lines:
        if "\t" in line:
            return None
        if titled and not head:
            head = line.rstrip()
            continue
        used.extend(bytes(max(0, len(line) - len(used))))
        for word in _WORD.finditer(line):
            used[word.start() : word.end()] = b"\1" * (word.end() - word.start())
    taken = bytearray(used.ljust(len(head), b"\0"))
    for word in _WORD.finditer(head):
        taken[word.start() : word.end()] = b"\1" * (word.end() - word.start())
    runs = [match.span() for match in re.finditer(rb"\x01+", taken)]
    if not titled:
        even = all(after[0] - run[1] >= _APART for run, after in pairwise(runs))
        return _made([(str(i + 1), run[0]) for i, run in enumerate(runs)]) if even else None
    return _titled(runs, head, used)


def _made(found: list[tuple[str, int]]) -> FixedColumns | None:
    return FixedColumns(tuple(name for name, _ in found), tuple(at for _, at in found)) if len(found) > 1 else None


def _titled(runs: list[tuple[int, int]], head: str, used: bytearray) -> FixedColumns | None:
    """Return the columns of a table with titles, of which one may have several words."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if not head[start:end].strip():
            return None
        before = joined[-1] if joined else None
        if before and start - before[1] == 1 and not (any(used[start:end]) and any(used[before[0] : before[1]])):
            # A word of a title above nothing belongs to the words beside it.
            joined[-1] = (before[0], end)
            continue
        if before and start - before[1] == 1 and " " not in (head[before[1] - 1], head[start]):
            # Two titles, or one of two words above values that have a blank at the same place.
            return None
        joined.append((start, end))
    if not all(_aligned(head, used, *run) for run in joined):
        return None
    return _made([(head[start:end].strip(), start) for start, end in joined])


def _aligned(head: str, used: bytearray, start: int, end: int) -> bool:
    """Return whether the values of a column begin or end where its title does."""
    title = head[start:end]
    values = used[start:end].ljust(end - start, b"\0")
    left = len(title) - len(title.lstrip()), len(values) - len(values.lstrip(b"\0"))
    right = len(title.rstrip()), len(values.rstrip(b"\0"))
    return not any(values) or left[0] == left[1] or right[0] == right[1]
