"""Model of a release as published: shares, intervals, tests, neighbours, pairs. Numbers only."""
