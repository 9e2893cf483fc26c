"""Explains the Compare page of two places (`atlas inspect CITY --beside OTHER`)."""

from generator import limits
from generator.publish.claims import comparison, registry
from generator.publish.claims.guard import Case
from generator.publish.claims.quantities import Average, Combined, Quantity, Segments
from generator.publish.inspect import check_texts
from generator.publish.inspect.page import chosen, verdicts
from generator.publish.inspect.types import Inspection
from generator.publish.model import pairs
from generator.publish.model.pair_level import Level
from generator.publish.model.pairs import Gap, Part
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names
from generator.publish.words.edition import Edition


def inspect_pair(first: PlaceView, second: PlaceView, edition: Edition) -> Inspection:
    """Inspect the comparison of two places.

    Args:
        first: A place.
        second: Another one.
        edition: The release as published, words and formats.
    """
    views, content, fmt = edition.views, edition.content, edition.fmt
    pair = pairs.compare((first, second), views)[0]
    case = Case(edition, two=pair)
    names = [display_names.unique(view, views, content) for view in (first, second)]
    numbers = {"customers": f"{fmt.count(first.n)} and {fmt.count(second.n)}", "level": _level(pair.level, edition)}
    numbers |= {check_texts.value(Segments(part.segments), edition): _share(part, case) for part in pair.parts}
    for gap in pair.gaps:
        averages = (Average(gap.measure, view.measures[gap.measure], with_interval=True) for view in (first, second))
        both = check_texts.value(Combined("{} and {}", tuple(averages)), edition)
        numbers[gap.measure] = _answered(both, gap)
    return Inspection(
        subject=" and ".join(names),
        kind="two places",
        facts={},
        numbers=numbers,
        verdicts=verdicts(registry.PAIR, case),
        chosen=chosen({"comparison": comparison.sentences(pair, edition)}, case),
    )


def _level(level: Level, edition: Edition) -> str:
    """Return the level of each test, and the tests that it allows for."""
    fmt = edition.fmt
    p = check_texts.value(Quantity("level", level.p), edition)
    each = f"{level.shares} shares and {level.averages} averages in each of {fmt.count(level.pairs)} pairs"
    return f"p below {p} ({fmt.percent(limits.PAIRS_LEVEL)} ÷ {fmt.count(level.tests)} tests: {each})"


def _share(part: Part, case: Case) -> str:
    fmt = case.fmt
    shares = [
        fmt.percent(share) if case.views.imported else f"{fmt.percent(share)} ({fmt.interval(low, high, 'share')})"
        for share, low, high in zip(part.share, part.low, part.high, strict=True)
    ]
    text = " and ".join(shares)
    return _answered(text, part)


def _answered(text: str, found: Part | Gap) -> str:
    """Return a text with the answer of a share or an average, if it was tested."""
    return text if found.answer is None else f"{text}; {found.answer.replace('_', ' ')}"
