"""`atlas inspect`, `facts` and `where`: why a page says what it says. Prints nothing."""
