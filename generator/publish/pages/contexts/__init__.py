"""What templates receive: one dataclass a kind of page."""
