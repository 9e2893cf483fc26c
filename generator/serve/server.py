"""HTTP server of the preview: files under a base path, 404 page, gzip, and the live-reload script.

Standard library only. Serves regular files below one folder, but no dot files, and no directory listings. Answers only
requests for this machine by a name of its own.
"""

import gzip
import os
import re
import socket
import sys
import threading
from html import escape, unescape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from generator.serve.hosts import allowed

#: Media types by file extension; not from the system's table, which differs between machines.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}
_PACKED = frozenset({".png", ".ico", ".woff2", ".pdf", ".zip", ".gz"})

_ELSEWHERE = b"This preview answers only to localhost and to the address that it listens on.\n"

SCRIPT = "__atlas_reload.js"
VERSION = "__atlas_version"

_RELOAD_JS = """(() => {
  const address = document.currentScript.src.replace("__atlas_reload.js", "__atlas_version");
  let first = null;
  const ask = async () => {
    try {
      const answer = await fetch(address, { cache: "no-store" });
      const version = answer.ok ? await answer.text() : first;
      if (first !== null && version !== first) return location.reload();
      first = version;
    } catch { /* the server is down: go on asking until it is back */ }
    setTimeout(ask, document.hidden ? 3000 : 700);
  };
  ask();
})();
"""

_META = re.compile(r"""<meta\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_CONTENT = re.compile(r"""(\bcontent\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class LiveState:
    """Version of the site; pages that were loaded with another version reload."""

    def __init__(self) -> None:
        self._run = token_hex(4)
        self._numbers = count(1)
        self.version = f"{self._run}-0"

    def changed(self) -> None:
        """Give the site a new version."""
        self.version = f"{self._run}-{next(self._numbers)}"


class SiteServer(ThreadingHTTPServer):
    """Serves one folder; closing it closes all connections and ends all threads."""

    daemon_threads = False

    def __init__(self, address: tuple[str, int], folder: Path, base: str, live: LiveState | None) -> None:
        self.folder = Path(os.path.realpath(folder))
        self.listens = address[0]
        self.base = base
        self.live = live
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, SiteHandler)

    @property
    def url(self) -> str:
        """URL of the site."""
        name, port = self.bound, self.server_address[1]
        return f"http://{f'[{name}]' if ':' in name else name}:{port}{quote(self.base)}"

    @property
    def bound(self) -> str:
        """Address that the server listens on."""
        host = self.server_address[0]
        return host.decode() if isinstance(host, bytes | bytearray) else str(host)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a separate thread, and remember the connection."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget and close a connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Close all connections, so that waiting threads end, and join the threads."""
        with self._lock:
            for request in self._open:
                try:
                    request.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore connections that the browser closes during a response, as browsers often do; print other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class SiteHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version = "atlas"
    sys_version = ""
    server: SiteServer

    def do_GET(self) -> None:
        """Answer with a file, a redirect to a folder's URL, or the site's 404 page."""
        server = self.server
        try:
            target = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, _TYPES[".txt"], b"Not a URL.\n")
            return
        # A target that is a whole URL counts instead of the header.
        hosts = [*self.headers.get_all("Host", []), *([target.netloc] if target.netloc else [])]
        if not all(allowed(host, server.listens, server.bound) for host in hosts):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, _TYPES[".txt"], _ELSEWHERE)
            return
        path = unquote(target.path, errors="replace")
        if server.live and path == server.base + VERSION:
            self._send(HTTPStatus.OK, _TYPES[".txt"], server.live.version.encode())
        elif server.live and path == server.base + SCRIPT:
            self._send(HTTPStatus.OK, _TYPES[".js"], _RELOAD_JS.encode())
        elif path in ("/", server.base[:-1]) and path != server.base:
            self._redirect(server.base)
        elif not path.startswith(server.base) or (file := self._file(path[len(server.base) :])) is None:
            self._not_found()
        elif file.is_dir():
            self._redirect(f"{path}/")
        else:
            self._send_file(HTTPStatus.OK, file)

    def do_HEAD(self) -> None:
        """Answer as for GET, without the body."""
        self.do_GET()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: a line for each request would bury the errors of a rebuild."""

    def log_error(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Log nothing either; the browser shows the error."""

    def _file(self, path: str) -> Path | None:
        """Return the file or, for a URL without a slash at its end, the folder; None if there is none."""
        parts = path.split("/")
        folder = parts[-1] == ""
        names = parts[:-1] if folder else parts
        if any(name.startswith(".") or not name or "\\" in name or not name.isprintable() for name in names):
            return None
        file = self.server.folder.joinpath(*names, *(["index.html"] if folder else []))
        try:
            real = file.resolve()
            there = real.is_file() or (real / "index.html").is_file()
        except (OSError, RuntimeError):
            # A name that is too long for the disk, or a cycle of links.
            return None
        return real if there and real.is_relative_to(self.server.folder) else None

    def _redirect(self, path: str) -> None:
        query = urlsplit(self.path).query
        # Two leading slashes would name another host.
        target = quote("/" + path.lstrip("/")) + (f"?{query}" if query else "")
        self._send(HTTPStatus.MOVED_PERMANENTLY, _TYPES[".txt"], b"", location=target)

    def _not_found(self) -> None:
        page = self.server.folder / "404.html"
        if page.is_file():
            self._send_file(HTTPStatus.NOT_FOUND, page)
        else:
            self._send(HTTPStatus.NOT_FOUND, _TYPES[".txt"], b"Not found.\n")

    def _send_file(self, status: HTTPStatus, file: Path) -> None:
        try:
            data = file.read_bytes()
        except OSError:
            # A rebuild has just removed it.
            self._send(HTTPStatus.NOT_FOUND, _TYPES[".txt"], b"Not found.\n")
            return
        ending = file.suffix.lower()
        if ending == ".html" and self.server.live:
            data = with_reload(data.decode("utf-8", "replace"), self.server.base).encode()
        self._send(status, _TYPES.get(ending, "application/octet-stream"), data, packed=ending in _PACKED)

    def _send(
        self, status: HTTPStatus, kind: str, data: bytes, *, packed: bool = False, location: str | None = None
    ) -> None:
        zipped = not packed and data and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(data, 6, mtime=0) if zipped else data
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if not packed:
            self.send_header("Vary", "Accept-Encoding")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def with_reload(text: str, base: str) -> str:
    """Add the reload script to a page, and allow it in the page's policy to request the site's own host."""
    script = f'<script src="{escape(quote(base))}{SCRIPT}"></script>'
    text = _META.sub(_with_connect, text)
    head, end, tail = text.rpartition("</body>")
    return f"{head}{script}{end}{tail}" if end else text + script


def _with_connect(match: re.Match[str]) -> str:
    """Add `connect-src 'self'` to a <meta> with a Content-Security-Policy; leave all others unchanged."""
    meta = match[0]
    if "content-security-policy" not in meta.lower():
        return meta
    return _CONTENT.sub(lambda part: f'{part[1]}"{escape(_connecting(unescape(part[2] or part[3] or "")))}"', meta)


def _connecting(policy: str) -> str:
    rules = [words for part in policy.split(";") if (words := part.split())]
    for words in rules:
        if words[0].lower() == "connect-src":
            words[1:] = [word for word in words[1:] if word not in ("'none'", "'self'")] + ["'self'"]
            break
    else:
        rules.append(["connect-src", "'self'"])
    return "; ".join(" ".join(words) for words in rules)
