"""Claims: checks, rules by subject, selection of sentences. No wording, no HTML."""
