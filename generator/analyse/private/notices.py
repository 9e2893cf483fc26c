"""Notices about a run, for the log.

The site has its own wording of them (`content/notices.toml`); those here may contain exact figures.
"""

from collections.abc import Iterator

from generator import limits
from generator.analyse.clean import Cleaned
from generator.analyse.customers import Key
from generator.analyse.rows.rejections import LEFT_OUT, described
from generator.analyse.values import days
from generator.release import Release
from generator.settings.source_roles import ROLES


def notices(
    release: Release,
    cleaned: Cleaned,
    key: Key,
    roles: tuple[str, ...],
    accent_twins: int = 0,
    previous: Release | None = None,
) -> tuple[str, ...]:
    """Return the notices of a run.

    Args:
        release: Its release.
        cleaned: Its rows.
        key: Its customer key.
        roles: Roles of columns that the data have.
        accent_twins: Places that differ from another one only by marks on letters.
        previous: The earlier release with which it was compared.
    """
    found = [*_areas(release, previous)] if previous else []
    if key.reason == "conflict":
        found.append(
            f"Customer ids with rows of different people (birth date or gender differs): {key.conflicting} of "
            f"{key.repeated} with several rows. So customers are identified by {key.words}."
        )
    elif key.reason in ("no-repeats", "no-attributes"):
        why = "no id is repeated" if key.reason == "no-repeats" else "without birth date or gender it cannot be tested"
        found.append(f"Customers are identified by {key.words}: {why}.")
    model = release.model
    found += _features(release, previous)
    by_default = model.requested in ("default", "auto")
    if by_default and model.first_k > model.k:
        found.append(
            f"k was reduced to {model.k}: the smallest of {model.first_k} segments would have {model.smallest:.1%} of "
            "customers, too few for a separate one."
        )
    elif not by_default and model.smallest < limits.SMALLEST_SEGMENT and model.k > 1:
        found.append(
            f"k = {model.requested} as set, but the smallest segment has only {model.smallest:.1%} of customers."
        )
    if cleaned.last_day > days.today():
        found.append(f"The last day of the data, {days.iso(cleaned.last_day)}, is after today: check the dates.")
    if missing := [role for role in ROLES[4:9] if role not in roles]:
        found.append(f"Missing from the data, as the site states: {', '.join(missing)}.")
    found += cleaned.notes
    found += _unplaced(cleaned)
    if accent_twins:
        found.append(
            f"{accent_twins} places differ from another one only by marks on letters, and are kept apart. If they are "
            "one place each, set fold_accents = true."
        )
    for left_out, what in ((True, "left out by the settings"), (False, "rejected")):
        if counts := {name: n for name, n in cleaned.rejected.items() if n and (name in LEFT_OUT) == left_out}:
            reasons = ", ".join(described(counts, cleaned.examples))
            found.append(f"Rows {what}: {sum(counts.values())} ({reasons}).")
    return tuple(found)


def _features(release: Release, previous: Release | None) -> Iterator[str]:
    """Say which features were left out, and why."""
    model, window = release.model, release.window
    frozen = release.changes is not None and release.changes.model == "frozen"
    reasons = {
        "sparse": f"only {window.days_with_rows} of {window.working_days} working days have rows",
        "gap": f"{window.longest_gap} working days in a row have no rows",
        "one_day": f"over {limits.ONE_DAY:.0%} of customers were last seen on one day",
        "one_segment": f"over {limits.SEGMENT_DAY:.0%} of the customers of a segment were last seen on one day",
    }
    used = [item.name for item in model.features]
    why = reasons.get(model.recency, "")
    if why and "recency" in used:
        chosen = "as the model does" if frozen else "as features says"
        yield f"{why[:1].upper()}{why[1:]}, but segments are formed of recency, {chosen}. No sentence rests on it."
    for item in model.dropped:
        if item.reason == "unknown":
            yield (
                f"Balances are known for {item.share:.0%} of customers, too few to form segments of them "
                f"({limits.BALANCE_KNOWN:.0%} are needed)."
            )
        elif item.reason != "calendar":
            yield (
                f"The feature {item.name} was dropped: {item.share:.1%} of customers share one value, so it cannot "
                "separate them."
            )
        elif why:
            yield f"Segments are not formed of recency: {why}, so it follows the calendar of the data."
        else:
            yield (
                "The model does not use recency, because its data were too sparse for it. These are dense enough: fit "
                "again with --refit to use it."
            )
    if previous and not frozen and used != (before := [item.name for item in previous.model.features]):
        yield (
            f"The earlier release has segments of {', '.join(before)}, this one of {', '.join(used)}: their shares "
            "cannot be compared."
        )
    if len(used) == 1:
        yield f"Segments are bands of one feature, {used[0]}, alone."
    elif model.choice == "auto" and "balance" in used:
        yield (
            f"Only {', '.join(name for name in used if name != 'balance')} was left to form segments of, so balances "
            "joined it. The site shows a typical balance of each segment for all customers, but of no place."
        )


#: Placeholders that a notice lists.
_MOST_WORDS = 5


def _unplaced(cleaned: Cleaned) -> Iterator[str]:
    """Say which texts were not taken for places; the words are those of the program and of the settings."""
    words, ids = cleaned.unplaced.placeholders, cleaned.unplaced.ids
    if words:
        listed = ", ".join([*words][:_MOST_WORDS]) + (", …" if len(words) > _MOST_WORDS else "")
        yield (
            f"Rows that name no place, but have a placeholder ({listed}): {sum(words.values())}. If one is the name of "
            "a real place, add it to place_names."
        )
    if ids:
        yield f"Rows with a number or an id for a place, so that their place is unknown (see place_names): {ids}."


def _areas(release: Release, previous: Release) -> Iterator[str]:
    """Warn if areas are counted differently than before, because the two releases together reveal more."""
    now, before = (any(place.covers for place in one.places) for one in (release, previous))
    if now != before:
        how = "together, the earlier release separately" if now else "separately, the earlier release together"
        yield (
            f"This release counts the cities of a metropolitan area {how}: they are not compared, and their former "
            "URLs redirect to the pages that count them now. Withdraw the earlier release if both cover the same days: "
            "an area minus its cities may have fewer customers than the threshold."
        )
