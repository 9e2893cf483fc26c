"""What is known of a country’s places: names, positions, areas, and the files that say so."""
