"""The rules of sentences, one module a subject: each a list of checks with their limits."""
