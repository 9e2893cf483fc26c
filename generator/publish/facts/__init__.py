"""Named facts for texts, and the tables inside Markdown pages."""
