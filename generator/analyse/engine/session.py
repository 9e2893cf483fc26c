"""Spark session without progress bar or web interface, which leaves no files and no Java process behind.

Knows no query and no data. Needs Java and the extra `spark`.
"""

import os
import re
import shutil
import warnings
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.analyse.engine.files import first_line
from generator.errors import AtlasError, ConfigError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: Memory of the local engine if the settings name none.
_MEMORY = "2g"
#: Approximate number of partitions of a file on a cluster, whatever the number of executors: every pass over a file
#: must partition it in the same way.
_PARTS = 64
_PACKAGES = 'Install it, for example with: python -m pip install "pyspark>=4,<5"'
_JAVA = "Install Java 17 or newer (on Debian and Ubuntu: openjdk-17-jre-headless), or set JAVA_HOME to it."


def find_java() -> str | None:
    """Return the Java that Spark would start, from JAVA_HOME or from the path; None if there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def require_packages() -> None:
    """Require PySpark.

    Raises:
        AtlasError: It is not installed.
    """
    if find_spec("pyspark") is None:
        raise AtlasError("The engine spark needs PySpark, which is not installed.", _PACKAGES)


def require_spark() -> None:
    """Require PySpark and Java.

    Raises:
        AtlasError: One of them is not installed.
    """
    require_packages()
    if find_java() is None:
        raise AtlasError("The engine spark needs Java, which was not found.", _JAVA)


class Session:
    """A Spark session and the Java process behind it; both end with `close`.

    Args:
        master: Master URL; empty for this machine.
        threads: Threads on this machine; 0 for all.
        memory_limit: Memory on this machine, in DuckDB's format ("2GB"); empty for the default.
        scratch: Existing folder for temporary files.

    Attributes:
        spark: The session.
        local: Whether all of it runs on this machine.
    """

    def __init__(self, master: str, threads: int, memory_limit: str, scratch: Path) -> None:
        require_spark()
        _load_quietly()
        self.local = not master or master.startswith("local")
        from pyspark import SparkConf, SparkContext, java_gateway
        from pyspark.errors import PySparkException

        conf = SparkConf(loadDefaults=False)
        for name, value in _options(self.local, master, threads, memory_limit, scratch).items():
            conf.set(name, value)
        log = scratch / "java.log"
        self._context: Any = SparkContext
        self._gateway: Any = None
        launch: Any = java_gateway.launch_gateway
        try:
            with log.open("wb") as stream:
                # Java's output goes to a file, and is shown only if it does not start.
                self._gateway = launch(conf, {"stdout": stream, "stderr": stream})
            self.spark = _session(SparkContext(gateway=self._gateway, conf=conf))
        except (PySparkException, OSError, ValueError) as error:
            # A ValueError means that this process already has a Spark session.
            self._end_java()
            said = log.read_text(encoding="utf-8", errors="replace").strip()
            raise AtlasError(f"Spark did not start: {(said or first_line(error)).splitlines()[-1]}", _JAVA) from error

    def close(self) -> None:
        """End the session and its Java process."""
        self.spark.stop()
        self._end_java()

    def _end_java(self) -> None:
        if self._gateway is None:
            return
        self._gateway.shutdown()
        # Spark's Java process ends when its standard input closes.
        self._gateway.proc.stdin.close()
        self._gateway.proc.wait()
        if self._context._gateway is self._gateway:
            self._context._gateway = self._context._jvm = None


def _load_quietly() -> None:
    """Import the PySpark module that warns about pandas 3; tables are exchanged as Arrow here, not through pandas."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        import_module("pyspark.testing.utils")


def _session(context: Any) -> "SparkSession":
    from pyspark.sql import SparkSession

    context.setLogLevel("OFF")
    return SparkSession(context)


def _options(local: bool, master: str, threads: int, memory_limit: str, scratch: Path) -> Mapping[str, str]:
    options = {
        "spark.app.name": "Segment Atlas",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.caseSensitive": "true",
        "spark.sql.legacy.parquet.nanosAsLong": "true",
        # Only ASCII texts are compared in upper case, which Java does faster.
        "spark.sql.icu.caseMappings.enabled": "false",
    }
    if not local:
        return {"spark.master": master, "spark.sql.files.minPartitionNum": str(_PARTS), **options}
    cores = threads or os.cpu_count() or 1
    return {
        "spark.master": master or f"local[{cores}]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": _memory(memory_limit) if memory_limit else _MEMORY,
        "spark.driver.extraJavaOptions": f"-XX:-DontCompileHugeMethods -Djava.io.tmpdir={scratch}",
        "spark.local.dir": str(scratch),
        "spark.sql.files.minPartitionNum": str(cores),
        "spark.sql.shuffle.partitions": str(2 * cores),
        **options,
    }


def _memory(limit: str) -> str:
    """Convert a memory limit to Java's format; Spark needs at least 512 MB."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])i?B?\s*", limit, re.IGNORECASE)
    if not found:
        raise ConfigError(f"memory_limit = {limit!r} is not valid for Spark.", 'Write it as "512MB" or "4GB".')
    megabytes = float(found[1]) * {"K": 1 / 1024, "M": 1, "G": 1024, "T": 1 << 20}[found[2].upper()]
    return f"{max(512, int(megabytes))}m"
