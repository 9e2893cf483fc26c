"""What a run is told: `atlas.toml`, `--set` and their values, checked all at once."""
