"""Files to take away: CSV, JSON, data package, sitemap."""
