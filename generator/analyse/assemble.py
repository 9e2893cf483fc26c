"""Assembles the release from disclosed figures and the model; computes no figures of customers itself."""

import math
from collections.abc import Mapping
from typing import Literal

from generator import limits
from generator.analyse.clean import Cleaned
from generator.analyse.customers import Key
from generator.analyse.disclosure.counts import count, parts_of, rejections
from generator.analyse.disclosure.disclosure import Disclosed
from generator.analyse.disclosure.exact import Profile
from generator.analyse.disclosure.means import Rules
from generator.analyse.disclosure.projection import project
from generator.analyse.segments.calendar import Calendar
from generator.analyse.segments.features import Scaled, coarse, nice
from generator.analyse.segments.segmentation import Segmentation
from generator.analyse.values import days
from generator.release import (
    SCHEMA,
    Count,
    CustomerKey,
    Model,
    Overall,
    Policy,
    Projection,
    Reading,
    Release,
    Segment,
    Window,
)  # fmt: skip
from generator.release.types import DatesRead
from generator.settings.settings import Settings
from generator.settings.values import DATE_COUNTS

#: Roles whose absence is stated on the site.
OPTIONAL_ROLES = ("transaction", "time", "birth_date", "gender", "balance")
_ORDERS: Mapping[str, DatesRead] = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}


def absent_measures(roles: tuple[str, ...], scaled: Scaled) -> frozenset[str]:
    """Return the measures that the data lack, or whose feature was dropped."""
    absent = {"age", "age_pct"} if "birth_date" not in roles else set()
    dropped = {item.name for item in scaled.dropped}
    absent |= {"transactions", "frequency_pct"} if "frequency" in dropped else set()
    absent |= {"recency", "recency_pct"} if "recency" in dropped else set()
    return frozenset(absent)


def balances_shown(outcome: Segmentation) -> Literal["nowhere", "segments", "everywhere"]:
    """Return whether averages of balances are shown by segment, by place too (where the settings name them), or not."""
    if "balance" not in outcome.features:
        return "nowhere"
    return "everywhere" if outcome.by == "set" else "segments"


def assemble(
    settings: Settings,
    roles: tuple[str, ...],
    cleaned: Cleaned,
    calendar: Calendar,
    key: Key,
    outcome: Segmentation,
    profile: Profile,
    disclosed: Disclosed,
    matches: Mapping[str, int],
    rules: Rules,
    plane: Projection | None = None,
) -> Release:
    """Return the release; `plane` is the projection of an earlier release whose model is reused."""
    segments = tuple(
        Segment(name.id, name.letter, name.name, name.short, name.rule, outcome.evidence[i], disclosed.segment_means[i])
        for i, name in enumerate(outcome.names)
    )
    first, last = cleaned.first_day, cleaned.last_day
    return Release(
        schema=SCHEMA,
        label=settings.label,
        synthetic=settings.synthetic,
        currency=settings.currency,
        locale=settings.locale,
        window=Window(
            days.iso(first),
            days.iso(last),
            last - first + 1,
            calendar.working_days,
            calendar.with_rows,
            calendar.longest_gap,
        ),
        customer=CustomerKey(key.words, key.columns, key.chosen),
        policy=Policy("public" if rules.base else "internal", rules.threshold, max(rules.base, 1)),
        absent=tuple(role for role in OPTIONAL_ROLES if role not in roles),
        model=_model(settings, outcome, profile, disclosed),
        segments=segments,
        places=disclosed.places,
        atoms=disclosed.atoms,
        margin=disclosed.margin,
        overall=Overall(
            means=disclosed.overall_means,
            histograms=disclosed.histograms,
            cross=tuple(item for item in disclosed.cross if _has(item.band, roles)),
            quality=_quality(cleaned, key, roles, rules),
            matches=parts_of(matches, outcome.grid.customers, rules),
            evidence=outcome.scores,
            above_caps=_above_caps(profile),
            projection=project(outcome.scaled, outcome.grid.weights, rules, plane),
        ),
        changes=None,
        reading=_reading(settings),
    )


def _reading(settings: Settings) -> Reading:
    """Return how the data were read; from the settings alone, so that the same rows give the same release."""
    dates = _ORDERS[settings.date_order]
    if settings.date_format:
        dates = "count" if settings.date_format in DATE_COUNTS else "format"
    return Reading("as-is" if settings.places == "as-is" else "gazetteer", dates)


def _has(band: str, roles: tuple[str, ...]) -> bool:
    return ("gender" if band.startswith("gender:") else "birth_date") in roles


def _model(settings: Settings, outcome: Segmentation, profile: Profile, disclosed: Disclosed) -> Model:
    choice, scaled = outcome.choice, outcome.scaled
    fit = choice.fit
    return Model(
        features=scaled.used,
        dropped=scaled.dropped,
        requested=choice.requested,
        k=fit.k,
        first_k=choice.first_k,
        smallest=coarse(choice.smallest_at_first, float(profile.sums["n"].sum())),
        centres=tuple(tuple(float(value) for value in row) for row in fit.centres),
        clips=profile.ranges.clips(outcome.ids),
        spread=disclosed.spread,
        seed=settings.seed,
        recency=outcome.recency,
        choice=outcome.by,
    )


def _above_caps(profile: Profile) -> float | None:
    """Return a lower bound of the share of spend above the cap, rounded down to a step of one customer's influence."""
    capped = profile.above_caps
    step = nice(max(limits.CAP_STEPS[0], capped.one))
    return None if step > limits.CAP_STEPS[-1] else float(f"{math.floor(capped.bounded / step) * step:.10g}")


_FLAG_ROLE = {
    "dob_placeholder": "birth_date", "dob_missing": "birth_date", "dob_future": "birth_date",
    "dob_unreadable": "birth_date", "balance_missing": "balance", "balance_unreadable": "balance",
    "gender_unknown": "gender",
}  # fmt: skip


def _quality(cleaned: Cleaned, key: Key, roles: tuple[str, ...], rules: Rules) -> tuple[Count, ...]:
    """Return the counts of the data-quality page, without flags of columns that the data lack."""
    rows = [*rejections(cleaned.rejected, cleaned.read, cleaned.accepted, rules)]
    rows += [
        count(f"flag:{name}", n, cleaned.accepted, rules)
        for name, n in cleaned.flags.items()
        if _FLAG_ROLE.get(name, "date") in roles
    ]
    if key.chosen == "auto":
        rows.append(count("key:ids_repeated", key.repeated, cleaned.accepted, rules))
        # A share of fewer than T ids would reveal their number.
        if key.repeated >= rules.threshold:
            rows.append(count("key:ids_conflict", key.conflicting, key.repeated, rules))
    return tuple(rows)
