"""Where a run reads and writes: places that must not meet, whole files, private files, files of the user."""
