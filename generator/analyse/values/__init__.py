"""Parses values written as text: amounts, dates and names of places."""
