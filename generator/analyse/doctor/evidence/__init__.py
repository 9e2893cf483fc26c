"""What the titles and values of a column say: words of many languages, dates, amounts, and how well they fit a role."""
