"""What may be said: checks, rules by subject, which sentences are chosen. No wording, no HTML."""
