"""Lets several commands of a test share one examination of a file, which is nearly all of their work."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest import mock

from generator.analyse.doctor import examine as module
from generator.analyse.doctor.examine import Findings
from generator.settings.settings import Settings


@contextmanager
def one_examination() -> Iterator[None]:
    """Examine each file only once for the same settings inside the block, in which files must not change."""
    plain = module.examine
    chosen: dict[str, Settings] = {}

    @cache
    def once(path: str, key: str) -> Findings:
        return plain(path, chosen[key])

    def shared(source: str, settings: Settings) -> Findings:
        chosen[repr(settings)] = settings
        return once(f"{Path.cwd() / source}", repr(settings)) if source != "-" else plain(source, settings)

    with mock.patch.object(module, "examine", shared):
        yield
