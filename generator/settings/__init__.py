"""Settings of a run: `atlas.toml` and `--set`; all errors are reported at once."""
