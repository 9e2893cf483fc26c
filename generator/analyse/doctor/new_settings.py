"""An atlas.toml for a source: the guesses set, each with its evidence, and the open ones as comments to choose from."""

import re
from collections.abc import Mapping
from typing import Any

from generator.analyse.doctor.examine import Findings
from generator.settings.source_roles import REQUIRED_ROLES
from generator.settings.text import Note, settings_text

#: What is written for a question that a build would answer by itself, and perhaps wrongly: it stops instead.
_STOPS: Mapping[str, Any] = {"currency": "", "debit": []}

_OF = re.compile(r"\b([\d,]+) of ([\d,]+)\b")
_ALL = re.compile(r"\ball [\d,]+\b")
#: No figure of a share or of a larger number; a mark behind it may be that of the sentence.
_COUNT = re.compile(
    r"(?<![\w%.,])\d[\d,]*\d(?!\w|[.,]\d|\s?%)|(?<![\w%.,])\d(?= (?:amounts|codes|different|rows?\b))|(?<=: )\d(?=;)"
)
#: Titles and examples: no count is in them.
_VERBATIM = re.compile(r"(`[^`]*`)")


def new_settings(found: Findings, answers: Mapping[str, Any], folders: Mapping[str, Any]) -> str:
    """Return the text of an atlas.toml. It may be committed, so that its comments hold no exact counts.

    Args:
        found: The findings.
        answers: What the user named on the command line, as in a settings file; it is set too.
        folders: The settings that name the folders of the new site.
    """
    active: dict[str, Any] = {**folders, **{key: value for key, value in answers.items() if key != "columns"}}
    notes = {key: Note("Named when this file was made.") for key in answers if key != "columns"}
    for guess in found.settings:
        if guess.state == "guessed":
            active[guess.key] = guess.value
            notes[guess.key] = Note(f"Guessed: {rough(guess.evidence)}.")
        elif guess.state == "open":
            waits = "Answer it; until then a build stops" if guess.key in _STOPS and guess.blocks else "Please choose"
            waits = "A build does not wait for it" if guess.key == "where" else waits
            notes[guess.key] = Note(f"{waits}: {rough(guess.evidence)}.", guess.answers)
            if guess.blocks and guess.key in _STOPS:
                active[guess.key] = _STOPS[guess.key]
    columns: dict[str, str] = {}
    for role in found.roles:
        why = rough("; ".join(role.evidence))
        if role.column:
            columns[role.role] = role.column
            how = {"guessed": "Guessed: ", "configured": "Named when this file was made: "}.get(role.state, "")
            notes[f"columns.{role.role}"] = Note(f"{how}{why or 'no such column'}.")
        elif role.state == "open" and (role.alternatives or role.role in REQUIRED_ROLES):
            ways = tuple({role.role: name} for name in role.alternatives or ("…",))
            notes[f"columns.{role.role}"] = Note(f"Please choose: {why}.", ways)
            for key in dict.fromkeys(key for way in role.with_each for key in way):
                said = f"Goes with the column that is chosen for the {role.role} below, in the same order."
                notes[key] = Note(said, tuple({key: way[key]} for way in role.with_each))
    return settings_text({**active, "columns": columns}, notes)


def rough(text: str) -> str:
    """Return a text without exact counts: shares in per cent, and other counts with one figure."""

    def share(match: re.Match[str]) -> str:
        part, total = (int(group.replace(",", "")) for group in match.groups())
        return f"{part / total:.0%} of the" if total else "none of the"

    def about(match: re.Match[str]) -> str:
        number = match[0].replace(",", "")
        step = 10 ** (len(number) - 1)
        return f"about {round(int(number) / step) * step:,}" if step > 1 else "a few"

    parts = _VERBATIM.split(text)
    parts[::2] = (_COUNT.sub(about, _OF.sub(share, _ALL.sub("all", part))) for part in parts[::2])
    return "".join(parts)
