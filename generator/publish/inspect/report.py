"""Formats inspections, facts and origins as lines of text for the editors' commands. Prints nothing itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from generator.publish.claims.guard import Trial
from generator.publish.facts.listing import EVERYWHERE, Fact
from generator.publish.inspect import check_texts
from generator.publish.inspect.types import Inspection, Verdict
from generator.publish.words.catalogue import Text
from generator.publish.words.edition import Edition
from generator.publish.words.provenance import Candidate
from generator.publish.words.template import shown

#: Above this number of trials, failed ones are counted by reason instead of listed.
_MOST_TRIALS = 8
_MOST_ORIGINS = 5


def inspection(found: Inspection, edition: Edition) -> Iterator[str]:
    """Yield the lines of an inspection: facts, numbers, guards, chosen sentences."""
    yield f"{found.subject} ({found.kind})"
    yield from _table("Facts, as {{ name }} on this page", found.facts.items())
    yield from _table("Numbers", found.numbers.items())
    yield ""
    yield "Guards"
    for verdict in found.verdicts:
        yield from _verdict(verdict, edition)
    yield ""
    yield "Chosen sentences"
    for chosen in found.chosen:
        yield f"  {chosen.slot}: {chosen.text}"
        yield f"      {chosen.phrase or 'no finding: neutral title'}, {chosen.source}"


def inspection_json(found: Inspection, edition: Edition) -> dict[str, Any]:
    """Return an inspection as a JSON-ready dict: the same texts, by name."""
    return {
        "subject": found.subject,
        "kind": found.kind,
        "facts": found.facts,
        "numbers": found.numbers,
        "judged": [_verdict_json(verdict, edition) for verdict in found.verdicts],
        "chosen": [asdict(chosen) for chosen in found.chosen],
    }


def _verdict_json(verdict: Verdict, edition: Edition) -> dict[str, Any]:
    return {
        "phrase": verdict.phrase,
        "guard": verdict.guard,
        "source": verdict.source,
        "passed": verdict.passed,
        "trials": [_trial_json(trial, edition) for trial in verdict.trials],
    }


def _trial_json(trial: Trial, edition: Edition) -> dict[str, Any]:
    checks = [
        {
            "what": check.what,
            "value": check_texts.value(check.value, edition),
            "needs": check_texts.needs(check.needs, edition),
            "holds": check.holds,
        }
        for check in trial.checks()
    ]
    return {"subject": check_texts.value(trial.subject, edition), "key": trial.key, "looks": checks}


def facts(found: Sequence[Fact]) -> Iterator[str]:
    """Yield the lines that list placeholders."""
    width = max((len(fact.name) for fact in found), default=0)
    for fact in found:
        value = fact.value or "(filled by each finding)"
        yield f"{fact.name:<{width}}  {value}"
        if fact.where != EVERYWHERE:
            yield f"{'':<{width}}    in {fact.where}"


def origins(found: Sequence[Candidate]) -> Iterator[str]:
    """Yield the lines that list possible origins of a sentence, best first."""
    for candidate in found[:_MOST_ORIGINS]:
        yield from origin(candidate.text)
    if len(found) > _MOST_ORIGINS:
        yield f"… and {len(found) - _MOST_ORIGINS} less likely; quote more of the sentence to narrow them down."


def origin(text: Text) -> Iterator[str]:
    """Yield the lines that describe one text: file, line, id, pattern."""
    yield f"{shown(text.path)}:{text.line}  {text.id}"
    yield f"    {' '.join(text.pattern.split())}"


def _verdict(verdict: Verdict, edition: Edition) -> Iterator[str]:
    result = "passed" if verdict.passed else "failed"
    yield f"  {result}  {verdict.phrase} (guard {verdict.guard}, {verdict.source})"
    if len(verdict.trials) <= _MOST_TRIALS:
        for trial in verdict.trials:
            yield from _trial(trial, edition)
        if not verdict.trials:
            yield "            no case to check"
        return
    for trial in verdict.trials:
        if trial.passed:
            yield from _trial(trial, edition)
    failed = (next((check.what for check in trial.checks() if not check.holds), None) for trial in verdict.trials)
    for reason, n in Counter(what for what in failed if what is not None).most_common():
        yield f"            {n} others stopped at: {reason}"


def _trial(trial: Trial, edition: Edition) -> Iterator[str]:
    if trial.subject:
        yield f"          {check_texts.value(trial.subject, edition)}"
    for check in trial.checks():
        mark, needs = "+" if check.holds else "-", check_texts.needs(check.needs, edition)
        limit = "" if needs == "any" else f"; needs {needs}"
        yield f"          {mark} {check.what}: {check_texts.value(check.value, edition)}{limit}"


def _table(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    shown = [(name, value) for name, value in rows]
    if not shown:
        return
    width = max(len(name) for name, _ in shown)
    yield ""
    yield title
    for name, value in shown:
        yield f"  {name:<{width}}  {value}"
