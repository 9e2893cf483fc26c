"""Disclosure control: partition, rounding, caps, means, deviations and changes."""
