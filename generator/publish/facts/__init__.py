"""Values that words may use, and the tables inside Markdown pages."""
