"""Private half: turns transactions into one release of safe aggregates."""
