"""The public half: a release in, a site out. Knows no transactions, no engine and no pandas."""
