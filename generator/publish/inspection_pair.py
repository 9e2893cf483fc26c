"""Why the Compare page says what it says of two places (`atlas inspect CITY --beside OTHER`).

May import `inspection`, `comparison` and the modules of words and numbers.
"""

from generator.publish import comparison, difference, guards, looks, naming
from generator.publish.content import Content
from generator.publish.difference import Part
from generator.publish.formats import Formatter
from generator.publish.guard import Case
from generator.publish.inspected import Inspection
from generator.publish.inspection import chosen, judged
from generator.publish.viewtypes import PlaceView, Views


def inspect_pair(first: PlaceView, second: PlaceView, views: Views, content: Content, fmt: Formatter) -> Inspection:
    """Inspect what may be said of two places beside each other, when these two alone are compared.

    Args:
        first: A place.
        second: Another one.
        views: The release as readers see it.
        content: Words, filled with the site's facts.
        fmt: Formatter.
    """
    pair = difference.compare((first, second), views)[0]
    case = Case(views, content, fmt, two=pair)
    names = [naming.unique(view, views, content) for view in (first, second)]
    numbers = {"customers": f"{fmt.count(first.n)} and {fmt.count(second.n)}"}
    numbers |= {looks.letters(case, part.segments): _share(part, case) for part in pair.parts}
    if pair.omnibus_p is not None:
        numbers["p of the two mixes"] = looks.probability(pair.omnibus_p, fmt)
    for gap in pair.gaps:
        both = " and ".join(looks.interval(gap.measure, view.measures[gap.measure], fmt) for view in (first, second))
        numbers[gap.measure] = f"{both}; clearly apart" if gap.passes else both
    return Inspection(
        subject=" and ".join(names),
        kind="two places",
        facts={},
        numbers=numbers,
        judged=judged(guards.PAIR, case),
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
