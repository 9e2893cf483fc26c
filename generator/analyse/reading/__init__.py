"""Reading of files: which ones a name or pattern means, encodings, headers, names and formulas of columns."""
