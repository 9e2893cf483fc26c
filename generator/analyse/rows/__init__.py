"""What a row means: which ids are one customer, which rows are one transaction, and how many rows may be rejected."""
