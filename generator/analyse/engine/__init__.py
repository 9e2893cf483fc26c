"""Adapters for the query engines DuckDB and Spark: connect, read a source, run queries."""
