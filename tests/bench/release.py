"""What the file of a release costs to write and to read: `python -m tests.bench.release`.

In processor time, best of several: the disk and what else a shared machine does are not ours.
"""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.release import codec
from tests.support.releases import large_release

#: Cities of a file of about 2 MB.
CITIES = 600
_RUNS = 9


def report() -> None:
    """Print the figures."""
    release = large_release(CITIES)
    with TemporaryDirectory(prefix="atlas-bench-") as name:
        path = Path(name) / "release.json"
        write = _best(lambda: codec.write(release, path))
        read = _best(lambda: codec.read(path))
        size = path.stat().st_size / 1e6
    print(f"  write a release of {size:.2f} MB {write:6.0f} ms CPU   (at most 100 ms)")
    print(f"  read it again           {read:6.0f} ms CPU   (at most 100 ms)")


def _best(call: Callable[[], object]) -> float:
    """Return the least milliseconds of several calls."""
    times = []
    for _ in range(_RUNS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    report()
