"""Report of a check: page weights by kind of page, defects and warnings by code."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_SHOWN = 5


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A defect, or an exceeded size budget.

    Attributes:
        code: Its kind, such as "broken-link".
        path: File of the site, relative; empty for the site as a whole.
        message: What is wrong, in a few words. Never quotes a private value in full.
        over_budget: True for an exceeded budget, which is only a warning unless the check is strict.
    """

    code: str
    path: str
    message: str
    over_budget: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """Size of the pages of one kind, before any interaction.

    Attributes:
        kind: city, segment, overview, or the page's folder.
        pages: Number of pages.
        median: Median size in bytes, gzipped, with all requests of a page.
        largest: Size of the heaviest page.
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
    """Result of a check.

    Attributes:
        findings: Defects, sorted by code and path; empty for a correct site.
        pages: Number of HTML files.
        bytes: Size of all files.
        weights: One row per kind of page, heaviest first.
        warnings: Exceeded budgets, in the same order. Sizes grow with the bank, so they do not stop a build.
    """

    findings: tuple[Finding, ...]
    pages: int
    bytes: int
    weights: tuple[Weight, ...]
    warnings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there are no defects."""
        return not self.findings

    def passes(self, *, strict: bool) -> bool:
        """Return whether the site may be published; with `strict`, warnings count as errors."""
        return self.ok and not (strict and self.warnings)

    def lines(self) -> tuple[str, ...]:
        """Return the printed report, line by line: table of page weights, defects, warnings, summary."""
        warnings = (f"warning: {line}" for line in _by_code(self.warnings))
        return (*self._table(), *_by_code(self.findings), *warnings, self._verdict())

    def _table(self) -> Iterator[str]:
        if not self.weights:
            return
        width = max(len("kind of page"), *(len(row.kind) for row in self.weights))
        yield f"{'kind of page':<{width}}  pages  median kB  max kB  requests"
        for row in self.weights:
            median, largest = row.median / 1000, row.largest / 1000
            yield f"{row.kind:<{width}}  {row.pages:>5}  {median:>9.1f}  {largest:>6.1f}  {row.requests:>8}"
        yield ""

    def _verdict(self) -> str:
        size = f"{_counted(self.pages, 'page')}, {self.bytes / 1e6:.1f} MB"
        defects = _counted(len(self.findings), "defect") if self.findings else "No defects"
        warnings = f", {_counted(len(self.warnings), 'warning')}" if self.warnings else ""
        return f"{defects} found{warnings}: {size}."


def _by_code(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield a line for each of the first findings of a code, and one line for its other ones."""
    counts, shown = Counter(finding.code for finding in findings), Counter[str]()
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] <= _SHOWN:
            where = f"{finding.path}: " if finding.path else ""
            yield f"{finding.code}: {where}{finding.message}"
        elif shown[finding.code] == counts[finding.code]:
            yield f"{finding.code}: and {counts[finding.code] - _SHOWN} more"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
