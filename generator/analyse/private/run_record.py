"""Private run record: exact figures that never reach the site, for the data steward who approves the release.

Converts results into plain JSON; computes nothing.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator.analyse.clean import Cleaned, Rejected
from generator.analyse.customers import Key
from generator.analyse.disclosure.disclosure import Disclosed
from generator.analyse.disclosure.exact import Profile
from generator.analyse.money import unit_of
from generator.analyse.places.customer_places import Homes
from generator.analyse.reading.source import Source
from generator.analyse.segments.segmentation import Segmentation
from generator.analyse.values import days
from generator.release import Release
from generator.release.codec import content_hash

Record = dict[str, Any]


def make_record(
    source: Source,
    source_hash: str,
    cleaned: Cleaned,
    key: Key,
    outcome: Segmentation,
    profile: Profile,
    homes: Homes,
    disclosed: Disclosed,
    release: Release,
    customers: int,
) -> Record:
    """Return the record without the timings of the stages, which are known only at the end of the run."""
    by_segment = profile.sums.groupby("segment")[["n", "exact_paise"]].sum()
    segments = [
        {
            "id": name.id,
            "name": name.name,
            "rule": name.rule,
            "customers": int(by_segment["n"].get(i, 0)),
            "spend_paise": int(by_segment["exact_paise"].get(i, 0)),
        }
        for i, name in enumerate(outcome.names)
    ]
    frequency = profile.distributions["transactions"]
    return {
        "source": {
            "name": source.name,
            "files": [file.label for file in source.files],
            "sha256": source_hash,
            "columns": {
                role: source.computed[role].text if role in source.computed else source.files[0].roles[role]
                for role in source.roles
            },
            "where": source.where.text if source.where else "",
        },
        "release": {"content_hash": content_hash(release), "schema": release.schema},
        "rows": {"read": cleaned.read, "accepted": cleaned.accepted, "rejected": cleaned.rejected},
        "flags": cleaned.flags,
        "days": {
            "first": days.iso(cleaned.first_day),
            "last": days.iso(cleaned.last_day),
            "distinct": cleaned.distinct_days,
        },
        "currency": release.currency,
        # So many paise, as the record calls the smallest unit of any currency, are one unit of it.
        "paise_per_unit": unit_of(release.currency),
        "spend_paise": cleaned.spend_paise,
        "customers": customers,
        "customer_key": list(key.columns),
        "customer_key_evidence": {
            "chosen": key.chosen,
            "reason": key.reason,
            "ids_repeated": key.repeated,
            "ids_in_conflict": key.conflicting,
        },
        "frequency": dict(zip(map(str, frequency.index), map(int, frequency), strict=True)),
        "dropped_features": [item.name for item in release.model.dropped],
        "k": {
            "requested": outcome.choice.requested,
            "fitted": outcome.choice.fit.k,
            "first": outcome.choice.first_k,
            "smallest_at_first": round(outcome.choice.smallest_at_first, 6),
            "inertia": outcome.choice.fit.inertia,
        },
        "segments": segments,
        "places": {
            "published": sum(1 for place in release.places if place.slug),
            "hidden": len(disclosed.hidden),
            "matches": homes.matches,
            "methods": homes.methods,
        },
        "spend_above_caps_share": round(profile.above_caps.exact, 6),
    }


def record_json(record: Mapping[str, Any]) -> str:
    """Format the record as indented JSON."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def rejected_csv(rows: Sequence[Rejected]) -> str:
    """Format the rejected rows as CSV: file, line and reason, but no values, so that it can be sent by mail."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "line", "reason"))
    writer.writerows((row.file, row.line, row.reason) for row in rows)
    return out.getvalue()
