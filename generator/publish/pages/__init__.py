"""Page builders: one function for each kind of page, from the edition to the template's context."""
