"""Page builders: one function for each kind of page; which figures it shows, the notes below them, its context."""
