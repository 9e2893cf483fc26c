"""URLs, legal paths, writing and swapping: the only room that writes."""
