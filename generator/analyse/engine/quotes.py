"""Finds the first unclosed quote in a CSV file.

A malformed record that spans several lines because of its quotes swallows the rows after it, because the beginning of
the next row is ambiguous. The engines refuse such a file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: No record is longer, in characters.
_LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns for one delimiter; possessive, so that no row can exhaust the stack.

    Attributes:
        record: A complete well-formed record.
        opens: A line that begins outside quotes and ends inside.
        keeps: A line that begins inside quotes and ends inside.
    """

    record: re.Pattern[str]
    opens: re.Pattern[str]
    keeps: re.Pattern[str]


def _patterns(delimiter: str) -> _Patterns:
    d, content, end = re.escape(delimiter), '[^"]*+(?:""[^"]*+)*+', r"\Z"
    closed, plain, unclosed = f' *+"{content}"', f'(?! *+")[^{d}]*+', f' *+"{content}{end}'
    good, loose = f"(?:{closed} *+|{plain})", f"(?:{closed}[^{d}]*+|{plain})"
    rest = f"(?:{loose}{d})*+{unclosed}"
    return _Patterns(
        record=re.compile(f"{good}(?:{d}{good})*+{end}"),
        opens=re.compile(rest),
        keeps=re.compile(f'{content}(?:{end}|"[^{d}]*+{d}{rest})'),
    )


def first_open(lines: Iterable[str], delimiter: str) -> int:
    """Return the number of the first record that swallows others; 0 if there is none.

    Args:
        lines: The lines of a file, with or without line ends.
        delimiter: The field delimiter.

    Returns:
        The record's number; the header is 1, and empty lines are counted.
    """
    found = _patterns(delimiter)
    for number, record in enumerate(_records(lines, found), start=1):
        if len(record) > 1 and (len(text := "\n".join(record)) >= _LONGEST or not found.record.match(text)):
            return number
    return 0


def count_records(lines: Iterable[str], delimiter: str) -> int:
    """Return the number of records that are not blank."""
    return sum(1 for record in _records(lines, _patterns(delimiter)) if record != [""])


def _records(lines: Iterable[str], found: _Patterns) -> Iterator[list[str]]:
    """Yield the lines of each record; a record that is too long is cut off."""
    record: list[str] = []
    size = 0
    for line in lines:
        text = line.rstrip("\r\n")
        record.append(text)
        size += len(text) + 1
        inside = (
            ('"' not in text or found.keeps.match(text))
            if len(record) > 1
            else ('"' in text and found.opens.match(text))
        )
        if not inside or size > _LONGEST:
            yield record
            record, size = [], 0
    if record:
        yield record
