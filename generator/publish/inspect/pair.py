"""Why the Compare page says what it says of two places (`atlas inspect CITY --beside OTHER`)."""

from generator.publish.claims import checks, comparison, registry
from generator.publish.claims.guard import Case
from generator.publish.inspect.page import chosen, judged
from generator.publish.inspect.types import Inspection
from generator.publish.model import pairs
from generator.publish.model.pairs import Part
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names
from generator.publish.words.edition import Edition


def inspect_pair(first: PlaceView, second: PlaceView, edition: Edition) -> Inspection:
    """Inspect what may be said of two places beside each other, when these two alone are compared.

    Args:
        first: A place.
        second: Another one.
        edition: The release as readers see it, words and formats.
    """
    views, content, fmt = edition.views, edition.content, edition.fmt
    pair = pairs.compare((first, second), views)[0]
    case = Case(edition, two=pair)
    names = [display_names.unique(view, views, content) for view in (first, second)]
    numbers = {"customers": f"{fmt.count(first.n)} and {fmt.count(second.n)}"}
    numbers |= {checks.letters(case, part.segments): _share(part, case) for part in pair.parts}
    if pair.omnibus_p is not None:
        numbers["p of the two mixes"] = checks.probability(pair.omnibus_p, fmt)
    for gap in pair.gaps:
        both = " and ".join(checks.interval(gap.measure, view.measures[gap.measure], fmt) for view in (first, second))
        numbers[gap.measure] = f"{both}; clearly apart" if gap.passes else both
    return Inspection(
        subject=" and ".join(names),
        kind="two places",
        facts={},
        numbers=numbers,
        judged=judged(registry.PAIR, case),
        chosen=chosen({"comparison": comparison.sentences(pair, edition)}, case),
    )


def _share(part: Part, case: Case) -> str:
    fmt = case.fmt
    shares = [
        fmt.percent(share) if case.views.imported else f"{fmt.percent(share)} ({fmt.interval(low, high, 'share')})"
        for share, low, high in zip(part.share, part.low, part.high, strict=True)
    ]
    text = " and ".join(shares)
    return f"{text}; clearly apart" if part.passes else text
