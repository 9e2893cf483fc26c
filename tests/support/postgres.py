"""A PostgreSQL server for tests: in a folder of its own, on a socket there, gone at the end."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "atlas", "s3cret-passw0rd"
#: Where Debian keeps what is not on the path.
_DEBIAN = Path("/usr/lib/postgresql")


def find_programs() -> Path | None:
    """Return the folder that holds a server's `initdb`, `pg_ctl` and `psql`."""
    places = [Path(found).parent] if (found := shutil.which("initdb")) else []
    places += sorted(_DEBIAN.glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


class Server:
    """A running server.

    Attributes:
        address: As libpq reads it, with the password.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self.address = f"postgresql://{USER}:{PASSWORD}@localhost/postgres?host={folder}"

    def run(self, program: str, *words: str, stdin: str = "") -> None:
        """Run one of its programs as the user whom it belongs to: a server refuses root."""
        subprocess.run(
            [*_as_other(), str(self._programs / program), *words],
            input=stdin, text=True, check=True, cwd=self._folder, stdout=subprocess.DEVNULL,
            env={**os.environ, "PGPASSWORD": PASSWORD, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def execute(self, script: str) -> None:
        """Run SQL, and `\\copy` with rows on the standard input."""
        psql = "psql" if (self._programs / "psql").exists() else str(shutil.which("psql"))
        self.run(psql, "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self._folder), "-U", USER, "postgres", stdin=script)


@contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """Start a server that asks for a password, and stop it."""
    # The path of a socket must be short, and the folder open to the user of the server.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    server = Server(programs, folder)
    try:
        (folder / "password").write_text(PASSWORD)
        _give(folder)
        server.run(
            "initdb", "-D", "data", "-U", USER, "-A", "scram-sha-256", "--pwfile", "password", "-E", "UTF8", "-N"
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c datestyle=German -c timezone=Asia/Kolkata"
        server.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
        try:
            yield server
        finally:
            server.run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _as_other() -> list[str]:
    return ["setpriv", "--reuid=nobody", "--clear-groups"] if _is_root() else []


def _give(folder: Path) -> None:
    if _is_root():
        for path in (folder, folder / "password"):
            os.chown(path, pwd.getpwnam("nobody").pw_uid, -1)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
