"""What a check found, and how it reads: findings by kind, then the weight of each kind of page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_SHOWN = 5


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One defect.

    Attributes:
        code: Its kind, such as "broken-link".
        path: File of the site, relative; empty for the site as a whole.
        message: What is wrong there, in a few words. Never quotes a private value in full.
    """

    code: str
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What the pages of one kind cost a reader before any interaction.

    Attributes:
        kind: city, segment, overview, or the page's folder.
        pages: How many there are.
        median: Median bytes, gzipped: the page and all that it requests.
        largest: Bytes of the heaviest page.
        heaviest: Path of that page.
        requests: Most requests of a page, without the favicon.
    """

    kind: str
    pages: int
    median: int
    largest: int
    heaviest: str
    requests: int


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check.

    Attributes:
        findings: Sorted by code and path; empty for a sound site.
        pages: HTML files.
        bytes: Size of all files.
        weights: One row a kind of page, heaviest first.
    """

    findings: tuple[Finding, ...]
    pages: int
    bytes: int
    weights: tuple[Weight, ...]

    @property
    def ok(self) -> bool:
        """True when nothing was found."""
        return not self.findings

    def lines(self) -> tuple[str, ...]:
        """Return the report for people, line by line: the budget table, then the findings, then the verdict."""
        return (*self._table(), *self._findings(), self._verdict())

    def _table(self) -> Iterator[str]:
        if not self.weights:
            return
        width = max(len("kind of page"), *(len(row.kind) for row in self.weights))
        yield f"{'kind of page':<{width}}  pages  median kB  max kB  requests"
        for row in self.weights:
            median, largest = row.median / 1000, row.largest / 1000
            yield f"{row.kind:<{width}}  {row.pages:>5}  {median:>9.1f}  {largest:>6.1f}  {row.requests:>8}"
        yield ""

    def _findings(self) -> Iterator[str]:
        counts, shown = Counter(finding.code for finding in self.findings), Counter[str]()
        for finding in self.findings:
            shown[finding.code] += 1
            if shown[finding.code] <= _SHOWN:
                where = f"{finding.path}: " if finding.path else ""
                yield f"{finding.code}: {where}{finding.message}"
            elif shown[finding.code] == counts[finding.code]:
                yield f"{finding.code}: and {counts[finding.code] - _SHOWN} more"

    def _verdict(self) -> str:
        size = f"{self.pages} page{'' if self.pages == 1 else 's'}, {self.bytes / 1e6:.1f} MB"
        if self.ok:
            return f"No defects found: {size}."
        number = len(self.findings)
        return f"{number} defect{'' if number == 1 else 's'} found: {size}."
