"""Data for the scripts: compare and explore, search index, bundles."""
