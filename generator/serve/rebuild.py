"""Remembers the settings that a site was built with, and rebuilds it with them when a source has changed.

They are kept in the private folder build/ and not in the site, because a published site must not contain paths of the
machine that built it.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError
from generator.files.private import private_dir, write_private
from generator.files.run_paths import inside
from generator.settings import config
from generator.settings.of_analysis import note_of
from generator.settings.settings import Settings

Note = Callable[[str], None]

_KEPT = Path("build")


@dataclass(frozen=True, slots=True)
class Choice:
    """Settings given on the command line: a file and assignments."""

    config: Path | None = None
    assignments: tuple[str, ...] = ()

    def over(self, earlier: "Choice") -> "Choice":
        """Merge this choice over an earlier one; if this one names a settings file, the earlier one is ignored."""
        if self.config:
            return self
        kept = (text for text in earlier.assignments if text not in self.assignments)
        return Choice(earlier.config, (*kept, *self.assignments))

    @property
    def file(self) -> Path:
        """The settings file, which may be missing if none was named."""
        return self.config or Path(config.FILE)

    def settings(self) -> Settings:
        """Read the settings."""
        return config.load(self.config, self.assignments)


def keep(site: Path, choice: Choice, note: Note) -> None:
    """Remember the settings that a site was built with; if none were given, forget earlier ones.

    The site is already finished, so if they cannot be written, this is only noted.
    """
    file = _file(site)
    if choice == Choice():
        file.unlink(missing_ok=True)
        return
    known = {
        "site": os.path.realpath(site),
        "config": os.path.realpath(choice.config) if choice.config else None,
        "set": choice.assignments,
    }
    try:
        if inside(_KEPT, site) or inside(site, _KEPT):
            raise OutputError(f"{_KEPT}/ is part of the site, so no private file may be written there.")
        private_dir(_KEPT)
        write_private(file, json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    except OutputError as error:
        note(f"{error.message} `atlas serve` will need the same --config and --set as this command.")


def find(site: Path) -> Choice:
    """Return the settings that a site was built with from this folder; the defaults if that is not known."""
    try:
        known = json.loads(_file(site).read_text(encoding="utf-8"))
        path, assignments = known["config"], known["set"]
        return Choice(Path(path) if path else None, tuple(str(text) for text in assignments))
    except (OSError, ValueError, KeyError, TypeError):
        return Choice()


def _file(site: Path) -> Path:
    """Return the file for the settings of a site: one file per site, so that builds do not interfere."""
    return _KEPT / f"settings-{hashlib.sha256(os.path.realpath(site).encode()).hexdigest()[:12]}.json"


@dataclass(frozen=True, slots=True)
class Again:
    """Renders a site again from its release; reads the settings and the release again each time.

    Attributes:
        site: Folder of the site.
        choice: Settings given now; they override those that the site was built with.
        release: File of the release; None for the site's own.
        cards: Folder that caches the social cards between runs; None for no cache.
        note: Called with each note, such as a typed figure.
    """

    site: Path
    choice: Choice
    release: Path | None
    cards: Path | None
    note: Note

    def chosen(self) -> Choice:
        """Return the settings in force: those given now override those that the site was last built with."""
        return self.choice.over(find(self.site))

    def sources(self) -> tuple[Path, ...]:
        """Return the sources of the site: texts, templates, the settings file, and the release if one is named."""
        chosen = self.chosen()
        settings = chosen.settings()
        named = (self.release,) if self.release else ()
        return (*settings.content_dirs, *settings.template_dirs, chosen.file, *named)

    def __call__(self) -> tuple[Path, ...]:
        """Render the site, and return its current sources.

        Raises:
            AtlasError: A setting, a text, a template or the release is wrong; the old site stays.
        """
        from generator import pipeline
        from generator.release import codec

        chosen = self.chosen()
        settings = chosen.settings()
        release = codec.read(self.release or self.site / "data" / "release.json")
        if idle := note_of(settings, release):
            self.note(idle)
        silent = pipeline.Clock(lambda _: None)
        pipeline.publish(release, settings, self.site, silent, kept=self.cards, note=self.note)
        keep(self.site, chosen, self.note)
        return self.sources()
