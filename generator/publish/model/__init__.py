"""A release as readers may see it: shares, intervals, tests, neighbours, pairs. Numbers only."""
