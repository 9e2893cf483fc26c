"""`make bench`: what a build costs, measured on whole processes as the operating system accounts for them.

Prints medians over several runs, and ratios between commands of the same run: a shared machine's speed drifts, a ratio
within one run holds. Nothing here is a test; nothing here fails for being slow.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import pairs, release, search, web


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of one command: wall and CPU seconds, and peak memory of its largest process in MB."""

    wall: float
    cpu: float
    peak_mb: float


def measure(args: list[str], folder: Path, runs: int) -> Cost:
    """Run a command of ours several times after one warm-up."""
    found = [_once(args, folder) for _ in range(runs + 1)][1:]
    return Cost(*(statistics.median(values) for values in zip(*found, strict=True)))


def _once(args: list[str], folder: Path) -> tuple[float, float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *args], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode:
        sys.exit(f"atlas {' '.join(args)} failed:\n{said.decode()}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def main() -> None:
    """Measure and print; `web` measures pages in a browser alone."""
    if sys.argv[1:2] == ["web"]:
        sys.exit(web.main(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="size of the large demonstration file")
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each command")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as name:
        folder = Path(name)
        large = f"{options.rows:,} rows"
        once = ["--set", "synthetic=true"]
        commands = {
            "atlas --help": ["--help"],
            f"demo, {large}": ["demo", "--rows", str(options.rows), "--out", "large.csv"],
            f"analyse, {large}": ["analyse", "large.csv", *once],
            f"build, {large}": ["build", "large.csv", *once],
            "demo, 100,000 rows": ["demo", "--rows", "100000", "--out", "small.parquet"],
            "build, 100,000 rows": ["build", "small.parquet", "--out", "small", *once],
            "render of its release": ["render", "build/release.json", "--out", "small"],
            "check of its site": ["check", "small"],
        }
        print(f"{'command':26} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'CPU ÷ render':>13}")
        costs = {title: measure(args, folder, options.runs) for title, args in commands.items()}
        for title, cost in costs.items():
            ratio = cost.cpu / costs["render of its release"].cpu
            print(f"{title:26} {cost.wall:8.2f} {cost.cpu:8.2f} {cost.peak_mb:8.0f} {ratio:13.2f}")
        _print_stages(folder / "build" / "run.json")
        search.report(folder / "search")
    print("\nplaces", flush=True)
    subprocess.run([sys.executable, "-m", "tests.bench.places"], check=True)
    print("\nrelease", flush=True)
    release.report()
    print("\nclear differences between two cities, of which there are none", flush=True)
    pairs.report(400)
    print("\npages on a slow phone", flush=True)
    web.main([])


def _print_stages(record: Path) -> None:
    print("\nstages of the last build")
    for stage in json.loads(record.read_text())["stages"]:
        print(f"  {stage['name']:12} {stage['seconds']:7.3f} s   peak {stage['peak_mb']:6.0f} MB")


if __name__ == "__main__":
    main()
