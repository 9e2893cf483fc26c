"""Small banks for the tests of the private half, and helpers that run its first stages."""

import csv
import functools
import io
import math
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import settings as hypothesis_settings

from generator import pipeline
from generator.analyse import clean, customers, profile
from generator.analyse.clean import Cleaned, Rejected
from generator.analyse.customers import Key
from generator.analyse.disclosure.caps import AGE, Range, Ranges
from generator.analyse.disclosure.exact import Profile
from generator.analyse.disclosure.means import Sums
from generator.analyse.engine.base import Loaded
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.grid import make_grid, regrid
from generator.analyse.places import customer_places as homes
from generator.analyse.reading import source
from generator.analyse.reading.header import Form
from generator.analyse.segments import segmentation
from generator.analyse.segments.calendar import read_calendar
from generator.analyse.segments.features import Grid
from generator.release import Release, codec
from generator.settings import config
from generator.settings.settings import Settings

HEAD = [
    "TransactionID", "CustomerID", "CustomerDOB", "CustGender", "CustLocation", "CustAccountBalance",
    "TransactionDate", "TransactionTime", "TransactionAmount (INR)",
]  # fmt: skip
ID, CUSTOMER, BIRTH, GENDER, PLACE, BALANCE, DATE, TIME, AMOUNT = range(9)

#: Settings of property tests: the same examples on every machine, and no deadline.
PROPERTY = hypothesis_settings(deadline=None, derandomize=True, database=None)

CITIES = ("MUMBAI", "DELHI", "PUNE", "CHENNAI", "KOLKATA", "NAGPUR")
AS_IS = 'places="as-is"'

Row = list[str]


def bank(n: int = 600, seed: int = 1, *, repeat: int = 2) -> list[Row]:
    """Return n rows in the columns of HEAD, about `repeat` for each customer, with consistent birth date and gender.

    A quarter of the customers spend about ten times as much as the others, so that segments exist; each city is smaller
    than the one before it.
    """
    dice = random.Random(seed)
    people = []
    for i in range(max(1, n // repeat)):
        city = CITIES[min(int(dice.random() ** 2 * len(CITIES)), len(CITIES) - 1)]
        born = f"{dice.randint(1, 28):02}-{dice.randint(1, 12):02}-{dice.randint(1950, 1998)}"
        people.append((f"C{5000000 + i}", born, "MF"[dice.random() < 0.4], city, 7.5 if i % 4 == 0 else 5.0))
    rows = []
    for i in range(n):
        customer, born, gender, city, level = people[i] if i < len(people) else dice.choice(people)
        rows.append([
            f"T{i + 1}", customer, born, gender, city, f"{dice.lognormvariate(9, 1):.2f}",
            f"{dice.randint(1, 28):02}-{dice.randint(8, 10):02}-2016",
            str(dice.randint(0, 23) * 10000 + dice.randint(0, 59) * 100 + dice.randint(0, 59)),
            f"{dice.lognormvariate(level, 1):.2f}",
        ])  # fmt: skip
    return rows


def one_time_customers(n: int, seed: int = 1) -> list[Row]:
    """Return n rows of n different customers."""
    return bank(n, seed, repeat=1)


def changed(rows: Sequence[Row], at: int, column: int, value: str) -> list[Row]:
    """Return a copy of the rows with one value changed."""
    new = [list(row) for row in rows]
    new[at][column] = value
    return new


def everywhere(rows: Sequence[Row], column: int, value: str) -> list[Row]:
    """Return a copy of the rows with all values of a column changed."""
    return [[*row[:column], value, *row[column + 1 :]] for row in rows]


def text(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD, delimiter: str = ",") -> str:
    """Return rows as CSV with a header."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV without its header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def put(path: Path, data: str | bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def settings(*assignments: str) -> Settings:
    """Return settings without an atlas.toml; scoring other k is off unless an assignment turns it on."""
    return config.load(Path(os.devnull), ("evidence=false", *assignments))


@dataclass(frozen=True, slots=True)
class Run:
    """Results of a run of the private half."""

    release: Release
    record: dict[str, Any]
    rejected: tuple[Rejected, ...]
    notices: tuple[str, ...]
    stages: tuple[str, ...]

    @property
    def text(self) -> str:
        return codec.dump(self.release)


@functools.cache
def analysed(path: Path, *assignments: str) -> Run:
    """Run the private half; results are cached by file and assignments."""
    clock = pipeline.Clock(lambda _: None)
    with pipeline.analysed(str(path), settings(*assignments), clock) as found:
        run = Run(found.release, found.record, found.rejected, found.notices, ())
    return Run(run.release, run.record, run.rejected, run.notices, tuple(stage.name for stage in clock.stages))


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Results of the stage `clean`; the engine is open."""

    engine: DuckEngine
    source: source.Source
    loaded: tuple[Loaded, ...]
    cleaned: Cleaned
    rejected: tuple[Rejected, ...]

    def column(self, expression: str) -> list[Any]:
        """Return an expression over the accepted rows, in the order of the file."""
        return [value for (value,) in self.engine.rows(f"select {expression} from accepted order by location")]


@contextmanager
def cleaning(path: Path, *assignments: str) -> Iterator[Cleaning]:
    """Run the stages up to `clean`."""
    chosen = settings(*assignments)
    form = Form(chosen.header, chosen.delimiter, chosen.timezone)
    opened = source.open_source(str(path), chosen.source_columns, chosen.customer_key, form, chosen.where)
    with DuckEngine(chosen.threads, chosen.memory_limit) as engine:
        loaded = engine.read(opened)
        cleaned = clean.clean(engine, opened, loaded, chosen)
        yield Cleaning(engine, opened, loaded, cleaned, clean.rejected_rows(engine, opened, loaded))


@dataclass(frozen=True, slots=True)
class Stages:
    """Results of the stages before disclosure; the engine is open."""

    engine: DuckEngine
    cleaned: Cleaned
    key: Key
    grid: Grid
    outcome: segmentation.Segmentation
    homes: homes.Homes
    profile: Profile


@contextmanager
def staged(path: Path, *assignments: str) -> Iterator[Stages]:
    """Run the stages up to `profile`."""
    chosen = settings(*assignments)
    with cleaning(path, *assignments) as step:
        key = customers.make_customers(step.engine, step.source, chosen)
        grid = make_grid(step.engine, step.cleaned.last_day)
        people = segmentation.Customers(
            grid,
            read_calendar(step.engine, step.cleaned.first_day, step.cleaned.last_day),
            "balance" in step.source.roles,
            functools.partial(regrid, step.engine, unit=100, before=grid),
        )
        outcome = segmentation.segment(people, chosen, None, refit=False, stage=lambda _: nullcontext())
        grid = outcome.grid
        places = homes.find_homes(step.engine, chosen)
        fit = outcome.choice.fit
        figures = profile.make_profile(
            step.engine, grid, fit.labels, fit.k, places.homes, step.cleaned.last_day,
            step.cleaned.last_day - step.cleaned.first_day + 1, chosen.threshold,
            balances="balance" in outcome.features,
        )  # fmt: skip
        yield Stages(step.engine, step.cleaned, key, grid, outcome, places, figures)


RANGES = Ranges(
    segments=(Range(20_000, 10_000_000, 10_000_000), Range(100, 50_000, 100_000)),
    everyone=Range(500, 5_000_000, 10_000_000),
    transactions=20,
    recency=81,
)


@dataclass(frozen=True)
class One:
    """A customer."""

    spend: int
    frequency: int
    recency: int
    age: int | None
    percentile: int
    segment: int


def sums(people: Mapping[One, int]) -> Sums:
    """Sum the customers, given with their numbers, as `sql/atoms.sql` does."""
    found: dict[str, int] = {}
    everyone = RANGES.everyone
    for one, n in people.items():

        def add(name: str, value: float, n: int = n) -> None:
            found[name] = found.get(name, 0) + int(value) * n

        own = RANGES.segments[one.segment]
        clipped, common = min(max(one.spend, own.low), own.high), min(max(one.spend, everyone.low), everyone.high)
        log = math.log(common / 100)
        add("n", 1)
        add("exact_paise", one.spend)
        add("spend_own", clipped)
        add("spend_all", common)
        add("spend_wide", min(one.spend, own.wide))
        add("log_own", round(math.log(clipped / 100) * 1e6))
        add("log_all", round(log * 1e6))
        add("log_all_sq", round(log * 1e3) ** 2)
        add("frequency", min(one.frequency, RANGES.transactions))
        add("frequency_sq", min(one.frequency, RANGES.transactions) ** 2)
        add("recency", one.recency)
        add("recency_sq", one.recency**2)
        add("aged", one.age is not None)
        age = min(max(one.age or 0, AGE[0]), AGE[1]) if one.age is not None else 0
        add("age", age)
        add("age_sq", age**2)
        for name in ("spend_pct", "frequency_pct", "recency_pct"):
            add(name, one.percentile)
            add(f"{name}_sq", one.percentile**2)
        add("age_pct", one.percentile if one.age is not None else 0)
        add("age_pct_sq", one.percentile**2 if one.age is not None else 0)
    return found
