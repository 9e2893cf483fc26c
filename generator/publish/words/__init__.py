"""Reading, filling, linting and tracing the texts in `content/`; formats and display names."""
