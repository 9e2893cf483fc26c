"""Reading of sources: files, encodings, column names and dates."""
