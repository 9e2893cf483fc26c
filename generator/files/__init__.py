"""Input and output paths of a run: conflicts between them, atomic writes, private files, files of the user."""
