"""Reading of sources: files, encodings, headers and names of columns."""
