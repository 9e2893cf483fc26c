"""Quotes in CSV: which line begins or ends inside a quoted field, and the first one left open.

A record that takes several lines because of its quotes, and is not well formed, "swallows" the rows behind it: nobody
can say where the next row begins. The engines stop there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: No record is longer, in bytes (for the scan below: in characters).
LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns of one separator, for Java and Python alike; possessive, so that no row can exhaust the stack.

    Attributes:
        separator: The separator itself.
        delimiter: A pattern of it.
        field: One well-formed field and the separator after it; the field is group 1.
        record: A whole well-formed record.
        opens: A line that begins outside quotes and ends inside.
        keeps: A line that begins inside quotes and ends inside.
    """

    separator: str
    delimiter: str
    field: str
    record: str
    opens: str
    keeps: str


def patterns(delimiter: str, end: str = r"\z") -> Patterns:
    r"""Return the patterns of a separator.

    Args:
        delimiter: The separator.
        end: The end of the text: ``\z`` in Java, ``\Z`` in Python.
    """
    d, content = re.escape(delimiter), '[^"]*+(?:""[^"]*+)*+'
    closed, plain, unclosed = f' *+"{content}"', f'(?! *+")[^{d}]*+', f' *+"{content}{end}'
    good, loose = f"(?:{closed} *+|{plain})", f"(?:{closed}[^{d}]*+|{plain})"
    rest = f"(?:{loose}{d})*+{unclosed}"
    return Patterns(
        separator=delimiter,
        delimiter=d,
        field=f"({good}){d}",
        record=f"\\A{good}(?:{d}{good})*+{end}",
        opens=f"\\A{rest}",
        keeps=f'\\A{content}(?:{end}|"[^{d}]*+{d}{rest})',
    )


def first_open(lines: Iterable[str], delimiter: str) -> int:
    """Return the number of the first record that swallows others; 0 without one.

    Args:
        lines: The lines of a file; their ends do not matter.
        delimiter: The separator.

    Returns:
        The record's number; the header is 1, and empty lines are counted.
    """
    found = patterns(delimiter, r"\Z")
    well_formed = re.compile(found.record)
    for number, record in enumerate(_records(lines, found), start=1):
        if len(record) > 1 and (len(text := "\n".join(record)) >= LONGEST or not well_formed.match(text)):
            return number
    return 0


def _records(lines: Iterable[str], found: Patterns) -> Iterator[list[str]]:
    """Yield the lines of each record; of one that is too long, the lines until it is."""
    opens, keeps = re.compile(found.opens), re.compile(found.keeps)
    record: list[str] = []
    size = 0
    for line in lines:
        text = line.rstrip("\r\n")
        record.append(text)
        size += len(text) + 1
        inside = ('"' not in text or keeps.match(text)) if len(record) > 1 else ('"' in text and opens.match(text))
        if not inside or size > LONGEST:
            yield record
            record, size = [], 0
    if record:
        yield record
