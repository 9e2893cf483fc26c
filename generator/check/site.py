"""Runs all checks: lists the files of the site, reads each file once, compares the results, and reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.check import counts, data, pages, walk
from generator.check.fonts import Fonts
from generator.check.leaks import LeakScan, PrivateTokens, published_names
from generator.check.links import LinkCheck
from generator.check.page import Page, read_page
from generator.check.report import Finding, Report
from generator.check.weights import Weights
from generator.files.own_files import kept_by
from generator.release import Release

_MAX_FILE = 64_000_000

ID_PATTERNS = (r"C\d{6,}",)


def check_site(
    folder: Path,
    *,
    internal: bool = False,
    private: PrivateTokens | None = None,
    id_patterns: Sequence[str] = ID_PATTERNS,
    threshold: int | None = None,
    keep: Sequence[str] = (),
) -> Report:
    """Check a built site.

    Args:
        folder: The site.
        internal: Accept a site with exact figures, for a bank's own network.
        private: Lookup of the private ids and the names of places below the threshold; None to search only for
            patterns.
        id_patterns: Regular expressions of private ids, matched as whole tokens.
        keep: Files of the user: only searched for private values.
        threshold: T that counts must reach, unless that of the release is higher; None for that of the release.

    Returns:
        All defects and warnings, and the page weights. Memory grows with the ids and distinct words of the site, not
        with its size.

    Raises:
        UsageError: The folder does not exist.
    """
    site = walk.walk(folder)
    release, findings = data.read_release(site)
    findings += walk.check_files(site)
    findings += data.check_packages(site)
    if release is not None:
        findings += counts.check_counts(site, release, threshold)
        if release.policy.kind == "internal" and not internal:
            findings.append(
                Finding(
                    "internal-site", "", "the site has exact figures; check it with --internal, and never publish it"
                )
            )
    reading = _Reading.start(site, release, private, id_patterns)
    for path in site.sizes:
        findings += reading.read(path, kept=kept_by(path, keep) is not None)
    findings += reading.finish()
    total, found = sum(site.sizes.values()), sorted(set(findings))
    return Report(
        findings=tuple(finding for finding in found if not finding.over_budget),
        pages=len(site.pages),
        bytes=total,
        weights=reading.weights.table(),
        warnings=tuple(finding for finding in found if finding.over_budget),
    )


@dataclass(slots=True)
class _Reading:
    """State of the checks while the files are read one by one."""

    site: walk.Site
    release: Release | None
    links: LinkCheck
    weights: Weights
    fonts: Fonts
    leaks: LeakScan
    titles: pages.Titles = field(default_factory=pages.Titles)
    hidden: set[str] = field(default_factory=set)

    @classmethod
    def start(
        cls, site: walk.Site, release: Release | None, private: PrivateTokens | None, patterns: Sequence[str]
    ) -> "_Reading":
        allowed = published_names(release) if release is not None else frozenset()
        links = LinkCheck(site, _site_url(site))
        return cls(site, release, links, Weights(site), Fonts(site), LeakScan(private, patterns, allowed))

    def read(self, path: str, *, kept: bool) -> Iterator[Finding]:
        if self.site.sizes[path] > _MAX_FILE:
            yield Finding("file-unread", path, "is too large to be checked")
            return
        content = self.site.read(path)
        if kept:
            # It need not be in the sitemap.
            self.hidden.add(path)
            yield from self.leaks.add(path, content)
            return
        if path.endswith((".html", ".htm")):
            yield from self._read_page(path, content)
        elif path.endswith((".json", ".webmanifest")):
            yield from data.check_json(path, content)
        elif path.endswith(".css"):
            text = content.decode("utf-8", "replace")
            yield from self.links.check_css(path, text)
            yield from self.fonts.check_css(path, text)
        yield from self.leaks.add(path, content)

    def _read_page(self, path: str, content: bytes) -> Iterator[Finding]:
        try:
            page = read_page(content.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield Finding("encoding", path, f"is not UTF-8: {error.reason}")
            return
        internal = self.release is not None and self.release.policy.kind == "internal"
        yield from pages.check_page(path, page, self.release)
        yield from self.links.check_page(path, page)
        yield from self.weights.add(path, page, content)
        yield from self.fonts.check_page(path, page)
        self.titles.add(path, page, internal=internal)
        if page.noindex:
            self.hidden.add(path)

    def finish(self) -> Iterator[Finding]:
        yield from self.links.finish()
        yield from self.titles.check()
        yield from self.weights.check_plotly()
        yield from self.weights.check_pictures()
        yield from data.check_sitemap(self.site, self.links.site_url, self.hidden)
        yield from self.leaks.finish()


def _site_url(site: walk.Site) -> str | None:
    """Return the URL of the site: the canonical URL of the overview."""
    if "index.html" not in site.sizes:
        return None
    page: Page = read_page(site.read("index.html").decode("utf-8", "replace"))
    url = page.canonical
    return f"{url.rstrip('/')}/" if url and url.startswith(("https://", "http://")) else None
