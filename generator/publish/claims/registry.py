"""Registry of all guards, and filling of phrases: fact → guard → pattern."""

from generator.publish.claims.guard import Case, Finding, Guard
from generator.publish.claims.rules import (
    bank,
    changes,
    nearby,
    neighbours,
    pair,
    pair_differences,
    place,
    place_averages,
    place_mix,
    segment,
    segmentation,
)
from generator.publish.words.content import Content, Phrase
from generator.publish.words.formats import Formatter
from generator.publish.words.template import Part, did_you_mean, names_in

#: Guards by subject of their sentences.
PLACE = (*place.GUARDS, *place_mix.GUARDS, *place_averages.GUARDS)
ALIKE = neighbours.GUARDS
NEAR = nearby.GUARDS
PAIR = (*pair_differences.GUARDS, *pair.GUARDS)
BANK = (*bank.GUARDS, *segment.GUARDS, *changes.GUARDS, *segmentation.GUARDS)

GUARDS: dict[str, Guard] = {guard.name: guard for guard in (*PLACE, *ALIKE, *NEAR, *PAIR, *BANK)}


def of(phrase: Phrase, content: Content) -> Guard:
    """Return a phrase's guard.

    Raises:
        ContentError: There is no guard of that name.
    """
    if phrase.guard not in GUARDS:
        source = content.files["phrases.toml"]
        message = f"phrase {phrase.id} names the guard {phrase.guard!r}, which does not exist."
        raise source.error(f"phrases.{phrase.id}.guard", message, did_you_mean(phrase.guard, GUARDS))
    return GUARDS[phrase.guard]


def findings(phrase: Phrase, case: Case) -> tuple[Finding, ...]:
    """Return the findings of the phrase's guard, largest first.

    A page, its rows in lists, its card and its JSON file say the same of a place: its guards are evaluated once.
    """
    guard = of(phrase, case.content)
    if case.two is not None:
        # Pairs of places are many, and each is needed once.
        return _largest_first(guard, case)
    known, key = case.edition.found, (guard.name, id(case.view), case.segment, id(case.state))
    if key not in known:
        # With the case, since ids are unique only among objects that exist.
        known[key] = case, _largest_first(guard, case)
    found: tuple[Finding, ...] = known[key][1]
    return found


def _largest_first(guard: Guard, case: Case) -> tuple[Finding, ...]:
    return tuple(sorted(guard.findings(case), key=lambda finding: (-finding.size, finding.key)))


def word(phrase: Phrase, form: str, finding: Finding, content: Content) -> tuple[Part, ...]:
    """Fill one form of a phrase with a finding's facts; falls back to the form "text"."""
    return content.parts("phrases.toml", key(phrase, form), phrase.forms[_used(phrase, form)], finding.facts)


def key(phrase: Phrase, form: str) -> str:
    """Return the key in phrases.toml of the wording that `word` uses."""
    return f"phrases.{phrase.id}.{_used(phrase, form)}"


def _used(phrase: Phrase, form: str) -> str:
    return form if form in phrase.forms else "text"


def rule(phrase: Phrase, content: Content, fmt: Formatter) -> str:
    """Return the rule of a phrase, filled with the limits of its guard."""
    limits = of(phrase, content).limits
    facts = {name: fmt.number(value, 0 if float(value).is_integer() else 2) for name, value in limits.items()}
    for name in ("known", "days", "power", "kept", "unlike"):
        if name in limits:
            facts[name] = fmt.percent(limits[name])
    return content.filled("phrases.toml", f"phrases.{phrase.id}.rule", phrase.forms["rule"], facts)


def check_phrases(content: Content) -> None:
    """Check every phrase against its guard.

    Raises:
        ContentError: A guard does not exist, or a pattern uses a fact that its guard does not provide.
    """
    source = content.files["phrases.toml"]
    for phrase in content.phrases():
        guard = of(phrase, content)
        for form, pattern in phrase.forms.items():
            known = dict.fromkeys((*content.facts, *(guard.limits if form == "rule" else guard.facts)), "")
            for name in names_in(pattern):
                if name not in known:
                    message = f"{phrase.id}.{form}: the guard {guard.name!r} gives no fact named {name!r}."
                    raise source.error(f"phrases.{phrase.id}.{form}", message, did_you_mean(name, known))
