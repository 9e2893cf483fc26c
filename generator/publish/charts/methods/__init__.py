"""Charts of the methods page: distributions, evidence for the number of segments, the projection."""
