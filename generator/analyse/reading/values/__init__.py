"""What one value of a source means: dates, amounts, and names of places."""
