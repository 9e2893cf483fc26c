"""Guards of sentences, one module for each subject."""
