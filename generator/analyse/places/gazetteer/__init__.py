"""Gazetteer of a country: names, positions and metropolitan areas of its places, and their files."""
