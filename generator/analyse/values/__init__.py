"""Parses values written as text (amounts, dates, names of places), and finds the settings that would read them."""
