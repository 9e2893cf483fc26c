"""The long form of the referee: `python -m tests.referee`.

Judges null sites of several banks, measures power by size and effect, recomputes every figure, and writes the results
to a dated file in `tests/referee/results/`, which is committed.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from generator.publish.render import render
from generator.release import SCHEMA
from generator.resources import data_dir
from generator.settings import config
from tests.referee import claims, null, power, printed, rows
from tests.referee.chain import Bank, opened
from tests.referee.exact import Exact
from tests.referee.null import Verdict
from tests.referee.of_figures import figures
from tests.referee.of_files import Files
from tests.referee.power import Planted
from tests.support.paths import ROOT

RESULTS = Path(__file__).parent / "results"
SETTINGS = config.load(None, ["evidence=false"])
DEMO = data_dir() / "demo" / "transactions.parquet"
#: Banks by name: what they are, and where their transactions come from.
BANKS: Mapping[str, tuple[str, Callable[[Path], Path]]] = {
    "demo": ("the demonstration bank, places permuted", lambda _: DEMO),
    "real": ("the public rows, places permuted", lambda _: real()),
    "demo-200k": ("a demonstration bank of 950,000 rows", lambda at: null.demonstration(950_000, at / "demo.parquet")),
    "real-200k": ("200,000 customers drawn from the public rows", lambda at: null.many(real(), 200_000, at / "r.csv")),
    "real-1m": (
        "1,000,000 customers drawn from the public rows",
        lambda at: null.many(real(), 1_000_000, at / "m.csv"),
    ),
}
#: Banks so large that all their pairs are compared at a tenth of the sites only.
_LARGE = frozenset({"demo-200k", "real-200k", "real-1m"})
_POINTS, _SIZES = (3, 5, 8, 10, 12, 16), (110, 200, 500, 1000, 2000)
_RATIOS = (1.10, 1.20, 1.30, 1.50)
_MOST_SHOWN = 10
#: Null sites of a bank that are rendered.
_RENDERED = 2


def real() -> Path:
    """Return the public rows."""
    return Path(os.environ.get("ATLAS_DATA") or ROOT.parent / "shared" / "data") / "transactions-20k.csv"


def main() -> None:
    """Measure, print, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.referee", description=__doc__)
    parser.add_argument("--sites", type=int, default=200, help="null sites of each bank")
    parser.add_argument("--draws", type=int, default=40, help="draws of each planted difference")
    parser.add_argument("--only", default="demo,real,demo-200k,real-200k,real-1m", help="banks, by commas")
    parser.add_argument("--out", type=Path, default=RESULTS / f"{datetime.now(UTC):%Y-%m-%d}.md")
    options = parser.parse_args()
    chosen = options.only.split(",")
    if not real().is_file():
        print(f"{real()} does not exist: banks of the public rows are left out. Set ATLAS_DATA to its folder.")
        chosen = [name for name in chosen if not name.startswith("real")]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as out:
        for line in _report(chosen, options.sites, options.draws):
            print(line, flush=True)
            print(line, file=out, flush=True)


def _report(chosen: list[str], sites: int, draws: int) -> Iterator[str]:
    start, command = time.process_time(), f"--sites {sites} --draws {draws} --only {','.join(chosen)}"
    changed = " with uncommitted changes" if _git("status", "--short") else ""
    yield f"# Referee, {datetime.now(UTC):%d %B %Y}"
    yield ""
    yield f"Commit {_git('rev-parse', '--short=12', 'HEAD')}{changed}, release schema {SCHEMA}; made by"
    yield f"`python -m tests.referee {command}`."
    yield "Rates have their exact 95 % binomial limits; a limit is exceeded where even the lower one exceeds it."
    for name in chosen:
        title, make = BANKS[name]
        with tempfile.TemporaryDirectory(prefix="atlas-referee-") as folder:
            path, export = make(Path(folder)), Path(folder) / "customers.csv"
            with opened(path, SETTINGS, None if name in _LARGE else export) as bank:
                yield from null_report(title, bank, sites, sites // 10 if name in _LARGE else sites)
                if name not in _LARGE:
                    yield from _power(title, bank, draws)
                    yield from _recomputed(title, bank, path, export)
    yield ""
    yield f"{time.process_time() - start:,.0f} s of processor time."


def _git(*args: str) -> str:
    return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def null_report(title: str, bank: Bank, sites: int, compared: int) -> Iterator[str]:
    """Yield the rates of some null sites; all pairs are compared in the first ones."""
    places = (null.moved(bank, seed) for seed in range(sites))
    found = [null.judge(bank.release(at), SETTINGS, pairs=i < compared) for i, at in enumerate(places)]
    verdict = null.verdict(found)
    yield ""
    yield f"## Null sites of {title}"
    yield ""
    yield f"{len(bank):,} customers; {verdict.pages:,.0f} pages of places on average, {verdict.claiming:,.0f} of them"
    yield f"with 100 customers or more. Exceeded: {'; '.join(verdict.faults) or 'nothing'}."
    yield ""
    yield "| what | rate |"
    yield "|---|---|"
    yield from (f"| {what} | {rate} |" for what, rate in verdict.rates.items())
    yield ""
    yield from _missed(verdict)
    if compared == sites:
        yield ""
        yield f"{_RENDERED} of the sites rendered; differences printed but not collected: {_rendered(bank) or 'none'}."


def _rendered(bank: Bank) -> str:
    """Return the differences that pages of some null sites print and that were not collected, and the reverse."""
    found: list[str] = []
    for seed in range(_RENDERED):
        release = bank.release(null.moved(bank, seed))
        edition = claims.edition_of(release, SETTINGS)
        found += printed.uncollected(edition, render(release, SETTINGS), claims.claims(edition))
    return "; ".join(found)


def _missed(verdict: Verdict) -> Iterator[str]:
    sizes = sorted({size for _, size in verdict.missed}, reverse=True)
    yield "95 % intervals that miss the value of all customers, by the customers of the place (from … on):"
    yield ""
    yield "| measure | " + " | ".join(f"{size:,}" for size in sizes) + " |"
    yield "|---|" + "---|" * len(sizes)
    for name in sorted({name for name, _ in verdict.missed}):
        cells = (verdict.missed.get((name, size)) for size in sizes)
        yield f"| {name} | " + " | ".join("" if rate is None else str(rate) for rate in cells) + " |"


def _power(title: str, bank: Bank, draws: int) -> Iterator[str]:
    """Yield the power for the share of the first segment and for typical spend; more draws where a limit is set."""
    yield ""
    yield f"## Power, {title}"
    yield ""
    needed = power.found(bank, Planted(1000, points=12), range(2 * draws))
    equivalent = power.found(bank, Planted(110, points=10), range(2 * draws))
    yield f"- +12 points at 1,000 customers are found: {needed.clear}; at least 95 % are wanted."
    yield f"- +10 points at 110 customers are called in line: {equivalent.in_line}; never is wanted."
    yield ""
    yield f"Found clearly, and in brackets called in line, in percent of {draws} draws each:"
    yield ""
    effects = [Planted(0, points=points) for points in _POINTS] + [Planted(0, ratio=ratio) for ratio in _RATIOS]
    heads = [f"+{plan.points:g} points" if plan.points else f"typical spend × {plan.ratio:.2f}" for plan in effects]
    yield f"| customers | {' | '.join(heads)} |"
    yield "|---|" + "---|" * len(effects)
    for n in _SIZES:
        said = [power.found(bank, replace(plan, n=n), range(draws)) for plan in effects]
        cells = (f"{one.clear.share:.0%} ({one.in_line.share:.0%})" for one in said)
        yield f"| {n:,} | {' | '.join(cells)} |"


def _recomputed(title: str, bank: Bank, path: Path, export: Path) -> Iterator[str]:
    exact = Exact(rows.read(path, export, bank.published.customer.columns), bank.published)
    edition = claims.edition_of(bank.published, SETTINGS)
    yield ""
    yield f"## Figures recomputed, {title.partition(',')[0]}"
    for what, found in (
        ("release", list(figures(exact))),
        ("data files", list(Files(exact, edition, SETTINGS).figures())),
    ):
        wrong = [str(figure) for figure in found if figure.wrong]
        yield ""
        yield f"{len(found):,} figures of the {what}; {len(wrong)} are further from the exact ones than their rounding."
        yield from (f"- {line}" for line in wrong[:_MOST_SHOWN])
        if len(wrong) > _MOST_SHOWN:
            yield f"- and {len(wrong) - _MOST_SHOWN} more"


if __name__ == "__main__":
    main()
