"""Guards of sentences about two places without a difference: in line, none shown, too few customers, no mix in common.

Wording is in phrases.toml; `templates/static/js/src/core/sentences.js` implements the same guards.
"""

import math
from collections.abc import Iterator

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, one
from generator.publish.claims.quantities import Combined, Limit, Quantity, Segments, Series
from generator.publish.claims.rules.pair_facts import PLACES, average, enough, facts, unknown
from generator.publish.model import mix
from generator.publish.words import display_names


def _mixes(case: Case, *, wanted: bool = True) -> Check:
    """Check whether the mixes have comparable groups in common."""
    parts = len(case.pair.parts)
    return Check(
        "segments separate in both",
        "at least two" if wanted else "none",
        Quantity("count", parts),
        bool(parts) == wanted,
    )


def _same(case: Case) -> Check:
    """Check that no 95 % interval of a difference of shares excludes equality."""
    apart = [part.segments for part in case.pair.parts if part.answer in {"clear", "small", "chance"}]
    return Check("shares that may differ", "none", Series(tuple(map(Segments, apart))), not apart)


def _inside(case: Case, *, wanted: bool) -> Check:
    """Check whether every 95 % interval of a difference of shares is inside the effect gate."""
    needs = Limit("under {}" if wanted else "{} or more", checks.LEAST_GAP)
    widest = max((abs(end) for part in case.pair.parts for end in part.ends), default=None)
    holds = widest is not None and mix.wide(widest) != wanted
    return Check("largest end of an interval of a difference", needs, Quantity("points", widest), holds)


def _in_line(case: Case) -> Iterator[Check]:
    """Equivalence: the mixes differ by less than the gate, even at the ends of all intervals."""
    yield enough(case)
    yield _mixes(case)
    yield _same(case)
    yield _inside(case, wanted=True)


def _in_line_facts(case: Case) -> Facts:
    return {**facts(case), "limit": case.fmt.points(limits.SHARE_GAP)}


def _none(case: Case) -> Iterator[Check]:
    """No difference of shares could be shown, and equivalence neither."""
    yield enough(case)
    yield _mixes(case)
    yield _same(case)
    yield _inside(case, wanted=False)


def _none_facts(case: Case) -> Facts:
    """Return the smallest difference that would probably have been found in every share, rounded up."""
    pair = case.pair
    least = max((pair.level.least(part.error) for part in pair.parts if part.error is not None), default=0.0)
    return {**facts(case), "points": case.fmt.points(_up(100 * least) / 100)}


def _none_typical(case: Case) -> Iterator[Check]:
    """No difference of typical spend could be shown."""
    gap = average(case.pair, "typical_spend")
    yield enough(case)
    if gap is None:
        yield unknown("typical_spend")
        return
    ends = Combined("{} to {}", (Quantity("number", gap.low, 2), Quantity("number", gap.high, 2)))
    yield Check("95 % interval of the difference", "with equality", ends, not gap.apart)


def _none_typical_facts(case: Case) -> Facts:
    """Return the smallest ratio that would probably have been found, rounded up to a tenth."""
    gap = average(case.pair, "typical_spend")
    least = math.exp(case.pair.level.least(gap.error)) if gap else 1.0
    return {**facts(case), "ratio": case.fmt.number(_up(10 * least) / 10, 1)}


def _up(number: float) -> int:
    """Round up; what is whole but for floating point stays."""
    return math.ceil(number - limits.TOLERANCE)


def _too_few(case: Case) -> Iterator[Check]:
    """Too few customers for a claim in one of the places."""
    yield checks.origin(case)
    yield enough(case, wanted=False)


def _too_few_facts(case: Case) -> Facts:
    """Return the names and counts, the smaller place first."""
    return facts(case, turned=case.pair.second.n < case.pair.first.n)


def _imported(case: Case) -> Iterator[Check]:
    """The figures come from a table of averages, which supports no test."""
    yield checks.origin(case, imported=True)


def _no_mix(case: Case) -> Iterator[Check]:
    """The mixes have no groups in common that could be compared."""
    yield _mixes(case, wanted=False)


def _joined(case: Case) -> Iterator[Check]:
    """Segments merged in one place are compared merged."""
    joined = _joined_codes(case)
    yield Check("segments compared merged", "at least one", Series(tuple(joined)), bool(joined))


def _joined_codes(case: Case) -> list[str]:
    return [display_names.codes(part.segments, case.views) for part in case.pair.parts if len(part.segments) > 1]


def _joined_facts(case: Case) -> Facts:
    return {**facts(case), "letters": display_names.join(_joined_codes(case), case.content)}


GUARDS = (
    Guard("pair_in_line", (*PLACES, "limit"), one(_in_line, _in_line_facts), {**checks.MIN_N, **checks.SHARE_GAP}),
    Guard("pair_none", (*PLACES, "points"), one(_none, _none_facts), checks.MIN_N),
    Guard("pair_none_typical", (*PLACES, "ratio"), one(_none_typical, _none_typical_facts), checks.MIN_N),
    Guard("pair_too_few", PLACES, one(_too_few, _too_few_facts), checks.MIN_N),
    Guard("pair_imported", PLACES, one(_imported, facts)),
    Guard("pair_no_mix", PLACES, one(_no_mix, facts)),
    Guard("pair_joined", (*PLACES, "letters"), one(_joined, _joined_facts)),
)
