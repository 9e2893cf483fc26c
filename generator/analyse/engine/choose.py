"""From the settings to an engine. The only module that knows how many there are."""

from generator.analyse.engine.base import Engine
from generator.errors import ConfigError
from generator.settings.config import Settings


def open_engine(settings: Settings) -> Engine:
    """Return the engine that the settings name, for a `with` block.

    Raises:
        ConfigError: A setting does not fit the engine.
        AtlasError: What the engine needs is not installed.
    """
    if settings.engine == "spark":
        from generator.analyse.engine.spark import SparkEngine

        return SparkEngine(settings.threads, settings.memory_limit, settings.master)
    if settings.master:
        raise ConfigError("master names a Spark cluster, but the engine is duckdb.", 'Add engine = "spark".')
    from generator.analyse.engine.duckdb import DuckEngine

    return DuckEngine(settings.threads, settings.memory_limit)
