"""Social cards as PNG: rendered once, cached by content, in several processes where there are many.

The cache key is a hash of the drawing, the fonts and the renderer's version. Without a cache folder, every card is
rendered.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue

from generator.errors import OutputError
from generator.files.private import private_dir, write_private
from generator.publish.cards import worker
from generator.publish.cards.worker import ask, draw

_Worker = subprocess.Popen[bytes]

_PNG_HEAD, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB\x60\x82"

#: The cache is optional: an error on writing it does not fail a build.
_REFUSED = (OSError, OutputError)

#: Rendering fewer pictures than this takes less time than starting a process.
_FEW = 12
_MOST_PROCESSES = 8
#: Cached pictures that the latest site did not use are removed beyond this number.
_MOST_KEPT = 4_000


@dataclass(frozen=True, slots=True)
class Kept:
    """Cache of pictures of earlier runs, by content.

    Attributes:
        folder: Cache folder; None to cache nothing.
        salt: Hash input besides the drawing: fonts and renderer version.
    """

    folder: Path | None
    salt: bytes

    def path(self, svg: str) -> Path | None:
        """Return the cache path of a drawing's picture."""
        if self.folder is None:
            return None
        return self.folder / f"{hashlib.sha256(self.salt + svg.encode()).hexdigest()[:40]}.png"

    def find(self, svg: str) -> bytes | None:
        """Return a cached picture; None when it is missing or damaged."""
        try:
            data = path.read_bytes() if (path := self.path(svg)) else b""
        except OSError:
            return None
        return data if data.startswith(_PNG_HEAD) and data.endswith(_PNG_END) else None

    def keep(self, svg: str, data: bytes) -> None:
        """Cache a picture; on a write error it is rendered again next time."""
        if path := self.path(svg):
            with suppress(*_REFUSED):
                write_private(path, data)

    def forget(self, needed: set[Path | None]) -> None:
        """Remove pictures that this site did not use, if there are too many."""
        with suppress(*_REFUSED):
            lying = list(self.folder.glob("*.png")) if self.folder else []
            for path in lying if len(lying) > _MOST_KEPT else ():
                if path not in needed:
                    path.unlink(missing_ok=True)


def pictures(svgs: Mapping[str, str], fonts: Sequence[Path], folder: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield the picture of each drawing; the bytes are deterministic.

    Args:
        svgs: Drawings by the path of the picture.
        fonts: The font files that they use.
        folder: Cache folder between runs; created when missing.

    Raises:
        ContentError: A drawing cannot be drawn.
    """
    kept = Kept(_folder(folder), _salt(fonts))
    paths: dict[str, list[str]] = {}
    for path, svg in svgs.items():
        paths.setdefault(svg, []).append(path)
    missing = [svg for svg in paths if kept.find(svg) is None]
    with closing(_drawn(missing, fonts)) as drawn:
        fresh = dict.fromkeys(missing)
        for svg, names in paths.items():
            if svg in fresh:
                data = next(drawn)
                kept.keep(svg, data)
            else:
                data = kept.find(svg) or draw(svg, fonts)
            yield from ((name, data) for name in names)
    kept.forget({kept.path(svg) for svg in paths})


def _folder(folder: Path | None) -> Path | None:
    """Create the folder; return None when that fails."""
    with suppress(*_REFUSED):
        return private_dir(folder) if folder else None
    return None


def _salt(fonts: Sequence[Path]) -> bytes:
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts]
    return " ".join([version("resvg-py"), *digests, ""]).encode()


def _drawn(svgs: Sequence[str], fonts: Sequence[Path]) -> Generator[bytes, None, None]:
    """Yield the picture of each drawing, in order."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, len(svgs) // _FEW)
    if processes < 2:
        yield from (draw(svg, fonts) for svg in svgs)
        return
    # The renderer holds the GIL while it draws, so threads would not run in parallel.
    with ExitStack() as stack:
        idle: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(processes):
            idle.put(stack.enter_context(_worker(fonts)))

        def one(svg: str) -> bytes:
            worker = idle.get()
            try:
                return ask(worker, svg)
            finally:
                idle.put(worker)

        pool = stack.enter_context(ThreadPoolExecutor(processes))
        # If the consumer stops early, there is nothing to wait for.
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield from pool.map(one, svgs)


@contextmanager
def _worker(fonts: Sequence[Path]) -> Iterator[_Worker]:
    """Run a drawing process, which ends at the end of its input."""
    command = [sys.executable, "-P", worker.__file__, *map(str, fonts)]
    # Ctrl-C reaches the whole process group, and would end the worker with a traceback of its own.
    group = None if sys.platform == "win32" else 0
    with subprocess.Popen(  # noqa: S603 - our own
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=group
    ) as process:
        yield process
