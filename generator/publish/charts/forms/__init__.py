"""Forms that several kinds of chart share: bubbles, the plane, land."""
