"""Gazetteer of a country: names, positions and metropolitan areas of its places; reads its files and a user's own."""
