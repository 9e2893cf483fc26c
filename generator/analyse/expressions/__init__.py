"""Expressions of the settings: parsed to a short tree, checked, and spelled as SQL. They see columns, never tables."""
