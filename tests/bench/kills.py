"""Kills runs at random moments: `python -m tests.bench.kills [--kills 200] [--seed 1]`.

After each kill, site and release must be whole, each the old or the new one, and no file may hold a row; the next run
that is left alone must succeed and leave nothing behind.
"""

import argparse
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.paths import ROOT

SHORT = ("--set", "evidence=false", "--set", "embeds=false", "--set", "cards=false", "--set", "synthetic=true", "-q")
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGKILL")
COMMANDS = ("build", "analyse", "render", "publish")
#: Two banks, of which the second is copied before it is read, because of its encoding.
BANKS = ("a.csv", "b.csv")
_ROWS = 1_000
#: Runs between two that are left alone.
_EACH = 10
_LEFTOVER = re.compile(r"\.site\..*|.*\.tmp|.*\.atlas-lock|\.release\.json\.new")


@dataclass(slots=True)
class Kills:
    """A folder in which runs are killed.

    Attributes:
        folder: The folder.
        random: Chooses commands and moments.
        sites: Digests of the whole sites, by bank.
        releases: Contents of the whole releases, by bank.
        seconds: Duration of each command that is left alone.
        ends: How the killed runs ended: command, signal and exit code.
        faults: What was wrong.
    """

    folder: Path
    random: random.Random
    sites: dict[str, str] = field(default_factory=dict)
    releases: dict[str, bytes] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    ends: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    rows: dict[str, tuple[bytes, ...]] = field(default_factory=dict)

    def prepare(self) -> None:
        """Make two banks, and the whole site and release of each."""
        (self.folder / "tmp").mkdir()
        for seed, bank in enumerate(BANKS, 1):
            self.must(*self.atlas("demo", "--rows", str(_ROWS), "--seed", str(seed), "--out", bank, "-q"))
            text = (self.folder / bank).read_text(encoding="utf-8")
            row = text.splitlines()[_ROWS // 2]
            self.rows[bank] = (row.encode(), row.encode("utf-16-le"))
            if bank == BANKS[1]:
                (self.folder / bank).write_text(text, encoding="utf-16")
            # Each command is measured once; the last one makes all files of a bank.
            for command in COMMANDS if bank == BANKS[0] else COMMANDS[-1:]:
                start = time.monotonic()
                self.must(*self.command(command, bank))
                self.seconds[command] = time.monotonic() - start
            self.sites[bank] = self.site()
            self.releases[bank] = (self.folder / "build" / "release.json").read_bytes()

    def atlas(self, *args: str) -> tuple[str, ...]:
        """Return a command of this program."""
        return (sys.executable, "-m", "generator", *args)

    def command(self, name: str, bank: str) -> tuple[str, ...]:
        """Return a command of a run; `publish` is what `make publish` does."""
        if name == "render":
            kept = f"{bank}.json"
            return self.atlas("render", kept if (self.folder / kept).exists() else "build/release.json", *SHORT)
        if name == "publish":
            put = re.search(r"^PUT_RELEASE := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
            build = " ".join(f"'{word}'" for word in self.atlas("build", bank, *SHORT))
            return ("sh", "-c", f"set -e; {build}; mkdir -p data; {put[1] if put else 'false'}")
        return self.atlas(name, bank, *SHORT)

    def start(self, command: tuple[str, ...]) -> "subprocess.Popen[str]":
        """Start a command in a process group of its own, with the usual handlers of signals."""
        environment = {**os.environ, "TMPDIR": str(self.folder / "tmp"), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True, preexec_fn=_usual,  # noqa: PLW1509 - no threads
        )  # fmt: skip

    def must(self, *command: str) -> None:
        """Run a command that is left alone."""
        process = self.start(command)
        _, err = process.communicate()
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{err}")

    def kill(self) -> None:
        """Kill one run, and check what it left."""
        before = set((self.folder / "tmp").iterdir())
        name, bank, sign = self.random.choice(COMMANDS), self.random.choice(BANKS), self.random.choice(SIGNALS)
        process = self.start(self.command(name, bank))
        time.sleep(self.random.uniform(0, self.seconds[name] * 1.1))
        try:
            os.killpg(process.pid, getattr(signal, sign))
        except ProcessLookupError:
            sign = "none"
        _, err = process.communicate()
        where = f"{name} {bank} {sign} {process.returncode}"
        number = getattr(signal, sign, 0)
        if "KeyboardInterrupt" in err and str(ROOT / "generator") not in err:
            # Python itself was still starting: no line of this program had run, and the exit code is not ours.
            self.ends[name, "start", process.returncode] += 1
            self.check(where, before)
            return
        self.ends[name, sign, process.returncode] += 1
        if process.returncode not in (0, 128 + number, -number):
            self.faults.append(f"{where}: exit code; {err[-300:]}")
        if "Traceback" in err:
            self.faults.append(f"{where}: {err[-600:]}")
        self.check(where, before if sign != "SIGKILL" else None)

    def check(self, where: str, before: set[Path] | None) -> None:
        """Check that site, releases and record are whole, and that no row is left.

        Args:
            where: The run, for messages.
            before: What may be in the temporary folder; None for anything.
        """
        if self.site() not in self.sites.values():
            self.faults.append(f"{where}: the site is neither the old nor the new one")
        for name in ("build/release.json", "data/release.json"):
            if (self.folder / name).read_bytes() not in self.releases.values():
                self.faults.append(f"{where}: {name} is neither the old nor the new one")
        json.loads((self.folder / "build" / "run.json").read_text(encoding="utf-8"))
        left = set((self.folder / "tmp").iterdir()) - (before or set())
        if left and before is not None:
            self.faults.append(f"{where}: left {', '.join(path.name for path in left)} in the temporary folder")
        for path in self.folder.rglob("*"):
            if path.is_file() and path.name not in BANKS and any(row in path.read_bytes() for row in self.every_row()):
                self.faults.append(f"{where}: {path.relative_to(self.folder)} holds a row")

    def every_row(self) -> tuple[bytes, ...]:
        """Return marks of the rows of both banks."""
        return tuple(row for rows in self.rows.values() for row in rows)

    def clean(self) -> None:
        """Leave a run alone: it must succeed, and leave nothing behind."""
        bank = self.random.choice(BANKS)
        self.must(*self.command("publish", bank))
        self.check("after a run that was left alone", set())
        if self.site() != self.sites[bank]:
            self.faults.append("a run that was left alone wrote another site")
        left = [path.name for path in self.folder.rglob(".*") if _LEFTOVER.fullmatch(path.name)]
        if left:
            self.faults.append(f"a run that was left alone did not remove {', '.join(left)}")

    def site(self) -> str:
        """Return a digest of the site."""
        digest = hashlib.sha256()
        folder = self.folder / "site"
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
        return digest.hexdigest()


def _usual() -> None:
    """Undo that signals are ignored, as in the background of a shell."""
    for name in SIGNALS[:-1]:
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def run(kills: int, seed: int, folder: Path) -> Kills:
    """Kill runs in a folder."""
    made = Kills(folder, random.Random(seed))
    made.prepare()
    for bank in BANKS:
        (folder / f"{bank}.json").write_bytes(made.releases[bank])
    for i in range(kills):
        made.kill()
        if i % _EACH == _EACH - 1:
            made.clean()
    made.clean()
    return made


def main() -> int:
    """Kill runs and print how they ended; return 1 if something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="atlas-kills-") as name:
        made = run(given.kills, given.seed, Path(name))
    for (command, sign, code), n in sorted(made.ends.items()):
        print(f"  {n:4} × {command:8} {sign:8} exit code {code}")
    print(f"  {given.kills} kills, {len(made.faults)} faults")
    print("\n".join(made.faults))
    return bool(made.faults)


if __name__ == "__main__":
    sys.exit(main())
