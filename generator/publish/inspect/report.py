"""What the editors' commands print: lines of text made from what the public half found out. Prints nothing itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.publish.facts.listing import EVERYWHERE, Fact
from generator.publish.inspect.types import Inspection, Judged, Tried
from generator.publish.words.catalogue import Text
from generator.publish.words.provenance import Candidate
from generator.publish.words.template import shown

#: Of more trials than this, those that failed are counted by reason instead of listed.
_MOST_TRIALS = 8
_MOST_ORIGINS = 5


def inspection(found: Inspection) -> Iterator[str]:
    """Yield the lines of an inspection: facts, numbers, guards, chosen sentences."""
    yield f"{found.subject} ({found.kind})"
    yield from _table("Facts, as {{ name }} on this page", found.facts.items())
    yield from _table("Numbers", found.numbers.items())
    yield ""
    yield "Guards"
    for judged in found.judged:
        yield from _judged(judged)
    yield ""
    yield "Chosen sentences"
    for chosen in found.chosen:
        yield f"  {chosen.slot}: {chosen.text}"
        yield f"      {chosen.phrase or 'no finding: neutral title'}, {chosen.source}"


def facts(found: Sequence[Fact]) -> Iterator[str]:
    """Yield the lines of a list of placeholders."""
    width = max((len(fact.name) for fact in found), default=0)
    for fact in found:
        value = fact.value or "(filled by each finding)"
        yield f"{fact.name:<{width}}  {value}"
        if fact.where != EVERYWHERE:
            yield f"{'':<{width}}    in {fact.where}"


def origins(found: Sequence[Candidate]) -> Iterator[str]:
    """Yield the lines of where a sentence may come from, best first."""
    for candidate in found[:_MOST_ORIGINS]:
        yield from origin(candidate.text)
    if len(found) > _MOST_ORIGINS:
        yield f"… and {len(found) - _MOST_ORIGINS} less likely; more words would tell them apart."


def origin(text: Text) -> Iterator[str]:
    """Yield the lines of one text: file, line, id, pattern."""
    yield f"{shown(text.path)}:{text.line}  {text.id}"
    yield f"    {' '.join(text.pattern.split())}"


def _judged(judged: Judged) -> Iterator[str]:
    verdict = "passed" if judged.passed else "failed"
    yield f"  {verdict}  {judged.phrase} (guard {judged.guard}, {judged.source})"
    if len(judged.trials) <= _MOST_TRIALS:
        for trial in judged.trials:
            yield from _trial(trial)
        if not judged.trials:
            yield "            nothing here to judge"
        return
    for trial in judged.trials:
        if trial.passed:
            yield from _trial(trial)
    reasons = Counter(next(look.what for look in t.looks if not look.holds) for t in judged.trials if not t.passed)
    for reason, n in reasons.most_common():
        yield f"            {n} others stopped at: {reason}"


def _trial(trial: Tried) -> Iterator[str]:
    if trial.subject:
        yield f"          {trial.subject}"
    for look in trial.looks:
        mark = "+" if look.holds else "-"
        needs = "" if look.needs == "any" else f"; needs {look.needs}"
        yield f"          {mark} {look.what}: {look.value}{needs}"


def _table(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    shown = [(name, value) for name, value in rows]
    if not shown:
        return
    width = max(len(name) for name, _ in shown)
    yield ""
    yield title
    for name, value in shown:
        yield f"  {name:<{width}}  {value}"
