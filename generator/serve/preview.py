"""Local preview server with live reload: rebuilds the site when its sources change.

Can serve under a base path, as GitHub Pages does. Not for the open internet.
"""

import os
import threading
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator.console import say
from generator.errors import AtlasError, UsageError
from generator.publish.output.swap import mend
from generator.resources import SITE_MARKER
from generator.serve.server import LiveState, SiteServer

#: Rebuilds the site; returns the paths to watch from now on, or None for no change.
Rebuild = Callable[[], Sequence[Path] | None]
#: Fingerprint of the state of a file; None if there is no file.
Stamp = tuple[int, int, int] | None

_LAST_PORT = 65535
_JOIN_SECONDS = 10
_TICK_MS = 200


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    base: str = "/",
    rebuild: Rebuild | None = None,
    watch: Sequence[Path] = (),
    open_browser: bool = False,
) -> None:
    """Serve a site until Ctrl-C.

    Args:
        folder: The built site.
        host: Address to listen on; the default is reachable from this machine only.
        port: Port; 0 takes any free one.
        base: Base path of the site, such as /some-base/.
        rebuild: Called after each change below `watch`. An expected error is printed, and the site stays unchanged.
            Any other error ends the server and is raised here.
        watch: Files and folders to watch, existing or not; open pages reload after a change. A change of the site
            itself does not rebuild it, but open pages reload if another build has replaced it.
        open_browser: Open the site in the browser.

    Raises:
        UsageError: There is no site, or the server cannot listen on the address.
        OutputError: An interrupted build left half a site, which cannot be restored.
    """
    try:
        with running(folder, host=host, port=port, base=base, rebuild=rebuild, watch=watch) as site:
            say(f"Serving {folder} at {site.url} (Ctrl-C stops)")
            if open_browser:
                webbrowser.open(site.url)
            site.wait()
    except KeyboardInterrupt:
        say("Stopped.")


@dataclass(frozen=True, slots=True)
class Running:
    """A running server.

    Attributes:
        url: URL of the site.
    """

    url: str
    _watching: "Future[None]"

    def wait(self) -> None:
        """Wait for Ctrl-C, or for a rebuild that fails unexpectedly."""
        # With a timeout, because a wait without one ignores Ctrl-C on some systems.
        while not wait([self._watching], timeout=0.5).done:
            pass


@contextmanager
def running(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    base: str = "/",
    rebuild: Rebuild | None = None,
    watch: Sequence[Path] = (),
) -> Iterator[Running]:
    """Serve a site in the background while a block runs; arguments as for `serve`.

    Raises:
        UsageError: As for `serve`.
        OutputError: As for `serve`.
    """
    mend(folder)
    if not (folder / "index.html").is_file():
        raise UsageError(f"{folder}: there is no site to serve (no index.html).", "Build one with `atlas render`.")
    live = LiveState() if watch else None
    server = _listen(folder, host, port, _base_path(base), live)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="atlas-serve")
    thread.start()
    watching: Future[None] = Future()
    try:
        if live is None:
            yield Running(server.url, watching)
            return
        watcher = _Watcher(Path(os.path.realpath(folder)), rebuild, tuple(watch), live)
        with ThreadPoolExecutor(1, "atlas-watch") as pool:
            watching = pool.submit(watcher.run)
            try:
                watcher.ready.wait(_JOIN_SECONDS)
                yield Running(server.url, watching)
            finally:
                watcher.stop.set()
        watching.result()
    finally:
        server.shutdown()
        server.server_close()
        thread.join(_JOIN_SECONDS)


def _base_path(base: str) -> str:
    plain = base.strip("/")
    return f"/{plain}/" if plain else "/"


def _listen(folder: Path, host: str, port: int, base: str, live: LiveState | None) -> SiteServer:
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"{port} is not a port.", f"Name one from 1 to {_LAST_PORT}, or 0 for any free one.")
    try:
        return SiteServer((host, port), folder, base, live)
    except OSError as error:
        raise UsageError(
            f"Cannot listen on {host}, port {port}: {error.strerror or error}.",
            "If another program uses the port, name another one with --port, or 0 for any free one.",
        ) from error


@dataclass(slots=True)
class _Watcher:
    """Watches the sources: rebuilds after a change, then makes open pages reload.

    Attributes:
        folder: The site, whose own changes are ignored.
        rebuild: Rebuilds the site.
        paths: Files and folders to watch.
        live: Version of the site, which open pages poll.
        ready: Set as soon as changes are detected.
        stop: Ends `run`.
    """

    folder: Path
    rebuild: Rebuild | None
    paths: tuple[Path, ...]
    live: LiveState
    ready: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)
    _stamps: dict[Path, Stamp] = field(default_factory=dict)
    _site: Stamp = None

    def run(self) -> None:
        """Watch until `stop` is set; runs in a separate thread."""
        self._site = _stamp(self.folder / SITE_MARKER)
        while not self.stop.is_set():
            self._follow(self.paths)

    def _follow(self, paths: tuple[Path, ...]) -> None:
        """Watch these paths until `stop` is set, or until a rebuild returns other ones."""
        folders = [path for path in paths if path.is_dir()]
        # Files are polled one by one: an editor that replaces a file would end a watch on it, and the folder of a
        # settings file may be huge.
        files = [path for path in paths if path not in folders]
        self._stamps = {path: self._stamps.get(path, _stamp(path)) for path in files}
        for changed in self._ticks(folders):
            # The first result, usually empty, shows that the watch has started.
            self.ready.set()
            stamps = {path: _stamp(path) for path in files}
            if changed or stamps != self._stamps:
                self._stamps = stamps
                if self._rebuilt():
                    self._site = _stamp(self.folder / SITE_MARKER)
                    self.live.changed()
            elif (now := _stamp(self.folder / SITE_MARKER)) not in (None, self._site) or (
                now is None and self._mended()
            ):
                self._site = _stamp(self.folder / SITE_MARKER)
                self.live.changed()
            if self.paths != paths or any(map(Path.is_dir, files)):
                return

    def _mended(self) -> bool:
        """Undo what a build that was killed meanwhile did to the site, where folders cannot be exchanged."""
        try:
            return mend(self.folder)
        except AtlasError:
            return False

    def _ticks(self, folders: Sequence[Path]) -> Iterable[object]:
        """Yield the changes below folders several times a second, usually none, until `stop` is set."""
        from watchfiles import watch

        if folders:
            yield from watch(
                *folders,
                watch_filter=self._counts,
                debounce=400,
                step=50,
                rust_timeout=_TICK_MS,
                yield_on_timeout=True,
                stop_event=self.stop,
                raise_interrupt=False,
            )
            return
        while not self.stop.is_set():
            yield ()
            self.stop.wait(_TICK_MS / 1000)

    def _counts(self, _: object, path: str) -> bool:
        """Return whether a change concerns a source, and not the site, the hidden folders next to it, or tools."""
        changed, place = Path(os.path.realpath(path)), self.folder.parent
        top = changed.relative_to(place).parts[:1] if changed.is_relative_to(place) else ()
        if top and (top[0] == self.folder.name or top[0].startswith(f".{self.folder.name}.")):
            return False
        return not {"__pycache__", ".git", "node_modules"} & set(changed.parts)

    def _rebuilt(self) -> bool:
        """Rebuild, and return whether it succeeded; errors that an edit can cause are printed."""
        from jinja2 import TemplateError

        try:
            if self.rebuild and (paths := self.rebuild()) is not None:
                self.paths = tuple(paths)
        except AtlasError as error:
            say(f"Not rebuilt: {error.format_message()}", err=True)
            return False
        except TemplateError as error:
            say(f"Not rebuilt: {type(error).__name__}: {error}", err=True)
            return False
        return True


def _stamp(path: Path) -> Stamp:
    """Return the modification time, size and inode of a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
