"""Selects the engine; the only module that knows which engines exist."""

from generator.analyse.engine.base import Engine
from generator.errors import ConfigError
from generator.settings.settings import Settings


def open_engine(settings: Settings) -> Engine:
    """Return the engine named in the settings, for a `with` block.

    Raises:
        ConfigError: A setting is not valid for the engine.
        AtlasError: A requirement of the engine is not installed.
    """
    if settings.engine == "spark":
        from generator.analyse.engine.spark import SparkEngine

        return SparkEngine(settings.threads, settings.memory_limit, settings.master)
    if settings.master:
        raise ConfigError("master names a Spark cluster, but the engine is duckdb.", 'Add engine = "spark".')
    from generator.analyse.engine.duckdb import DuckEngine

    return DuckEngine(settings.threads, settings.memory_limit)
