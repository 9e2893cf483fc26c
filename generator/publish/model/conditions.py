"""Conditions of texts: of notices, of entries of the glossary and of the folders of texts for some releases.

Arithmetic only.
"""

from typing import Any

from generator import limits
from generator.publish.model import spend
from generator.publish.model.types import Views
from generator.release import Evidence, Release
from generator.release.columns import BALANCE
from generator.settings.source_roles import KAGGLE_COLUMNS


def hold(views: Views, settings: Any) -> frozenset[str]:
    """Return the names of the conditions that are true of a release and its settings."""
    return frozenset(name for name, holds in states(views, settings).items() if holds)


def states(views: Views, settings: Any) -> dict[str, bool]:
    """Return by name whether each condition is true of a release and its settings."""
    found = {**_model(views), **_data(views), **_disclosure(views), **_places(views)}
    found["old_dashboard"] = old_dashboard(views.release, settings)
    found["contact_known"] = bool(settings.contact)
    found["contact_unknown"] = not settings.contact
    found["licence_known"] = bool(settings.licence)
    found["publisher_known"] = bool(settings.publisher)
    return found


def old_dashboard(release: Release, settings: Any) -> bool:
    """Return whether the site explains where the views of the old dashboard are.

    By default it does for imported tables, and for the public data set, which that dashboard showed: their columns have
    the names that are read without settings.
    """
    if settings.old_dashboard != "auto":
        return bool(settings.old_dashboard == "on")
    if release.origin == "kpis":
        return True
    key = set(release.customer.columns)
    public = KAGGLE_COLUMNS["customer"] in key and key <= set(KAGGLE_COLUMNS.values())
    return public and release.currency == "INR" and release.reading.places == "gazetteer" and not settings.columns


def frequency_dropped(views: Views) -> bool:
    """Return whether frequency was dropped because it does not separate customers."""
    return any(dropped.name == "frequency" for dropped in views.release.model.dropped)


def used(views: Views, feature: str) -> bool:
    """Return whether segments are formed of a feature."""
    return any(item.name == feature for item in views.release.model.features)


def recency_rests(views: Views) -> bool:
    """Return whether sentences may rest on recency: segments are formed of it, and it is behaviour."""
    return used(views, "recency") and views.release.model.recency == "behaviour"


def recency_calendar(views: Views) -> bool:
    """Return whether recency follows the calendar of the data, so that nothing may rest on it."""
    return views.release.model.recency not in ("behaviour", "unknown")


def balances_by_place(views: Views) -> bool:
    """Return whether averages of balances are shown for places, not for segments only."""
    return any(BALANCE in place.means for place in views.release.places)


def age_known(release: Release) -> float | None:
    """Return the share of rows with a usable birth date; None when the data have no ages or the share is unknown."""
    mean = release.overall.means.get("age")
    if release.origin == "kpis" or mean is None or mean.withheld == "absent":
        return None
    flags = ("flag:dob_placeholder", "flag:dob_missing", "flag:dob_future")
    missing = [count for count in release.overall.quality if count.name in flags]
    if not missing:
        return 1.0 if any(atom.n for atom in release.atoms) else None
    whole = max(count.of for count in missing)
    return max(0.0, 1 - sum(count.n or 0 for count in missing) / whole) if whole else None


def age_rests(views: Views) -> bool:
    """Return whether enough rows have a usable birth date to support sentences on age."""
    known = age_known(views.release)
    return known is not None and known >= limits.AGE_KNOWN


def scores(views: Views) -> Evidence | None:
    """Return the scores at the number of segments used; None when the release has none."""
    return next((row for row in views.release.overall.evidence if row.k == views.release.model.k), None)


def _model(views: Views) -> dict[str, bool]:
    model, found = views.release.model, scores(views)
    left_out = {item.name: item.reason for item in model.dropped}
    recency = "recency" in left_out
    alone = not views.imported and len(model.features) == 1
    overall, changes = views.release.overall, views.release.changes
    return {
        "frequency_dropped": frequency_dropped(views),
        "recency_full": model.recency == "behaviour",
        "recency_calendar": recency_calendar(views),
        "recency_of_model": model.recency == "behaviour" and left_out.get("recency") == "calendar",
        "recency_constant": model.recency == "behaviour" and recency and left_out["recency"] != "calendar",
        "monetary_dropped": "monetary" in left_out,
        "balance_joined": model.choice == "auto" and used(views, "balance"),
        "balance_named": model.choice == "set" and used(views, "balance"),
        "balance_unknown": left_out.get("balance") == "unknown",
        "balance_constant": left_out.get("balance") in ("constant", "degenerate"),
        "one_feature": alone,
        "features_set": model.choice == "set" and not views.imported,
        "k_stepped_down": model.first_k > model.k,
        "evidence_known": found is not None
        and found.data.silhouette is not None
        and found.independent.silhouette is not None,
        "evidence_absent": found is None,
        "evidence_again": found is not None and min(found.data.jaccard, default=0.0) >= limits.STABLE_JACCARD,
        "evidence_unstable": found is not None and min(found.data.jaccard, default=1.0) < limits.STABLE_JACCARD,
        "projection_known": overall.projection is not None and bool(overall.projection.cells),
        "model_frozen": changes is not None and changes.model == "frozen",
        "model_refit": changes is not None and changes.model == "refit",
        "k_auto": model.requested == "auto",
        "k_fixed": model.requested.isdecimal(),
    }


def _data(views: Views) -> dict[str, bool]:
    release = views.release
    counts = {count.name: count for count in release.overall.quality}
    conflict = counts.get("key:ids_conflict")
    # More than 5 % of repeated ids disagree: above this limit an id alone does not identify a customer.
    disagree = conflict is not None and bool(conflict.n) and (conflict.n or 0) > limits.KEY_CONFLICTS * conflict.of
    rejected = [count for name, count in counts.items() if name.startswith("rejected:")]
    no_age = views.measures["age"].withheld == "absent"
    unmatched = [count for count in release.overall.matches if count.name.startswith("unmatched")]
    return {
        "imported": views.imported,
        "key_auto": release.customer.chosen == "auto",
        "key_config": release.customer.chosen == "config",
        "key_conflict": disagree,
        "key_agree": conflict is not None and conflict.of > 0 and not disagree,
        "age_absent": no_age,
        "age_known": not no_age and not views.imported,
        "gender_absent": "gender" in release.absent,
        "balance_absent": "balance" in release.absent and not used(views, "balance"),
        **_spend(views),
        "rejected_some": any(count.n != 0 for count in rejected),
        "rejected_none": not views.imported and all(count.n == 0 for count in rejected),
        "unmatched_some": any(count.n != 0 for count in unmatched),
    }


def _spend(views: Views) -> dict[str, bool]:
    release, internal = views.release, views.release.policy.kind == "internal"
    known = not views.imported and views.measures["spend"].withheld != "absent"
    excess = spend.excess_of_segments(release, {group.segments: group.n for group in views.groups})
    return {
        "spend_capped": known and not internal,
        "spend_whole": known and internal,
        "above_caps": bool(release.overall.above_caps) and not internal,
        "segments_excess": not internal and excess is not None and abs(excess) >= limits.SPEND_EXCESS,
    }


def _disclosure(views: Views) -> dict[str, bool]:
    policy = views.release.policy
    return {
        "internal": policy.kind == "internal",
        "public": policy.kind == "public",
        "strength_bands": policy.threshold < limits.CLAIM_CUSTOMERS,
        "strength_single": policy.threshold >= limits.CLAIM_CUSTOMERS,
        "groups_exist": any(view.place.detail == "groups" for view in views.pages),
        "totals_exist": any(view.place.detail == "total" for view in views.pages),
        "margin_joined": any(len(group.segments) > 1 for group in views.groups),
        "areas_together": bool(views.areas),
        "areas_apart": not views.areas and views.release.reading.places == "gazetteer",
        "districts_exist": bool(views.districts),
        "pools_exist": bool(views.pools),
        "nothing_passes": not views.imported and all(view.mix != "clear" for view in views.pages),
    }


def _places(views: Views) -> dict[str, bool]:
    matched = views.release.reading.places == "gazetteer"
    return {
        "gazetteer": matched,
        "as_is": not matched,
        "states": views.has_states,
        "no_states": not views.has_states,
    }
