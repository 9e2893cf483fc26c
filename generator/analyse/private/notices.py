"""What the user of the command has to know about a run, in sentences for the log.

The site says the same in its own words (`content/notices.toml`); these lines may hold exact figures.
"""

from collections.abc import Iterator

from generator import limits
from generator.analyse.clean import Cleaned, described
from generator.analyse.customers import Key
from generator.release import Release
from generator.settings.source_roles import ROLES


def notices(
    release: Release, cleaned: Cleaned, key: Key, roles: tuple[str, ...], previous: Release | None = None
) -> tuple[str, ...]:
    """Return the notices of a run; `previous` is the earlier release that it was compared with."""
    found = [*_areas(release, previous)] if previous else []
    if key.reason == "conflict":
        found.append(
            f"{key.conflicting} of {key.repeated} customer ids with several rows name different people "
            f"(birth date or gender differ): a customer is {key.words}."
        )
    elif key.reason in ("no-repeats", "no-attributes"):
        why = "no id repeats" if key.reason == "no-repeats" else "there is no birth date or gender to test it with"
        found.append(f"A customer is {key.words}: {why}.")
    found += (
        f"The feature {item.name} was dropped: {item.share:.1%} of customers share one value, "
        "so it cannot tell them apart."
        for item in release.model.dropped
    )
    model = release.model
    by_default = model.requested in ("default", "auto")
    if by_default and model.first_k > model.k:
        found.append(
            f"k steps down to {model.k}: the smallest of {model.first_k} segments "
            f"would hold {model.smallest:.1%} of customers."
        )
    elif not by_default and model.smallest < limits.SMALLEST_SEGMENT and model.k > 1:
        found.append(
            f"k = {model.requested} as set, but the smallest segment holds only {model.smallest:.1%} of customers."
        )
    if release.window.days_with_rows < limits.DAYS_WITH_ROWS * release.window.days:
        found.append(
            f"The extract covers {release.window.days_with_rows} of {release.window.days} days: "
            "no sentence rests on recency."
        )
    if missing := [role for role in ROLES[4:9] if role not in roles]:
        found.append(f"Not in the data, and said so on the site: {', '.join(missing)}.")
    if rejected := {name: n for name, n in cleaned.rejected.items() if n}:
        reasons = ", ".join(described(rejected, cleaned.examples))
        found.append(f"{sum(rejected.values())} rows were not accepted ({reasons}).")
    return tuple(found)


def _areas(release: Release, previous: Release) -> Iterator[str]:
    """Say that areas are counted the other way than before: both releases together tell more than either."""
    now, before = (any(place.covers for place in one.places) for one in (release, previous))
    if now != before:
        how = "together, the earlier release apart" if now else "apart, the earlier release together"
        yield (
            f"This release counts cities of a metropolitan area {how}: they are not compared, and former addresses "
            "lead to where they are counted now. Withdraw the earlier release where both cover the same days: an area "
            "less its cities may be fewer customers than the threshold."
        )
