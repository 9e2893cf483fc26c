"""The private half: transactions in, one release out. Nothing of it is imported by the public half."""
