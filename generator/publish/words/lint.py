"""Content lint: typed figures that go stale, unused files and keys, unknown placeholders.

A figure typed in place of a placeholder is right today and wrong after the next release. Unknown
placeholders are errors; the rest are notes, or errors when the user asks for strictness.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ContentError
from generator.publish.words.catalogue import Text, every
from generator.publish.words.content import Content
from generator.publish.words.template import PLACEHOLDER, did_you_mean, dig, names_in, shown
from generator.publish.words.unread import leaves, unread

#: A number with a currency sign before it or a per cent sign behind it.
_NUMBER = re.compile(r"([^\w\s.,(\u2212-])?(\d+(?:[.,\u00a0\u202f]\d+)*)(?:[\u00a0 ]?(%))?")
_NOT_TEXT = re.compile(r"\]\([^)]*\)|\{:[^}]*\}|https?://\S+|#[\w-]+")
_FIGURE = re.compile(r"\W*\d")
#: Minimum number of digits at which a match of a plain number is not a coincidence.
_DIGITS = 3
#: Characters of partial dates: a text of these only is not a full date.
_WHOLE = 6
#: Files whose placeholders are facts of the site only; pages add none.
_PLAIN_FILES = ("options.toml", "segments.toml", "glossary.toml", "columns.toml")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number without digit grouping, and its unit: "%", "money" or none."""

    digits: str
    sign: str

    @property
    def telling(self) -> bool:
        """Return whether an equal fact value is unlikely to be a coincidence."""
        return bool(self.sign) or "." in self.digits or len(self.digits) >= _DIGITS


def check_placeholders(content: Content) -> None:
    """Check the placeholders of texts that no page may use.

    Raises:
        ContentError: A text uses a fact that is not available there.
    """
    for name, layers in content.files.items():
        own = layers.files[-1].parse()
        over = [file.parse() for file in layers.files[:-1]]
        tables = [own, *over] if name in _PLAIN_FILES else over
        for key, pattern in (leaf for table in tables for leaf in leaves(table)):
            known = {*content.facts, *names_in(str(dig(own, key) or ""))}
            added = name not in _PLAIN_FILES and dig(own, key) is None
            for odd in () if added or name == "phrases.toml" else set(names_in(pattern)) - known:
                hint = did_you_mean(odd, known) or "`atlas facts` lists them."
                raise layers.error(key, f"{key}: there is no fact named {odd!r} here.", hint)


def notes(
    content: Content, content_dirs: tuple[Path, ...] = (), template_dirs: tuple[Path, ...] = ()
) -> tuple[str, ...]:
    """Return the lint notes, one line each, with file and line.

    Args:
        content: Words, filled with the site's facts.
        content_dirs: Content folders from the settings.
        template_dirs: Template folders from the settings.
    """
    folders = (*content_dirs, *template_dirs)
    missing = (f"{folder}: no such folder; the settings name it." for folder in folders if not folder.is_dir())
    return (*missing, *_typed(content), *unread(content, content_dirs, template_dirs))


def require_none(found: tuple[str, ...]) -> None:
    """Raise the notes as one error, for a strict build.

    Raises:
        ContentError: There is at least one note.
    """
    if found:
        raise ContentError("\n".join(found), "With --strict, notes are errors; without it, warnings.")


def _typed(content: Content) -> Iterator[str]:
    """Yield typed figures: numbers that equal the current value of a fact, except declared constants."""
    values: dict[_Number, list[str]] = {}
    wholes: dict[str, str] = {}
    for name, value in content.facts.items():
        # Fast path: no digit. Licences and names may contain digits.
        numbers = _numbers(value) if _FIGURE.match(value) else []
        if len(numbers) == 1:
            values.setdefault(numbers[0], []).append(name)
        elif len(numbers) > 1 and len(value) >= _WHOLE:
            wholes[value] = name
    # The user's constants are added to the packaged ones.
    lists = [file.parse().get("typed", {}).get("constants", ()) for file in content.files["formats.toml"].files]
    allowed = {number for constants in lists for text in constants for number in _numbers(text)}
    for text in every(content):
        plain = _NOT_TEXT.sub(" ", PLACEHOLDER.sub(" ", text.pattern))
        for value, name in wholes.items():
            if value in plain:
                yield _note(text, value, (name,))
                plain = plain.replace(value, " ")
        for number in dict.fromkeys(_numbers(plain)):
            if number.telling and number not in allowed and (facts := _facts_of(number, values)):
                yield _note(text, number.digits + (" %" if number.sign == "%" else ""), facts)


def _facts_of(number: _Number, values: Mapping[_Number, list[str]]) -> tuple[str, ...]:
    """Return the facts with that value; an amount may be typed without its currency sign."""
    also = values.get(_Number(number.digits, "money"), []) if not number.sign else []
    return (*values.get(number, []), *also)


def _note(text: Text, figure: str, names: tuple[str, ...]) -> str:
    hint = " or ".join(f"{{{{ {name} }}}}" for name in names[:3])
    return f"{shown(text.path)}, line {text.line}: {figure} is typed; {hint} says it and stays true."


def _numbers(text: str) -> list[_Number]:
    found = []
    for before, digits, percent in _NUMBER.findall(text):
        sign = "%" if percent else "money" if before and unicodedata.category(before) == "Sc" else ""
        found.append(_Number(_ungrouped(digits), sign))
    return found


def _ungrouped(digits: str) -> str:
    """Normalise a number of any locale: decimal point, no digit grouping."""
    *groups, last = re.split(r"[.,\u00a0\u202f]", digits)
    return f"{''.join(groups)}.{last}" if groups and len(last) < 3 else "".join((*groups, last))
