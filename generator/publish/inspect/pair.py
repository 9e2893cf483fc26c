"""Why the Compare page says what it says of two places (`atlas inspect CITY --beside OTHER`)."""

from generator.publish.claims import checks, comparison, registry
from generator.publish.claims.guard import Case
from generator.publish.inspect.page import chosen, judged
from generator.publish.inspect.types import Inspection
from generator.publish.model import pairs
from generator.publish.model.pairs import Part
from generator.publish.model.types import PlaceView, Views
from generator.publish.words import display_names
from generator.publish.words.content import Content
from generator.publish.words.formats import Formatter


def inspect_pair(first: PlaceView, second: PlaceView, views: Views, content: Content, fmt: Formatter) -> Inspection:
    """Inspect what may be said of two places beside each other, when these two alone are compared.

    Args:
        first: A place.
        second: Another one.
        views: The release as readers see it.
        content: Words, filled with the site's facts.
        fmt: Formatter.
    """
    pair = pairs.compare((first, second), views)[0]
    case = Case(views, content, fmt, two=pair)
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
        chosen=chosen({"comparison": comparison.sentences(pair, views, content, fmt)}, case),
    )


def _share(part: Part, case: Case) -> str:
    fmt = case.fmt
    shares = [
        fmt.percent(share) if case.views.imported else f"{fmt.percent(share)} ({fmt.interval(low, high, 'share')})"
        for share, low, high in zip(part.share, part.low, part.high, strict=True)
    ]
    text = " and ".join(shares)
    return f"{text}; clearly apart" if part.passes else text
