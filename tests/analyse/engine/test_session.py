"""A Spark session is quiet and leaves nothing; what it needs and does not find is named."""

import json
import tomllib
from pathlib import Path

import pytest

from generator.analyse.engine import session
from generator.analyse.engine.choose import open_engine
from generator.errors import AtlasError, ConfigError
from generator.settings.settings import Settings
from tests.support import spark
from tests.support.paths import ROOT


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.usefixtures("require_spark")
def test_nothing_is_said_and_nothing_is_left(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spark.close()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_engine(Settings(engine="spark", threads=1)) as engine:
        assert engine.rows("select 1 as one") == [(1,)]
        assert list(tmp_path.iterdir())
        with pytest.raises(AtlasError, match="Spark did not start"):
            open_engine(Settings(engine="spark", threads=1))
        assert engine.rows("select 2 as two") == [(2,)]
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_java_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: name)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(AtlasError) as error:
        open_engine(Settings(engine="spark"))
    assert "needs Java, which was not found.\nInstall Java 17" in error.value.format_message()


def test_packages_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: None)
    with pytest.raises(AtlasError) as error:
        open_engine(Settings(engine="spark"))
    assert "needs PySpark, which is not installed" in error.value.format_message()
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["spark"]
    assert f"pip install {' '.join(json.dumps(name) for name in extra)}" in error.value.format_message()


def test_a_master_without_spark() -> None:
    with pytest.raises(ConfigError, match="master"):
        open_engine(Settings(master="spark://host:7077"))
