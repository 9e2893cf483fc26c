"""From customers to segments: features, fit, number of segments, evidence, names, and an earlier model used again."""
