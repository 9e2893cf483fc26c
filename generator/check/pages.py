"""Checks the required parts of a page: language, unique title, heading, Content-Security-Policy, banner."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from generator.check.page import Page
from generator.check.report import Finding
from generator.release import Release

_CSP = "content-security-policy"


def check_page(path: str, page: Page, release: Release | None) -> Iterator[Finding]:
    """Check one page by itself."""
    for code, message in (*_head_faults(page), *_body_faults(page), *_json_faults(page), *_policy_faults(page)):
        yield Finding(code, path, message)
    for code, message in page.faults:
        yield Finding(code, path, message)
    if release is not None:
        for code, message in _banner_faults(page, release):
            yield Finding(code, path, message)


def _head_faults(page: Page) -> Iterator[tuple[str, str]]:
    if not page.lang:
        yield "lang-missing", "<html> has no lang"
    if not page.title:
        yield "title-missing", "the title is missing or empty"
    elif len(page.titles) > 1:
        yield "title-missing", "there is more than one title"
    if not page.metas.get("description", "").strip():
        yield "description-missing", "there is no description"
    if page.redirects_to and not page.noindex:
        yield "noindex-missing", "a redirect page must have robots: noindex"


def _body_faults(page: Page) -> Iterator[tuple[str, str]]:
    if page.headings != 1:
        yield ("h1-missing", "there is no h1") if not page.headings else ("h1-many", f"there are {page.headings} h1")
    for name, count in Counter(page.ids).items():
        if count > 1:
            yield "id-duplicate", f"{count} elements have the id {name!r}"
    for name in sorted(set(page.references).difference(page.ids)):
        yield "broken-reference", f"an attribute refers to #{name}, which is not on the page"


def _json_faults(page: Page) -> Iterator[tuple[str, str]]:
    for text in page.json:
        if fault := json_fault(text):
            yield "json-broken", f"embedded JSON does not parse: {fault}"


def json_fault(text: str | bytes) -> str | None:
    """Return why a text is not JSON, or None. NaN and Infinity are refused, although Python accepts them."""
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return str(error)
    return None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _policy_faults(page: Page) -> Iterator[tuple[str, str]]:
    policy = page.metas.get(_CSP)
    if policy is None:
        yield "csp-missing", "there is no Content-Security-Policy"
        yield from (("inline-script", "the page has an inline script") for _ in page.scripts)
        return
    rules = {words[0].lower(): words[1:] for part in policy.split(";") if (words := part.split())}
    allowed = rules.get("script-src", rules.get("default-src", ["*"]))
    hashes = {word for word in allowed if word.startswith("'sha256-")}
    if not hashes.union(("'self'", "'none'")).issuperset(allowed):
        yield "csp-weak", f"scripts are allowed from: {' '.join(allowed)}"
    for script in page.scripts:
        if _hash(script) not in hashes:
            yield "inline-script", "the page's policy lacks the hash of an inline script, so it will not run"


def _hash(script: str) -> str:
    """Return the source expression that allows a script in a policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _banner_faults(page: Page, release: Release) -> Iterator[tuple[str, str]]:
    if release.synthetic and "synthetic" not in page.banners:
        yield "banner-missing", "the data are synthetic, and the page does not say so (class: banner synthetic)"
    if release.origin == "kpis" and "imported" not in page.banners:
        yield "banner-missing", "the figures are imported, and the page does not say so (class: banner imported)"
    if release.policy.kind == "internal":
        if "internal" not in page.banners:
            yield "banner-missing", "the figures are internal, and the page does not say so (class: banner internal)"
        if not page.noindex:
            yield "noindex-missing", "an internal page must have robots: noindex"


class Titles:
    """Checks that titles are unique, so that tabs, bookmarks and search results can be distinguished.

    On a public site, pages with robots: noindex may share a title: pages of places that are no longer published all
    have the same one, so as not to reveal the place. So may redirect pages.
    """

    def __init__(self) -> None:
        self._pages: dict[str, list[str]] = {}

    def add(self, path: str, page: Page, *, internal: bool) -> None:
        """Record the title of a page."""
        if page.title and not page.redirects_to and (internal or not page.noindex):
            self._pages.setdefault(page.title, []).append(path)

    def check(self) -> Iterator[Finding]:
        """Yield a finding for each repeated title."""
        for title, paths in self._pages.items():
            for path in paths[1:]:
                yield Finding("title-duplicate", path, f"has the same title as {paths[0]}: {title}")
