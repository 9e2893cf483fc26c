"""The private half: transactions in, one release of safe aggregates out."""
