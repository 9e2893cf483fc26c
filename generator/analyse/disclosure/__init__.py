"""Exact sums in, publishable figures out: partition, rounding, caps, means, deviations, changes."""
