"""Disclosure control: partition, rounding, caps, means and deviations of a release, and what changed since the last."""
