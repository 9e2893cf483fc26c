"""Template contexts: one dataclass for each kind of page."""
