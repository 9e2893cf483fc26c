"""Conditions of notices, named like the notices in `content/notices.toml`.

Arithmetic only.
"""

from collections.abc import Mapping
from typing import Any

from generator import limits
from generator.publish.model.types import Views
from generator.release import Count, Evidence, Release
from generator.release.columns import BALANCE
from generator.settings.source_roles import KAGGLE_COLUMNS


def hold(views: Views, settings: Any) -> frozenset[str]:
    """Return the names of the notices that apply to a release and its settings."""
    found = {**_model(views), **_data(views), **_disclosure(views), **_places(views)}
    found["old_dashboard"] = old_dashboard(views.release, settings)
    found["contact_known"] = bool(settings.contact)
    found["contact_unknown"] = not settings.contact
    found["licence_known"] = bool(settings.licence)
    found["publisher_known"] = bool(settings.publisher)
    return frozenset(name for name, holds in found.items() if holds)


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


def variants(release: Release, settings: Any) -> tuple[str, ...]:
    """Return the folders of texts that override the usual ones for a release, the first wins."""
    found = {
        "imported": release.origin == "kpis",
        "old-dashboard": old_dashboard(release, settings),
        "as-is": release.reading.places == "as-is",
        "no-states": not any(place.state for place in release.places),
    }
    return tuple(name for name, holds in found.items() if holds)


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


def age_known(counts: Mapping[str, Count], views: Views) -> float | None:
    """Return the share of rows with a usable birth date; None when the data have no ages or the share is unknown."""
    if views.imported or views.measures["age"].withheld == "absent":
        return None
    missing = [
        counts[name] for name in ("flag:dob_placeholder", "flag:dob_missing", "flag:dob_future") if name in counts
    ]
    whole = max((count.of for count in missing), default=views.n)
    return max(0.0, 1 - sum(count.n or 0 for count in missing) / whole) if whole else None


def age_rests(views: Views) -> bool:
    """Return whether enough rows have a usable birth date to support sentences on age."""
    known = age_known({count.name: count for count in views.release.overall.quality}, views)
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
        "imported_privacy": views.imported,
        "key_auto": release.customer.chosen == "auto",
        "key_config": release.customer.chosen == "config",
        "key_conflict": disagree,
        "key_agree": conflict is not None and conflict.of > 0 and not disagree,
        "age_absent": no_age,
        "age_known": not no_age and not views.imported,
        "gender_absent": "gender" in release.absent,
        "balance_absent": "balance" in release.absent and not used(views, "balance"),
        "above_caps": bool(release.overall.above_caps),
        "rejected_some": any(count.n != 0 for count in rejected),
        "rejected_none": not views.imported and all(count.n == 0 for count in rejected),
        "unmatched_some": any(count.n != 0 for count in unmatched),
    }


def _disclosure(views: Views) -> dict[str, bool]:
    policy = views.release.policy
    return {
        "internal": policy.kind == "internal",
        "promise": policy.kind == "public",
        "promise_detail": policy.kind == "public",
        "strength_bands": policy.threshold < limits.CLAIM_CUSTOMERS,
        "strength_single": policy.threshold >= limits.CLAIM_CUSTOMERS,
        "groups_exist": any(view.place.detail == "groups" for view in views.pages),
        "totals_exist": any(view.place.detail == "total" for view in views.pages),
        "margin_joined": any(len(group.segments) > 1 for group in views.groups),
        "areas_together": bool(views.areas),
        "areas_apart": not views.areas and views.release.reading.places == "gazetteer",
        "districts_exist": bool(views.districts),
        "pools_exist": bool(views.pools),
        "nothing_passes": not views.imported and not any(group.passes for view in views.pages for group in view.groups),
    }


def _places(views: Views) -> dict[str, bool]:
    matched, states = views.release.reading.places == "gazetteer", views.has_states
    return {
        "places_matched": matched,
        "places_as_is": not matched,
        "spelling_matched": matched,
        "spelling_as_is": not matched,
        "cities_by_state": states,
        "cities_together": not states,
        "pooled_by_state": states,
        "pooled_together": not states,
    }
