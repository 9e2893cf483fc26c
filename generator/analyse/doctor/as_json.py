"""The same findings for machines. `version` counts changes of the structure that could break a reader."""

from typing import Any

from generator.analyse.doctor.examine import Findings, Trial
from generator.analyse.values import days

VERSION = 1


def as_json(found: Findings, next_lines: tuple[str, ...]) -> dict[str, Any]:
    """Return the findings as plain values.

    Keys: version, exit_code, source, roles, settings, build_now, build_with_guesses, contradictions, next. A title that
    may be a value of a customer is left out.
    """
    sample = found.sample
    return {
        "version": VERSION,
        "exit_code": found.exit_code,
        "source": {
            "name": sample.title,
            "kind": sample.kind,
            "encoding": sample.of[0].encoding if sample.kind == "text" else None,
            "delimiter": sample.of[0].delimiter if sample.kind == "text" else None,
            "header": sample.titled,
            "lines_above": sample.of[0].skipped,
            "files": sample.all_files,
            "columns": [column.title if column.title in found.shown else None for column in found.columns],
            "rows_read": found.rows,
            "rows_in_all": found.rows if sample.whole else sample.excerpts[0].total if len(sample.files) == 1 else None,
            "whole": sample.whole,
        },
        "roles": {
            guess.role: {
                "state": guess.state,
                "column": guess.column or None,
                "confidence": round(guess.confidence, 2),
                "evidence": list(guess.evidence),
                "alternatives": list(guess.alternatives),
                "answers": [dict(way) for way in guess.answers],
            }
            for guess in found.roles
        },
        "settings": {
            guess.key: {
                "state": guess.state,
                "value": guess.value,
                "evidence": guess.evidence,
                "alternatives": [dict(way) for way in guess.alternatives],
                "blocks": guess.blocks,
            }
            for guess in found.settings
        },
        "build_now": _trial(found.now),
        "build_with_guesses": _trial(found.tried),
        "contradictions": list(found.contradictions),
        "next": list(next_lines),
    }


def _trial(trial: Trial) -> dict[str, Any]:
    cleaned, key, problem = trial.cleaned, trial.key, trial.problem
    stops = None
    if problem is not None:
        stops = {"exit_code": problem.exit_code, "message": problem.message, "hint": problem.hint}
    return {
        "stops": stops,
        "accepted": cleaned.accepted if cleaned else None,
        "rejected": dict(cleaned.rejected) if cleaned else {},
        "shapes": {reason: list(shapes) for reason, shapes in cleaned.examples.items()} if cleaned else {},
        "notes": list(cleaned.notes) if cleaned else [],
        "months": [days.iso(day)[:7] for day in (cleaned.first_day, cleaned.last_day)] if cleaned else [],
        "customer_key": list(key.columns) if key else [],
        "customer_key_reason": key.reason if key else None,
    }
