"""Project scaffold written by `atlas init`: settings, folders for texts and templates, publishing workflow."""
