"""The story, in order. Read this first: each line is a room of the house.

    source → clean → customers → segments → places → profile → disclosure → release   (private half)
    release → pages → check → site                                                     (public half)

Heavy imports happen inside the functions: `atlas render` never loads an engine, and `atlas --help` loads nothing.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.config import Settings
from generator.release import Release

if TYPE_CHECKING:
    from generator.analyse.clean import Rejected
    from generator.check import PrivateTokens, Report
    from generator.publish.output import SiteReport

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """One finished stage: its name, wall seconds, and the process's peak memory in MB when it ended."""

    name: str
    seconds: float
    peak_mb: float


@dataclass(slots=True)
class Clock:
    """Times the stages of a run and tells the user which one is under way."""

    tell: Tell
    stages: list[Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Run one stage."""
        self.tell(name)
        start = time.perf_counter()
        yield
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        megabytes = peak / (1 << 20) if sys.platform == "darwin" else peak / (1 << 10)
        self.stages.append(Stage(name, round(time.perf_counter() - start, 3), round(megabytes, 1)))


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the private half hands over. Only `release` may leave it.

    Attributes:
        release: Safe aggregates.
        record: Exact figures of the run; private.
        rejected: Rows that were not accepted; private.
        private: Knows the ids and names that the site must not show.
        notices: Ids of what the user has to know, for the log.
    """

    release: Release
    record: dict[str, Any]
    rejected: tuple["Rejected", ...]
    private: "PrivateTokens"
    notices: tuple[str, ...]


@contextmanager
def analysed(name: str, settings: Settings, clock: Clock) -> Iterator[Analysis]:
    """Run the private half; the engine stays open while the caller checks what was made of the result.

    Raises:
        SourceError: The transactions cannot be read.
        QualityError: They cannot be trusted.
        DisclosureError: Nothing can be published about them.
    """
    from generator.analyse import assemble as assembly
    from generator.analyse import clean, customers, homes, naming, profile, record, segments, source
    from generator.analyse.disclosure import disclose
    from generator.analyse.engine.duckdb import DuckEngine
    from generator.analyse.features import scale
    from generator.analyse.grid import make_grid
    from generator.analyse.means import Rules
    from generator.analyse.notices import notices
    from generator.analyse.secrets import EngineSecrets

    with clock.stage("source"):
        opened = source.open_source(name, settings.source_columns, settings.customer_key)
    with DuckEngine(settings.threads, settings.memory_limit) as engine:
        with clock.stage("read"):
            loaded = engine.read(opened)
        with clock.stage("clean"):
            cleaned = clean.clean(engine, opened, loaded, settings)
        with clock.stage("customers"):
            key = customers.make_customers(engine, opened, settings)
            grid = make_grid(engine, cleaned.last_day)
        with clock.stage("segments"):
            scaled = scale(grid)
            choice = segments.choose(grid, scaled, settings.k, settings.seed)
            evidence = assembly.evidence_of(grid, scaled, choice.fit)
            names = naming.name_segments(evidence, naming.load_words(settings.content_dirs), settings.names)
        with clock.stage("places"):
            places = homes.find_homes(engine, settings)
        with clock.stage("profile"):
            window = cleaned.last_day - cleaned.first_day + 1
            fit = choice.fit
            figures = profile.make_profile(engine, grid, fit.labels, fit.k, places.homes, cleaned.last_day, window)
        with clock.stage("disclosure"):
            absent = assembly.absent_measures(opened.roles, scaled)
            public = settings.policy == "public"
            rules = Rules(settings.base if public else 0, settings.threshold if public else 1, absent, figures.ranges)
            ids = tuple(naming.letter(i) for i in range(fit.k))
            safe = disclose(figures, places.candidates, places.sites, ids, rules)
            release = assembly.assemble(
                settings, opened.roles, cleaned, key, scaled, choice, names, evidence, figures, safe,
                places.matches, grid.customers, rules,
            )  # fmt: skip
        with clock.stage("record"):
            hidden = [places.sites[place].name for place in safe.hidden if place in places.sites]
            yield Analysis(
                release=release,
                record=record.make_record(
                    opened, source.digest(opened), cleaned, key, choice, names, figures, places, safe, release,
                    grid.customers,
                ),
                rejected=clean.rejected_rows(engine, loaded),
                private=EngineSecrets(engine, [*hidden, *places.unnamed]),
                notices=notices(release, cleaned, key, opened.roles),
            )  # fmt: skip


def publish(
    release: Release,
    settings: Settings,
    out: Path,
    clock: Clock,
    *,
    force: bool = False,
    private: "PrivateTokens | None" = None,
) -> tuple["SiteReport", "Report"]:
    """Run the public half: render the release, check the site beside the old one, and only then swap it in.

    Raises:
        ContentError: A word or a template is wrong.
        CheckError: The site has defects; the old one stays.
        OutputError: It cannot be written.
    """
    from generator.check import check_site
    from generator.errors import CheckError
    from generator.publish.output import write_site
    from generator.publish.render import render

    reports: list[Report] = []

    def inspect(folder: Path) -> None:
        with clock.stage("check"):
            report = check_site(
                folder,
                internal=settings.policy == "internal",
                private=private,
                id_patterns=settings.id_patterns,
                threshold=settings.threshold if release.policy.kind == "public" else None,
            )
        if not report.ok:
            raise CheckError("The site was not written, because it has defects:\n" + "\n".join(report.lines()))
        reports.append(report)

    with clock.stage("render"):
        written = write_site(render(release, settings), out, force=force, inspect=inspect)
    return written, reports[0]
