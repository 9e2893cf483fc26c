"""The pipeline, stage by stage. Start reading here: each stage is a package or a module.

    source → clean → customers → segments → places → profile → disclosure → release   (private half)
    release → pages → check → site                                                     (public half)

Heavy imports happen inside the functions: `atlas render` never loads an engine, and `atlas --help` loads nothing.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.release import Release
from generator.release.codec import as_written
from generator.settings.settings import Settings

if TYPE_CHECKING:
    from generator.analyse.clean import Rejected
    from generator.check import PrivateTokens, Report
    from generator.publish.output.writer import SiteReport

if sys.platform != "win32":
    import resource

Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """One finished stage: its name, wall seconds, and the process's peak memory in MB when it ended.

    The peak is None on Windows, whose Python library does not report it.
    """

    name: str
    seconds: float
    peak_mb: float | None


@dataclass(slots=True)
class Clock:
    """Times the stages of a run and reports each one to the user as it starts."""

    notify: Notify
    stages: list[Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block as one stage."""
        self.notify(name)
        start = time.perf_counter()
        yield
        self.stages.append(Stage(name, round(time.perf_counter() - start, 3), _peak_mb()))


def _peak_mb() -> float | None:
    if sys.platform == "win32":
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20) if sys.platform == "darwin" else peak / (1 << 10), 1)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Result of the private half. Only `release` may be published.

    Attributes:
        release: Safe aggregates.
        record: Exact figures of the run; private.
        rejected: Rows that were not accepted; private.
        private: Lookup of the ids and names that the site must not show.
        notices: Messages for the log.
    """

    release: Release
    record: dict[str, Any]
    rejected: tuple["Rejected", ...]
    private: "PrivateTokens"
    notices: tuple[str, ...]


@contextmanager
def analysed(
    name: str, settings: Settings, clock: Clock, *, refit: bool = False, export: Path | None = None
) -> Iterator[Analysis]:
    """Run the private half; the engine stays open inside the block, for checking the site against private values.

    Args:
        name: File, folder or pattern of transactions, or `-` for the standard input.
        settings: All settings; `model` names an earlier release whose centres score these data.
        clock: Times each stage.
        refit: Fit again and match the segments to those of the earlier release, instead of scoring with it.
        export: File for one row per customer; personal data.

    Raises:
        SourceError: The transactions cannot be read.
        QualityError: Their values cannot be right.
        DisclosureError: Nothing can be published about them.
    """
    from generator.analyse import assemble as assembly
    from generator.analyse import clean, customers, profile
    from generator.analyse.disclosure import caps
    from generator.analyse.disclosure.changes import changes_since
    from generator.analyse.disclosure.disclosure import disclose
    from generator.analyse.disclosure.means import Rules
    from generator.analyse.engine.choose import open_engine
    from generator.analyse.grid import make_grid, regrid
    from generator.analyse.money import unit_of
    from generator.analyse.places import customer_places
    from generator.analyse.private import export as exporting
    from generator.analyse.private import run_record
    from generator.analyse.private.notices import notices
    from generator.analyse.private.private_values import EngineSecrets
    from generator.analyse.reading import source
    from generator.analyse.segments import model_reuse, segmentation
    from generator.analyse.segments.calendar import read_calendar
    from generator.analyse.sources import opening

    previous = model_reuse.read_model(settings.base_dir / settings.model) if settings.model else None
    held = ExitStack()
    with clock.stage("source"):
        opened = held.enter_context(opening.opened(name, settings))
    with held, open_engine(settings) as engine:
        if export:
            exporting.require_target(export, opened)
        with clock.stage("read"):
            loaded = engine.read(opened)
        with clock.stage("clean"):
            cleaned = clean.clean(engine, opened, loaded, settings)
            calendar = read_calendar(engine, cleaned.first_day, cleaned.last_day)
        with clock.stage("customers"):
            key = customers.make_customers(engine, opened, settings, keep_key=export is not None)
            unit = unit_of(settings.currency)
            grid = make_grid(engine, cleaned.last_day, key if export else None, unit)
        window = cleaned.last_day - cleaned.first_day + 1
        if previous and not refit:
            model_reuse.require_comparable(previous, key.columns, window)
        people = segmentation.Customers(
            grid, calendar, "balance" in opened.roles, partial(regrid, engine, unit=unit, before=grid)
        )
        outcome = segmentation.segment(people, settings, previous, refit, clock.stage)
        grid = outcome.grid
        with clock.stage("places"):
            places = customer_places.find_homes(engine, settings, previous)
        public = settings.policy == "public"
        fewest = settings.threshold if public else 1
        kept = previous if previous and not refit else None
        with clock.stage("profile"):
            fit = outcome.choice.fit
            ranges = caps.ranges_of(kept) if kept else None
            figures = profile.make_profile(
                engine, grid, fit.labels, fit.k, places.homes, cleaned.last_day, window, fewest, ranges,
                balances="balance" in outcome.features,
            )  # fmt: skip
        with clock.stage("disclosure"):
            absent = assembly.absent_measures(opened.roles, outcome.scaled)
            shown = assembly.balances_shown(outcome)
            segmentation.require_sizes(outcome, fewest)
            rules = Rules(settings.base if public else 0, fewest, absent, figures.ranges, balances=shown)
            safe = disclose(figures, places.candidates, places.sites, outcome.ids, rules)
            release = assembly.assemble(
                settings, opened.roles, cleaned, calendar, key, outcome, figures, safe, places.matches, rules,
                kept.overall.projection if kept else None,
            )  # fmt: skip
            if previous:
                how = "refit" if refit else "frozen"
                release = replace(release, changes=changes_since(previous, release, how, outcome.inherited))
        if export:
            with clock.stage("export"):
                source.require_unchanged(opened)
                exporting.write_export(exporting.export_customers(engine, grid, outcome, places, key), export)
        with clock.stage("record"):
            unseen = [places.sites[place] for place in safe.hidden if place in places.sites]
            hidden = [name for site in unseen for name in (site.name, *site.covers)]
            yield Analysis(
                release=as_written(release),
                record=run_record.make_record(
                    opened, source.digest(opened), cleaned, key, outcome, figures, places, safe, release,
                    grid.customers,
                ),
                rejected=clean.rejected_rows(engine, opened, loaded),
                private=EngineSecrets(engine, [*hidden, *places.unnamed]),
                notices=(*opened.notes, *notices(release, cleaned, key, opened.roles, places.accent_twins, previous)),
            )  # fmt: skip


def publish(
    release: Release,
    settings: Settings,
    out: Path,
    clock: Clock,
    *,
    force: bool = False,
    private: "PrivateTokens | None" = None,
    kept: Path | None = None,
    strict: bool = False,
    note: Notify = lambda _: None,
) -> tuple["SiteReport", "Report"]:
    """Run the public half: render the release next to the old site, check the result, and only then swap it in.

    Args:
        release: Release to render.
        settings: All settings.
        out: Folder of the site.
        clock: Times each stage.
        force: Replace a folder that this program did not make.
        private: Lookup of values that the site must not show; None without the private half.
        kept: Folder that caches the social cards between runs.
        strict: Treat notes and warnings as errors, such as a typed figure or a page over its size budget.
        note: Called with each note, and with each file of the user in the old site that will be lost.

    Raises:
        ContentError: A text or a template is wrong.
        CheckError: The site has defects; the old one stays.
        OutputError: The site cannot be written.
    """
    from generator.check import check_site
    from generator.errors import CheckError
    from generator.publish.output.writer import write_site
    from generator.publish.render import files, make
    from generator.publish.words import lint

    reports: list[Report] = []

    def inspect(folder: Path) -> None:
        with clock.stage("check"):
            report = check_site(
                folder,
                internal=settings.policy == "internal",
                private=private,
                id_patterns=settings.id_patterns,
                keep=settings.keep,
                threshold=settings.threshold if release.policy.kind == "public" else None,
            )
        if not report.passes(strict=strict):
            why = "it has defects" if not report.ok else "it has warnings and --strict treats them as errors"
            raise CheckError(f"The site was not written, because {why}:\n" + "\n".join(report.lines()))
        reports.append(report)

    with clock.stage("render"):
        builder = make(release, settings)
        found = lint.notes(builder.content, settings.content_dirs, settings.template_dirs)
        if strict:
            lint.require_none(found)
        for line in found:
            note(line)
        written = write_site(
            files(builder, settings, kept), out, force=force, keep=settings.keep, inspect=inspect, note=note
        )
    return written, reports[0]
