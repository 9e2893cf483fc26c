"""Looks that several guards take, each beside its limits, and how numbers read in them.

Limits go by the names that the rules in phrases.toml have for them. Words here are the command's, not the site's.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from generator import limits
from generator.publish.claims.guard import Case, Look, Text
from generator.publish.model import conditions
from generator.publish.model.significance import significant
from generator.publish.model.types import Estimate, GroupView
from generator.publish.words import display_names
from generator.publish.words.formats import Formatter

UNKNOWN = "not known"


def origin(case: Case, *, imported: bool = False) -> Look:
    """Look at what the figures were made from: transactions, or an imported table of averages."""
    table, transactions = "an imported table", "transactions"
    value, needs = (table if told else transactions for told in (case.views.imported, imported))
    return Look("origin", value, needs, case.views.imported == imported)


MIN_N = {"min_n": limits.CLAIM_CUSTOMERS}


def least(case: Case) -> str:
    """Return the number of customers that a claim needs."""
    return case.fmt.count(max(limits.CLAIM_CUSTOMERS, case.views.release.policy.threshold))


def enough(case: Case, *, wanted: bool = True) -> Look:
    """Look at whether the case's place has customers enough for a claim, or has not: at least 100, and at least T."""
    view = case.place

    def needs() -> str:
        if case.views.imported:
            return "transactions behind it"
        return f"{'at least' if wanted else 'fewer than'} {least(case)}"

    return Look("customers", lambda: case.fmt.count(view.n), needs, (view.strength == "claims") == wanted)


def is_known(what: str, value: object, text: Text) -> Look:
    """Look at whether a value is published at all."""
    return Look(what, UNKNOWN if value is None else text, "known", value is not None)


FALSE_FINDS = {"q": limits.FALSE_DISCOVERY}


def adjusted(what: str, q: float | None, fmt: Formatter) -> Look:
    """Look at a p-value adjusted by Benjamini and Hochberg (1995)."""
    return Look(
        what, lambda: probability(q, fmt), lambda: f"below {fmt.number(limits.FALSE_DISCOVERY, 2)}", significant(q)
    )


WHOLE_MIX = {"p": limits.MIX_TEST}


def same_mix(what: str, p: float | None, fmt: Formatter) -> Look:
    """Look at whether the chi-square test tells two mixes apart: it must not."""
    holds = p is not None and p > limits.MIX_TEST
    return Look(what, lambda: probability(p, fmt), lambda: f"above {fmt.number(limits.MIX_TEST, 2)}", holds)


def other_mix(what: str, p: float | None, fmt: Formatter, *, unknown: bool) -> Look:
    """Look at whether the chi-square test tells two mixes apart; `unknown` says what counts where there is none."""
    holds = unknown if p is None else p <= limits.MIX_TEST
    return Look(what, lambda: probability(p, fmt), lambda: f"{fmt.number(limits.MIX_TEST, 2)} or less", holds)


SHARE_GAP = {"points": limits.SHARE_POINTS}


def least_gap(fmt: Formatter) -> str:
    """Return the effect gate of a share in points."""
    return fmt.points(limits.SHARE_GAP)


def none_clear(case: Case, clear: Sequence[tuple[str, ...]]) -> Look:
    """Look at the shares that are clearly apart, given by their segments: there must be none."""
    names = partial(named, case, clear)
    return Look("shares clearly apart", names, "none", not clear)


def none_apart(measures: Sequence[str]) -> Look:
    """Look at the averages that are clearly apart: there must be none."""
    return Look("averages clearly apart", ", ".join(measures) or "none", "none", not measures)


RATIO = {"ratio": limits.RATIO}
PERCENTILES = {"percentiles": limits.PERCENTILE_POINTS}
YEARS = {"years": limits.AGE_YEARS}
#: Unit and gate of the averages that are compared by their difference.
DIFFERENCES = {"recency_pct": ("percentiles", limits.PERCENTILE_POINTS), "age": ("years", limits.AGE_YEARS)}

DAYS = {"days": limits.DAYS_WITH_ROWS}
AGES = {"known": limits.AGE_KNOWN}


def frequency(case: Case, why: str = "") -> Look:
    """Look at whether ids repeat, so that frequency is measured at all."""
    dropped = conditions.frequency_dropped(case.views)
    return Look("frequency", f"left out{why}" if dropped else "measured", "measured", not dropped)


def days(case: Case) -> Look:
    """Look at the share of the window's days that have rows."""
    window, fmt = case.views.release.window, case.fmt
    return Look(
        "days with rows",
        lambda: fmt.percent(window.days_with_rows / window.days if window.days else 0.0),
        lambda: f"at least {fmt.percent(limits.DAYS_WITH_ROWS)}",
        conditions.recency_rests(case.views),
    )


def age(case: Case) -> Look:
    """Look at the share of rows with a usable birth date."""

    def value() -> str:
        known = conditions.age_known({count.name: count for count in case.views.release.overall.quality}, case.views)
        return UNKNOWN if known is None else case.fmt.percent(known)

    return Look(
        "rows with a usable birth date",
        value,
        lambda: f"at least {case.fmt.percent(limits.AGE_KNOWN)}",
        conditions.age_rests(case.views),
    )


def probability(value: float | None, fmt: Formatter) -> str:
    """Return a probability with three decimals; one that would read as nothing says what it is under."""
    if value is None:
        return UNKNOWN
    return f"under {fmt.number(0.001, 3)}" if value < 0.001 else fmt.number(value, 3)


def interval(column: str, estimate: Estimate, fmt: Formatter) -> str:
    """Return an average with its interval."""
    told = fmt.estimate(column, estimate)
    return f"{fmt.mean(column, estimate)} ({told})" if told else fmt.mean(column, estimate)


def letters(case: Case, segments: tuple[str, ...]) -> str:
    """Return how a look names segments: "A High spenders"."""
    return f"{display_names.letters(segments, case.views)} {display_names.group(segments, case.views, case.content)}"


def named(case: Case, groups: Iterable[tuple[str, ...]]) -> str:
    """Return how a look lists segments; "none" where there are none."""
    return ", ".join(letters(case, segments) for segments in groups) or "none"


def key(group: GroupView) -> str:
    """Return the key of findings on one segment or joined ones."""
    return "".join(group.segments)
