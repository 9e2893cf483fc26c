"""Work that is done once: per render for guards and shared pages, per process for templates and QR codes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from generator.publish.claims.guard import Case, Finding, Guard
from generator.publish.pages import bank, lists, qr
from generator.publish.render import render
from generator.settings.settings import Settings
from tests.support.releases import sample_release

SETTINGS = Settings(cards=False, embeds=False, site_url="https://atlas.example/s/")


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> Counter[object]:
    """Count the calls of a function by its last argument."""
    calls: Counter[object] = Counter()
    real = getattr(owner, name)

    def call(*args: Any, **more: Any) -> Any:
        calls[args[-1] if isinstance(args[-1], str) else ""] += 1
        return real(*args, **more)

    monkeypatch.setattr(owner, name, call)
    return calls


def test_no_guard_is_evaluated_twice_for_one_place_or_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated: Counter[tuple[str, ...]] = Counter()
    findings = Guard.findings

    def recorded(guard: Guard, case: Case) -> list[Finding]:
        if case.two is None:
            state = case.state.state if case.state else ""
            evaluated[guard.name, case.view.place.id if case.view else "", case.segment or "", state] += 1
        return findings(guard, case)

    monkeypatch.setattr(Guard, "findings", recorded)
    pages = dict(render(sample_release("full"), SETTINGS))
    assert pages
    assert len(evaluated) > 500
    assert [case for case, n in evaluated.items() if n > 1] == []


def test_pages_that_the_pattern_library_repeats_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [counted(monkeypatch, *of) for of in ((bank, "overview"), (lists, "cities"), (lists, "segment"))]
    assert dict(render(sample_release("full"), SETTINGS))
    assert [max(calls.values()) for calls in made] == [1, 1, 1]


def test_a_second_render_compiles_only_changed_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "partials" / "_footer.html"
    own.parent.mkdir()
    own.write_text("<footer>one</footer>", encoding="utf-8")
    settings = Settings(cards=False, embeds=False, templates=(str(tmp_path),))
    release = sample_release("total")
    first = dict(render(release, settings))
    compiled = counted(monkeypatch, Environment, "compile")
    assert dict(render(release, settings)) == first
    assert not compiled
    own.write_text("<footer>two</footer>", encoding="utf-8")
    second = dict(render(release, settings))
    assert sum(compiled.values()) == 1
    assert second["index.html"] == first["index.html"].replace(b"<footer>one</footer>", b"<footer>two</footer>")


def test_a_qr_code_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://atlas.example/s/of-this-test/"
    first = qr.qr_svg(address, "Code")
    monkeypatch.setattr(qr, "make", None)
    assert qr.qr_svg(address, "Code") == first
