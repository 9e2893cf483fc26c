"""Segmentation: features, fit, number of segments, evidence, names, and reuse of an earlier model."""
