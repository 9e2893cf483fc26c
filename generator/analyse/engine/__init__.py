"""One small adapter an engine (DuckDB, Spark): connect, read a source, run the SQL files."""
